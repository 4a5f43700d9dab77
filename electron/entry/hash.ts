/** The thread that works out one file's SHA-256. */
import { createHash } from "node:crypto"
import { closeSync, openSync, readSync } from "node:fs"
import { parentPort, workerData } from "node:worker_threads"

function sha256(path: string): string {
  const hash = createHash("sha256")
  const buffer = new Uint8Array(1 << 20)
  const file = openSync(path, "r")
  try {
    for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer))
      hash.update(buffer.subarray(0, count))
    return hash.digest("hex")
  } finally {
    closeSync(file)
  }
}

parentPort!.postMessage(sha256(workerData as string))

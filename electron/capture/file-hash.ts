/** The SHA-256 of a file, worked out in a thread of its own while the file is analysed. */
import { Worker } from "node:worker_threads"

export class FileHash {
  /** 64 hexadecimal digits; "" when the file could not be read to its end. */
  readonly sha256: Promise<string>
  private readonly worker: Worker

  /** `entry`: the program that does it (electron/entry/hash.ts). */
  constructor(entry: URL, path: string) {
    this.worker = new Worker(entry, { workerData: path })
    this.sha256 = new Promise((resolve, reject) => {
      this.worker.once("message", (hash: string) => resolve(hash))
      this.worker.once("error", reject)
    })
    // Whoever gives up on the file no longer asks for its hash; that it failed too is then no news.
    this.sha256.catch(() => undefined)
  }

  async stop(): Promise<void> {
    await this.worker.terminate()
  }
}

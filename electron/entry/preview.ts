/** The thread of a preview: captured bytes in, figures out twice a second. */
import { parentPort, workerData } from "node:worker_threads"
import { CapturePreview } from "../capture/capture-preview.ts"

const tellEvery = 500
const port = parentPort!
const preview = new CapturePreview(workerData as string)
port.on("message", (bytes: Uint8Array) => {
  preview.feed(bytes)
  port.postMessage({ taken: bytes.length })
})
setInterval(() => port.postMessage({ figures: preview.figures() }), tellEvery)

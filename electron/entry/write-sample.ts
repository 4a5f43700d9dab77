/** Writes the sample plant's capture, off the thread that answers requests. */
import { workerData } from "node:worker_threads"

const { generator, path } = workerData as { generator: string; path: string }
const { writeSamplePlant } = (await import(/* @vite-ignore */ generator)) as {
  writeSamplePlant: (path: string) => void
}
writeSamplePlant(path)

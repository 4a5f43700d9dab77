/** The look-around site: a fresh folder, and the sample plant's capture written beside the console. */
import { existsSync, mkdtempSync, readdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import { WrongUsage } from "./console-options.ts"

export type SampleFolder = { readonly folder: string; readonly throwAway: boolean }

export function sampleFolder(data: string | null): SampleFolder {
  if (data === null) return { folder: mkdtempSync(join(tmpdir(), "plantwarden-sample-")), throwAway: true }
  if (existsSync(data) && readdirSync(data).length > 0)
    throw new WrongUsage(
      `--sample needs a fresh folder, and ${data} has something in it. Give another one, or leave --data out.`,
    )
  return { folder: data, throwAway: false }
}

/** Resolves with the capture's path. `writer`: the thread; `generator`: the module that makes the plant. */
export function writeSampleCapture(writer: URL, generator: URL, folder: string): Promise<string> {
  const path = join(folder, "sample plant.pcapng")
  return new Promise((resolve, reject) => {
    const worker = new Worker(writer, { workerData: { generator: generator.href, path } })
    worker.on("error", (error) => reject(error instanceof Error ? error : new Error(String(error))))
    worker.on("exit", (code) =>
      code === 0 ? resolve(path) : reject(new Error(`The sample's writer ended with code ${code}.`)),
    )
  })
}

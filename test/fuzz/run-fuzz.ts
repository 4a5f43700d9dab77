/** Runs the fuzzer for some seconds and tells how it went. */
import { Worker } from "node:worker_threads"

export type Fuzzed = {
  readonly cases: number
  /** Seed and reason of the first case that broke a rule, threw, or hung. */
  readonly broken: { readonly seed: number; readonly error: string } | undefined
  readonly peakMemory: number
}

/** One case that takes longer than this hangs. */
const patience = 20_000

type Said =
  | { say: "begin"; seed: number }
  | { say: "broken"; seed: number; error: string }
  | { say: "memory"; seed: number; rss: number }

export function runFuzz(
  first: number,
  seconds: number,
  tell: (line: string) => void = () => undefined,
): Promise<Fuzzed> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: { first } })
    let seed = first
    let peakMemory = 0
    let began = performance.now()
    const end = (broken: Fuzzed["broken"]): void => {
      clearInterval(watch)
      void worker.terminate().then(() => resolve({ cases: seed - first, broken, peakMemory }))
    }
    const started = performance.now()
    const watch = setInterval(() => {
      if (performance.now() - began > patience) end({ seed, error: `it ran longer than ${patience / 1000} s` })
      else if (performance.now() - started > seconds * 1000) end(undefined)
    }, 100)
    worker.on("error", reject)
    worker.on("message", (said: Said) => {
      if (said.say === "broken") return end({ seed: said.seed, error: said.error })
      if (said.say === "memory") {
        peakMemory = Math.max(peakMemory, said.rss)
        return tell(`case ${said.seed}, ${Math.round(said.rss / 1e6)} MB`)
      }
      seed = said.seed
      began = performance.now()
    })
  })
}

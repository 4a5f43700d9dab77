/** The thread that runs cases one after the other; its parent watches that none takes too long. */
import { parentPort, workerData } from "node:worker_threads"
import { mutate } from "./mutate.ts"
import { oneCase } from "./one-case.ts"
import { Random } from "./random.ts"
import { seeds } from "./seeds.ts"

const { first } = workerData as { readonly first: number }
const files = seeds()

/** Case number `seed`, always the same bytes. */
export function caseOf(seed: number): Uint8Array {
  const random = new Random(seed)
  const file = files[random.below(files.length)]!
  return mutate(file, random, files[random.below(files.length)]!)
}

for (let seed = first; ; seed++) {
  parentPort!.postMessage({ say: "begin", seed })
  const file = caseOf(seed)
  try {
    if (file.length > 0) oneCase(file)
  } catch (error) {
    parentPort!.postMessage({
      say: "broken",
      seed,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    break
  }
  if (seed % 50 === 0) parentPort!.postMessage({ say: "memory", seed, rss: process.memoryUsage().rss })
}

/** The command line: `analyze`, `bench` and `fuzz`. Results go to standard output, messages to standard error. */
import { Worker, isMainThread } from "node:worker_threads"
import { loadVendorPrefixes } from "../capture/vendor-prefixes.ts"
import { analyze } from "../cli/analyze.ts"
import { WrongUsage } from "../cli/arguments.ts"
import { bench } from "../cli/bench.ts"
import { importOnce } from "../cli/bench-import.ts"

/** In megabytes. Smaller costs time in collecting, larger only memory that a long capture then keeps. */
const youngGeneration = 24

const beside = (name: string): URL => new URL(name, import.meta.url)
const to = {
  out: (text: string): void => void process.stdout.write(text),
  error: (line: string): void => void process.stderr.write(`${line}\n`),
}

/** The same program in a thread whose memory has a bound: the main thread's can't be set once it runs. */
function inThread(words: readonly string[]): Promise<number> {
  const limits = { maxYoungGenerationSizeMb: youngGeneration, maxOldGenerationSizeMb: 4096 }
  const worker = new Worker(new URL(import.meta.url), { argv: [...words], resourceLimits: limits })
  return new Promise((resolve, reject) => {
    worker.once("error", reject)
    worker.once("exit", resolve)
  })
}

async function run([command = "", ...words]: readonly string[]): Promise<number> {
  if (command === "analyze") {
    if (isMainThread) return inThread([command, ...words])
    return analyze(words, loadVendorPrefixes(beside("./vendor-prefixes.txt")), beside("./hash.js"), to)
  }
  if (command === "bench") return bench(words, to)
  if (command === "import-once" && words[0] !== undefined) {
    to.out(JSON.stringify(await importOnce(words[0], import.meta.url)))
    return 0
  }
  throw new WrongUsage(`Unknown command "${command}". Use analyze or bench.`)
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error
  to.error(error.message)
  process.exitCode = 2
}

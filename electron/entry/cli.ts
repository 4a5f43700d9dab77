/** The command line: `analyze`, `bench` and `fuzz`. Results go to standard output, messages to standard error. */
import { Worker } from "node:worker_threads"
import { WrongUsage } from "../cli/arguments.ts"

/** In megabytes. Smaller costs time in collecting, larger only memory that a long capture then keeps. */
const youngGeneration = 24

const beside = (name: string): URL => new URL(name, import.meta.url)
const to = {
  out: (text: string): void => void process.stdout.write(text),
  error: (line: string): void => void process.stderr.write(`${line}\n`),
}

/** In a thread, because its memory can be bounded; the main thread's can't once it runs. */
function analyze(words: readonly string[]): Promise<number> {
  const limits = { maxYoungGenerationSizeMb: youngGeneration, maxOldGenerationSizeMb: 4096 }
  const worker = new Worker(beside("./analysis.js"), { argv: [...words], resourceLimits: limits })
  return new Promise((resolve, reject) => {
    worker.once("error", reject)
    worker.once("exit", resolve)
  })
}

/** What a command does not need is not loaded: starting is part of how fast it is. */
async function run([command = "", ...words]: readonly string[]): Promise<number> {
  if (command === "analyze") return analyze(words)
  if (command === "bench") return (await import("../cli/bench.ts")).bench(words, to, import.meta.url)
  if (command === "certificate") return (await import("../cli/certificate.ts")).certificate(words, to, Date.now)
  if (command === "authority") {
    const [{ authority }, { processTerminal }] = await Promise.all([
      import("../cli/authority.ts"),
      import("../cli/authority-terminal.ts"),
    ])
    const desk = { out: to.out, environment: process.env, terminal: processTerminal, now: Date.now }
    return authority(words, desk, to.error)
  }
  if (command === "import-once" && words[0] !== undefined) {
    const { importOnce } = await import("../cli/bench-import.ts")
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

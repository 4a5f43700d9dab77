/** The command line: `analyze`, `bench` and `fuzz`. Results go to standard output, messages to standard error. */
import { setFlagsFromString } from "node:v8"
import { loadVendorPrefixes } from "../capture/vendor-prefixes.ts"
import { analyze } from "../cli/analyze.ts"
import { WrongUsage } from "../cli/arguments.ts"
import { bench } from "../cli/bench.ts"

// The young generation stays small: it would grow by some 150 MB that a long capture then keeps, and speed gains nothing from it.
setFlagsFromString("--semi-space-growth-factor=1")

const vendorOf = loadVendorPrefixes(new URL("./vendor-prefixes.txt", import.meta.url))
const hashEntry = new URL("./hash.js", import.meta.url)
const to = {
  out: (text: string): void => void process.stdout.write(text),
  error: (line: string): void => void process.stderr.write(`${line}\n`),
}

async function run([command = "", ...words]: readonly string[]): Promise<number> {
  if (command === "analyze") return analyze(words, vendorOf, hashEntry, to)
  if (command === "bench") return bench(words, to)
  throw new WrongUsage(`Unknown command "${command}". Use analyze or bench.`)
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error
  to.error(error.message)
  process.exitCode = 2
}

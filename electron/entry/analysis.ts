/** The thread of `analyze`: its words are the command's, its exit code too. */
import { loadVendorPrefixes } from "../capture/vendor-prefixes.ts"
import { analyze } from "../cli/analyze.ts"
import { WrongUsage } from "../cli/arguments.ts"

const beside = (name: string): URL => new URL(name, import.meta.url)
const to = {
  out: (text: string): void => void process.stdout.write(text),
  error: (line: string): void => void process.stderr.write(`${line}\n`),
}

try {
  const vendorOf = loadVendorPrefixes(beside("./vendor-prefixes.txt"))
  process.exitCode = await analyze(process.argv.slice(2), vendorOf, beside("./hash.js"), to)
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error
  to.error(error.message)
  process.exitCode = 2
}

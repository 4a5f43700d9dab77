/** `npm run bench`: how fast captures are read, with the accounting line, beside tshark on the same file in the same run. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Out } from "./analyze.ts"
import type { Imported } from "./bench-import.ts"
import { parseWords, WrongUsage } from "./arguments.ts"
import { accountingLine } from "./summary.ts"

const runs = 3
const samplePackets = 1_000_000

type Measured = {
  readonly seconds: number
  readonly packets: number
  readonly megabytes: number
  readonly line: string
  readonly peakMemoryBytes: number
}

/** `entry`: import.meta.url of the bundled program, beside which the other programs lie. */
export async function bench(words: readonly string[], to: Out, entry: string): Promise<number> {
  const { files } = parseWords(words, [], [])
  const [given] = files
  if (files.length > 1) throw new WrongUsage("Use: npm run bench [-- FILE]")
  if (given !== undefined) {
    compare(given, to, entry)
    return 0
  }
  const folder = mkdtempSync(join(tmpdir(), "plantwarden-bench-"))
  try {
    compare(await makeSample(join(folder, "sample.pcapng"), to, entry), to, entry)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  measure("the series store", "../test/electron/series-bench.ts", to, entry)
  measure("the window", "../test/browser/page-bench.ts", to, entry)
  return 0
}

/** Figures of a program of its own, such as the window's in a browser; they come with the sources, not with the packaged program. */
function measure(what: string, place: string, to: Out, entry: string): void {
  const program = fileURLToPath(new URL(place, entry))
  if (!existsSync(program)) return to.out(`${what}: not measured, no sources beside the program\n`)
  const { stdout, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8" })
  to.out(stdout === "" ? `${what}: not measured (${stderr.trim().split("\n").at(-1) ?? ""})\n` : stdout)
}

async function makeSample(path: string, to: Out, entry: string): Promise<string> {
  const { writeLargePlant } = (await import(new URL("./sample.js", entry).href)) as {
    writeLargePlant: (path: string, packets: number) => void
  }
  writeLargePlant(path, samplePackets)
  to.out(
    `Sample plant: ${samplePackets.toLocaleString("en-US")} packets, ${(statSync(path).size / 1e6).toFixed(0)} MB\n`,
  )
  return path
}

/** Runs all in turn, so that a slow moment of the machine hits all. */
function compare(file: string, to: Out, entry: string): void {
  const ours: Measured[] = []
  const imports: Imported[] = []
  const theirs: number[] = []
  const hasTshark = spawnSync("tshark", ["--version"]).status === 0
  for (let n = 0; n < runs; n++) {
    ours.push(analyzeOnce(file, entry))
    imports.push(importInProcess(file, entry))
    if (hasTshark)
      theirs.push(timed(() => spawnSync("tshark", ["-n", "-q", "-z", "io,phs", "-r", file], { stdio: "ignore" })))
  }
  const best = median(ours.map((one) => one.seconds))
  const imported = median(imports.map((one) => one.seconds))
  const { packets, megabytes, line } = ours[0]!
  const rate = (seconds: number): string =>
    `${seconds.toFixed(2)} s, ${perSecond(packets / seconds)} packets/s, ${perSecond(megabytes / seconds)} MB/s`
  to.out(`${line}\n`)
  to.out(
    `analyze: ${rate(best)}, ${megabytesOf(ours.map((one) => one.peakMemoryBytes))} at most (whole process, median of ${runs})\n`,
  )
  to.out(
    `import:  ${rate(imported)}, ${megabytesOf(imports.map((one) => one.peakMemoryBytes))} at most (into a site, durable commits)\n`,
  )
  to.out(`first device shown after ${(1000 * median(imports.map((one) => one.firstDevice))).toFixed(0)} ms\n`)
  if (!hasTshark) return to.out("tshark:  not installed, no comparison (apt-get install tshark)\n")
  const other = median(theirs)
  to.out(`tshark:  ${rate(other)}\n`)
  to.out(
    `ratio:   analyze ${(other / best).toFixed(1)} x tshark (wanted 8), import ${(other / imported).toFixed(1)} x tshark (wanted 6)\n`,
  )
}

const megabytesOf = (bytes: readonly number[]): string => `${(Math.max(...bytes) / 1e6).toFixed(0)} MB`

/** In a process of its own, so that its memory is its own. */
function importInProcess(file: string, entry: string): Imported {
  const program = fileURLToPath(new URL("./cli.js", entry))
  const { stdout, status } = spawnSync(process.execPath, [program, "import-once", file], { encoding: "utf8" })
  if (status !== 0) throw new Error(`the import ended with ${String(status)} on ${file}`)
  return JSON.parse(stdout) as Imported
}

function analyzeOnce(file: string, entry: string): Measured {
  const began = performance.now()
  const program = fileURLToPath(new URL("./cli.js", entry))
  const { stdout, status } = spawnSync(process.execPath, [program, "analyze", "--json", file], {
    maxBuffer: 1 << 30,
    encoding: "utf8",
  })
  const seconds = (performance.now() - began) / 1000
  if (status !== 0 && status !== 4) throw new Error(`analyze ended with ${String(status)} on ${file}`)
  const { accounting, captures, timing } = JSON.parse(stdout) as {
    accounting: Parameters<typeof accountingLine>[0]
    captures: readonly { readonly bytes: number }[]
    timing: { readonly peakMemoryBytes: number }
  }
  const line = accountingLine(accounting)
  const megabytes = captures.reduce((sum, c) => sum + c.bytes, 0) / 1e6
  return { seconds, packets: accounting.read, megabytes, line, peakMemoryBytes: timing.peakMemoryBytes }
}

function timed(run: () => unknown): number {
  const began = performance.now()
  run()
  return (performance.now() - began) / 1000
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!
const perSecond = (value: number): string => Math.round(value).toLocaleString("en-US")

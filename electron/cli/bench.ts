/** `npm run bench`: how fast captures are read, with the accounting line, beside tshark on the same file in the same run. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Out } from "./analyze.ts"
import { parseWords, WrongUsage } from "./arguments.ts"
import { accountingLine } from "./summary.ts"

const runs = 3
const samplePackets = 1_000_000

type Measured = {
  readonly seconds: number
  readonly packets: number
  readonly megabytes: number
  readonly line: string
}

export async function bench(words: readonly string[], to: Out): Promise<number> {
  const { files } = parseWords(words, [], [])
  const [given] = files
  if (files.length > 1) throw new WrongUsage("Use: npm run bench [-- FILE]")
  const folder = mkdtempSync(join(tmpdir(), "plantwarden-bench-"))
  try {
    const file = given ?? (await makeSample(join(folder, "sample.pcapng"), to))
    compare(file, to)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return 0
}

async function makeSample(path: string, to: Out): Promise<string> {
  const { writeLargePlant } = (await import(new URL("./sample.js", import.meta.url).href)) as {
    writeLargePlant: (path: string, packets: number) => void
  }
  writeLargePlant(path, samplePackets)
  to.out(
    `Sample plant: ${samplePackets.toLocaleString("en-US")} packets, ${(statSync(path).size / 1e6).toFixed(0)} MB\n`,
  )
  return path
}

/** Runs both in turn, so that a slow moment of the machine hits both. */
function compare(file: string, to: Out): void {
  const ours: Measured[] = []
  const theirs: number[] = []
  const hasTshark = spawnSync("tshark", ["--version"]).status === 0
  for (let n = 0; n < runs; n++) {
    ours.push(analyzeOnce(file))
    if (hasTshark)
      theirs.push(timed(() => spawnSync("tshark", ["-n", "-q", "-z", "io,phs", "-r", file], { stdio: "ignore" })))
  }
  const best = median(ours.map((one) => one.seconds))
  const { packets, megabytes, line } = ours[0]!
  to.out(`${line}\n`)
  to.out(
    `analyze: ${best.toFixed(2)} s, ${perSecond(packets / best)} packets/s, ${perSecond(megabytes / best)} MB/s (median of ${runs} runs, whole process)\n`,
  )
  to.out(`memory: ${Math.max(...ours.map((one) => peakOf(one.line))).toFixed(0)} MB at most\n`)
  if (!hasTshark) return to.out("tshark: not installed, no comparison (apt-get install tshark)\n")
  const other = median(theirs)
  to.out(`tshark:  ${other.toFixed(2)} s, ${perSecond(packets / other)} packets/s\n`)
  to.out(`ratio:   ${(other / best).toFixed(1)} x tshark\n`)
}

const peaks = new Map<string, number>()
const peakOf = (line: string): number => peaks.get(line) ?? 0

function analyzeOnce(file: string): Measured {
  const began = performance.now()
  const program = fileURLToPath(new URL("./cli.js", import.meta.url))
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
  peaks.set(line, Math.max(peakOf(line), timing.peakMemoryBytes / 1e6))
  return { seconds, packets: accounting.read, megabytes: captures.reduce((sum, c) => sum + c.bytes, 0) / 1e6, line }
}

function timed(run: () => unknown): number {
  const began = performance.now()
  run()
  return (performance.now() - began) / 1000
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!
const perSecond = (value: number): string => Math.round(value).toLocaleString("en-US")

/** What the fuzzer starts from: the sample plant, and every capture of the folder that PLANTWARDEN_CAPTURES names. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { writeSamplePlant } from "../../build/sample-plant/index.ts"

/** Larger files are left to the other tests: one case must stay quick. */
const most = 300_000

export function seeds(): readonly Uint8Array[] {
  const folder = process.env["PLANTWARDEN_CAPTURES"]
  const captures = folder === undefined ? [] : readdirSync(folder).filter((name) => /\.(pcap|pcapng)$/.test(name))
  const small = captures
    .map((name) => join(folder!, name))
    .filter((path) => statSync(path).size <= most && statSync(path).size > 0)
  return [...samplePieces(), ...small.map((path) => new Uint8Array(readFileSync(path)))]
}

/** The head of the sample plant and pieces of it: its first bytes describe the interface, so each piece gets them. */
function samplePieces(): readonly Uint8Array[] {
  const folder = mkdtempSync(join(tmpdir(), "plantwarden-fuzz-"))
  const path = join(folder, "sample.pcapng")
  writeSamplePlant(path)
  const whole = new Uint8Array(readFileSync(path))
  rmSync(folder, { recursive: true })
  const ends = blockEnds(whole)
  const head = whole.subarray(0, ends[1])
  return [0, 0.2, 0.4, 0.6, 0.8, 0.95].map((share) => {
    const first = Math.max(2, Math.floor(share * ends.length))
    const from = ends[first - 1]!
    const to = ends[Math.min(ends.length - 1, first + 1200)]!
    return new Uint8Array([...head, ...whole.subarray(from, to)])
  })
}

function blockEnds(file: Uint8Array): readonly number[] {
  const view = new DataView(file.buffer)
  const ends: number[] = []
  for (let at = 0; at + 12 <= file.length;) {
    at += view.getUint32(at + 4, true)
    ends.push(at)
  }
  return ends
}

/** Every filter for Wireshark that the product shows is one: tshark takes it. Not run where tshark is not installed. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import "../../shared/protocols/index.ts"
import { declaredProtocols } from "../../shared/protocols/protocol.ts"

const there = spawnSync("tshark", ["--version"]).status === 0
if (!there) console.log("filters for Wireshark: not run, no tshark")

const folder = mkdtempSync(join(tmpdir(), "plantwarden-filters-"))
afterAll(() => rmSync(folder, { recursive: true }))
/** A capture of no packets: only the filter is looked at. */
const empty = join(folder, "empty.pcap")
writeFileSync(empty, Buffer.from("d4c3b2a1020004000000000000000000ffff000001000000", "hex"))

function filters(): readonly string[] {
  const found = new Set<string>()
  for (const { wireshark, wiresharkFunction, functionName, family } of declaredProtocols()) {
    if (family !== "ot") continue
    found.add(wireshark)
    if (wiresharkFunction === undefined) continue
    for (let code = 0; code < 0x20000; code++)
      if (functionName?.(code) !== undefined) found.add(wiresharkFunction(code))
  }
  return [...found]
}

/** Those that tshark refuses: all at once, and where that fails one half after the other. */
function refused(some: readonly string[]): readonly string[] {
  const all = some.map((one) => `(${one})`).join(" || ")
  if (spawnSync("tshark", ["-r", empty, "-Y", all]).status === 0) return []
  if (some.length === 1) return some
  const half = some.length >> 1
  return [...refused(some.slice(0, half)), ...refused(some.slice(half))]
}

test.runIf(there)(
  "every filter for a protocol and for a function is one that Wireshark takes",
  { timeout: 120_000 },
  () => {
    const all = filters()
    expect(all.length).toBeGreaterThan(300)
    const pieces = Array.from({ length: Math.ceil(all.length / 100) }, (_, n) => all.slice(n * 100, n * 100 + 100))
    expect(pieces.flatMap(refused)).toEqual([])
  },
)

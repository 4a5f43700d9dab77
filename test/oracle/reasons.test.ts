/** Why PROFINET devices refuse and why connections are aborted, against what tshark reads of the same captures. Needs PLANTWARDEN_CAPTURES and tshark. */
import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { analyseBytes } from "../make/analyse-bytes.ts"

const folder = process.env["PLANTWARDEN_CAPTURES"] ?? ""
const captures = folder !== "" && existsSync(folder) ? readdirSync(folder) : []
const hasTshark = ((): boolean => {
  try {
    return execFileSync("tshark", ["--version"], { encoding: "utf8", stdio: "pipe" }).startsWith("TShark")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false
    throw error
  }
})()
const here = hasTshark ? captures.filter((name) => /^profinet-.*\.pcap(ng)?$/.test(name)) : []

const fields = ["pn_io.error_decode", "pn_io.error_code1", "pn_io.error_code2"]

/** By "status:81fd0f" how often it was told. A write repeats its status behind that of the whole. */
function ofTshark(capture: string): ReadonlyMap<string, number> {
  const columns = fields.flatMap((field) => ["-e", field])
  const asked = ["-n", "-r", join(folder, capture), "-Y", fields[0]!, "-T", "fields", "-E", "occurrence=f", ...columns]
  const text = execFileSync("tshark", asked, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
  const counts = new Map<string, number>()
  for (const line of text.split("\n").slice(0, -1)) {
    const status = line.split("\t").reduce((sum, field) => sum * 256 + Number(field), 0)
    const key = `status:${status.toString(16)}`
    if (status !== 0) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function ofOurs(capture: string): ReadonlyMap<string, number> {
  const { keys, measured } = analyseBytes(new Uint8Array(readFileSync(join(folder, capture))))
  const counts = new Map<string, number>()
  for (const rows of measured.map((minute) => minute.counts))
    for (let at = 0; at < rows.length; at += 5) {
      const { key = "", name = "" } = keys.functions.find(({ id }) => id === rows[at]) ?? {}
      if (!key.startsWith("status:")) continue
      expect(name, `${capture}, ${key}`).not.toBe("")
      counts.set(key, (counts.get(key) ?? 0) + rows[at + 4]!)
    }
  return counts
}

if (here.length === 0) test("without captures and tshark there is nothing to compare", () => expect(here).toEqual([]))

describe.runIf(here.length > 0)("reasons on real captures", () => {
  const told: number[] = []
  for (const capture of here)
    test(capture, () => {
      const ours = ofOurs(capture)
      expect(ours).toEqual(ofTshark(capture))
      told.push(...ours.values())
    })
  test("there are some", () => expect(told.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100))
})

/** Every real capture against tshark's word of it. The folder is named by PLANTWARDEN_CAPTURES. */
import { existsSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import "../../shared/protocols/index.ts"
import { declaredProtocols } from "../../shared/protocols/protocol.ts"
import { resultOf } from "../make/result-of.ts"
import { accepted, covers } from "./accepted.ts"
import { compare, type Oracle } from "./compare.ts"

const folder = process.env["PLANTWARDEN_CAPTURES"] ?? ""
const oracleOf = (capture: string): string => join(folder, "oracle", `${capture}.json`)
const captures =
  folder === "" || !existsSync(folder) ? [] : readdirSync(folder).filter((file) => existsSync(oracleOf(file)))

if (captures.length === 0) {
  process.stdout.write("oracle tests: not run, no captures\n")
  test("without captures there is nothing to compare", () => expect(captures).toEqual([]))
}

describe.runIf(captures.length > 0)("the result document equals the oracle, or the difference is explained", () => {
  const met = new Set<(typeof accepted)[number]>()
  const seen = new Set<string>()

  for (const capture of captures) {
    test(capture, async () => {
      const oracle = JSON.parse(readFileSync(oracleOf(capture), "utf8")) as Oracle
      const result = await resultOf(join(folder, capture))
      const { read, ...classes } = result.accounting
      expect(Object.values(classes).reduce((sum, frames) => sum + frames, 0)).toBe(read)
      for (const [name, { packets }] of Object.entries(result.protocols)) if (packets > 0) seen.add(name)
      if (oracle.tshark_message !== undefined) return
      const unexplained = compare(oracle, result).filter(({ what }) => {
        const known = accepted.find((one) => covers(one, capture, what))
        if (known !== undefined) met.add(known)
        return known === undefined
      })
      expect(unexplained).toEqual([])
    })
  }

  test("every explained difference is still there", () => {
    expect(accepted.filter((one) => !met.has(one))).toEqual([])
  })

  test("a protocol says that it was built from documents only where no capture has it, and only there", () => {
    const spoken = declaredProtocols().filter(({ family }) => family !== "network")
    const without = spoken.filter(({ name }) => !seen.has(name))
    expect(spoken.filter(({ unseen }) => unseen !== undefined).map(({ name }) => name)).toEqual(
      without.map(({ name }) => name),
    )
  })
})

import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { format } from "prettier"
import { describe, expect, test } from "vitest"
import { modbus } from "../shared/protocols/modbus/modbus.ts"
import { Conversation } from "./make/collect.ts"
import { hex } from "./make/hex.ts"
import { proved } from "./make/proofs.ts"
import { declaredIn, protocolTable } from "./make/protocol-table.ts"

const path = fileURLToPath(new URL("../README.md", import.meta.url))
const [begin, end] = ["<!-- protocols: written by test/readme.test.ts -->", "<!-- end of protocols -->"]

test("the README's table of protocols is what the tests prove; UPDATE_README=1 writes it anew", async () => {
  const readme = readFileSync(path, "utf8")
  const [before = "", rest = ""] = readme.split(begin)
  const after = rest.slice(rest.indexOf(end))
  const table = await format(`${begin}\n\n${protocolTable()}\n\n${end}\n`, { parser: "markdown" })
  const wanted = before + table.trimEnd() + after.slice(end.length)
  if (process.env["UPDATE_README"] === "1") writeFileSync(path, wanted)
  else expect(readme).toBe(wanted)
})

describe("what counts as proved", () => {
  const ask = hex("0001 0000 0006 01 08 0001 0000")
  const answer = hex("0001 0000 0006 01 08 0001 0000")

  test("an answer whose request came before, a command: each where a test looks at it", () => {
    const alone = new Conversation(modbus)
    alone.read(answer, { direction: -1 })
    expect(alone.report.operations).toEqual(["modbus 8 response"])
    expect(proved()).toEqual({})

    const whole = new Conversation(modbus)
    whole.read(ask, { direction: 1 })
    whole.read(answer, { direction: -1 })
    expect([whole.found.operations.length, whole.report.claims.length]).toEqual([2, 0])
    expect(proved()).toEqual({})
    expect(whole.report.operations.length).toBe(2)
    expect(proved()).toEqual({ modbus: ["requests"] })
    expect(whole.report.details).toEqual(["modbus diagnostics:1"])
    expect(proved()).toEqual({ modbus: ["requests", "commands"] })
  })

  const imported = 'import { proves } from "../../../make/proofs.ts"\n'

  test("it is declared in the last statement of a file, over as many lines as it takes", () => {
    const text = `${imported}\n\nproves({\n  enip: ["framing"],\n  "cip-io": [\n    "places",\n    "state",\n  ],\n})\n`
    expect(declaredIn(text)).toEqual({ enip: ["framing"], "cip-io": ["places", "state"] })
    expect(declaredIn("test()\n")).toEqual({})
  })

  test.each([
    ["nothing is declared", imported],
    ["something follows", `${imported}\n\nproves({ enip: ["framing"] })\n\ntest()\n`],
    ["it is a comment", `${imported}\n// proves({ enip: ["framing"] })\n`],
    ["it is part of another statement", `${imported}\n\nif (false)\n  proves({ enip: ["framing"] })\n`],
    ["it is a variable", `${imported}\n\nproves(all)\n`],
    ["more is imported", `import { prove, proves } from "../make/proofs.ts"\n\nproves({ enip: ["framing"] })\n`],
  ])("it is refused where %s", (_what, text) => {
    expect(() => declaredIn(text)).toThrow("the last statement")
  })
})

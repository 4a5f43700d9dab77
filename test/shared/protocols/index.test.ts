import { readdirSync } from "node:fs"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { dissectors } from "../../../shared/protocols/index.ts"

test("every dissector has a test", () => {
  const here = fileURLToPath(new URL(".", import.meta.url))
  const tests = new Set(readdirSync(here, { recursive: true, encoding: "utf8" }).map((path) => basename(path)))
  const missing = dissectors.map((dissector) => `${dissector.protocol.name}.test.ts`).filter((file) => !tests.has(file))
  expect(missing).toEqual([])
})

test("names are unique, lower case and hyphenated", () => {
  const protocols = new Set(dissectors.map((dissector) => dissector.protocol))
  const names = [...protocols].map((protocol) => protocol.name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
})

test("every dissector can be reached: by a port, an EtherType, what carries it, or on any port", () => {
  for (const { protocol, tcp, udp, ethertypes, over, anyPort } of dissectors) {
    expect([protocol.name, tcp ?? udp ?? ethertypes ?? over ?? anyPort]).not.toEqual([protocol.name, undefined])
  }
})

test("no probe reads past the bytes it is given, or takes nothing for something", () => {
  const nothing = new Uint8Array(0)
  for (const dissector of dissectors) expect(dissector.probe(nothing, 0, 0)).toBe(false)
})

test("bytes of one value are no protocol of process control", () => {
  for (const value of [0x00, 0x20, 0x55, 0xaa, 0xff]) {
    const bytes = new Uint8Array(64).fill(value)
    const taken = dissectors.filter((one) => one.protocol.family === "ot" && one.probe(bytes, 0, bytes.length))
    // A frame of PROFINET real time is any frame identifier of its ranges, one of CC-Link IE any: the EtherType is what names them.
    const strict = taken.map((one) => one.protocol.name).filter((name) => !["profinet-rt", "cc-link-ie"].includes(name))
    expect([value, ...strict.filter((name) => name !== "modbus")]).toEqual([value])
  }
})

import { expect, test } from "vitest"
import { element, elementAt, follow, integerOf } from "../../../../shared/protocols/osi/ber.ts"
import { ber } from "../../../make/ber.ts"
import { hex } from "../../../make/hex.ts"

const header = (text: string) => {
  const bytes = hex(text)
  const found = element()
  return elementAt(bytes, 0, bytes.length, found) ? found : null
}

test("tags of one and two octets, lengths of every definite form", () => {
  expect(header("02 01 05")).toEqual({ identifier: 0x02, number: 2, from: 2, to: 3 })
  expect(header("bf 4f 00")).toEqual({ identifier: 0xbf, number: 79, from: 3, to: 3 })
  expect(header("bf 81 00 00")).toEqual({ identifier: 0xbf, number: 128, from: 4, to: 4 })
  expect(header("30 81 02 05 00")).toEqual({ identifier: 0x30, number: 16, from: 3, to: 5 })
  expect(header("30 83 00 00 01 05")).toEqual({ identifier: 0x30, number: 16, from: 5, to: 6 })
  expect(header("30 84 00 00 00 01 05")).toEqual({ identifier: 0x30, number: 16, from: 6, to: 7 })
})

test("what is cut short, indefinite or longer than what holds it is none", () => {
  for (const text of [
    "30",
    "30 02 05",
    "30 80 05 00 00 00",
    "30 82 01",
    "bf",
    "bf ff ff 01 00",
    "30 85 00 00 00 00 00",
    "30 84 80 00 00 00",
  ])
    expect(header(text), text).toBeNull()
})

test("a path takes the first of each level that fits, and never leaves what holds it", () => {
  const bytes = hex(ber("61", "02 01 03", ber("a0", "80 01 07")) + "81 01 09")
  const found = element()
  expect(follow(bytes, 0, bytes.length, [0x61, 0xa0, 0x80], found)).toBe(true)
  expect(integerOf(bytes, found)).toBe(7)
  expect(follow(bytes, 0, bytes.length, [0x61, 0x81], found)).toBe(false)
})

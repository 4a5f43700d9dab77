import { expect, test } from "vitest"
import { slmpAscii } from "../../../../shared/protocols/mitsubishi/slmp-ascii.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { proves } from "../../../make/proofs.ts"

const letters = (text: string): Uint8Array => new TextEncoder().encode(text)
const four = (n: number): string => n.toString(16).toUpperCase().padStart(4, "0")
const own = "00FF03FF00"
const asks = (name: string, command: string, head = "5000"): Sample => {
  const data = `0010${command}`
  return { name, bytes: letters(head + own + four(data.length) + data) }
}
const answers = (name: string, data: string, head = "D000"): Sample => ({
  name,
  bytes: letters(head + own + four(data.length) + data),
})

const read = asks("D100 to D102", "04010000D*0001000003")
const readAnswer = answers("three words", "00000001FFFF002A")
const bits = asks("X20 on, point by point", "04010001X*0000200003")
const bitsAnswer = answers("on off on", "0000101")
const write = asks("W1F is written", "14010000W*00001F00010539")
const long = asks("iQ-R: D7", "04010002D***000000070001")
const stop = asks("stop", "100200000001")
const refused = answers("refused", `4010${own}10020000`)
const who = asks("type name, 4E", "01010000", "540000070000")
const name = answers("Q03UDV", "0000Q03UDVCPU       0368", "D40000070000")

dissectorSuite(slmpAscii, {
  samples: [read, { ...readAnswer, after: [read] }, bits, write, long, stop, refused, who, { ...name, after: [who] }],
  refused: [
    asks("a command that does not exist", "FFFF0000"),
    { name: "no station", bytes: letters("5000000003FF00001800100401000012345678") },
    { name: "a module that does not exist", bytes: letters("500000FFF0FF00001800100401000012345678") },
    { name: "letters that are no digits", bytes: letters("5000 is the port, and 00FF03FF00 is not") },
    { name: "a page of numbers", bytes: letters("50000000000000000000000000000000000000") },
  ],
})

test("commands, devices and values are read from their digits", () => {
  const conversation = new Conversation(slmpAscii)
  for (const { bytes } of [read, readAnswer, bits, bitsAnswer, write, long, stop, refused, who, name])
    conversation.read(bytes)
  const { operations, places, claims } = conversation.report
  expect(operations.slice(-4)).toEqual([
    ...["slmp 1002 request", "slmp 1002 exception", "slmp 0101 request", "slmp 0101 response"],
  ])
  expect(places.map((line) => line.replace(/^good .*/, "good"))).toEqual([
    ...["slmp D100 to D102", "good", "slmp X20 to X22", "good", "slmp W1F", "written 1337", "slmp D7"],
  ])
  expect(claims).toEqual(["sender model = Q03UDVCPU", "sender vendor = Mitsubishi Electric"])
  const { valueText } = slmpAscii.protocol
  const place = { area: 0x400a8, from: 100, count: 3, name: new Uint8Array() }
  expect(valueText!(place, letters("0001FFFF002A"), 0x401)).toBe("1 -1 42")
  expect(valueText!({ ...place, area: 0x5009c }, letters("101"), 0x401)).toBe("on off on")
})

proves({ slmp: ["framing", "requests", "identity", "places", "commands"] })

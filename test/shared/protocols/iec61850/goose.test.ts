import { expect, test } from "vitest"
import { goose } from "../../../../shared/protocols/iec61850/goose.ts"
import { ber } from "../../../make/ber.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const ethernet = { transport: "ethernet", toMany: true } as const

const reference = ber("80", '"AA1C1Q01A1LD0/LLN0$GO$gcb_A"')
const middle = [ber("81", "023a"), ber("82", '"AA1C1Q01A1LD0/LLN0$Interlocking"'), ber("83", '"Interlocking"')]
const time = "84 08 488890c124000027"
const rest = ["88 01 01 89 01 00 8a 01 02", ber("ab", "83 01 00 84 03 030000")]

const fields = (sequence: string, simulation = "00"): string =>
  [reference, ...middle, time, "85 03 008f61", `86 01 ${sequence}`, `87 01 ${simulation}`, ...rest].join("\n")

/** Application identifier, length, the two reserved fields, the message. */
function frame(contents: string, reserved = "0000"): Uint8Array {
  const message = ber("61", contents)
  const length = (8 + hex(message).length).toString(16).padStart(4, "0")
  return hex(`3001 ${length} ${reserved} 0000 ${message}`)
}

const change: Sample = { name: "a new state", bytes: frame(fields("00")), circumstances: ethernet }
const again: Sample = { name: "the same state again", bytes: frame(fields("01")), circumstances: ethernet }
const simulated: Sample = { name: "a simulated message", bytes: frame(fields("02", "ff")), circumstances: ethernet }
const marked: Sample = {
  name: "one marked so in its header",
  bytes: frame(fields("02"), "8000"),
  circumstances: ethernet,
}
const management: Sample = {
  name: "management",
  bytes: hex("3001 000e 0000 0000 60 04 02 02 0001"),
  circumstances: ethernet,
}

dissectorSuite(goose, {
  samples: [change, again, simulated, marked, management],
  refused: [
    {
      name: "sampled values' tag is management's; another is nobody's",
      bytes: hex("3001 000e 0000 0000 62 04 02 02 0001"),
    },
    { name: "a length that holds no message", bytes: hex("3001 0008 0000 0000 61 00") },
  ],
})

test("new states, retransmissions and simulated messages are told apart", () => {
  const conversation = new Conversation(goose)
  for (const { bytes } of [change, again, simulated, marked, management]) conversation.read(bytes, ethernet)
  const names = conversation.report.operations.map((line) => goose.protocol.functionName!(Number(line.split(" ")[1])))
  expect(names).toEqual(["state change", "retransmission", "simulated message", "simulated message", "management"])
})

test("the control block says whose it is; a simulated message speaks for another", () => {
  const conversation = new Conversation(goose)
  conversation.read(simulated.bytes, ethernet)
  expect(conversation.report.claims).toEqual([])
  conversation.read(again.bytes, ethernet)
  expect(conversation.report.claims).toEqual(["sender stationName = AA1C1Q01A1LD0"])
})

test("a message that contradicts itself is counted, and said to", () => {
  const conversation = new Conversation(goose)
  const without = frame([reference, time].join("\n"))
  expect(() => conversation.read(without, ethernet)).toThrow(
    "GOOSE message without Time allowed to live, Data set, State number, Sequence number, Configuration revision, Number of entries, Data",
  )
  expect(conversation.report.operations).toEqual(["goose 0 message"])
})

test("the control block is the place, and a new state brings its data", () => {
  const conversation = new Conversation(goose)
  for (const { bytes } of [change, again, management]) conversation.read(bytes, ethernet)
  expect(conversation.report.places).toEqual([
    "goose AA1C1Q01A1LD0/LLN0$GO$gcb_A",
    "written false, 0000000000000",
    "goose AA1C1Q01A1LD0/LLN0$GO$gcb_A",
  ])
  const commissioning = frame(fields("01").replace("89 01 00", "89 01 01"))
  conversation.read(commissioning, ethernet)
  expect(conversation.report.details).toEqual(["goose needs-commissioning"])
})

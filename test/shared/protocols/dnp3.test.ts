import { expect, test } from "vitest"
import { dnp3Checksum } from "../../../shared/protocols/dnp3-link.ts"
import { dnp3 } from "../../../shared/protocols/dnp3.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

const toServer = { sourcePort: 40000, targetPort: 20000, direction: 1, side: 0 }
const fromServer = { sourcePort: 20000, targetPort: 40000, direction: -1, side: 1 }

/** A link frame around user data, with the check sums of each block. */
function frame(control: string, target: number, source: number, user: Uint8Array): Uint8Array {
  const bytes: number[] = [...hex(`05 64 ${(user.length + 5).toString(16).padStart(2, "0")} ${control}`)]
  bytes.push(target & 255, target >> 8, source & 255, source >> 8)
  const sum = (from: number) => {
    const value = dnp3Checksum(Uint8Array.from(bytes), from, bytes.length)
    bytes.push(value & 255, value >> 8)
  }
  sum(0)
  for (let at = 0; at < user.length; at += 16) {
    const from = bytes.length
    bytes.push(...user.subarray(at, at + 16))
    sum(from)
  }
  return Uint8Array.from(bytes)
}

// The frame that every DNP3 tutorial shows: reset link from station 10 to 1, with its check sum E0 8C.
const resetLink = hex("05 64 05 c0 01 00 0a 00 e0 8c")

const read: Sample = {
  name: "read of class 0",
  circumstances: toServer,
  bytes: frame(
    "c4",
    4,
    1,
    hex(`
      c0        # transport: first and last
      c0 01     # application control, read
      3c 01 06  # class 0, all of it
    `),
  ),
}

const refusal: Sample = {
  name: "response that refuses",
  circumstances: fromServer,
  bytes: frame("44", 1, 4, hex("c0 c0 81 00 02")), // object unknown
}

const attributes: Sample = {
  name: "device attributes",
  circumstances: fromServer,
  bytes: frame(
    "44",
    1,
    4,
    hex(`
      c1 c1 81 0000             # response, nothing to report
      00 fc 00 00 00 01 03 "SEL"          # 252: vendor
      00 fa 00 00 00 01 08 "SEL-3530"     # 250: model
      00 f2 00 00 00 01 04 "R143"         # 242: software version
    `),
  ),
}

const firstHalf: Sample = {
  name: "first segment",
  circumstances: fromServer,
  bytes: frame("44", 1, 4, hex("42 c2 81 0000")), // first, not last, number 2
}

const secondHalf: Sample = {
  name: "last segment",
  circumstances: fromServer,
  after: [firstHalf],
  bytes: frame("44", 1, 4, hex("83 01 02 00 00 03 01")), // last, number 3
}

dissectorSuite(dnp3, {
  samples: [{ name: "reset link", bytes: resetLink }, read, refusal, attributes, firstHalf, secondHalf],
  refused: [
    { name: "other start bytes", bytes: hex("05 65 05 c0 01 00 0a 00 e0 8c") },
    { name: "a wrong check sum", bytes: hex("05 64 05 c0 01 00 0a 00 e0 8d") },
    { name: "a length below 5", bytes: hex("05 64 04 c0 01 00 0a 00 e0 8c") },
  ],
})

test("the check sum is that of a known frame", () => {
  expect(dnp3Checksum(resetLink, 0, 8)).toBe(0x8ce0)
})

test("reads ask, responses answer, indications of refusal make an exception", () => {
  const conversation = new Conversation(dnp3)
  conversation.read(read.bytes, toServer)
  conversation.read(attributes.bytes, fromServer)
  conversation.read(refusal.bytes, fromServer)
  expect(conversation.report.operations).toEqual(["dnp3 1 request", "dnp3 129 response", "dnp3 129 exception"])
})

test("device attributes name vendor, model and firmware, and point at bytes between check sums", () => {
  const conversation = new Conversation(dnp3)
  conversation.read(attributes.bytes, fromServer)
  expect(conversation.report.claims).toEqual([
    "sender vendor = SEL",
    "sender model = SEL-3530",
    "sender firmware = R143",
  ])
  const { at, length } = conversation.report.spans[0]!
  expect(new TextDecoder().decode(attributes.bytes.subarray(at, at + length))).toBe("SEL")
})

test("objects are told with their group, range and number", () => {
  const application = hex("c1 c1 81 0000  01 02 00 00 11 81*18  1e 02 00 00 01 01 1027 01 2027")
  const { fields } = new Conversation(dnp3).explain(frame("44", 1, 4, application), fromServer)
  expect(fields.map((field) => field.name).slice(7)).toEqual([
    "Application control",
    "Function code",
    "Internal indications",
    ...["Object group and variation", "Qualifier", "Start", "Stop", "Objects"],
    ...["Object group and variation", "Qualifier", "Start", "Stop", "Objects"],
  ])
  const [first] = fields.filter((field) => field.name === "Objects")
  // 18 objects begin in the first block of 16 bytes and end in the second: a check sum of 2 bytes lies between.
  expect(first?.length).toBe(18 + 2)
})

test("segments in order make one response, a missing one makes none", () => {
  const conversation = new Conversation(dnp3)
  conversation.read(firstHalf.bytes, fromServer)
  conversation.read(secondHalf.bytes, fromServer)
  expect(conversation.report.operations).toEqual(["dnp3 129 response"])

  const broken = new Conversation(dnp3)
  broken.read(secondHalf.bytes, fromServer)
  expect(broken.report.operations).toEqual([])
})

test("a data block with a wrong check sum is named", () => {
  const lying = read.bytes.slice()
  lying[12]! ^= 0xff
  expect(() => new Conversation(dnp3).read(lying, toServer)).toThrow("DNP3 data block 0: wrong check sum")
})

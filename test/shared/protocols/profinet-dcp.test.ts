import { expect, test } from "vitest"
import { profinetDcp } from "../../../shared/protocols/profinet-dcp.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

const identify: Sample = {
  name: "identify all, request",
  circumstances: { transport: "ethernet", toMany: true },
  bytes: hex(`
    fefe 05 00 01000001 0001 0004  # identify request, delay 1
    ff ff 0000                     # all
  `),
}

const answer: Sample = {
  name: "identify, answer",
  circumstances: { transport: "ethernet" },
  bytes: hex(`
    feff 05 01 01000001 0000 0040   # identify response
    02 01 000a 0000 "ET200SP" 00    # device vendor value
    02 02 0009 0000 "filler1" 00    # name of station and a pad
    02 03 0006 0000 002a 0313       # Siemens, device 0x0313
    02 04 0004 0000 01 00           # IO device
    01 02 000e 0000 c0a80a15 ffffff00 c0a80a01  # address, mask, gateway
  `),
}

const setName: Sample = {
  name: "set name of station, request",
  circumstances: { transport: "ethernet" },
  bytes: hex(`
    fefd 04 00 01000002 0000 000e
    02 02 000a 0001 "renamed1"
  `),
}

const refused: Sample = {
  name: "set, refused",
  circumstances: { transport: "ethernet" },
  bytes: hex("fefd 04 05 01000002 0000 0000"),
}

const identifyOne: Sample = {
  name: "identify one by its name, request",
  circumstances: { transport: "ethernet", toMany: true },
  bytes: hex(`
    fefe 05 00 01000003 0001 000c
    02 02 0007 "filler1" 00
  `),
}

const setAddress: Sample = {
  name: "set address, request",
  circumstances: { transport: "ethernet" },
  bytes: hex(`
    fefd 04 00 01000004 0000 0012
    01 02 000e 0001 c0a80a15 ffffff00 c0a80a01
  `),
}

dissectorSuite(profinetDcp, {
  samples: [identify, identifyOne, answer, setName, setAddress, refused],
  refused: [
    { name: "a cyclic frame", bytes: hex("8000 00*40") },
    { name: "a service that is none", bytes: hex("fefe 09 00 01000001 0001 0000") },
    { name: "a service type that is none", bytes: hex("fefe 05 0a 01000001 0001 0000") },
  ],
})

test("services are counted by identifier and type", () => {
  const conversation = new Conversation(profinetDcp)
  for (const sample of [identify, answer, setName, refused]) conversation.read(sample.bytes)
  expect(conversation.report.operations).toEqual([
    "profinet-dcp 5:0 request",
    "profinet-dcp 5:1 response",
    "profinet-dcp 4:0 request",
    "profinet-dcp 4:5 exception",
  ])
})

test.each([
  ["asking for all stations", identify, ["sender type = engineering-station"]],
  ["naming a station", setName, ["sender type = engineering-station"]],
  ["asking for one by its name, as controllers and stations do", identifyOne, []],
  ["setting an address, as controllers do", setAddress, []],
])("%s tells who asks: %#", (_what, { bytes }, claims) => {
  const conversation = new Conversation(profinetDcp)
  conversation.read(bytes)
  expect(conversation.report.claims).toEqual(claims)
})

test("an answer tells station, vendor, role and address", () => {
  const conversation = new Conversation(profinetDcp)
  conversation.read(answer.bytes)
  expect(conversation.report.claims).toEqual([
    "sender description = ET200SP",
    "sender model = ET200SP",
    "sender stationName = filler1",
    "sender vendor = Siemens",
    "sender type = io-adapter",
  ])
  expect(conversation.report.bindings).toEqual(["sender 192.168.10.21 announcement"])
})

test("a block that lies about its length is named with its value", () => {
  const lying = setName.bytes.slice()
  lying[15] = 0x40
  expect(() => new Conversation(profinetDcp).read(lying)).toThrow("PROFINET DCP block 2/2 of 64 bytes, 10 are there")
})

import { expect, test } from "vitest"
import { profinetDcp } from "../../../../shared/protocols/profinet/profinet-dcp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

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

const setDone: Sample = {
  name: "set, answer",
  circumstances: { transport: "ethernet" },
  bytes: hex(`
    fefd 04 01 01000002 0000 0010
    05 04 0003 02 02 00 00       # name of station: no error
    05 04 0003 01 02 03 00       # address: refused
  `),
}

const reset: Sample = {
  name: "reset, request",
  circumstances: { transport: "ethernet" },
  bytes: hex("fefd 04 00 01000005 0000 000e 05 06 0002 0004 05 03 0004 0000 0100"),
}

const get: Sample = {
  name: "get, request",
  circumstances: { transport: "ethernet" },
  bytes: hex("fefd 03 00 01000006 0000 0006 02 02 01 02 80 01"),
}
const got: Sample = {
  name: "get, answer",
  circumstances: { transport: "ethernet" },
  bytes: hex(`
    fefd 03 01 01000006 0000 0020
    02 02 0009 0000 "filler1" 00
    01 02 000e 0001 c0a80a15 ffffff00 c0a80a01
  `),
}

// tshark 4.0.17 reads the samples alike.
dissectorSuite(profinetDcp, {
  samples: [identify, identifyOne, answer, setName, setAddress, refused, setDone, reset, get, got],
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

test("what is set, to which value, and how it went", () => {
  const conversation = new Conversation(profinetDcp)
  for (const sample of [setName, setAddress, reset, setDone]) conversation.read(sample.bytes)
  const { operations, details, places } = conversation.report
  expect(operations.at(-1)).toBe("profinet-dcp 4:1 exception")
  expect(details).toEqual([
    "profinet-dcp set:2:2",
    "profinet-dcp set:1:2",
    "profinet-dcp set:5:6",
    "profinet-dcp set:5:3",
    "profinet-dcp error:3:1:2",
  ])
  expect(profinetDcp.protocol.detailName!(0x160506)).toBe("set of reset to factory refused: not possible in operation")
  expect(places).toEqual([
    "profinet-dcp name of station",
    "written renamed1",
    "profinet-dcp IP address",
    "written 192.168.10.21, 255.255.255.0, 192.168.10.1",
    "profinet-dcp reset to factory",
    "written communication parameters",
    "profinet-dcp signal",
    "written flash",
    "good",
    "refused",
  ])
})

test("what is asked for, and the answers", () => {
  const conversation = new Conversation(profinetDcp)
  conversation.read(get.bytes)
  conversation.read(got.bytes)
  expect(conversation.report.places).toEqual([
    "profinet-dcp name of station",
    "profinet-dcp IP address",
    "profinet-dcp option 128, suboption 1",
    "good 66696c6c657231",
    "good c0a80a15ffffff00c0a80a01",
  ])
})

test("a block that lies about its length is named with its value", () => {
  const lying = setName.bytes.slice()
  lying[15] = 0x40
  expect(() => new Conversation(profinetDcp).read(lying)).toThrow("PROFINET DCP block 2/2 of 64 bytes, 10 are there")
})

proves({ "profinet-dcp": ["framing", "requests", "identity", "places", "commands"] })

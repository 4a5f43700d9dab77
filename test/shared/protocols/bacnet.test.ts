import { expect, test } from "vitest"
import { bacnet, bacnetEthernet } from "../../../shared/protocols/bacnet.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

const udp = { transport: "udp" } as const
const whoIs: Sample = { name: "who-is", bytes: hex("81 0b 000c 01 20 ffff 00 ff 10 08"), circumstances: udp }
const iAm: Sample = {
  name: "i-am",
  bytes: hex(`
    81 0b 0018 01 20 ffff 00 ff  # broadcast to every network
    10 00                        # unconfirmed, i-am
    c4 0200 1092                 # device, instance 4242
    22 05c4 91 00 21 08          # 1476 octets, segments both ways, vendor 8
  `),
  circumstances: udp,
}
const ask: Sample = {
  name: "read property",
  bytes: hex("81 0a 0011 01 04 02 75 07 0c 0c 0200 1092 19 46"),
  circumstances: udp,
}
const answer: Sample = {
  name: "its answer",
  bytes: hex(`
    81 0a 001c 01 00 30 07 0c  # complex acknowledgement of invoke id 7, read property
    0c 0200 1092 19 46         # device 4242, model name
    3e 75 08 00 "DSC-121" 3f
  `),
  circumstances: udp,
}
const several: Sample = {
  name: "several properties",
  bytes: hex(`
    81 0a 0028 01 00 30 09 0e
    0c 0200 1092 1e             # device 4242: a list
    29 2c 4e 75 04 00 "3.4" 4f  # firmware revision
    29 4d 5e 91 02 91 20 5f     # object name: an error
    29 0b 4e 21 05 4f           # a number that names nothing
    1f
  `),
  circumstances: udp,
}
const forwarded: Sample = {
  name: "an i-am that another device forwards",
  bytes: hex("81 04 001a 0a000005 bac0 01 00 10 00 c4 0200 1092 22 05c4 91 00 21 08"),
  circumstances: udp,
}
const reject: Sample = {
  name: "a reject",
  bytes: hex("81 0a 0009 01 00 60 07 09"),
  circumstances: udp,
  after: [ask],
}

dissectorSuite(bacnet, {
  samples: [whoIs, iAm, ask, answer, several, forwarded, reject],
  refused: [
    { name: "a length that is not the datagram's", bytes: hex("81 0a 0012 01 04 02 75 07 0c 0c 0200 1092 19 46") },
    { name: "a function that annex J does not have", bytes: hex("81 0d 0004") },
    { name: "another version of the network layer", bytes: hex("81 0b 000c 02 20 ffff 00 ff 10 08") },
  ],
})
dissectorSuite(bacnetEthernet, {
  samples: [{ name: "who-is over Ethernet", bytes: hex("01 20 ffff 00 ff 10 08") }],
  refused: [{ name: "another version", bytes: hex("02 20 ffff 00 ff 10 08") }],
})

test("services are counted by group, and a reject under what was asked", () => {
  const conversation = new Conversation(bacnet)
  for (const { bytes, circumstances } of [whoIs, iAm, ask, answer, ask, reject]) conversation.read(bytes, circumstances)
  expect(conversation.report.operations).toEqual([
    "bacnet unconfirmed:8 message",
    "bacnet unconfirmed:0 message",
    "bacnet confirmed:12 request",
    "bacnet confirmed:12 response",
    "bacnet confirmed:12 request",
    "bacnet confirmed:12 exception",
  ])
})

test("a device says who it is; who forwards or routes it is not meant", () => {
  const conversation = new Conversation(bacnet)
  for (const { bytes, circumstances } of [iAm, answer, several, forwarded]) conversation.read(bytes, circumstances)
  expect(conversation.report.claims).toEqual([
    "sender vendor = Delta Controls",
    "sender model = DSC-121",
    "sender firmware = 3.4",
  ])
  const routed = new Conversation(bacnet)
  routed.read(hex("81 0b 001a 01 08 0005 01 07 10 00 c4 0200 1092 22 05c4 91 00 21 08 00 00"), udp)
  expect(routed.report.claims).toEqual([])
})

test("a message in segments is one message", () => {
  const conversation = new Conversation(bacnet)
  conversation.read(hex("81 0a 000d 01 00 3c 07 00 04 0e 0c 02"), udp)
  conversation.read(hex("81 0a 000d 01 00 38 07 01 04 0e 0c 02"), udp)
  expect(conversation.report.operations).toEqual(["bacnet confirmed:14 response"])
})

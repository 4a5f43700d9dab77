import { expect, test } from "vitest"
import { cipMessage } from "../../../../shared/protocols/cip/cip.ts"
import { enip, enipElsewhere } from "../../../../shared/protocols/cip/enip.ts"
import { pccc } from "../../../../shared/protocols/cip/pccc.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const toServer = { sourcePort: 50001, targetPort: 44818, direction: 1, side: 0 }
const fromServer = { sourcePort: 44818, targetPort: 50001, direction: -1, side: 1 }

/** Session handle, status, sender context and options. */
const rest = "01000000 00000000 0102030405060708 00000000"

const register: Sample = {
  name: "register session",
  circumstances: toServer,
  bytes: hex(`
    6500 0400 00000000 00000000 00*8 00000000  # register session, 4 bytes
    0100 0000                                  # version 1, no options
  `),
}

const identity: Sample = {
  name: "list identity, answer",
  circumstances: fromServer,
  bytes: hex(`
    6300 3300 00000000 00000000 00*8 00000000
    0100                         # one item
    0c00 2d00                    # identity, 45 bytes
    0100                         # protocol version
    0002 af12 c0a80a14 00*8      # socket address 192.168.10.20:44818
    0100 0c00 a600               # Rockwell, communications adapter, product code 166
    0a 06                        # revision 10.6
    3000                         # status
    78563412                     # serial number
    0b "1756-EN2T/B"             # product name
    03                           # state: operational
  `),
}

const readTag: Sample = {
  name: "read tag, connected",
  circumstances: toServer,
  bytes: hex(`
    7000 2000 ${rest}
    00000000 0000                # interface 0: CIP
    0200                         # two items
    a100 0400 11223344           # connected address
    b100 0c00                    # connected data
    0500                         # sequence count
    4c 03 91 04 "Tank" 0100      # read tag "Tank", one element
  `),
}

const readFailure: Sample = {
  name: "read tag that failed",
  circumstances: fromServer,
  bytes: hex(`
    7000 1a00 ${rest}
    00000000 0000 0200
    a100 0400 11223344
    b100 0600 0500
    cc 00 05 00                  # path destination unknown
  `),
}

const multiple: Sample = {
  name: "multiple service packet",
  circumstances: toServer,
  bytes: hex(`
    7000 2e00 ${rest}
    00000000 0000 0200
    a100 0400 11223344
    b100 1a00 0600
    0a 02 20 02 24 01            # multiple service packet to the message router
    0200 0600 0c00               # two services, at 6 and 12
    01 02 20 01 24 01            # get attributes all, identity
    03 02 20 ac 24 01            # get attribute list, class 0xac
  `),
}

const routedRead: Sample = {
  name: "identity read behind a route",
  circumstances: toServer,
  bytes: hex(`
    6f00 2400 ${rest}
    00000000 0a00 0200
    0000 0000                    # no address
    b200 1400
    52 02 20 06 24 01            # unconnected send to the connection manager
    0a 0e                        # priority and time-out
    0600                         # a message of 6 bytes
    01 02 20 01 24 01            # get attributes all, identity
    01 00 01 00                  # route: backplane, slot 0
  `),
}

const routedAnswer: Sample = {
  name: "identity read behind a route, answer",
  circumstances: fromServer,
  after: [routedRead],
  bytes: hex(`
    6f00 3500 ${rest}
    00000000 0a00 0200
    0000 0000
    b200 2500
    81 00 00 00                  # get attributes all: success
    0100 0e00 3600               # Rockwell, programmable controller, product code 54
    14 0b                        # revision 20.11
    6030                         # status: key switch in remote
    efbeadde                     # serial number
    12 "1756-L61/B LOGIX55"      # product name
  `),
}

const inside = [cipMessage, pccc]

dissectorSuite(enip, {
  listeners: inside,
  samples: [register, identity, readTag, readFailure, multiple, routedRead, routedAnswer],
  refused: [
    { name: "a lone NOP", bytes: hex("0000 0000 00*20") },
    { name: "a command that is none", bytes: hex("0200 0000 00*20") },
    { name: "options that are not zero", bytes: hex("6500 0400 00*12 00*4 01000000 0100 0000") },
    { name: "a status that is none", bytes: hex("6500 0400 00000000 34120000 00*12 0100 0000") },
    { name: "register session of 9 bytes", bytes: hex("6500 0900 00*20 00*9") },
  ],
})

test("on other ports a list without items or a NOP is not enough", () => {
  const weak = [hex("0000 0000 00*20"), hex("6300 0000 00*20"), hex("6600 0000 00*20")]
  expect(weak.map((bytes) => enipElsewhere.probe(bytes, 0, bytes.length))).toEqual([false, false, false])
  const strong = [register.bytes, identity.bytes, readTag.bytes]
  expect(strong.map((bytes) => enipElsewhere.probe(bytes, 0, bytes.length))).toEqual([true, true, true])
})

test("commands and services are told apart by direction and by the service's top bit", () => {
  const conversation = new Conversation(enip, inside)
  for (const sample of [register, readTag, readFailure, multiple]) conversation.read(sample.bytes, sample.circumstances)
  expect(conversation.report.operations).toEqual([
    "enip 101 request",
    "enip 112 request",
    "cip 76 request",
    "enip 112 response",
    "cip 76 exception",
    "enip 112 request",
    "cip 10 request",
    "cip 1 request",
    "cip 3 request",
  ])
  expect(conversation.report.layers).toContain("cip")
})

test("list identity tells vendor, model, revision and serial number", () => {
  const conversation = new Conversation(enip, inside)
  conversation.read(identity.bytes, fromServer)
  expect(conversation.report.claims).toEqual([
    "sender vendor = Rockwell Automation/Allen-Bradley",
    "sender type = io-adapter",
    "sender model = 1756-EN2T/B",
    "sender firmware = 10.006",
    "sender serial = 12345678",
  ])
})

test("list identity of a controller tells its mode and the position of its key", () => {
  const logix = hex(`
    6300 3800 00000000 00000000 00*8 00000000
    0100                         # one item
    0c00 3200                    # identity, 50 bytes
    0100                         # protocol version
    0002 af12 c0a80a15 00*8      # socket address 192.168.10.21:44818
    0100 0e00 6c00               # Rockwell, programmable logic controller, product code 108
    14 0b                        # revision 20.11
    7020                         # status: program mode, key in the program position
    04030201                     # serial number
    10 "1756-L72 LOGIX55" ff     # product name and state
  `)
  const conversation = new Conversation(enip, inside)
  conversation.read(logix, fromServer)
  expect(conversation.report.claims.slice(-2)).toEqual(["sender mode = program", "sender keySwitch = program"])
})

test("an identity read is believed only as the answer to its request", () => {
  const alone = new Conversation(enip, inside)
  alone.read(routedAnswer.bytes, fromServer)
  expect(alone.report.claims).toEqual([])

  const conversation = new Conversation(enip, inside)
  conversation.read(routedRead.bytes, toServer)
  conversation.read(routedAnswer.bytes, fromServer)
  expect(conversation.report.operations.slice(1, 3)).toEqual(["cip 82 request", "cip 1 request"])
  expect(conversation.report.claims).toEqual([
    "part 0 vendor = Rockwell Automation/Allen-Bradley",
    "part 0 type = plc",
    "part 0 model = 1756-L61/B LOGIX55",
    "part 0 firmware = 20.011",
    "part 0 serial = DEADBEEF",
    "part 0 mode = run",
    "part 0 keySwitch = remote",
  ])
  expect(conversation.report.parts).toEqual(["cip slot 0"])
  expect(conversation.report.places).toEqual([
    "cip slot 0, class 0x01 identity, instance 1",
    "good 01000e003600140b6030efbeadde1231",
  ])
})

test("an item longer than the message is named with its length", () => {
  const lying = readTag.bytes.slice()
  lying[42] = 0xff
  expect(() => new Conversation(enip, inside).read(lying, toServer)).toThrow(
    "EtherNet/IP item of 255 bytes, 12 are there",
  )
})

test("what the encapsulation refuses is told apart from what CIP refuses", () => {
  const conversation = new Conversation(enip, inside)
  conversation.read(hex("6500 0000 00000000 69000000 00*8 00000000"), { sourcePort: 44818, direction: -1 })
  expect(conversation.report.operations).toEqual(["enip 101 exception"])
  expect(conversation.report.details).toEqual(["enip status:105"])
  expect(enip.protocol.detailName!(0x69)).toBe("encapsulation protocol version is not supported")
})

proves({ cip: ["requests", "identity", "state", "places"], enip: ["framing", "requests", "identity", "state"] })

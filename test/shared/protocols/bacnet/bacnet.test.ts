import { expect, test, vi } from "vitest"
import { bacnet, bacnetEthernet } from "../../../../shared/protocols/bacnet/bacnet.ts"
import { saveBacnetAddresses } from "../../../../shared/protocols/bacnet/bacnet-addresses.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

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
    "sender description = BACnet device 4242",
    "sender vendor = Delta Controls",
    "sender model = DSC-121",
    "sender firmware = 3.4",
  ])
})

test("a name in Latin-1 is read, also where it is said to be UTF-8", () => {
  const named = (text: string) =>
    reading(`81 0a 0019 01 00 30 07 0c 0c 0200 1092 19 46 3e 75 05 ${text} 3f`).report.claims
  expect(named("00 4cfc6674")).toEqual(["sender model = Lüft"])
  expect(named("05 4cfc6674")).toEqual(["sender model = Lüft"])
})

test("what stands behind a router is a part of it", () => {
  const { report } = reading(
    "81 0b 001a 01 08 0005 01 07 10 00 c4 0200 1092 22 05c4 91 00 21 08 00 00", // network 5, address 07
    "81 0a 0016 01 24 0005 01 07 ff 02 75 01 0c 0c 0080 0007 19 55", // to it: analog-value 7, present-value
    "81 0a 001b 01 08 0005 01 07 30 01 0c 0c 0080 0007 19 55 3e 44 41ac0000 3f",
    "81 0a 0016 01 24 0005 06 0a000203bac0 ff 02 75 02 14 09 01",
  )
  expect(report.parts).toEqual(["bacnet network 5, address 07", "bacnet network 5, address 07"])
  expect(report.claims).toEqual(
    ["[part] description = BACnet device 4242", "[part] vendor = Delta Controls"].map((line) =>
      line.replace("[part]", `part ${(5 << 13) | 7}`),
    ),
  )
  expect(report.places).toEqual(["bacnet network 5, address 07, analog-value 7, present-value", "good 4441ac0000"])
})

/** Reads datagrams of one conversation. */
function reading(...datagrams: readonly string[]): Conversation {
  const conversation = new Conversation(bacnet)
  for (const datagram of datagrams) conversation.read(hex(datagram), udp)
  return conversation
}

const apdu = (text: string): string => `81 0a ${(hex(text).length + 6).toString(16).padStart(4, "0")} 01 04 ${text}`

const valueText = (bytes: string, property = 85, type = 2): string | undefined =>
  bacnet.protocol.valueText?.({ area: 0, from: type << 22, count: property, name: new Uint8Array() }, hex(bytes), 12)

test("values are decoded by their tags", () => {
  expect(valueText("44 41ac0000")).toBe("21.5")
  expect(valueText("55 08 3ff8000000000000")).toBe("1.5")
  expect(valueText("11")).toBe("true")
  expect(valueText("10 3f 49 08")).toBe("false, priority 8")
  expect(valueText("00 3f 49 08")).toBe("released, priority 8")
  expect(valueText("31 fe")).toBe("-2")
  expect(valueText("91 01")).toBe("1")
  expect(valueText("91 01", 85, 4)).toBe("active")
  expect(valueText("91 04", 112, 8)).toBe("not operational")
  expect(valueText("91 3e", 117)).toBe("°C")
  expect(valueText("82 04 50", 111)).toBe("fault, out of service")
  expect(valueText("a4 7e0319ff")).toBe("2026-03-25")
  expect(valueText("b4 0c1e0000")).toBe("12:30:00")
  expect(valueText("c4 0080 0007 c4 0200 1092")).toBe("analog-value 7, device 4242")
  expect(valueText('75 04 00 "AHU"')).toBe('"AHU"')
  // Says UTF-8 and is Latin-1; says Latin-1.
  expect(valueText("75 04 00 41 ae 42")).toBe('"A®B"')
  expect(valueText("75 04 05 41 b0 42")).toBe('"A°B"')
  expect(valueText('75 1e 00 "a long name o"')).toBe('"a long name o" …')
})

test("writes name object, property and value; the first eight priorities override", () => {
  const { report } = reading(
    apdu("02 75 01 0f 0c 0080 0007 19 55 3e 44 41ac0000 3f 49 10"),
    apdu("20 01 0f"),
    apdu("02 75 02 0f 0c 0100 0001 19 55 3e 91 01 3f 49 08"),
    apdu("50 02 0f 91 02 91 28"), // property: write access denied
    apdu("02 75 03 0f 0c 0100 0001 19 55 3e 00 3f 49 08"),
    apdu("02 75 04 10 0c 0080 0007 1e 09 55 2e 44 00000000 2f 39 08 09 68 19 03 2e 21 05 2f 1f"),
  )
  expect(report.places).toEqual([
    "bacnet analog-value 7, present-value",
    "written 21.5, priority 16",
    "bacnet binary-output 1, present-value",
    "written active, priority 8",
    "bacnet binary-output 1, present-value",
    "written released, priority 8",
    "bacnet analog-value 7, relinquish-default, element 3",
    "written 5",
    "bacnet analog-value 7, present-value",
    "written 0, priority 8",
  ])
  expect(report.details).toEqual(["bacnet override:8", "bacnet error:2:40", "bacnet release:8", "bacnet override:8"])
  expect(bacnet.protocol.detailName?.(0x1000000 + 0x20028)).toBe("property: write access denied")
  expect(bacnet.protocol.commands?.["override:8"]?.everyday).toBeUndefined()
})

test("files, lists, objects, restarts and silence are told apart by what they name", () => {
  const { report } = reading(
    apdu("02 75 01 06 c4 0280 0003 0e 31 00 22 0200 0f"),
    apdu("02 75 02 07 c4 0280 0003 0e 31 ff 62 abcd 0f"),
    apdu("02 75 03 08 0c 03c0 0001 19 66 3e 91 01 3f"),
    apdu("02 75 04 0a 0e 09 02 0f"),
    apdu("02 75 05 0b c4 0080 0007"),
    apdu('02 75 06 14 09 02 1d 05 00 "HIGH"'),
    apdu('02 75 07 11 09 05 19 01 2d 05 00 "HIGH"'),
    apdu("02 75 08 05 09 01 1c 0080 0007 29 01 39 00"),
    apdu("02 75 09 12 09 08 19 03"),
    apdu('02 75 0a 13 0c 0200 1092 29 00 3d 05 00 "fire"'),
    apdu("10 07 2c 0080 0007"),
    apdu("10 08 09 01 19 0a"),
  )
  expect(report.places).toEqual([
    "bacnet file 3, from byte 0",
    "bacnet file 3, at its end",
    "bacnet notification-class 1, recipient-list",
    "written 1",
    "bacnet analog-value (any)",
    "bacnet analog-value 7",
    "bacnet analog-value 7",
    "bacnet vendor 8, service 3",
    'bacnet "fire"',
    "bacnet analog-value 7",
    "bacnet devices 1 to 10",
  ])
  expect(report.details).toEqual(["bacnet reinitialize:2", "bacnet communication:1"])
})

test("each property of an answer is a result; words for several are not", () => {
  const { report } = reading(
    apdu("02 75 01 0e 0c 0200 1092 1e 09 70 09 4d 09 9b 1f"),
    apdu("30 01 0e 0c 0200 1092 1e 29 70 4e 91 00 4f 29 4d 5e 91 02 91 20 5f 29 9b 4e 21 05 4f 1f"),
    apdu("02 75 02 0e 0c 0200 1092 1e 09 08 1f"),
    apdu("30 02 0e 0c 0200 1092 1e 29 70 4e 91 04 4f 1f"),
  )
  expect(report.places).toEqual([
    "bacnet device 4242, system-status",
    "bacnet device 4242, object-name",
    "bacnet device 4242, database-revision",
    "good 9100",
    "refused",
    "good 2105",
    "bacnet device 4242, all",
  ])
  expect(report.claims).toEqual(["sender mode = run", "sender project = database revision 5", "sender mode = stop"])
})

test("messages of the network layer and of the virtual link have names and places", () => {
  const { report } = reading(
    "81 0b 0009 01 80 00 0005",
    "81 0a 000b 01 80 01 0005 0006",
    "81 0a 0008 01 80 06 00",
    "81 0a 000c 01 80 07 01 0005 01 00",
    "81 05 0006 003c",
    "81 00 0006 0030",
    "81 02 0004",
    "81 03 0004",
    "81 08 000a 0a000005 bac0",
    "81 00 0006 0000",
  )
  expect(report.operations).toEqual([
    "bacnet network:0 message",
    "bacnet network:1 message",
    "bacnet network:6 request",
    "bacnet network:6 response",
    "bacnet link:5 request",
    "bacnet link:5 exception",
    "bacnet link:2 request",
    "bacnet link:2 response",
    "bacnet link:8 request",
    "bacnet link:8 response",
  ])
  expect(report.places).toEqual(["bacnet network 5", "bacnet network 5", "bacnet network 6", "bacnet for 60 s"])
})

test("a message in segments is one message", () => {
  const conversation = new Conversation(bacnet)
  conversation.read(hex("81 0a 000d 01 00 3c 07 00 04 0e 0c 02"), udp)
  conversation.read(hex("81 0a 000d 01 00 38 07 01 04 0e 0c 02"), udp)
  expect(conversation.report.operations).toEqual(["bacnet confirmed:14 response"])
})

test("properties in later segments are read; with one missing, nothing is", () => {
  const first = "81 0a 0013 01 00 3c 07 00 04 0e 0c 0200 1092 1e 29 2c"
  const last = '81 0a 0013 01 00 38 07 01 04 0e 4e 75 04 00 "3.4" 4f 1f'
  expect(reading(first, last).report.claims).toEqual(["sender firmware = 3.4"])
  expect(reading(last).report).toMatchObject({ claims: [], operations: ["bacnet confirmed:14 response"] })
})

/** What an I-Am from behind a router is told about. */
function partBehind(address: string, network = "0005"): string | undefined {
  const { length } = hex(address)
  const total = (0x17 + length).toString(16).padStart(4, "0")
  return reading(`81 0b ${total} 01 08 ${network} 0${length} ${address} 10 00 c4 0200 1092 22 05c4 91 00 21 08`).report
    .parts[0]
}

test("long addresses behind a router are told as their networks write them", () => {
  const told = (address: string) => partBehind(address)!.replace("bacnet network 5, address ", "")
  expect(told("0a000203bac0")).toBe("10.0.2.3")
  expect(told("0a000203bac1")).toBe("10.0.2.3:47809")
  expect(told("0050c2112233")).toBe("00:50:c2:11:22:33")
  expect(told("1203")).toBe("1203")
  expect(told("00abcd")).toBe("00abcd")
  expect(told("01020304050607")).toBe("01020304050607")
  expect(bacnet.protocol.partText!((77 << 13) | 0x1203)).toBe("network 77, address with the number 515")
})

test("of thousands of long addresses in a network no two become one, and they keep their numbers over a restart", async () => {
  const two = (n: number) => n.toString(16).padStart(2, "0")
  const told = Array.from({ length: 600 }, (_, n) =>
    partBehind(`0a${two(n % 7)}${two(n >> 4)}${two((n * 37) & 255)}bac0`, "0009"),
  )
  expect(new Set(told).size).toBe(600)
  vi.resetModules()
  const restarted = await import("../../../../shared/protocols/bacnet/bacnet-places.ts")
  const addresses = await import("../../../../shared/protocols/bacnet/bacnet-addresses.ts")
  const numbers = [...Array(0xfff).keys()].map((number) => (9 << 13) | 0x1000 | number)
  expect(restarted.bacnetPartText(numbers[0]!)).toBe("network 9, address with the number 0")
  addresses.restoreBacnetAddresses(saveBacnetAddresses())
  expect(numbers.map(restarted.bacnetPartText)).toEqual(numbers.map((part) => bacnet.protocol.partText!(part)))
})

test("the number of a device that has none is not told", () => {
  const { report } = reading("81 0b 0014 01 00 10 00 c4 023fffff 22 05c4 91 00 21 08")
  expect(report.claims).toEqual(["sender vendor = Delta Controls"])
})

proves({ bacnet: ["framing", "requests", "identity", "state", "places", "commands"] })

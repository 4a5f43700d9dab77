import { expect, test } from "vitest"
import { ethercat } from "../../../../shared/protocols/real-time/ethercat.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const over = { transport: "ethernet" } as const
const two = (n: number): string => `${(n & 255).toString(16).padStart(2, "0")}${(n >> 8).toString(16).padStart(2, "0")}`

type Datagram = readonly [command: string, station: string, offset: string, data: string, counter: string]
/** Addresses are written as they are sent, low byte first. */
function frame(name: string, ...datagrams: readonly Datagram[]): Sample {
  const texts = datagrams.map(([command, station, offset, data, counter], n) => {
    const flags = hex(data).length + (n < datagrams.length - 1 ? 0x8000 : 0)
    return `${command} 00 ${station} ${offset} ${two(flags)} 0000 ${data} ${counter}`
  })
  const length = hex(texts.join("\n")).length
  return { name, bytes: hex(`${two(length | 0x1000)} ${texts.join("\n")}`), circumstances: over }
}
const mailbox = (kind: string, data: string): string => `${two(hex(data).length)} 0000 00 ${kind} ${data}`

const states = frame("states are asked", ["07", "0000", "3001", "0000", "0000"])
const operational = frame("all are operational", ["07", "0500", "3001", "0800", "0500"])
const cyclic = frame(
  "inputs, then outputs",
  ["0a", "0000", "0001", "00*8", "0000"],
  ["0b", "0010", "0001", "ff00", "0000"],
)
const control = frame("one to init", ["05", "e903", "2001", "0100", "0000"])
const address = frame("the second gets its address", ["02", "ffff", "1000", "ea03", "0000"])
const burn = frame("EEPROM is written", ["05", "e903", "0205", "0102 00000000 0000", "0000"])
const download = frame("an object is written", [
  "05",
  "e903",
  "0018",
  mailbox("13", "0020 2f 131c 00 02 000000"),
  "0000",
])
const vendorAsked = frame("who made it", ["05", "e903", "0018", mailbox("23", "0020 40 1810 01 00000000"), "0000"])
const vendor = frame("Beckhoff did", ["04", "e903", "0018", mailbox("23", "0030 43 1810 01 02000000"), "0100"])
const eeprom = (name: string, word: string, data: string, status = "0000"): Sample =>
  frame(name, ["04", "0110", "0205", `${status} ${word}000000 ${data}`, "0100"])
const who = eeprom("the EEPROM says Beckhoff", "08", "02000000")
const which = eeprom("and EK1100", "0a", "522c4c04")
const serial = eeprom("with its serial number", "0e", "39300000")
const text = (name: string, index: string, letters: string): Sample =>
  frame(name, [
    "04",
    "e903",
    "0018",
    mailbox("23", `0030 41 ${index} 00 ${two(hex(letters).length)}0000 ${letters}`),
    "0100",
  ])
const named = text("its name", "0810", '"EL7041"')
const version = text("its software", "0a10", '"1.12"')
const aborted = frame("no such object", ["04", "e903", "0018", mailbox("33", "0030 80 1820 01 00000206"), "0100"])
const firmware = frame("firmware", ["05", "e903", "0018", mailbox("44", '02 00 00000000 "app.efw"'), "0000"])
const drive = frame("a drive's parameter", ["05", "e903", "0018", mailbox("55", "03 40 2400 e803"), "0000"])
const data = frame("process data that is no mailbox", ["05", "e903", "0010", "ffffffffffffffffffff", "0000"])
const variables: Sample = { name: "network variables", bytes: hex("0a40 00*10"), circumstances: over }

dissectorSuite(ethercat, {
  samples: [
    states,
    operational,
    cyclic,
    control,
    address,
    burn,
    download,
    vendor,
    who,
    which,
    named,
    aborted,
    firmware,
    drive,
    data,
    variables,
  ],
  refused: [
    { name: "a length beyond the frame", bytes: hex("ff17 07 00 0000 3001 0200 0000 0000 0000") },
    { name: "a command that does not exist", bytes: hex("0e10 0f 00 0000 3001 0200 0000 0000 0000") },
    { name: "data longer than the frame", bytes: hex("0e10 07 00 0000 3001 2000 0000 0000 0000") },
    { name: "an unknown type", bytes: hex("0e20 07 00 0000 3001 0200 0000 0000 0000") },
  ],
})

const reported = (...samples: readonly Sample[]): Conversation["report"] => {
  const conversation = new Conversation(ethercat)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

test("datagrams are counted by command, as asked or answered by their working counter", () => {
  expect(reported(states, operational, cyclic, vendorAsked, vendor, aborted, variables).operations).toEqual([
    "ethercat 7 request",
    "ethercat 7 response",
    "ethercat 10 request",
    "ethercat 11 request",
    "ethercat 5 request",
    "ethercat coe:upload request",
    "ethercat 4 response",
    "ethercat coe:upload response",
    "ethercat 4 response",
    "ethercat coe:abort exception",
    "ethercat variables message",
  ])
})

test("a frame has returned where a slave took part, or was passed", () => {
  const parted = frame(
    "one answers, others can not",
    ["07", "0500", "3001", "0800", "0500"],
    ["04", "e903", "3001", "0000", "0000"],
    ["04", "e903", "8010", "0000", "0000"],
    ["0c", "0000", "0001", "0000", "0000"],
  )
  const passed = frame("nobody is there", ["01", "0300", "3001", "0000", "0000"])
  const first = frame("the first of all is asked", ["01", "0000", "3001", "0000", "0000"])
  const { rings, operations } = reported(states, operational, first, parted, passed)
  expect(rings).toEqual(["out", "back", "out", "back", "back"])
  expect(operations.slice(3)).toEqual([
    "ethercat 7 response",
    "ethercat 4 exception", // a station that is gone
    "ethercat 4 response", // a mailbox that is empty
    "ethercat 12 response",
    "ethercat 1 exception",
  ])
})

test("where all slaves are asked at once, their states add up: several bits are no state of one", () => {
  const mixed = frame("some are behind", ["07", "0500", "3001", "0600", "0500"])
  const unclear = frame("bootstrap, or init and pre-operational", ["07", "0500", "3001", "1300", "0500"])
  const one = frame("one in bootstrap", ["04", "e903", "3001", "0300", "0100"])
  expect(reported(mixed, unclear, one).details).toEqual(["ethercat state:mixed", "ethercat state:3"])
  expect(ethercat.protocol.detailName!(49)).toBe("slaves in different states")
})

test("registers, objects, files and drive parameters are places; cyclic data is none", () => {
  expect(
    reported(states, cyclic, control, address, download, vendorAsked, vendor, firmware, drive, data).places,
  ).toEqual([
    "ethercat all slaves, AL status (0130)",
    "ethercat station 1001, AL control (0120)",
    "written 1",
    "ethercat slave at position 1, station address (0010)",
    "written 1002",
    "ethercat station 1001, object 1C13:00",
    "written 2",
    "ethercat station 1001, object 1018:01 (vendor)",
    "good 02000000",
    "ethercat station 1001, file app.efw",
    "ethercat station 1001, drive 0, S-0-36",
    "written 1000",
  ])
})

test("states, what is asked of them, the EEPROM and the vendor are details", () => {
  expect(reported(operational, control, burn, vendor).details).toEqual([
    "ethercat state:8",
    "ethercat control:1",
    "ethercat eeprom:write",
    "ethercat vendor:2",
  ])
  const { commands, detailName } = ethercat.protocol
  expect([commands!["control:3"]!.technique, commands!["foe:write"]!.technique]).toEqual(["T0800", "T0857"])
  expect([8, 17, (1 << 28) + 2].map((code) => detailName!(code))).toEqual([
    "operational",
    "init asked for",
    "Beckhoff Automation",
  ])
})

test("slaves say who they are in their EEPROM and in their identity objects", () => {
  const eight = frame("eight bytes at once", ["04", "0110", "0205", "4000 0c000000 00001100 39300000", "0100"])
  expect(reported(who, which, serial, eight).claims).toEqual([
    "part 4097 vendor = Beckhoff Automation",
    "part 4097 model = EK1100",
    "part 4097 type = io-adapter",
    "part 4097 serial = 12345",
    "part 4097 hardware = revision 0x00110000",
    "part 4097 serial = 12345",
  ])
  expect(reported(vendor, named, version).claims).toEqual([
    "part 1001 vendor = Beckhoff Automation",
    "part 1001 model = EL7041",
    "part 1001 firmware = 1.12",
  ])
  expect(reported(who).parts).toEqual(["ethercat station 4097"])
})

test("an EEPROM that is busy, refused, empty or asked by position proves nothing", () => {
  const busy = eeprom("busy", "08", "02000000", "0081")
  const failed = eeprom("not acknowledged", "08", "02000000", "0020")
  const empty = eeprom("empty", "0e", "00000000")
  const other = eeprom("another word", "40", "02000000")
  const position = frame("by position", ["01", "0000", "0205", "0000 08000000 02000000", "0100"])
  expect(reported(busy, failed, empty, other, position).claims).toEqual([])
})

test("a slave says why it refuses an object, a file, a drive's parameter or a message, and why it left its state", () => {
  const answer = (name: string, kind: string, body: string): Sample =>
    frame(name, ["04", "e903", "0018", mailbox(kind, body), "0100"])
  const noFile = answer("no such file", "54", '05 00 01800000 "no"')
  const noParameter = answer("the drive refuses", "55", "12 00 2400 0970")
  const noProtocol = answer("no such protocol", "20", "0100 0200")
  const read = (name: string, command: string, offset: string, data: string): Sample =>
    frame(name, [command, "e903", offset, data, "0100"])
  const watchdog = read("state and why", "04", "3001", "1400 0000 1b00")
  const why = read("why alone", "04", "3401", "1800")
  const fine = read("no error", "04", "3401", "0000")
  const all = read("why, of all together", "07", "3401", "1b00")
  const report = reported(aborted, noFile, noParameter, noProtocol, watchdog, why, fine, all)
  const keys = ["abort:06020000", "foe:8001", "soe:7009", "mailbox:0002", "state:4", "al:001b", "al:0018"]
  expect(report.details).toEqual(keys.map((key) => `ethercat ${key}`))
  expect(report.operations.filter((line) => line.endsWith("exception"))).toEqual([
    "ethercat coe:abort exception",
    "ethercat foe:error exception",
    "ethercat soe:read exception",
    "ethercat mailbox:error exception",
  ])
  const named = [0x10a, 0x20001, 0x57009, 0x57003, 0x40002, 0x3001b, 0x3ffff]
  expect(named.map((code) => ethercat.protocol.detailName!(code))).toEqual([
    "refused: object does not exist",
    "refused: file does not exist",
    "refused: value is protected by a password",
    "refused: value was sent too long",
    "refused: protocol is not supported",
    "state not reached, or left: watchdog of a sync manager ran out: no process data came",
    undefined,
  ])
})

proves({ ethercat: ["framing", "requests", "identity", "places", "commands"] })

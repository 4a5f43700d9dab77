import { expect, test } from "vitest"
import { dnp3Checksum } from "../../../../shared/protocols/dnp3/dnp3-link.ts"
import { dnp3Fragment } from "../../../../shared/protocols/dnp3/dnp3-fragment.ts"
import { dnp3 } from "../../../../shared/protocols/dnp3/dnp3.ts"
import { analyseBytes } from "../../../make/analyse-bytes.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { ethernet, ipv4, pcap, udp } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

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
  listeners: [dnp3Fragment],
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
  const conversation = new Conversation(dnp3, [dnp3Fragment])
  conversation.read(read.bytes, toServer)
  conversation.read(attributes.bytes, fromServer)
  conversation.read(refusal.bytes, fromServer)
  expect(conversation.report.operations).toEqual(["dnp3 1 request", "dnp3 129 response", "dnp3 129 exception"])
})

test("device attributes name vendor, model and firmware, and point at bytes between check sums", () => {
  const conversation = new Conversation(dnp3, [dnp3Fragment])
  conversation.read(attributes.bytes, fromServer)
  expect(conversation.report.claims).toEqual([
    "part 4 vendor = SEL",
    "part 4 model = SEL-3530",
    "part 4 firmware = R143",
  ])
  const { at, length } = conversation.report.spans[0]!
  expect(new TextDecoder().decode(attributes.bytes.subarray(at, at + length))).toBe("SEL")
})

test("objects are told with their group, range and number", () => {
  const application = hex("c1 c1 81 0000  01 02 00 00 11 81*18  1e 02 00 00 01 01 1027 01 2027")
  const { fields } = new Conversation(dnp3, [dnp3Fragment]).explain(frame("44", 1, 4, application), fromServer)
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
  const conversation = new Conversation(dnp3, [dnp3Fragment])
  conversation.read(firstHalf.bytes, fromServer)
  conversation.read(secondHalf.bytes, fromServer)
  expect(conversation.report.operations).toEqual(["dnp3 129 response"])

  const broken = new Conversation(dnp3, [dnp3Fragment])
  broken.read(secondHalf.bytes, fromServer)
  expect(broken.report.operations).toEqual([])
})

test("a data block with a wrong check sum is named", () => {
  const lying = read.bytes.slice()
  lying[12]! ^= 0xff
  const conversation = new Conversation(dnp3, [dnp3Fragment])
  expect(() => conversation.read(lying, toServer)).toThrow("DNP3 data block 0: wrong check sum")
  expect([conversation.report.details, conversation.report.places]).toEqual([["dnp3 crc error"], []])
})

/** Requests to outstation 12 and its answers, as hexadecimal application fragments. */
function exchange(...fragments: readonly string[]) {
  const conversation = new Conversation(dnp3, [dnp3Fragment])
  for (const fragment of fragments) {
    const bytes = hex(`c0 ${fragment}`)
    if (bytes[2]! >= 129) conversation.read(frame("44", 1, 12, bytes), fromServer)
    else conversation.read(frame("c4", 12, 1, bytes), toServer)
  }
  return conversation.report
}

test("controls tell index, trip or close, times and values, and how each of them went", () => {
  const report = exchange(
    "c1 05  0c 01 28 0200 0300 81 01 64000000 00000000 00  0400 03 01 00000000 00000000 00  29 03 17 01 07 0000c841 00",
    "c1 81 0000  0c 01 28 0200 0300 81 01 64000000 00000000 00  0400 03 01 00000000 00000000 04  29 03 17 01 07 0000c841 00",
  )
  expect(report.places).toEqual([
    "dnp3 address 12, binary output commands (group 12) 3",
    "written pulse on, trip, 1 × 100 ms on, 0 ms off",
    "dnp3 address 12, binary output commands (group 12) 4",
    "written latch on",
    "dnp3 address 12, analog outputs (group 41) 7",
    "written 25",
    "good",
    "refused",
    "good",
  ])
  expect(report.parts).toEqual(["dnp3 address 12"])
})

test("a control that its answer refuses, as a whole and by itself, is refused once", () => {
  const [from, to] = ["10.0.0.1", "10.0.0.2"]
  const mac = (last: string): string => `00:00:5e:00:53:0${last}`
  const crob = "0c 01 28 0100 0300 03 01 64000000 00000000"
  const message = (from: string, to: string, sent: Uint8Array): Uint8Array =>
    ethernet({ from: mac(from.slice(-1)), to: mac(to.slice(-1)), type: 0x0800 }, ipv4({ from, to, protocol: 17 }, sent))
  const file = pcap([
    { time: 1e6, frame: message(from, to, udp(20000, 20000, frame("c4", 12, 1, hex(`c0 c1 03 ${crob} 00`)))) },
    { time: 2e6, frame: message(to, from, udp(20000, 20000, frame("44", 1, 12, hex(`c0 c1 81 0004 ${crob} 04`)))) },
  ])
  const places = [...analyseBytes(file).places.values()].flat()
  expect(places.map(({ where, asked, succeeded, refused }) => [where, asked, succeeded, refused])).toEqual([
    ["address 12, binary output commands (group 12) 3", 1, 0, 1],
  ])
})

test("reads tell ranges and classes; restarts the outstation; writes what they mean", () => {
  const report = exchange(
    "c1 01  01 02 00 00 09  1e 00 06  3c 02 06",
    "c2 0d",
    "c3 02  50 01 00 07 07 00",
    "c4 02  32 01 07 01 0068c4580b01",
    "c5 02  22 02 17 01 05 64000000",
    "c6 15  3c 02 06",
  )
  expect(report.places).toEqual([
    "dnp3 address 12, binary inputs (group 1) 0 to 9",
    "dnp3 address 12, analog inputs (group 30), all",
    "dnp3 address 12, class 1 events",
    "dnp3 address 12",
    "dnp3 address 12, internal indications (group 80) 7",
    "written off",
    "dnp3 address 12, time and date",
    "written 2006-05-21 21:05:34.720",
    "dnp3 address 12, analog input deadbands (group 34) 5",
    "written 100",
    "dnp3 address 12, class 1 events",
  ])
  expect(report.details).toEqual(["dnp3 2:80", "dnp3 2:50", "dnp3 2:34"])
})

test("files have names, and whether they are read or written is told apart", () => {
  const open = (mode: string): string =>
    `c1 19  46 03 5b 01 1f00 1a00 0500 000000000000 0000 00000000 00000000 ${mode} 0004 0000 "A.CFG"`
  const report = exchange(open("0100"), open("0200"), "c1 81 0000  46 04 5b 01 0d00 00000000 00000000 0004 0000 01")
  expect(report.places).toEqual(["dnp3 address 12, file A.CFG", "dnp3 address 12, file A.CFG", "refused"])
  expect(report.details).toEqual(["dnp3 25:1", "dnp3 25:2"])
})

test("internal indications are counted by name", () => {
  expect(exchange("c1 81 9024").details).toEqual(["dnp3 iin:4", "dnp3 iin:7", "dnp3 iin:10", "dnp3 iin:13"])
})

test("a master that asks for confirmations, and failed authentications, are told", () => {
  const report = exchange("e1 01  3c 02 06", "c2 83 0000  78 07 5b 01 0f00 01000000 0500 0100 07 000000000000")
  expect(report.details).toEqual(["dnp3 confirm-from-master", "dnp3 authentication:7"])
  expect(report.places).toEqual(["dnp3 address 12, class 1 events"])
  const { detailName } = dnp3.protocol
  expect([0x40007, 0x50000, 0x2000e].map((code) => detailName!(code))).toEqual([
    "authorization failed",
    "the master asked for a confirmation, which only outstations do",
    "reserved indication IIN2.6 is set",
  ])
})

proves({ dnp3: ["framing", "requests", "identity", "places", "commands"] })

import { expect, test } from "vitest"
import { ffHse } from "../../../../shared/protocols/hart/ff-hse.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

/** Options 0xC0: a message number and an invocation in the trailer. */
const message = (name: string, kind: string, service: string, body: string, address = "00000000"): Sample => {
  const length = (hex(body).length + 20).toString(16).padStart(8, "0")
  return {
    name,
    circumstances: { transport: "udp" },
    bytes: hex(`01 c0 ${kind} ${service} ${address} ${length} ${body} 00000001 00000007`),
  }
}

const open = message("open session", "04", "81", "00000001 00000010 00000400 00001388 01 00 0000 00000000 00*64")
const read = message("read", "0c", "82", "00000190", "00140500")
const got = message("read, answer", "0d", "82", "42280000", "00140500")
const writePart = message("write with subindex", "0c", "d3", "00000191 00000002 41200000")
const refused = message("write, refused", "0e", "d3", "06 02 0000 00*16")
const stop = message("stop", "0c", "94", "00000005 00*4")
const report = message("information report", "0c", "00", "00000190 42280000")
const identity = `02 04 00 00 0001 0010 00*12 c0a80115 "0012340000-SAMPLE-7" 20*13 "FT-101" 20*26`
const identify = message("identify", "08", "83", "")
const identified = message(
  "identify, answer",
  "09",
  "83",
  `${identity} 00007530 00000000 00 00 0000 00000001 00000001 00000000`,
)
const announced = message(
  "device annunciation",
  "08",
  "10",
  `${identity} 00007530 00000000 00 00 0000 00000001 00000001 00000000`,
)
const clear = message("clear address", "08", "8c", `"0012340000-SAMPLE-7" 20*13 "FT-101" 20*26 00 000000`)

const all = [open, read, got, writePart, refused, stop, report, identify, identified, announced, clear]

// tshark 4.0.17 reads the samples alike.
dissectorSuite(ffHse, {
  samples: all,
  refused: [
    { name: "another version", bytes: hex("02 c0 0c 82 00000000 00000018 00000190 00000001 00000007") },
    { name: "a service that is none", bytes: hex("01 c0 0c fe 00000000 00000018 00000190 00000001 00000007") },
    { name: "a kind that is none", bytes: hex("01 c0 0f 82 00000000 00000018 00000190 00000001 00000007") },
    { name: "a length beyond the datagram", bytes: hex("01 c0 0c 82 00000000 00000040 00000190 00000001 00000007") },
  ],
})

test("services, their answers and errors; objects and their values", () => {
  const conversation = new Conversation(ffHse)
  for (const { bytes } of all) conversation.read(bytes)
  const { operations, places, claims } = conversation.report
  expect(operations).toEqual([
    "ff-hse fda:1 request",
    "ff-hse fms:2 request",
    "ff-hse fms:2 response",
    "ff-hse fms:83 request",
    "ff-hse fms:83 exception",
    "ff-hse fms:20 request",
    "ff-hse fms:unconfirmed:0 message",
    "ff-hse sm:3 request",
    "ff-hse sm:3 response",
    "ff-hse sm:unconfirmed:16 message",
    "ff-hse sm:12 request",
  ])
  expect(places).toEqual([
    "ff-hse link 20, node 5, object 400",
    "good 42280000",
    "ff-hse object 401, subindex 2",
    "written 41200000",
  ])
  const own = ["sender serial = 0012340000-SAMPLE-7", "sender stationName = FT-101"]
  expect(claims).toEqual([...own, ...own])
  expect(ffHse.protocol.commands?.["fms:20"]?.technique).toBe("T0858")
})

test("a length that is too short is named with its value", () => {
  const lying = read.bytes.slice()
  lying[11] = 4
  expect(() => new Conversation(ffHse).read(lying)).toThrow("FF HSE length is 4, outside 12 to 65536")
})

test("why a device refuses", () => {
  const conversation = new Conversation(ffHse)
  const busy = message("open session, refused", "06", "81", "04 03 0000 00*16")
  for (const { bytes } of [refused, busy, got]) conversation.read(bytes)
  expect(conversation.report.details).toEqual(["ff-hse error:6:2", "ff-hse error:4:3"])
  // tshark 4.0.17 names class and code of each alike.
  expect([0x602, 0x403, 0x800, 0xa05, 0x905, 0xff01].map((detail) => ffHse.protocol.detailName!(detail))).toEqual([
    "refused: hardware fault",
    "refused: too many sessions",
    "refused: other error",
    "refused: device did not take its tag",
    "refused: message does not fit",
    undefined,
  ])
})

proves({ "ff-hse": ["framing", "requests", "identity", "places", "commands"] })

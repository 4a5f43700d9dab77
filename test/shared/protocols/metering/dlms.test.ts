import { describe, expect, test } from "vitest"
import { dlms } from "../../../../shared/protocols/metering/dlms.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const unit = (name: string, body: string, side: 0 | 1 = 0): Sample => {
  const content = hex(body)
  return {
    name,
    circumstances: { transport: "tcp", side, direction: side === 0 ? 1 : -1 },
    bytes: hex(
      `0001 ${side === 0 ? "0010 0001" : "0001 0010"} ${content.length.toString(16).padStart(4, "0")} ${body}`,
    ),
  }
}

const initiate = "be10 040e 01 00 00 00 06 5f1f04 0000 7e1f 04b0"
const associate = unit(
  "associate with a password",
  `60 36 a109 0607 60857405080101 8a02 0780 8b07 60857405080201 ac0a 8008 "12345678" ${initiate}`,
)
const open = unit("associate without proof", `60 1d a109 0607 60857405080101 ${initiate}`)
const accepted = unit("accepted", "61 1d a109 0607 60857405080101 a203 020100 a305 a103 020100 be04 0402 0800", 1)
const rejected = unit("rejected", "61 1d a109 0607 60857405080101 a203 020101 a305 a103 02010d be04 0402 0800", 1)
const release = unit("release", "62 03 800100")

const getName = unit("get of the logical device name", "c0 01 c1 0001 00002a0000ff 02 00")
const name = unit("get, answer", `c4 01 c1 00 09 10 "LGZ0012345678901"`, 1)
const getFirmware = unit("get of the firmware", "c0 01 c2 0001 0100000200ff 02 00")
const getEnergy = unit("get of a register", "c0 01 c3 0003 0100010800ff 02 00")
const energy = unit("get, a number", "c4 01 c3 00 06 00012345", 1)
const denied = unit("get, refused", "c4 01 c3 01 03", 1)
const getProfile = unit("get of a part of a profile", "c0 01 c4 0007 0100630100ff 02 01 02 0204 06 00000001")
const getSome = unit("get of two objects", "c0 03 c5 02 0003 0100010800ff 02 00 0008 0000010000ff 02 00")
const setClock = unit("set of the clock", "c1 01 c6 0008 0000010000ff 02 00 09 0c 07e6 0101 06 0a0000 00 8000 00")
const setDone = unit("set, answer", "c5 01 c6 00", 1)
const off = unit("disconnect", "c3 01 c7 0046 000060030aff 01 01 0f 00")
const offDone = unit("disconnect, refused", "c7 01 c7 03 00", 1)
const prove = unit("reply to authentication", "c3 01 c8 000f 0000280000ff 01 01 09 04 01020304")
const event = unit("event notification", "c2 00 0001 0000600b00ff 02 11 05", 1)
const report = unit("data notification", "0f 00000001 00 02 01 06 00000001", 1)
const ciphered = unit("ciphered get", "c8 1e 30 00000001 aa*25")
const general = unit("general ciphering", "db 08 4c475a0000000001 1e 30 00000001 aa*25")
const readShort = unit("read by short names", "05 02 02 fa08 02 0100")
const failure = unit("exception", "d8 01 02", 1)
const noAccess = unit("read by short names, refused", "0c 01 01 03", 1)
const someRead = unit("read by short names, in part", "0c 03 01 04 00 11 05 00 11 06", 1)
const writeShort = unit("write by short names", "06 02 02 fa08 02 0100 02 11 05 11 06")
const someWritten = unit("written by short names, in part", "0d 02 00 01 0c", 1)
const noInitiate = unit("confirmed service error", "0e 01 06 02", 1)
const blockFailed = unit("get in blocks, refused", "c4 02 c3 01 00000002 01 0f", 1)

const all = [associate, open, accepted, rejected, release, getName, name, getFirmware, getEnergy, energy, denied]
all.push(
  getProfile,
  getSome,
  setClock,
  setDone,
  off,
  offDone,
  prove,
  event,
  report,
  ciphered,
  general,
  readShort,
  failure,
  ...[noAccess, someRead, writeShort, someWritten, noInitiate, blockFailed],
)

// There is no other reader at hand to check the samples against.
dissectorSuite(dlms, {
  samples: all,
  refused: [
    { name: "another version", bytes: hex("0002 0010 0001 000d c0 01 c1 0001 00002a0000ff 02 00") },
    { name: "a tag that is none", bytes: hex("0001 0010 0001 000d b0 01 c1 0001 00002a0000ff 02 00") },
    { name: "nothing wrapped", bytes: hex("0001 0010 0001 0000 c0") },
  ],
})

const read = (...samples: Sample[]): Conversation["report"] => {
  const conversation = new Conversation(dlms)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

describe("what DLMS tells", () => {
  test("associations, and how the client proves who it is", () => {
    const { operations, details } = read(associate, rejected, open, accepted, release)
    expect(operations).toEqual([
      "dlms 0x60 request",
      "dlms 0x60 exception",
      "dlms 0x60 request",
      "dlms 0x60 response",
      "dlms 0x62 request",
    ])
    expect(details).toEqual(["dlms proof:1", "dlms association:1:13", "dlms proof:0"])
  })

  test("the meter's own name, with the bytes that prove it", () => {
    const { claims, spans } = read(getName, name)
    expect(claims).toEqual(["sender stationName = LGZ0012345678901", "sender vendor = Landis+Gyr"])
    expect(Buffer.from(name.bytes.slice(spans[0]!.at, spans[0]!.at + spans[0]!.length)).toString()).toBe(
      "LGZ0012345678901",
    )
    expect(read(getEnergy, name).claims).toEqual([])
  })

  test("objects that are read, written and called, and what became of it", () => {
    const { places, details } = read(getEnergy, energy, denied, getProfile, getSome, setClock, setDone, off, offDone)
    expect(places).toEqual([
      "dlms register 1-0:1.8.0*255, attribute 2",
      "good 0600012345",
      "refused",
      "dlms profile 1-0:99.1.0*255, attribute 2",
      "dlms register 1-0:1.8.0*255, attribute 2",
      "dlms clock 0-0:1.0.0*255, attribute 2",
      "dlms clock 0-0:1.0.0*255, attribute 2",
      "written 090c07e60101060a000000800000",
      "good",
      "dlms disconnect control 0-0:96.3.10*255, method 1",
      "written 0",
      "refused",
    ])
    expect(details).toEqual(["dlms result:3", "dlms set:8", "dlms action:70:1", "dlms result:3"])
  })

  test("why a meter refuses", () => {
    const { operations, details, places } = read(readShort, noAccess, someRead, writeShort, someWritten)
    expect(operations).toEqual([
      ...["dlms 0x05 request", "dlms 0x05 exception", "dlms 0x05 response"],
      ...["dlms 0x06 request", "dlms 0x06 response"],
    ])
    expect(details).toEqual(["dlms result:3", "dlms result:4", "dlms result:12"])
    expect(places.slice(-2)).toEqual(["good", "refused"])
    expect(read(noInitiate, blockFailed, failure).details).toEqual([
      ...["dlms error:6:2", "dlms result:15", "dlms exception:1:2"],
    ])
    const { detailName } = dlms.protocol
    const codes = [0x40003, 0x40007, 0x50102, 0x50205, 0x60602, 0x60000, 0x60b00, 0x7010d, 0x70202, 0x70300]
    expect(codes.map((code) => detailName!(code))).toEqual([
      "refused: reading or writing is not allowed",
      undefined,
      "refused: service is not allowed, service is not supported",
      "refused: service is not known, message could not be deciphered",
      "refused: services wanted do not match",
      "refused: other error of the application",
      undefined,
      "refused: authentication failed",
      "refused: no common version",
      undefined,
    ])
  })

  test("values in words", () => {
    const { valueText } = dlms.protocol
    const place = { area: 0, from: 0, count: 0, name: new Uint8Array() }
    const text = (value: string): string | undefined => valueText?.(place, hex(value), 0xc0)
    expect([text("06 00012345"), text("0f ff"), text("03 01"), text("17 3f800000"), text("00")]).toEqual([
      "74565",
      "-1",
      "on",
      "1",
      "nothing",
    ])
  })

  test("proving who one is, is no command", () => {
    const { details } = read(prove)
    expect(details).toEqual(["dlms action:15:1"])
    expect(dlms.protocol.commands?.["action:15:1"]).toBeUndefined()
    expect(dlms.protocol.commands?.["action:70:1"]?.does).toBe("Switch the supply off")
  })

  test("notifications, what is ciphered, and errors", () => {
    expect(read(event, report, ciphered, general, readShort, failure).operations).toEqual([
      "dlms 0xc2 message",
      "dlms 0x0f message",
      "dlms 0xc8 request",
      "dlms 0xdb message",
      "dlms 0x05 request",
      "dlms 0xd8 exception",
    ])
    expect(read(event, readShort).places).toEqual([
      "dlms data 0-0:96.11.0*255, attribute 2",
      "dlms short name 0xfa08",
      "dlms short name 0x0100",
    ])
  })
})

test("what is too long for one unit goes in blocks, and begins with its object", () => {
  const samples = [
    unit("get of a profile", "c0 01 c4 0007 0100630100ff 02 00"),
    unit("its first block", "c4 02 c4 00 00000001 00 06 01 02 06 00000001", 1),
    unit("get next", "c0 02 c4 00000001"),
    unit("its last block, refused", "c4 02 c4 01 00000002 01 0f", 1),
    unit("set of the schedule, first block", "c1 02 c5 0014 00000d0000ff 09 00 00 00000001 04 01020304"),
    unit("the firmware, first block", "c3 04 c6 0012 00002c0000ff 02 00 00000001 04 01020304"),
    unit(
      "set of two objects, first block",
      "c1 05 c7 02 0003 0100010800ff 02 00 0008 0000010000ff 02 00 00 00000001 00",
    ),
  ]
  const { operations, places, details } = read(...samples)
  expect(operations.slice(0, 4).map((line) => line.split(" ")[2])).toEqual([
    ...["request", "response", "request", "exception"],
  ])
  expect(places).toEqual([
    ...[
      "dlms profile 1-0:99.1.0*255, attribute 2",
      "good 01020600000001",
      "dlms activity calendar 0-0:13.0.0*255, attribute 9",
    ],
    ...["dlms image transfer 0-0:44.0.0*255, method 2", "dlms register 1-0:1.8.0*255, attribute 2"],
    "dlms clock 0-0:1.0.0*255, attribute 2",
  ])
  expect(details).toEqual(["dlms result:15", "dlms set:20", "dlms action:18:2", "dlms set:other", "dlms set:8"])
  for (const { bytes, circumstances } of samples)
    for (let length = 0; length < bytes.length; length++)
      new Conversation(dlms).survives(bytes.slice(0, length), circumstances)
})

proves({ dlms: ["framing", "requests", "identity", "places", "commands"] })

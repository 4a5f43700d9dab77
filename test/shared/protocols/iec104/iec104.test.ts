import { expect, test } from "vitest"
import { iec104 } from "../../../../shared/protocols/iec104/iec104.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const start: Sample = { name: "start of data transfer", bytes: hex("68 04 07 00 00 00") }
const acknowledged: Sample = { name: "an acknowledgement", bytes: hex("68 04 01 00 0a 00") }
const interrogation: Sample = {
  name: "a general interrogation",
  bytes: hex(`
    68 0e 0000 0000   # 14 octets, sequence numbers 0
    64 01 06 00 0100  # C_IC_NA_1, one object, activation, common address 1
    000000 14         # object 0, station interrogation
  `),
}
const single: Sample = {
  name: "a single command, refused",
  bytes: hex("68 0e 0200 0200 2d 01 47 00 0100 8d1300 01"),
}

dissectorSuite(iec104, {
  samples: [start, acknowledged, interrogation, single],
  refused: [
    { name: "two link functions at once", bytes: hex("68 04 0f 00 00 00") },
    { name: "a type that the standard does not have", bytes: hex("68 0e 0000 0000 ff 01 06 00 0100 000000 14") },
    { name: "no object at all", bytes: hex("68 0e 0000 0000 64 00 06 00 0100 000000 14") },
    { name: "a length below the control field", bytes: hex("68 03 07 00 00") },
    { name: "text that begins with h", bytes: hex('"hello there"') },
  ],
})

test("data units are counted by type, and by cause and link function beside", () => {
  const conversation = new Conversation(iec104)
  for (const { bytes } of [start, interrogation, single, acknowledged]) conversation.read(bytes)
  expect(conversation.report.operations).toEqual(["iec104 100 request", "iec104 45 exception"])
})

test("details name causes and link functions", () => {
  const { detailKey, detailName } = iec104.protocol
  expect([7, 20, 256 + 0x04].map((code) => [detailKey!(code), detailName!(code)])).toEqual([
    ["cause:7", "activation confirmation"],
    ["cause:20", "interrogated by station"],
    ["link:4", "start data transfer"],
  ])
})

test("objects are told with their station, address and value; confirmations say how commands went", () => {
  const conversation = new Conversation(iec104)
  const units = [
    "2d 01 06 00 0100 8d1300 81", // single command, select on
    "2d 01 47 00 0100 8d1300 81", // refused
    "32 01 06 00 0200 a10f00 0000c841 00", // set point 25, execute
    "32 01 07 00 0200 a10f00 0000c841 00",
    "67 01 06 00 0100 000000 e8030a0b0c0518",
    "69 01 06 00 0100 000000 01",
    "0d 82 03 00 0300 e80300 0000803f 00 00000040 91", // two measured values in sequence
    "01 02 14 00 0300 010000 01 050000 80",
    "64 01 06 00 ffff 000000 14",
  ]
  for (const unit of units) {
    const bytes = hex(unit)
    conversation.read(hex(`68 ${(bytes.length + 4).toString(16).padStart(2, "0")} 0000 0000 ${unit}`))
  }
  expect(conversation.report.places).toEqual([
    "iec104 common address 1, command 5005",
    "written on, select",
    "iec104 common address 2, set point 4001",
    "written 25",
    "iec104 common address 1",
    "written 2024-05-12 11:10:01",
    "iec104 common address 1",
    "written whole process",
    "iec104 common address 3, measured value 1000",
    "written 1",
    "iec104 common address 3, measured value 1001",
    "written 2, overflow, invalid, blocked",
    "iec104 common address 3, single point 1",
    "written on",
    "iec104 common address 3, single point 5",
    "written off, invalid",
    "iec104 all stations",
    "written whole station",
  ])
  expect(conversation.report.operations.slice(0, 4)).toEqual([
    "iec104 45 request",
    "iec104 45 exception",
    "iec104 50 request",
    "iec104 50 response",
  ])
  expect(conversation.report.parts).toEqual([
    "iec104 common address 1",
    "iec104 common address 2",
    "iec104 common address 3",
    "iec104 common address 3",
  ])
})

test("what is refused, and what is a test, is told beside its cause", () => {
  const conversation = new Conversation(iec104)
  for (const unit of ["2d 01 47 00 0100 8d1300 81", "2d 01 6f 00 0100 8d1300 81", "2d 01 86 00 0100 8d1300 01"])
    conversation.read(hex(`68 0e 0000 0000 ${unit}`))
  expect(conversation.report.details).toEqual([
    ...["iec104 cause:7", "iec104 negative:7", "iec104 cause:47", "iec104 negative:47"],
    ...["iec104 cause:6", "iec104 test"],
  ])
  expect(iec104.protocol.detailName!(0x1000 + 47)).toBe("refused: unknown information object address")
})

test("files: who controls calls, deletes and sends them; what the station answers is no deed", () => {
  const told = (direction: number, unit: string) => {
    const conversation = new Conversation(iec104)
    const length = (hex(unit).length + 4).toString(16).padStart(2, "0")
    conversation.read(hex(`68 ${length} 0000 0000 ${unit}`), { direction, side: direction > 0 ? 0 : 1 })
    const { details, places } = conversation.report
    return [details[0], ...places]
  }
  expect(told(1, "7a 01 0d 00 0100 2c0100 0200 00 02")).toEqual([
    "iec104 file:call",
    "iec104 common address 1, file at 300",
    "written file 2 (disturbance data): request file",
  ])
  expect(told(1, "7a 01 0d 00 0100 2c0100 0200 00 04")[0]).toBe("iec104 file:delete")
  expect(told(1, "78 01 0d 00 0100 2c0100 0700 e80300 00")).toEqual([
    "iec104 file:write",
    "iec104 common address 1, file at 300",
    "written file 7, 1000 bytes",
  ])
  expect(told(1, "7d 01 0d 00 0100 2c0100 0700 01 02 aabb")[0]).toBe("iec104 file:write")
  expect(told(-1, "78 01 0d 00 0100 2c0100 0200 e80300 00")).toEqual(["iec104 cause:13"])
  expect(told(-1, "7a 01 0d 00 0100 2c0100 0700 00 02")).toEqual(["iec104 cause:13"])
  const { commands } = iec104.protocol
  const techniques = ["file:call", "file:delete", "file:write", "link:16"].map((key) => commands![key]!.technique)
  expect(techniques).toEqual(["T0845", "T0809", "T0843", "T0804"])
})

proves({ iec104: ["framing", "requests", "places", "commands"] })

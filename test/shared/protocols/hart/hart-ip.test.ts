import { expect, test } from "vitest"
import { hartIp } from "../../../../shared/protocols/hart/hart-ip.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const sample = (name: string, text: string): Sample => ({ name, bytes: hex(text) })
/** Envelope of a HART frame: type, message 3, sequence number 3; the byte count is filled in. */
const framed = (name: string, type: string, frame: string): Sample => {
  const count = (8 + hex(frame).length).toString(16).padStart(4, "0")
  return sample(name, `01 ${type} 03 00 0003 ${count} ${frame}`)
}

const initiate = sample("initiate session", "01 00 00 00 0002 000d 01 00007530")
const initiated = sample("session initiated", "01 01 00 00 0002 000d 01 0000ea60")
const keepAlive = sample("keep alive", "01 00 02 00 000c 0008")
const close = sample("close session", "01 00 01 00 000d 0008")
const refusal = sample("a refusal", "01 0f 03 05 0003 0008")
const ask = framed("read unique identifier", "00", "82 264e0000d2 00 00 38")
const answer = framed(
  "its answer",
  "01",
  `86 264e0000d2 00 18  # long address, command 0, 24 bytes
   00 d0                # done; device status
   fe 264e 05 07 04 01 0e 0c 0000d2
   05 02 0002 00 0026 0026 84 e4`,
)
const older = framed("an answer of revision 5", "01", "06 80 00 0e 00 00 fe 1105 05 05 02 03 08 00 00abcd 00")
const longTag = framed("a long tag", "01", '86 264e0000d2 14 22 00 d0 "wihartgw" 00*24 db')
/** "FT-101" and spaces, "FEED WATER": six bits each. */
const tag = framed("a tag", "01", "86 264e0000d2 0d 17 00 d0 194b71c31820 185144817054152820820820 010203 f6")
const other = framed("another instrument's long tag", "01", '86 1111000001 14 22 00 d0 "other" 00*27 db')
const reset = framed("device reset", "00", "82 264e0000d2 2a 00 12")
const protectedAnswer = framed("write protected", "01", "86 264e0000d2 2a 02 07 d0 00")
const broken = framed("an error of communication", "01", "86 264e0000d2 2a 02 88 00 00")
const published = framed("a published value", "02", "81 264e0000d2 01 07 00 d0 fb 00000000 11")
const extended = framed("an extended command", "00", "82 264e0000d2 1f 02 0300 12")
const audit = sample("read audit log", "01 00 05 00 0005 000a 00 ff")
const directAnswer = sample("its answer, the second refused", "01 01 04 00 0005 0012 00 00 0000 01 00 0014 01 40")
const direct = sample("a direct message with two commands", "01 00 04 00 0005 0010 00 00 0000 00 0014 00")

dissectorSuite(hartIp, {
  samples: [
    ...[initiate, initiated, keepAlive, close, refusal, ask, answer, older, longTag, tag, reset, protectedAnswer],
    ...[broken, published, extended, direct, directAnswer, audit],
  ],
  refused: [
    { name: "another version", bytes: hex("03 00 02 00 000c 0008") },
    { name: "a message that does not exist", bytes: hex("01 00 06 00 000c 0008") },
    { name: "a keep-alive with something in it", bytes: hex("01 00 02 00 000c 0009 00") },
    { name: "a session begun with too little", bytes: hex("01 00 00 00 0002 000c 01 007530") },
    { name: "a frame that is not as long as it says", bytes: hex("01 00 03 00 0003 0011 82 264e0000d2 00 01 38") },
    { name: "a frame of no kind", bytes: hex("01 00 03 00 0003 0011 84 264e0000d2 00 00 38") },
    { name: "a keep-alive before something else", bytes: hex("01 00 02 00 000c 0008 47455420") },
    { name: "the beginning of no frame", bytes: hex("01 00 03 00 0003 0100 82 264e0000d2 00 00 38 00*8") },
    { name: "direct commands beyond the message", bytes: hex("01 00 04 00 0005 0010 00 00 0000 00 0014 02") },
    { name: "a TDS answer", bytes: hex("04 01 0025 0033 0100 e3 0f 00 01 06*24") },
    { name: "a STUN binding request", bytes: hex("0001 0000 2112a442 00*12") },
    { name: "a RADIUS request", bytes: hex("01 00 0014 00*16") },
    { name: "a TLS hello", bytes: hex("16 03 01 00 28 01 00 00 24 03 03 00*32") },
  ],
})

test("commands are counted by number, and what opens and closes a session as that", () => {
  const conversation = new Conversation(hartIp)
  for (const { bytes } of [initiate, initiated, ask, answer, reset, protectedAnswer, broken, published, extended])
    conversation.read(bytes)
  for (const { bytes } of [direct, directAnswer, audit, keepAlive, refusal, close]) conversation.read(bytes)
  expect(conversation.report.operations).toEqual([
    "hart-ip session:0 request",
    "hart-ip session:0 response",
    "hart-ip 0 request",
    "hart-ip 0 response",
    "hart-ip 42 request",
    "hart-ip 42 exception",
    "hart-ip 42 exception",
    "hart-ip 1 message",
    "hart-ip 768 request",
    "hart-ip 0 request",
    "hart-ip 20 request",
    "hart-ip 0 response",
    "hart-ip 20 exception",
    "hart-ip session:5 request",
    "hart-ip session:2 request",
    "hart-ip session:3 exception",
    "hart-ip session:1 request",
  ])
})

test("a device says what it is; what stands behind it is a part", () => {
  const conversation = new Conversation(hartIp)
  for (const { bytes } of [answer, longTag, other]) conversation.read(bytes)
  expect(conversation.report.claims).toEqual([
    "sender model = HART device type 264e",
    "sender firmware = device revision 4, software 1",
    "sender serial = 0000d2",
    "sender vendor = Rosemount",
    "sender type = protocol-converter",
    "sender stationName = wihartgw",
    `part ${0x11 * 0x1000000 + 1} stationName = other`,
  ])
})

test("before revision 7 the type begins with the maker", () => {
  const conversation = new Conversation(hartIp)
  conversation.read(older.bytes)
  expect(conversation.report.claims).toContain("sender vendor = Endress+Hauser")
})

test("a tag is packed in six bits a character", () => {
  const conversation = new Conversation(hartIp)
  conversation.read(tag.bytes)
  expect(conversation.report.claims).toEqual(["sender stationName = FT-101", "sender description = FEED WATER"])
})

const reading = (...samples: readonly Sample[]): Conversation["report"] => {
  const conversation = new Conversation(hartIp)
  for (const { bytes } of samples) conversation.read(bytes)
  return conversation.report
}

test("instruments behind the server are parts, and requests to them begin with their words", () => {
  const asked = framed("to another instrument", "00", "82 1111000001 23 09 0c 42c80000 00000000 00")
  const report = reading(answer, other, asked)
  expect(report.parts).toEqual(["hart-ip instrument 0000d2", "hart-ip instrument 000001"])
  expect(report.claims).toContain(`part ${0x11 * 0x1000000 + 1} stationName = other`)
  expect(report.places).toEqual(["hart-ip instrument 000001, range", "written 0 kPa to 100 kPa"])
})

test("values read and written have their units", () => {
  const report = reading(
    framed("variables", "00", "82 264e0000d2 09 02 00 f6 00"),
    framed("their values", "01", "86 264e0000d2 09 13 00 00 00 00 40 20 41a40000 c0 f6 40 20 41a40000 c0 00"),
    framed("force", "00", "82 264e0000d2 4f 08 02 01 20 41a40000 00 00"),
    framed("damping", "00", "82 264e0000d2 22 04 3f800000 00"),
    framed("message", "00", "82 264e0000d2 11 06 194b71c31820 00"),
  )
  expect(report.places).toEqual([
    "hart-ip device variable 0",
    "hart-ip primary variable",
    "good 2041a40000",
    "good 2041a40000",
    "hart-ip device variable 2",
    "written 20.5 °C",
    "hart-ip damping",
    "written 1",
    "hart-ip message",
    "written FT-101",
  ])
})

test("status bits, locks and refusals are details", () => {
  const lock = framed("lock", "00", "82 264e0000d2 47 01 02 00")
  expect(reading(answer, lock, protectedAnswer, broken).details).toEqual([
    "hart-ip status:16",
    "hart-ip status:64",
    "hart-ip status:128",
    "hart-ip lock:2",
    "hart-ip response:7",
    "hart-ip communication:8",
  ])
  expect(hartIp.protocol.detailName?.(0x20007)).toBe("write protected")
  expect(hartIp.protocol.detailName?.(0x10040)).toBe("configuration changed")
})

test("the device status of a direct message is told too", () => {
  const conversation = new Conversation(hartIp)
  conversation.read(hex("01 01 04 00 0005 000f 80 00 0000 02 00 00"))
  expect(conversation.report.details).toEqual(["hart-ip status:128"])
})

proves({ "hart-ip": ["framing", "requests", "identity", "places", "commands"] })

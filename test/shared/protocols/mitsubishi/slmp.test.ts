import { expect, test } from "vitest"
import { slmp } from "../../../../shared/protocols/mitsubishi/slmp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const two = (n: number): string => `${(n & 255).toString(16).padStart(2, "0")}${(n >> 8).toString(16).padStart(2, "0")}`
const own = "00 ff ff03 00"
/** The command is written as it is sent, low byte first. */
const asks = (name: string, command: string, frame = "5000"): Sample => {
  const data = hex(`1000 ${command}`)
  return { name, bytes: new Uint8Array([...hex(`${frame} ${own} ${two(data.length)}`), ...data]) }
}
const answers = (name: string, data: string, frame = "d000"): Sample => ({
  name,
  bytes: new Uint8Array([...hex(`${frame} ${own} ${two(hex(data).length)}`), ...hex(data)]),
})

const read = asks("D100 to D102", "0104 0000 640000 a8 0300")
const readAnswer = answers("three words", "0000 0100 ffff 2a00")
const readBits = asks("M16 on, point by point", "0104 0100 100000 90 0300")
const readBitsAnswer = answers("on off on", "0000 1010")
const relays = asks("X20 on as a word", "0104 0000 200000 9c 0100")
const write = asks("W1F is written", "0114 0000 1f0000 b4 0100 3905")
const writeBits = asks("two outputs are set", "0114 0100 400000 9d 0200 10")
const random = asks("random: D0 and a counter of 32 bits", "0304 0000 01 01 000000a8 050000 56")
const randomAnswer = answers("its values", "0000 0700 01000100")
const randomWrite = asks("random writing", "0214 0000 01 01 0a0000a8 0500 140000a8 01000000")
const randomBits = asks("random writing of points", "0214 0100 01 320000 90 01")
const blocks = asks("blocks are written", "0614 0000 01 01 000000a8 0200 0100 0200 100000 90 0100 ffff")
const longNumbers = asks("iQ-R: D0 by four bytes", "0104 0200 00000000 a800 0100")
const memory = asks("memory of the module", "1306 0000 20000000 0100")
const stop = asks("stop", "0210 0000 0100")
const refused = answers("refused: in run mode", "10 40 00 ff ff03 00 0210 0000")
const serial = asks("type name, 4E", "0101 0000", "5400 0700 0000")
const name = answers("Q03UDV", `0000 "Q03UDVCPU" 20*7 6803`, "d400 0700 0000")

dissectorSuite(slmp, {
  samples: [
    read,
    { ...readAnswer, after: [read] },
    readBits,
    relays,
    write,
    writeBits,
    random,
    { ...randomAnswer, after: [random] },
    randomWrite,
    randomBits,
    blocks,
    longNumbers,
    memory,
    stop,
    refused,
    serial,
    { ...name, after: [serial] },
  ],
  refused: [
    asks("a command that does not exist", "ffff 0000"),
    { name: "a module that does not exist", bytes: hex("5000 00 ff fff0 00 0c00 1000 0104 0000 640000 a8 0300") },
    { name: "a length that can't be", bytes: hex("5000 00 ff ff03 00 ffff 1000 0104 0000 640000 a8 0300") },
    { name: "no station", bytes: hex("5000 00 00 ff03 00 0c00 1000 0104 0000 640000 a8 0300") },
    { name: "the letter P", bytes: hex('"POST / HTTP/1.1"') },
  ],
})

const reported = (...samples: readonly Sample[]): Conversation["report"] => {
  const conversation = new Conversation(slmp)
  for (const { bytes } of samples) conversation.read(bytes)
  return conversation.report
}

test("answers are counted under the command that was asked, refusals under the one they repeat", () => {
  expect(reported(readAnswer, read, readAnswer, stop, refused, serial, name).operations).toEqual([
    "slmp answer response",
    "slmp 0401 request",
    "slmp 0401 response",
    "slmp 1002 request",
    "slmp 1002 exception",
    "slmp 0101 request",
    "slmp 0101 response",
  ])
})

test("devices are named as the controller's program names them", () => {
  const { places } = reported(
    read,
    readAnswer,
    readBits,
    readBitsAnswer,
    relays,
    random,
    randomAnswer,
    longNumbers,
    memory,
  )
  expect(places).toEqual([
    "slmp D100 to D102",
    "good 0100ffff2a00",
    "slmp M16 to M18",
    "good 1010",
    "slmp X20 to X2F",
    "slmp D0",
    "slmp LCN5",
    "good 0700",
    "good 01000100",
    "slmp D0",
    "slmp module memory 32",
  ])
})

test("what is written is told in numbers, and on or off", () => {
  expect(reported(write, writeBits, randomWrite, randomBits, blocks).places).toEqual([
    "slmp W1F",
    "written 1337",
    "slmp Y40 to Y41",
    "written on off",
    "slmp D10",
    "written 5",
    "slmp D20 to D21",
    "written 1 0",
    "slmp M50",
    "written on",
    "slmp D0 to D1",
    "written 1 2",
    "slmp M16 to M31",
    `written ${Array.from({ length: 16 }, () => "on").join(" ")}`,
  ])
})

test("a controller says its type, and stopping it is a command", () => {
  expect(reported(serial, name).claims).toEqual(["sender model = Q03UDVCPU", "sender vendor = Mitsubishi Electric"])
  expect(slmp.protocol.commands!["1002"]).toEqual({ does: "Stop the controller", technique: "T0858" })
})

test("a refusal names its reason", () => {
  const conversation = new Conversation(slmp)
  conversation.read(stop.bytes)
  conversation.read(refused.bytes)
  expect(conversation.report.details).toEqual(["slmp end:4010"])
  expect(slmp.protocol.detailName!(0x4010)).toBe("not possible while the controller runs")
})

proves({ slmp: ["framing", "requests", "identity", "places", "commands"] })

import { expect, test } from "vitest"
import { crc16 } from "../../../../shared/bytes/crc16.ts"
import { tristation } from "../../../../shared/protocols/tristation/tristation.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const udp = { transport: "udp" } as const
const two = (n: number): string => `${(n & 255).toString(16).padStart(2, "0")}${(n >> 8).toString(16).padStart(2, "0")}`
const summed = (name: string, text: string): Sample => {
  const bytes = hex(text)
  return { name, bytes: new Uint8Array([...bytes, ...hex(two(crc16(bytes, 0, bytes.length)))]), circumstances: udp }
}
const message = (name: string, direction: string, command: string, sequence: string, data = ""): Sample => {
  const length = two(10 + hex(data).length)
  return summed(name, `05 00 ${length} ${direction} 00 ${command} ${sequence} 0000 0000 ${length} ${data}`)
}

const connect = summed("connect", "01 00 0000")
const connected = summed("connected", "02 00 0000")
const denied = summed("access denied", "0a 00 0000")
const ask = message("status is asked", "00", "13", "07")
const status = (key: string, running: string): Sample =>
  message(
    `status ${key} ${running}`,
    "01",
    "6c",
    "07",
    `0100 00 00 0d 00 01 ${key} ${running} 00*57 "PLANT1" 00 00 0000 00*20`,
  )
const start = message("a download begins", "00", "01", "08", '"PLANT1" 00 00 0502 0000')
const rejected = message("rejected: key", "01", "64", "08", "d400")
const allocate = message("a program is written", "00", "37", "09", "0200 0300 0000 0000 0100 cafecafe")
const allocated = message("taken", "01", "99", "09")
const upload = message("a function is read", "00", "42", "0a", "1000 00000000 0000")
const halt = message("halt", "00", "15", "0b")
const attached = message("attached", "01", "6a", "0c", "000000 0a 03 00")

dissectorSuite(tristation, {
  samples: [connect, ask, { ...status("01", "00"), after: [ask] }, start, rejected, allocate, upload, halt, attached],
  refused: [
    { name: "a wrong checksum", bytes: hex("01 00 0000 01fd") },
    { name: "a Modbus request", bytes: hex("0001 0000 0006 01 03 0000 0001") },
    summed("a length that is not the datagram's", "05 00 0b00 00 00 13 07 0000 0000 0a00"),
    summed("a type that does not exist", "0c 00 0000"),
    summed("a ping with data", "06 00 0a00 00 00 13 07 0000 0000 0a00"),
  ],
})

const reported = (...samples: readonly Sample[]): Conversation["report"] => {
  const conversation = new Conversation(tristation)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

test("answers have codes of their own and are counted under what was asked", () => {
  const { operations, details } = reported(
    connect,
    connected,
    denied,
    ask,
    status("01", "00"),
    start,
    rejected,
    allocated,
  )
  expect(operations).toEqual([
    "tristation link:1 request",
    "tristation link:1 response",
    "tristation link:1 exception",
    "tristation 19 request",
    "tristation 19 response",
    "tristation 1 request",
    "tristation 1 exception",
    "tristation answer:153 response",
  ])
  expect(details).toEqual(["tristation refused:link:10", "tristation refused:212"])
  const names = [522, 212, 255].map((code) => tristation.protocol.detailName!(code))
  expect(names).toEqual(["access denied", "key setting prohibits this operation", undefined])
})

test("key and run state are told where they change, the project once", () => {
  const { claims } = reported(status("01", "00"), status("01", "00"), status("02", "00"), status("02", "01"), attached)
  expect(claims.filter((one) => !/vendor|model/.test(one))).toEqual([
    "sender mode = program",
    "sender description = Project PLANT1",
    "sender mode = run",
    "sender mode = stop",
    "sender firmware = 10.3",
  ])
})

test("programs, functions and projects are places", () => {
  expect(reported(start, allocate, upload).places).toEqual([
    "tristation project PLANT1",
    "tristation program 2",
    "tristation function 16",
  ])
  const { commands } = tristation.protocol
  expect([commands!["21"]!.does, commands!["55"]!.technique]).toEqual(["Halt the safety controller", "T0889"])
})

proves({ tristation: ["framing", "requests", "identity", "state", "places", "commands"] })

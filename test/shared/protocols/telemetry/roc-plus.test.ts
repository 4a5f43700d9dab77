import { expect, test } from "vitest"
import { crc16 } from "../../../../shared/bytes/crc16.ts"
import { rocPlus } from "../../../../shared/protocols/telemetry/roc-plus.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

function message(name: string, direction: number, opcode: number, data: string, start = 0xffff): Sample {
  const head = hex(`f0 02 01 03 ${opcode.toString(16).padStart(2, "0")}`)
  const body = hex(data)
  const bytes = new Uint8Array([...head, body.length, ...body])
  const sum = crc16(bytes, 0, bytes.length, start)
  return { name, bytes: new Uint8Array([...bytes, sum & 255, sum >> 8]), circumstances: { direction } }
}
const asks = (name: string, opcode: number, data = ""): Sample => message(name, 1, opcode, data)
const answers = (name: string, opcode: number, data = ""): Sample => message(name, -1, opcode, data)

const who = asks("configuration is asked", 6)
const iAm = answers("a ROC800 that runs", 6, "01 0002 00 02 01 01 00*11 06 00*20")
const read = asks("parameters 3 and 4 of a point", 167, "67 05 02 03")
const readAnswer = answers("their values", 167, "67 05 02 03 0000803f 01")
const write = asks("a set point is written", 181, "01 67 05 09 0000a041")
const list = asks("two parameters", 180, "02 670503 680000")
const table = asks("a table is written", 11, "01 00 02 cafe")
const login = asks("login", 17, '"ABC" 1234 05')
const open = asks("a file is opened", 203, `01 00 "/flash" 00*94 "prog.bin" 00*17`)
const clock = asks("the clock is set", 8, "1e 2d 0c 0f 03 07e8")
const writeFile = asks("a file is written", 203, "03 00000000 0000000a 00000000 04 0a0b0c0d")
const remove = asks("a file is deleted", 203, `05 "/flash" 00*94 "prog.bin" 00*17`)
const refused = answers("refused", 255, "14 00")
const signal = answers("a report by exception", 224, "0102")
const zero: Sample = message("a CRC that starts at 0", 1, 7, "", 0)

dissectorSuite(rocPlus, {
  samples: [
    who,
    iAm,
    read,
    readAnswer,
    write,
    list,
    table,
    login,
    open,
    clock,
    writeFile,
    remove,
    refused,
    signal,
    zero,
  ],
  refused: [
    { name: "a wrong CRC", bytes: hex("f0 02 01 03 06 00 0000") },
    message("an opcode that does not exist", 1, 99, ""),
    { name: "half of it", bytes: read.bytes.slice(0, 9) },
    { name: "text", bytes: hex('"GET /index.html"') },
  ],
})

const reported = (...samples: readonly Sample[]): Conversation["report"] => {
  const conversation = new Conversation(rocPlus)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

test("who connected asks; refusals are counted under what was asked", () => {
  const { operations, details } = reported(who, iAm, write, refused, signal, open)
  expect(operations).toEqual([
    "roc-plus 6 request",
    "roc-plus 6 response",
    "roc-plus 181 request",
    "roc-plus 181 exception",
    "roc-plus 224 request",
    "roc-plus 203 request",
  ])
  expect(details).toEqual(["roc-plus error:20", "roc-plus file:open"])
  expect(reported(list, answers("both refused", 255, "02 03 04 06")).details).toEqual([
    ...["roc-plus error:2", "roc-plus error:4"],
  ])
})

test("points, tables, files and operators are places", () => {
  expect(reported(read, readAnswer, write, list, table, login, open).places).toEqual([
    "roc-plus point type 103, logical 5, parameters 3 to 4",
    "good 0000803f01",
    "roc-plus point type 103, logical 5, parameter 9",
    "written 0000a041",
    "roc-plus point type 103, logical 5, parameter 3",
    "roc-plus point type 104, logical 0, parameter 0",
    "roc-plus table 1, locations 0 to 1",
    "written cafe",
    "roc-plus operator ABC",
    "roc-plus file prog.bin",
  ])
})

test("what acts on a unit beyond its points is told", () => {
  const { operations, details, places } = reported(clock, login, writeFile, remove)
  expect(operations).toEqual(["8", "17", "203", "203"].map((opcode) => `roc-plus ${opcode} request`))
  expect(details).toEqual(["roc-plus file:write", "roc-plus file:delete"])
  expect(places).toEqual(["roc-plus operator ABC", "roc-plus file prog.bin"])
})

test("a unit says its type and that it runs", () => {
  expect(reported(who, iAm).claims).toEqual(["sender mode = run", "sender vendor = Emerson", "sender model = ROC800"])
  const { commands } = rocPlus.protocol
  expect([commands!["181"]!.everyday, commands!["file:write"]!.technique]).toEqual([true, "T0843"])
})

proves({ "roc-plus": ["framing", "requests", "identity", "state", "places", "commands"] })

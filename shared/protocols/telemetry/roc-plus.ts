/**
 * ROC Plus, of Emerson's flow computers and remote units: A6127 "ROC Plus protocol specifications manual", chapter 1 (format, CRC) and
 * chapter 2 (opcodes). A message is taken only with its CRC right: the start value is 0 in the manual's words, FFFF in captures.
 */
import { crc16 } from "../../bytes/crc16.ts"
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings, Outcome } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import * as names from "./roc-plus-names.ts"

/** Unit and group of both, opcode, length; behind the data, the CRC. */
const HEAD = 6
const CRC = 2

const rocPlusProtocol = protocol({
  name: "roc-plus",
  title: "ROC Plus",
  family: "ot",
  // Wireshark has no dissector of its own.
  wireshark: "tcp.port == 4000 || udp.port == 4000",
  functionName: names.rocName,
  detailKey: names.rocDetailKey,
  detailName: names.rocDetailName,
  commands: names.rocCommands,
  placeText: names.rocPlaceText,
})

/** The opcode asked for last: a refusal does not repeat it. */
type Memory = { asked: number }
const noMemory = (): Memory => ({ asked: -1 })

export const rocPlus: Dissector = {
  protocol: rocPlusProtocol,
  tcp: [4000],
  udp: [4000],

  size(bytes, from, to) {
    if (to - from < HEAD) return to - from >= 5 && names.rocName(bytes[from + 4]!) === undefined ? -1 : 0
    return names.rocName(bytes[from + 4]!) === undefined ? -1 : HEAD + bytes[from + 5]! + CRC
  },

  probe(bytes, from, to) {
    if (to - from < HEAD + CRC || names.rocName(bytes[from + 4]!) === undefined) return false
    const end = from + HEAD + bytes[from + 5]!
    if (end + CRC > to) return false
    const sum = bytes[end]! | (bytes[end + 1]! << 8)
    return crc16(bytes, from, end, 0xffff) === sum || crc16(bytes, from, end) === sum
  },

  read(r, about, out) {
    r.group("Head")
    const start = r.at
    r.u8("Destination unit")
    r.u8("Destination group")
    r.u8("Source unit")
    r.u8("Source group")
    const opcode = r.u8("Opcode")
    if (names.rocName(opcode) === undefined) throw new Malformed(`ROC Plus has no opcode ${opcode}`)
    const length = r.u8("Length")
    r.endGroup()
    r.need(length + CRC)
    const whole = r.end
    r.end = r.at + length
    readData(r, about, out, opcode, start)
    if (r.left > 0) r.skip(r.left, "Data")
    r.end = whole
    r.u16le("CRC")
  },
}

function readData(r: Reader, about: About, out: Findings, opcode: number, start: number): void {
  const memory = about.recall(noMemory)
  if (opcode === names.ERROR) return readError(r, memory, out)
  // Reports by exception come from the remote unit, and the host acknowledges them.
  const asks = opcode === names.SIGNAL || opcode === names.ACKNOWLEDGE ? about.direction < 0 : about.direction > 0
  const outcome: Outcome = about.direction === 0 ? "message" : asks ? "request" : "response"
  // Of a write, what is written is no part of the question: its first six bytes say where.
  const to = opcode === 166 || opcode === 181 || opcode === 11 ? Math.min(start + HEAD + 6, r.end) : r.end
  out.operation(rocPlusProtocol, opcode, outcome, -1, asks ? fingerprint(r.bytes, start, to) : -1)
  if (outcome === "request") {
    memory.asked = opcode
    readRequest(r, out, opcode)
  } else if (outcome === "response") readAnswer(r, out, opcode)
}

/** Pairs of an error's code and where in the request it is. */
function readError(r: Reader, memory: Memory, out: Findings): void {
  out.operation(rocPlusProtocol, memory.asked < 0 ? names.ERROR : memory.asked, "exception")
  memory.asked = -1
  while (r.left >= 2) {
    out.detail(rocPlusProtocol, r.u8("Error"))
    r.u8("Offset in the request")
  }
}

const PARAMETER = 3

function readRequest(r: Reader, out: Findings, opcode: number): void {
  switch (opcode) {
    case 10:
    case 11:
      return readTable(r, out, opcode === 11)
    case 17:
      return readLogin(r, out)
    case 135:
      if (r.left >= 2) out.place(names.HISTORY + r.u8("History segment"), r.u8("Point"), 1)
      return
    case 166:
    case 167:
      return readPoint(r, out, opcode === 166)
    case 180:
    case 181:
      return readPoints(r, out, opcode === 181)
    case 203:
      return readFile(r, out)
  }
}

function readTable(r: Reader, out: Findings, writes: boolean): void {
  if (r.left < 3) return
  const table = r.u8("Table")
  const first = r.u8("First location")
  out.place(names.TABLE + table, first, r.u8("Number of locations"))
  if (writes && r.left > 0) out.written(r.at, r.left)
}

/** Point type, logical number, how many parameters from which on. */
function readPoint(r: Reader, out: Findings, writes: boolean): void {
  if (r.left < 4) return
  const type = r.u8("Point type")
  const logical = r.u8("Logical number")
  const count = r.u8("Number of parameters")
  out.place(type, logical * 256 + r.u8("First parameter"), count)
  if (writes && r.left > 0) out.written(r.at, r.left)
}

/** Parameters one by one. What is written has the length of its parameter, which is not told: only the first can be found. */
function readPoints(r: Reader, out: Findings, writes: boolean): void {
  if (r.left < 1) return
  const count = r.u8("Number of parameters")
  for (let n = 0; n < (writes ? Math.min(count, 1) : count) && r.left >= PARAMETER; n++) {
    const type = r.u8("Point type")
    const logical = r.u8("Logical number")
    out.place(type, logical * 256 + r.u8("Parameter"), 1)
  }
  if (writes && count === 1 && r.left > 0) out.written(r.at, r.left)
}

/** Operator, password, access level or a word that logs off: 3 letters, or 30 with the enhanced login. */
function readLogin(r: Reader, out: Findings): void {
  const { left } = r
  const operator = left === 6 || left === 11 ? 3 : left === 71 || left === 76 ? 30 : 0
  if (operator === 0) return
  let length = operator
  while (length > 0 && (r.bytes[r.at + length - 1] === 0 || r.bytes[r.at + length - 1] === 0x20)) length--
  if (length > 0) out.named(names.OPERATOR, r.at, length)
  r.skip(operator, "Operator")
}

const OPEN = 1
const WRITE = 3
const DELETE = 5
const PATH = 100
const NAME = 25

function readFile(r: Reader, out: Findings): void {
  if (r.left < 1) return
  const command = r.u8("File command")
  out.detail(rocPlusProtocol, names.FILE_COMMAND + command)
  if (command !== OPEN && command !== DELETE) {
    if (command === WRITE && r.left > 13) r.skip(13, "File, size, offset, number of bytes")
    return
  }
  if (command === OPEN && r.left >= 1) r.u8("How to open")
  if (r.left < PATH + NAME) return
  r.skip(PATH, "Path")
  let length = 0
  while (length < NAME && r.bytes[r.at + length] !== 0) length++
  if (length > 0) out.named(names.FILE, r.at, length)
  r.skip(NAME, "Name")
}

function readAnswer(r: Reader, out: Findings, opcode: number): void {
  if (opcode === 6) readConfiguration(r, out)
  else if (opcode === 10 && r.left > 7) {
    r.skip(3, "Table, first location, number")
    r.u32le("Version of the table")
    out.result(true, r.at, r.left)
  } else if (opcode === 167 && r.left > 4) {
    r.skip(4, "Point type, logical number, number, first parameter")
    out.result(true, r.at, r.left)
  } else if (opcode === 180 && r.left > 4 && r.bytes[r.at] === 1) {
    r.skip(4, "Number, point type, logical number, parameter")
    out.result(true, r.at, r.left)
  }
}

/** Table 2-2: mode, port, security, slots, revision, series, reserved, type. */
function readConfiguration(r: Reader, out: Findings): void {
  if (r.left < 19) return
  const at = r.at
  const mode = r.u8("Mode")
  r.u16le("Port")
  r.u8("Security")
  r.u8("Slots")
  r.u8("Revision of the opcodes")
  r.u8("Series")
  r.skip(11, "Reserved")
  const type = names.rocTypes[r.u8("Type")]
  if (mode === 1) out.claim("sender", "mode", "run", "ROC Plus system configuration", 0.95, at, 1)
  if (type === undefined) return
  out.claim("sender", "vendor", "Emerson", "ROC Plus system configuration", 0.9, at + 18, 1)
  out.claim("sender", "model", type, "ROC Plus system configuration", 0.95, at + 18, 1)
}

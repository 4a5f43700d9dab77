/** UMAS: what Schneider Electric's programming software says inside Modbus function 90. Sources: umas-names.ts; layout seen on real traffic. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { umasCommands, umasFunctionNames } from "./umas-names.ts"

/** Function codes of answers. */
const GOOD = 0xfe
const ERROR = 0xfd
const RULE = "UMAS read id"

/** Areas: the lowest bits of a place; numbers of memory blocks stand above them. */
const RESERVATION = 1
const MEMORY = 2
const PROGRAM = 3

export const umasProtocol = protocol({
  name: "umas",
  title: "Schneider UMAS",
  family: "ot",
  wireshark: "modbus",
  wiresharkFunction: () => "modbus.func_code == 90",
  functionName: (code) => umasFunctionNames.get(code),
  commands: umasCommands,
  placeText({ area, from, count, name }) {
    if ((area & 15) === RESERVATION) return `reservation by ${new TextDecoder("latin1").decode(name)}`
    if ((area & 15) === PROGRAM) return `program, block ${from}`
    return `memory block ${area >>> 4}, bytes ${from} to ${from + Math.max(count, 1) - 1}`
  },
})

type Memory = {
  /** By the last six bits of the transaction: the transaction, the function and the byte behind it, of requests under way. */
  readonly asked: Int32Array
}
const forget = (): Memory => ({ asked: new Int32Array(64 * 3).fill(-1) })

export const umas: Dissector = {
  protocol: umasProtocol,
  over: ["modbus-umas"],

  /** The whole message of Modbus/TCP, so that answers find their requests. */
  probe: (bytes, from, to) => to - from >= 10 && bytes[from + 7] === 90,

  read(r, about, out) {
    const { asked } = about.recall(forget)
    const transaction = r.u16("Transaction identifier")
    r.skip(6, "Modbus header")
    r.u8("Session key")
    const code = r.u8("UMAS function code")
    const slot = (transaction & 63) * 3
    if (code !== GOOD && code !== ERROR) {
      out.operation(umasProtocol, code, "request", transaction)
      asked[slot] = transaction
      asked[slot + 1] = code
      asked[slot + 2] = r.left > 0 ? r.bytes[r.at]! : 0
      readRequest(r, out, code)
    } else if (asked[slot] === transaction && about.direction <= 0) {
      const function_ = asked[slot + 1]!
      asked[slot] = -1
      out.operation(umasProtocol, function_, code === GOOD ? "response" : "exception", transaction)
      if (code === GOOD) readAnswer(r, out, function_, asked[slot + 2]!)
    }
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

function readRequest(r: Reader, out: Findings, code: number): void {
  switch (code) {
    case 0x10: {
      r.u32("Password area")
      const length = r.u8("Length of the owner's name")
      if (length > r.left) throw new Malformed(`UMAS reservation: a name of ${length} bytes, ${r.left} are there`)
      out.named(RESERVATION, r.at, length)
      r.skip(length, "Owner's name")
      return
    }
    case 0x20:
    case 0x21: {
      r.u8("Range")
      const block = r.u16le("Memory block")
      const from = r.u32le("Offset")
      const count = r.u16le("Number of bytes")
      if (from < 0x80000000) out.place((block << 4) | MEMORY, from, count)
      if (code === 0x21 && count <= r.left) out.written(r.at, count)
      return
    }
    case 0x31:
    case 0x34:
      r.u16("Upload or download identifier")
      return out.place(PROGRAM, r.u16le("Block number"), 1)
  }
}

function readAnswer(r: Reader, out: Findings, code: number, sub: number): void {
  if (code === 0x02 && r.left > 23) return readId(r, out)
  if (code === 0x03 && sub === 0 && r.left > 39) return readProject(r, out)
  if (code !== 0x20) return
  r.u8("Range")
  const count = r.u16le("Number of bytes")
  if (count <= r.left) out.result(true, r.at, count)
}

/** The controller's order designation stands behind 22 bytes of versions, whose meaning is not verified. */
function readId(r: Reader, out: Findings): void {
  r.skip(22, "Type and versions")
  const length = r.u8("Length of the model name")
  if (length > r.left) throw new Malformed(`UMAS id: a name of ${length} bytes, ${r.left} are there`)
  const at = r.at
  const model = r.text(length, "Model name").replace(/\0+$/, "").trim()
  if (!/^[\x20-\x7e]{3,}$/.test(model)) return
  out.claim("sender", "model", model, RULE, 0.95, at, length)
  out.claim("sender", "vendor", "Schneider Electric", RULE, 0.8, at, length)
}

/** Two identifications and dates of the project, then its name. */
function readProject(r: Reader, out: Findings): void {
  r.skip(38, "Identification and dates")
  const length = r.u8("Length of the project's name")
  if (length > r.left || length === 0) return
  const at = r.at
  const name = r.text(length, "Project name").replace(/\0+$/, "").trim()
  if (/^[\x20-\x7e\xa0-\xff]+$/.test(name)) out.claim("sender", "project", name, "UMAS project info", 0.9, at, length)
}

/**
 * Modbus/TCP: "Modbus messaging on TCP/IP implementation guide" V1.0b section 3.1 (MBAP header) and "Modbus application
 * protocol specification" V1.1b3 sections 4 to 7 (functions, exceptions, device identification 43/14).
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { readIdentification, readServerId } from "./modbus-identity.ts"
import {
  diagnosticNames,
  encapsulatedNames,
  exceptionNames,
  modbusCommands,
  modbusFunctionNames,
} from "./modbus-names.ts"
import { areaOf, kinds, modbusPlaceText, modbusValueText } from "./modbus-places.ts"
import { protocol } from "../protocol.ts"

const PORT = 502
const UMAS = 90

/** Details are counted as one of these + the sub-function, the exception code or the type of what is encapsulated. */
const DIAGNOSTICS = 0x10000
const EXCEPTIONS = 0x20000
const ENCAPSULATED = 0x30000
const WRONG_SIDE = 0x40000
const detailNames: Readonly<Record<number, readonly [key: string, names: ReadonlyMap<number, string>]>> = {
  [DIAGNOSTICS]: ["diagnostics", diagnosticNames],
  [EXCEPTIONS]: ["exception", exceptionNames],
  [ENCAPSULATED]: ["encapsulated", encapsulatedNames],
  [WRONG_SIDE]: ["from-client", new Map([[0, "the client sent an exception, which only servers do"]])],
}

const modbusProtocol = protocol({
  name: "modbus",
  title: "Modbus/TCP",
  family: "ot",
  wireshark: "modbus",
  wiresharkFunction: (code) => `modbus.func_code == ${code}`,
  functionName: (code) => modbusFunctionNames.get(code),
  detailKey: (code) => `${detailNames[code & 0xf0000]?.[0] ?? "detail"}:${code & 0xffff}`,
  detailName: (code) => detailNames[code & 0xf0000]?.[1].get(code & 0xffff),
  commands: modbusCommands,
  placeText: modbusPlaceText,
  valueText: modbusValueText,
  partText: (unit) => `unit ${unit}`,
})

export const modbus: Dissector = {
  protocol: modbusProtocol,
  tcp: [PORT],

  size(bytes, from, to) {
    const seen = to - from
    if (seen < 6) return seen >= 4 && (bytes[from + 2]! | bytes[from + 3]!) !== 0 ? -1 : 0
    if ((bytes[from + 2]! | bytes[from + 3]!) !== 0) return -1
    const length = (bytes[from + 4]! << 8) | bytes[from + 5]!
    return length < 2 || length > longest(bytes, from, to) ? -1 : 6 + length
  },

  /** An exception is 3 bytes long; some devices send a fourth. */
  probe(bytes, from, to) {
    if (to - from < 8 || (bytes[from + 2]! | bytes[from + 3]!) !== 0) return false
    const length = (bytes[from + 4]! << 8) | bytes[from + 5]!
    const code = bytes[from + 7]!
    return length >= 2 && length <= longest(bytes, from, to) && (code < 0x80 || length <= 4)
  },

  read(r, about, out) {
    const from = r.at
    r.group("MBAP header")
    const transaction = r.u16("Transaction identifier")
    const protocolId = r.u16("Protocol identifier")
    if (protocolId !== 0) throw new Malformed(`Modbus protocol identifier is ${protocolId}, not 0`)
    const length = r.u16("Length")
    const most = longest(r.bytes, r.at - 6, r.end)
    if (length < 2 || length > most) throw new Malformed(`Modbus length is ${length}, outside 2 to ${most}`)
    const unit = r.u8("Unit identifier")
    r.endGroup()
    const to = r.at - 1 + length
    const code = r.u8("Function code")
    const asks = isRequest(about)
    if (code >= 0x80) return readException(r, out, unit, code & 0x7f, transaction, asks)
    if (asks) out.operation(modbusProtocol, code, "request", transaction, question(r, code, to))
    else {
      out.operation(modbusProtocol, code, "response", transaction)
      if (isBehind(unit)) out.part(modbusProtocol, unit)
    }
    r.need(to - r.at)
    r.end = to
    if (code === UMAS) out.inner("modbus-umas", r, from, to)
    else if (asks) readRequest(r, out, unit, code)
    else readResponse(r, out, unit, code)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

/** Messaging guide section 4.4.2.1: 255 (and, of old, 0) is the device that has the IP address; others stand behind it, if there are several. */
const isBehind = (unit: number): boolean => unit !== 0 && unit !== 255

/** Section 7. A gateway refuses for itself: nobody answered then. */
function readException(
  r: Reader,
  out: Findings,
  unit: number,
  code: number,
  transaction: number,
  fromClient: boolean,
): void {
  const why = r.u8("Exception code")
  out.operation(modbusProtocol, code, "exception", transaction)
  out.detail(modbusProtocol, EXCEPTIONS + why)
  if (fromClient) return out.detail(modbusProtocol, WRONG_SIDE)
  if (isBehind(unit) && why !== 10 && why !== 11) out.part(modbusProtocol, unit)
}

/** Equal for the same unit and the same registers: what is written into them may change. */
function question(r: Reader, code: number, to: number): number {
  const length = code === 5 || code === 6 ? 2 : code === 23 ? 8 : 4
  return fingerprint(r.bytes, r.at - 2, Math.min(r.at + length, to, r.end))
}

/** Section 4.1: 253 bytes of PDU and the unit identifier; Schneider's UMAS (function 90) goes to 1024. */
const longest = (bytes: Uint8Array, from: number, to: number): number =>
  to - from < 8 || bytes[from + 7] === UMAS ? 1025 : 254

/** The well-known port tells the server; without it whoever opened the connection is the client. */
function isRequest(about: About): boolean {
  const toServer = about.targetPort === PORT
  const fromServer = about.sourcePort === PORT
  if (toServer !== fromServer) return toServer
  return about.direction >= 0
}

/** What functions 1 to 6, 15 and 16 read or write, by function code. */
const kindOf = [0, kinds.coils, kinds.inputs, kinds.holding, kinds.input, kinds.coils, kinds.holding] as const

function readRequest(r: Reader, out: Findings, unit: number, code: number): void {
  switch (code) {
    case 1:
    case 2:
    case 3:
    case 4: {
      const from = r.u16("Starting address")
      return out.place(areaOf(unit, kindOf[code]), from, r.u16("Quantity"))
    }
    case 5:
    case 6:
      out.place(areaOf(unit, kindOf[code]), r.u16("Address"), 1)
      out.written(r.at, 2)
      r.u16("Value")
      return
    case 15:
      return readWrite(r, out, areaOf(unit, kinds.coils), "Values")
    case 16:
      return readWrite(r, out, areaOf(unit, kinds.holding), "Values")
    case 22:
      out.place(areaOf(unit, kinds.holding), r.u16("Address"), 1)
      r.u16("And mask")
      r.u16("Or mask")
      return
    case 23: {
      const from = r.u16("Read starting address")
      out.place(areaOf(unit, kinds.holding), from, r.u16("Quantity to read"))
      return readWrite(r, out, areaOf(unit, kinds.holding), "Values to write")
    }
    default:
      readRareRequest(r, out, unit, code)
  }
}

function readRareRequest(r: Reader, out: Findings, unit: number, code: number): void {
  switch (code) {
    case 8:
      out.detail(modbusProtocol, DIAGNOSTICS + r.u16("Sub-function"))
      r.skip(r.left, "Data")
      return
    case 20:
    case 21:
      return readFileRecords(r, out, unit, code === 21)
    case 24:
      return out.place(areaOf(unit, kinds.queue), r.u16("FIFO pointer address"), 1)
    case 43: {
      const type = r.u8("Encapsulated interface type")
      out.detail(modbusProtocol, ENCAPSULATED + type)
      if (type !== 14) return
      r.u8("Read device identification code")
      return out.place(areaOf(unit, kinds.identification), r.u8("Object identifier"), 1)
    }
  }
}

/** Where it is written, how many, and the values. */
function readWrite(r: Reader, out: Findings, area: number, name: string): void {
  const from = r.u16("Starting address")
  out.place(area, from, r.u16("Quantity"))
  const at = counted(r, name)
  out.written(at, r.at - at)
}

/** Sections 6.14 and 6.15: groups of a reference type, a file, a record and a length in registers; when writing, with what is written. */
function readFileRecords(r: Reader, out: Findings, unit: number, writes: boolean): void {
  const count = r.u8("Byte count")
  if (count > r.left) throw new Malformed(`Modbus file records: byte count is ${count}, ${r.left} bytes are there`)
  const end = r.at + count
  while (end - r.at >= 7) {
    r.group("Group")
    r.u8("Reference type")
    const file = r.u16("File number")
    const record = r.u16("Record number")
    const length = r.u16("Record length")
    out.place(areaOf(unit, kinds.file, file), record, length)
    if (writes) {
      if (length * 2 > end - r.at)
        throw new Malformed(`Modbus file record: ${length} registers, ${end - r.at} bytes are there`)
      out.written(r.at, length * 2)
      r.skip(length * 2, "Record data")
    }
    r.endGroup()
  }
}

function readResponse(r: Reader, out: Findings, unit: number, code: number): void {
  switch (code) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 23: {
      const at = counted(r, "Values")
      return out.result(true, at, r.at - at)
    }
    case 5:
    case 6:
      r.u16("Address")
      r.u16("Value")
      return
    case 8:
      r.u16("Sub-function")
      return
    case 15:
    case 16:
      r.u16("Starting address")
      r.u16("Quantity")
      return
    case 17:
      return readServerId(r, out, whoIs(unit))
    case 43:
      if (r.u8("Encapsulated interface type") === 14) readIdentification(r, out, whoIs(unit))
      return
  }
}

const whoIs = (unit: number): "sender" | { readonly part: number } => (isBehind(unit) ? { part: unit } : "sender")

/** A byte count and that many bytes; where they begin. */
function counted(r: Reader, name: string): number {
  const count = r.u8("Byte count")
  if (count > r.left) throw new Malformed(`Modbus byte count is ${count}, ${r.left} bytes are there`)
  const at = r.at
  r.skip(count, name)
  return at
}

/**
 * Modbus/TCP: "Modbus messaging on TCP/IP implementation guide" V1.0b section 3.1 (MBAP header) and "Modbus application
 * protocol specification" V1.1b3 sections 4 to 7 (functions, exceptions, device identification 43/14).
 */
import { fingerprint } from "../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../bytes/reader.ts"
import type { ClaimField } from "../facts/claim-field.ts"
import type { About, Dissector, Findings } from "./dissector.ts"
import { modbusFunctionNames } from "./modbus-names.ts"
import { protocol } from "./protocol.ts"

const PORT = 502

const modbusProtocol = protocol({
  name: "modbus",
  title: "Modbus/TCP",
  family: "ot",
  wireshark: "modbus",
  functionName: (code) => modbusFunctionNames.get(code),
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
    r.group("MBAP header")
    const transaction = r.u16("Transaction identifier")
    const protocolId = r.u16("Protocol identifier")
    if (protocolId !== 0) throw new Malformed(`Modbus protocol identifier is ${protocolId}, not 0`)
    const length = r.u16("Length")
    const most = longest(r.bytes, r.at - 6, r.end)
    if (length < 2 || length > most) throw new Malformed(`Modbus length is ${length}, outside 2 to ${most}`)
    r.u8("Unit identifier")
    r.endGroup()
    const to = r.at - 1 + length
    const code = r.u8("Function code")
    const asks = isRequest(about)
    if (code >= 0x80) {
      r.u8("Exception code")
      out.operation(modbusProtocol, code & 0x7f, "exception", transaction)
      return
    }
    if (asks) out.operation(modbusProtocol, code, "request", transaction, question(r, code, to))
    else out.operation(modbusProtocol, code, "response", transaction)
    r.need(to - r.at)
    r.end = to
    if (asks) readRequest(r, code)
    else readResponse(r, out, code)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

/** Equal for the same unit and the same registers: what is written into them may change. */
function question(r: Reader, code: number, to: number): number {
  const length = code === 5 || code === 6 ? 2 : code === 23 ? 8 : 4
  return fingerprint(r.bytes, r.at - 2, Math.min(r.at + length, to, r.end))
}

/** Section 4.1: 253 bytes of PDU and the unit identifier; Schneider's UMAS (function 90) goes to 1024. */
const longest = (bytes: Uint8Array, from: number, to: number): number =>
  to - from < 8 || bytes[from + 7] === 90 ? 1025 : 254

/** The well-known port tells the server; without it whoever opened the connection is the client. */
function isRequest(about: About): boolean {
  const toServer = about.targetPort === PORT
  const fromServer = about.sourcePort === PORT
  if (toServer !== fromServer) return toServer
  return about.direction >= 0
}

function readRequest(r: Reader, code: number): void {
  switch (code) {
    case 1:
    case 2:
    case 3:
    case 4:
      r.u16("Starting address")
      r.u16("Quantity")
      return
    case 5:
    case 6:
      r.u16("Address")
      r.u16("Value")
      return
    case 15:
    case 16:
      r.u16("Starting address")
      r.u16("Quantity")
      counted(r, code, "Values")
      return
    case 22:
      r.u16("Address")
      r.u16("And mask")
      r.u16("Or mask")
      return
    case 23:
      r.u16("Read starting address")
      r.u16("Quantity to read")
      r.u16("Write starting address")
      r.u16("Quantity to write")
      counted(r, code, "Values to write")
      return
    case 43:
      if (r.u8("Encapsulated interface type") !== 14) return
      r.u8("Read device identification code")
      r.u8("Object identifier")
      return
  }
}

function readResponse(r: Reader, out: Findings, code: number): void {
  switch (code) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 23:
      counted(r, code, "Values")
      return
    case 5:
    case 6:
      r.u16("Address")
      r.u16("Value")
      return
    case 15:
    case 16:
      r.u16("Starting address")
      r.u16("Quantity")
      return
    case 17:
      readServerId(r, out)
      return
    case 43:
      if (r.u8("Encapsulated interface type") === 14) readIdentification(r, out)
      return
  }
}

/** A byte count and that many bytes. */
function counted(r: Reader, code: number, name: string): void {
  const count = r.u8("Byte count")
  if (count > r.left) throw new Malformed(`Modbus function ${code}: byte count is ${count}, ${r.left} bytes are there`)
  r.skip(count, name)
}

/** Function 17: a device-specific id, then the run indicator 0x00 or 0xff, then what the vendor likes to add. */
function readServerId(r: Reader, out: Findings): void {
  const count = r.u8("Byte count")
  if (count > r.left) throw new Malformed(`Modbus server id: byte count is ${count}, ${r.left} bytes are there`)
  if (count < 2) return
  r.u8("Server id")
  const at = r.at
  const running = r.u8("Run indicator status")
  if (running === 0xff) out.claim("sender", "mode", "run", "Modbus report server id", 0.7, at, 1)
  if (running === 0x00) out.claim("sender", "mode", "stop", "Modbus report server id", 0.7, at, 1)
  const text = r.at
  const value = r
    .text(count - 2, "Additional data")
    .replace(/\0+$/, "")
    .trim()
  if (/^[\x20-\x7e]{4,}$/.test(value)) {
    out.claim("sender", "description", value, "Modbus report server id", 0.8, text, count - 2)
  }
}

/** Objects of device identification, section 6.21: what each says of the device. */
const objects: readonly { readonly field: ClaimField; readonly confidence: number }[] = [
  { field: "vendor", confidence: 0.95 },
  { field: "model", confidence: 0.9 },
  { field: "firmware", confidence: 0.95 },
  { field: "description", confidence: 0.5 },
  { field: "description", confidence: 0.9 },
  { field: "model", confidence: 0.95 },
  { field: "location", confidence: 0.6 },
]

function readIdentification(r: Reader, out: Findings): void {
  r.u8("Read device identification code")
  r.u8("Conformity level")
  r.u8("More follows")
  r.u8("Next object identifier")
  const count = r.u8("Number of objects")
  for (let n = 0; n < count; n++) {
    r.group("Object")
    const id = r.u8("Object identifier")
    const length = r.u8("Object length")
    if (length > r.left) {
      throw new Malformed(`Modbus identification object ${id}: length is ${length}, ${r.left} bytes are there`)
    }
    const at = r.at
    const value = r.text(length, "Object value").replace(/\0+$/, "").trim()
    r.endGroup()
    const meaning = objects[id]
    if (meaning === undefined || !/^[\x20-\x7e\xa0-\xff]+$/.test(value)) continue
    out.claim("sender", meaning.field, value, "Modbus device identification", meaning.confidence, at, length)
  }
}

/**
 * EtherNet/IP encapsulation: CIP volume 2 chapter 2 (commands, common packet format), sections 2-3 to 2-6; the CIP
 * messages inside are read by cip.ts.
 */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { readIdentity, type Speaker } from "./cip-identity.ts"
import { enipCommandNames } from "./cip-names.ts"
import { envelope } from "./cip-memory.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const PORT = 44818
const HEADER = 24

const LIST_IDENTITY = 0x63
const SEND_RR_DATA = 0x6f
const SEND_UNIT_DATA = 0x70

const IDENTITY_ITEM = 0x0c
const CONNECTED_ADDRESS_ITEM = 0xa1
const CONNECTED_DATA_ITEM = 0xb1
const UNCONNECTED_DATA_ITEM = 0xb2

const enipProtocol = protocol({
  name: "enip",
  title: "EtherNet/IP",
  family: "ot",
  wireshark: "enip",
  wiresharkFunction: (code) => `enip.command == ${code}`,
  functionName: (code) => enipCommandNames.get(code),
  detailKey: (code) => `status:${code}`,
  detailName: (code) => statusNames.get(code) ?? `encapsulation status ${code}, kept for old devices`,
})

/** Table 2-3.3: what is wrong with the encapsulation; what the CIP message inside meets is told by cip.ts. */
const statusNames: ReadonlyMap<number, string> = new Map([
  [0x01, "encapsulation command is invalid or not supported"],
  [0x02, "not enough memory for the encapsulation command"],
  [0x03, "encapsulation data are not well formed"],
  [0x64, "session handle is not valid"],
  [0x65, "length of the encapsulated message is not valid"],
  [0x69, "encapsulation protocol version is not supported"],
  [0x6a, "encapsulated CIP service is not allowed on this port"],
])

/** Table 2-3.3: the highest status that an encapsulated answer may have; 4 to 0x63 are kept for old devices. */
const HIGHEST_STATUS = 0x6a

const common: Pick<Dissector, "protocol" | "size" | "read"> = {
  protocol: enipProtocol,
  size(bytes, from, to) {
    if (to - from < 4) return to - from >= 2 && !enipCommandNames.has(command(bytes, from)) ? -1 : 0
    if (!enipCommandNames.has(command(bytes, from))) return -1
    return HEADER + (bytes[from + 2]! | (bytes[from + 3]! << 8))
  },

  read(r, about, out) {
    r.group("Encapsulation header")
    const code = r.u16le("Command")
    const length = r.u16le("Length")
    r.u32le("Session handle")
    const status = r.u32le("Status")
    const context = r.u32le("Sender context, first half")
    r.u32le("Sender context, second half")
    r.u32le("Options")
    r.endGroup()
    const asks = about.targetPort === PORT || (about.sourcePort !== PORT && about.direction >= 0)
    out.operation(enipProtocol, code, status !== 0 ? "exception" : asks ? "request" : "response")
    if (status !== 0 && status <= HIGHEST_STATUS) out.detail(enipProtocol, status)
    r.need(length)
    r.end = r.at + length
    if (code === SEND_RR_DATA || code === SEND_UNIT_DATA) readData(r, out, about, context)
    else if (code === LIST_IDENTITY && length >= 2) readItems(r, out, null, 0)
    else if (length > 0) r.skip(length, "Command specific data")
  },
}

export const enip: Dissector = {
  ...common,
  tcp: [PORT],
  udp: [PORT],
  probe: isHeader,
}

/** On other ports the command must prove more: a session that begins or carries data, or a list with its items. */
export const enipElsewhere: Dissector = {
  ...common,
  anyPort: true,
  probe: (bytes, from, to) => isHeader(bytes, from, to) && proves(bytes, from, to),
}

/** A command, a status and options that exist, and a length that the command may have. */
function isHeader(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < HEADER || !enipCommandNames.has(command(bytes, from))) return false
  const status = bytes[from + 8]! | (bytes[from + 9]! << 8) | (bytes[from + 10]! << 16) | (bytes[from + 11]! << 24)
  const options = bytes[from + 20]! | bytes[from + 21]! | bytes[from + 22]! | bytes[from + 23]!
  return status >= 0 && status <= HIGHEST_STATUS && options === 0 && suits(bytes, from, to)
}

function proves(bytes: Uint8Array, from: number, to: number): boolean {
  const session = bytes[from + 4]! | bytes[from + 5]! | bytes[from + 6]! | bytes[from + 7]!
  const length = bytes[from + 2]! | (bytes[from + 3]! << 8)
  switch (command(bytes, from)) {
    case 0x65:
      return length === 4
    case SEND_RR_DATA:
    case SEND_UNIT_DATA:
      return session !== 0 && length >= 16
    case LIST_IDENTITY:
      return length > 2 && suits(bytes, from, to)
    default:
      return false
  }
}

const command = (bytes: Uint8Array, from: number): number => bytes[from]! | (bytes[from + 1]! << 8)

/** Do length and first item suit the command? Zero and small numbers are common in any protocol, these pairs are not. */
function suits(bytes: Uint8Array, from: number, to: number): boolean {
  const length = bytes[from + 2]! | (bytes[from + 3]! << 8)
  switch (command(bytes, from)) {
    case 0x65:
      return length === 4 || length === 0
    case 0x66:
      return length === 0
    case SEND_RR_DATA:
    case SEND_UNIT_DATA:
      return length >= 8 || length === 0
    case 0x01:
    case 0x04:
    case 0x63:
    case 0x64:
      return length === 0 ? to - from === HEADER : length >= 2 && startsWithItem(bytes, from + HEADER, to, length)
    case 0x00: {
      // A NOP is 24 arbitrary bytes: it counts where another command follows it.
      const next = from + HEADER + length
      return to - next >= HEADER && command(bytes, next) !== 0 && isHeader(bytes, next, to)
    }
    default:
      return false
  }
}

/** A count of items that could fit, and a first item (table 2-6.3) that does. */
function startsWithItem(bytes: Uint8Array, from: number, to: number, length: number): boolean {
  if (to - from < 6) return length === 2 && to - from >= 2 && (bytes[from]! | bytes[from + 1]!) === 0
  const count = bytes[from]! | (bytes[from + 1]! << 8)
  const type = bytes[from + 2]! | (bytes[from + 3]! << 8)
  const size = bytes[from + 4]! | (bytes[from + 5]! << 8)
  return count * 4 + 2 <= length && size + 6 <= length && (type === IDENTITY_ITEM || type === 0x100 || type === 0x01)
}

function readData(r: Reader, out: Findings, about: About, context: number): void {
  if (r.left === 0) return
  const handle = r.u32le("Interface handle")
  r.u16le("Time-out")
  // Interface 0 is CIP; others belong to vendors.
  if (handle !== 0) return
  readItems(r, out, about, context)
}

/** The common packet format: a count, then items of type, length and data. */
function readItems(r: Reader, out: Findings, about: About | null, context: number): void {
  const count = r.u16le("Item count")
  const end = r.end
  connection = 0
  for (let n = 0; n < count; n++) {
    r.group("Item")
    const type = r.u16le("Type")
    const length = r.u16le("Length")
    if (length > end - r.at) throw new Malformed(`EtherNet/IP item of ${length} bytes, ${end - r.at} are there`)
    r.end = r.at + length
    readItem(r, out, about, type, length, context)
    r.at = r.end
    r.end = end
    r.endGroup()
  }
}

function readItem(r: Reader, out: Findings, about: About | null, type: number, length: number, context: number): void {
  if (type === IDENTITY_ITEM && length >= 33) return readIdentityItem(r, out)
  if (about !== null && type === CONNECTED_ADDRESS_ITEM && length === 4) {
    // Identifiers are told apart by 31 bits of them: none is negative then.
    connection = r.u32le("Connection identifier") & 0x7fffffff
  } else if (about !== null && type === UNCONNECTED_DATA_ITEM && length >= 2) {
    envelope.identifier = -1
    envelope.number = context
    out.inner("cip", r, r.at, r.end)
  } else if (about !== null && type === CONNECTED_DATA_ITEM && length >= 4) {
    envelope.number = r.u16le("Sequence count")
    envelope.identifier = connection
    out.inner("cip", r, r.at, r.end)
  } else if (length > 0) r.skip(length, "Data")
}

/** The connection that the address item of the message under way names. */
let connection = 0

const listed: Speaker = { whose: "sender", rule: "EtherNet/IP list identity", confidence: 0.95 }

/** Section 2-4.2.3: protocol version, socket address (big endian), then the Identity object and its state. */
function readIdentityItem(r: Reader, out: Findings): void {
  r.u16le("Encapsulation protocol version")
  r.skip(16, "Socket address")
  readIdentity(r, out, listed)
  if (r.left > 0) r.u8("State")
}

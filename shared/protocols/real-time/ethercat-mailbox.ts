/** The mailbox of EtherCAT slaves: ETG.1000.4 section 5.6 (header), ETG.1000.6 sections 5.6 (CoE), 5.8 (SoE) and 5.9 (FoE). */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { claimObject } from "./ethercat-identity.ts"
import * as errors from "./ethercat-errors.ts"
import * as names from "./ethercat-names.ts"
import type { Protocol } from "../protocol.ts"

const HEAD = 6
const ERROR = 0
const AOE = 1
const EOE = 2
const COE = 3
const FOE = 4
const SOE = 5
const VOE = 15

const EMERGENCY = 1
const SDO_REQUEST = 2
const SDO_RESPONSE = 3

/** Is this memory of a slave a mailbox with something in it? Process data must not be taken for one: each service's own head is judged. */
export function isMailbox(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at < HEAD + 2) return false
  const length = bytes[at]! | (bytes[at + 1]! << 8)
  if (length < 2 || length > to - at - HEAD || bytes[at + 4] !== 0) return false
  const kind = bytes[at + 5]!
  if ((kind & 0x80) !== 0) return false
  const inner = at + HEAD
  switch (kind & 15) {
    case ERROR:
      return length === 4 && bytes[inner] === 1 && bytes[inner + 1] === 0
    case AOE:
      return length >= 32
    case EOE:
      return length >= 4
    case COE:
      return isCoe(bytes, inner, length)
    case FOE:
      return length >= 6 && bytes[inner]! >= 1 && bytes[inner]! <= 6 && bytes[inner + 1] === 0
    case SOE:
      return length >= 4 && (bytes[inner]! & 7) >= 1 && (bytes[inner]! & 7) <= 6
    default:
      return (kind & 15) === VOE && length >= 6
  }
}

/** Number, three reserved bits, service. */
function isCoe(bytes: Uint8Array, at: number, length: number): boolean {
  const service = bytes[at + 1]! >> 4
  if ((bytes[at + 1]! & 0x0e) !== 0 || service < 1 || service > 8) return false
  // Simple slaves leave out the four bytes behind the subindex where they say nothing.
  return length >= (service === SDO_REQUEST ? 10 : service === SDO_RESPONSE ? 6 : 2)
}

/** `asked`: what a master writes on its way out. `answered`: what a slave's mailbox was read for. */
export function readMailbox(
  r: Reader,
  out: Findings,
  protocol: Protocol,
  station: number,
  asked: boolean,
  answered: boolean,
): void {
  const end = r.end
  r.group("Mailbox")
  const length = r.u16le("Length")
  r.u16le("Address")
  r.u8("Channel and priority")
  const kind = r.u8("Type and counter") & 15
  r.end = Math.min(r.at + length, end)
  if (asked || answered) {
    if (kind === COE) readCoe(r, out, protocol, station, asked)
    else if (kind === FOE) readFoe(r, out, protocol, station, asked)
    else if (kind === SOE) readSoe(r, out, protocol, station, asked)
    else if (kind === ERROR) readError(r, out, protocol)
    else out.operation(protocol, kinds.get(kind) ?? names.VOE, asked ? "request" : "response")
  }
  if (r.left > 0) r.skip(r.left, "Data")
  r.end = end
  r.endGroup()
}

const kinds: ReadonlyMap<number, number> = new Map([
  [AOE, names.AOE],
  [EOE, names.EOE],
])

/** What the mailbox itself refuses: which message that was is not said. */
function readError(r: Reader, out: Findings, protocol: Protocol): void {
  r.u16le("Kind of answer")
  out.operation(protocol, names.MAILBOX_ERROR, "exception")
  out.detail(protocol, errors.mailboxDetail(r.u16le("Mailbox error")))
}

function readCoe(r: Reader, out: Findings, protocol: Protocol, station: number, asked: boolean): void {
  const service = r.u16le("CoE number and service") >> 12
  if (service === SDO_REQUEST) return readRequest(r, out, protocol, station, asked)
  if (service === SDO_RESPONSE) return readResponse(r, out, protocol, station)
  out.operation(protocol, names.COE + service, service === EMERGENCY ? "message" : asked ? "request" : "response")
}

/** By the three highest bits of the command. */
const requests = [names.DOWNLOAD_SEGMENT, names.DOWNLOAD, names.UPLOAD, names.UPLOAD_SEGMENT, names.ABORT]
const responses = [names.UPLOAD_SEGMENT, names.DOWNLOAD_SEGMENT, names.UPLOAD, names.DOWNLOAD, names.ABORT]

function readRequest(r: Reader, out: Findings, protocol: Protocol, station: number, asked: boolean): void {
  const command = r.u8("SDO command")
  const code = requests[command >> 5]
  if (code === undefined) return
  out.operation(protocol, code, asked ? "request" : "message")
  if (code === names.DOWNLOAD_SEGMENT || code === names.UPLOAD_SEGMENT) return
  const index = r.u16le("Index")
  const sub = r.u8("Subindex")
  if (code === names.ABORT) return
  out.place(names.OBJECT | station, index * 256 + sub, 1)
  if (code === names.DOWNLOAD) out.written(dataAt(r, command), Math.min(sizeOf(r, command), r.left))
}

/** Expedited: one to four bytes stand where else the whole length is. */
const isShort = (command: number): boolean => (command & 2) !== 0
const dataAt = (r: Reader, command: number): number => (isShort(command) ? r.at : Math.min(r.at + 4, r.end))
function sizeOf(r: Reader, command: number): number {
  if (!isShort(command)) return Math.max(r.left - 4, 0)
  return (command & 1) !== 0 ? 4 - ((command >> 2) & 3) : 4
}

const VENDOR = 0x101801

function readResponse(r: Reader, out: Findings, protocol: Protocol, station: number): void {
  const command = r.u8("SDO command")
  const code = responses[command >> 5]
  if (code === undefined) return
  out.operation(protocol, code, code === names.ABORT ? "exception" : "response")
  if (code === names.ABORT) return readAbort(r, out, protocol)
  if (code !== names.UPLOAD) return
  const place = r.u16le("Index") * 256 + r.u8("Subindex")
  const size = Math.min(sizeOf(r, command), r.left)
  const at = dataAt(r, command)
  out.result(true, at, size)
  claimObject(r, out, protocol, station, place, at, size)
  if (place !== VENDOR || size !== 4 || !isShort(command)) return
  const vendor = r.u32le("Vendor")
  if (vendor < names.VENDOR) out.detail(protocol, names.VENDOR + vendor)
}

function readAbort(r: Reader, out: Findings, protocol: Protocol): void {
  r.u16le("Index")
  r.u8("Subindex")
  if (r.left < 4) return
  const why = errors.abortDetail(r.u32le("Abort code"))
  if (why >= 0) out.detail(protocol, why)
}

const FILE_READ = 1
const FILE_WRITE = 2
const FILE_ERROR = 5
const ALL_NAME = 64

function readFoe(r: Reader, out: Findings, protocol: Protocol, station: number, asked: boolean): void {
  const operation = r.u8("FoE operation")
  r.u8("Reserved")
  const error = r.u32le(operation <= FILE_WRITE ? "Password" : "Packet number or error")
  out.operation(
    protocol,
    names.FOE + operation,
    operation === FILE_ERROR ? "exception" : asked ? "request" : "response",
  )
  const why = operation === FILE_ERROR ? errors.fileDetail(error) : -1
  if (why >= 0) out.detail(protocol, why)
  if (operation !== FILE_READ && operation !== FILE_WRITE) return
  const length = Math.min(r.left, ALL_NAME)
  if (length > 0 && asked) out.named(names.FILE | station, r.at, length)
}

const FAULT = 0x10

function readSoe(r: Reader, out: Findings, protocol: Protocol, station: number, asked: boolean): void {
  const head = r.u8("SoE operation, error, drive")
  r.u8("Elements")
  const parameter = r.u16le("Identification number")
  const operation = head & 7
  // Answers are numbered one behind their requests.
  const code = names.SOE + (operation === 2 || operation === 4 ? operation - 1 : operation)
  const refused = (head & FAULT) !== 0
  out.operation(protocol, code, refused ? "exception" : asked ? "request" : "response")
  // The error stands last, behind what the request said.
  if (refused && r.left >= 2) {
    if (r.left > 2) r.skip(r.left - 2, "Data")
    out.detail(protocol, errors.parameterDetail(r.u16le("Error")))
  }
  if (!asked) return
  out.place(names.PARAMETER | station, (head >> 5) * 65536 + parameter, 1)
  if (operation === 3 && r.left > 0) out.written(r.at, r.left)
}

/** Ethernet POWERLINK: EPSG DS 301 section 4.6 (frames), 6.3.2 (service data objects, also over UDP); numbers low byte first. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { abortNumber } from "./object-aborts.ts"
import { readIdent } from "./powerlink-identity.ts"
import * as names from "./powerlink-names.ts"
import { frameNames, powerlinkProtocol } from "./powerlink-names.ts"

const POLL_RESPONSE = 4
const START_ASYNCHRONOUS = 5
const ASYNCHRONOUS = 6

const IDENT = 1
const STATUS = 2
const COMMAND = 4
const OBJECTS = 5
const WRITE = 1
const READ = 2

export const powerlink: Dissector = {
  protocol: powerlinkProtocol,
  ethertypes: [0x88ab],
  // Two nodes' numbers and two small numbers mark it: it stays on its EtherType.
  probe: (bytes, from, to) => to - from >= 10 && frameNames.has(bytes[from]!),
  read: (r, _about, out) => readFrame(r, out, false),
}

/** Service data objects over UDP are the asynchronous frame from its type on; the node is who has the address. */
export const powerlinkUdp: Dissector = {
  protocol: powerlinkProtocol,
  udp: [3819],
  probe: (bytes, from, to) =>
    to - from >= 8 &&
    bytes[from] === ASYNCHRONOUS &&
    bytes[from + 3] === OBJECTS &&
    (bytes[from + 6]! | bytes[from + 7]!) === 0,
  read: (r, _about, out) => readFrame(r, out, true),
}

function readFrame(r: Reader, out: Findings, isUdp: boolean): void {
  r.group("Frame")
  const type = r.u8("Type") & 0x7f
  if (!frameNames.has(type)) throw new Malformed(`POWERLINK frame of type ${type}`)
  const target = r.u8("Target node")
  r.u8("Source node")
  r.endGroup()
  if (type === ASYNCHRONOUS) readAsynchronous(r, out, isUdp ? 0 : target)
  else if (type === START_ASYNCHRONOUS) {
    claimState(r, out)
    r.u8("Flags")
    r.u8("Flags of redundancy")
    const service = r.u8("Invited service")
    r.u8("Invited node")
    out.operation(powerlinkProtocol, service === 0 || service === 255 ? type : names.INVITES + service, "message")
  } else {
    out.operation(powerlinkProtocol, type, "message")
    if (type === POLL_RESPONSE) claimState(r, out)
  }
  if (r.left > 0) r.skip(r.left, "Data")
}

/** Section 7.1: 0xFD is operational; pre-operational, ready and stopped nodes exchange no process data. Other states tell nothing. */
function claimState(r: Reader, out: Findings): void {
  const at = r.at
  const state = r.u8("State")
  const mode = state === 0xfd ? "run" : stopped.has(state) ? "stop" : ""
  if (mode !== "") out.claim("sender", "mode", mode, "POWERLINK state", 0.9, at, 1)
}
const stopped: ReadonlySet<number> = new Set([0x1d, 0x5d, 0x6d, 0x4d])

function readAsynchronous(r: Reader, out: Findings, target: number): void {
  const service = r.u8("Service")
  if (service === OBJECTS && r.left >= 12) return readObjects(r, out, target)
  if (service === COMMAND) {
    out.operation(powerlinkProtocol, names.COMMANDS + r.u8("Command"), "message")
    out.place(names.NODE, target, 0)
    return
  }
  out.operation(powerlinkProtocol, names.SERVICES + service, "message")
  if (service === IDENT) readIdent(r, out, claimState)
  else if (service === STATUS && r.left >= 3) {
    r.u8("Flags")
    r.u8("Requests waiting")
    claimState(r, out)
  }
}

/** The code is all that an abort holds. */
function readAbort(r: Reader, out: Findings, size: number): void {
  const why = size < 4 || r.left < 4 ? -1 : abortNumber(r.u32le("Abort code"))
  if (why >= 0) out.detail(powerlinkProtocol, why)
}

/** Sequence layer, then command layer: transaction, flags (answer, abort, segmentation), command, length of the segment. */
function readObjects(r: Reader, out: Findings, target: number): void {
  r.group("Service data object")
  r.u8("Received sequence number")
  r.u8("Sent sequence number")
  r.u16le("Reserved")
  r.u8("Reserved")
  const transaction = r.u8("Transaction")
  const flags = r.u8("Flags")
  const command = r.u8("Command")
  const size = r.u16le("Length of the segment")
  r.u16le("Reserved")
  if (size > r.left) throw new Malformed(`POWERLINK segment of ${size} bytes, ${r.left} are there`)
  const isAnswer = (flags & 0x80) !== 0
  const isAborted = (flags & 0x40) !== 0
  const segmentation = (flags >> 4) & 3
  const outcome = isAborted ? "exception" : isAnswer ? "response" : "request"
  // Connections are opened, and segments that continue are sent, without a command of their own.
  if (size === 0 && command === 0) out.operation(powerlinkProtocol, names.OBJECTS, "message")
  else if (segmentation < 2) out.operation(powerlinkProtocol, names.OBJECTS + command, outcome, transaction)
  if (isAborted) readAbort(r, out, size)
  else if (segmentation === 1 && r.left >= 4) r.u32le("Length of all segments")
  const { end } = r
  r.end = Math.min(end, r.at + size)
  const isPlace = !isAnswer && !isAborted && segmentation < 2 && (command === WRITE || command === READ)
  if (isPlace && r.left >= 3) {
    const index = r.u16le("Index")
    out.place(names.OBJECT, (index << 8) | r.u8("Subindex"), target)
    if (command === WRITE && r.left > 1) {
      r.u8("Reserved")
      out.written(r.at, r.left)
    }
  } else if (isAnswer && !isAborted && command === READ && segmentation < 2 && r.left > 0)
    out.result(true, r.at, r.left)
  r.endGroup()
}

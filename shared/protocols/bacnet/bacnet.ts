/** BACnet/IP and BACnet over Ethernet: ANSI/ASHRAE 135-2020 annex J (BVLC), clause 6 (NPDU), clauses 5 and 20.1 (APDU). */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { readIAm, readPropertiesAnswer, readPropertyAnswer } from "./bacnet-identity.ts"
import { readLinkMessage, readNetworkHead, readNetworkMessage, route } from "./bacnet-network.ts"
import { NO_PART } from "./bacnet-places.ts"
import { ABORT, bacnetProtocol, ERROR, REJECT, UNCONFIRMED } from "./bacnet-protocol.ts"
import { readRequestPlaces, readUnconfirmedPlaces } from "./bacnet-requests.ts"
import { Segments } from "./bacnet-segments.ts"
import { isOpening, readNumber, readTag, tag } from "./bacnet-tags.ts"
import type { About, Dissector, Findings, Whose } from "../dissector.ts"

const BVLC = 0x81
const FORWARDED = 0x04
/** BVLC functions that carry an NPDU: forwarded, distribute broadcast, original unicast, original broadcast. */
const carries: ReadonlySet<number> = new Set([FORWARDED, 0x09, 0x0a, 0x0b])
const LAST_FUNCTION = 0x0c

const READ_PROPERTY = 12
const READ_PROPERTY_MULTIPLE = 14
const I_AM = 0
const I_HAVE = 1

/** Beside the service of a request: it asks for several properties by one word, so that its answers do not match its places. */
const SEVERAL = 0x100

type Memory = {
  /** The service that each invoke id asked for last: a reject and an abort do not repeat it. -1: unknown. */
  readonly services: Int16Array
  /** The function of the virtual link that was asked for last; -1: none. */
  link: number
  segments: Segments | null
}
const noMemory = (): Memory => ({ services: new Int16Array(256).fill(-1), link: -1, segments: null })
/** On Ethernet each direction has a memory of its own: what is refused there is not known. */
const nobodyAsked = noMemory()

export const bacnet: Dissector = {
  protocol: bacnetProtocol,
  udp: [47808],
  anyPort: true,

  probe(bytes, from, to) {
    if (to - from < 4 || bytes[from] !== BVLC || bytes[from + 1]! > LAST_FUNCTION) return false
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    if (!carries.has(bytes[from + 1]!)) return length === to - from
    // Test tools write lengths that are too short; the datagram is as long as it is.
    const network = from + (bytes[from + 1] === FORWARDED ? 10 : 4)
    return length >= 4 && length <= to - from && isNetworkLayer(bytes, network, to)
  },

  read(r, about, out) {
    r.group("BACnet virtual link control")
    const start = r.at
    r.u8("Type")
    const code = r.u8("Function")
    const length = r.u16("Length")
    if (length < 4) throw new Malformed(`BACnet length is ${length}, less than 4`)
    if (code === FORWARDED) r.skip(6, "Address of the origin")
    r.endGroup()
    r.need(start + length - r.at)
    // What a broadcast management device forwards is said by another: who it is stands in its address, not in its frame.
    if (carries.has(code)) readNetwork(r, about, out, code !== FORWARDED)
    else {
      readLinkMessage(r, out, code, about.recall(noMemory))
      if (r.left > 0) r.skip(r.left, "Contents")
    }
  },
}

/** ISO 8802-2 type 1 with the service access point of BACnet (clause 7). */
export const bacnetEthernet: Dissector = {
  protocol: bacnetProtocol,
  over: ["llc:82"],
  probe: isNetworkLayer,
  read: (r, about, out) => readNetwork(r, about, out, true),
}

/** Version 1, and control bits 6 and 4 are reserved (clause 6.2.2). */
function isNetworkLayer(bytes: Uint8Array, at: number, to: number): boolean {
  return to - at >= 3 && bytes[at] === 1 && (bytes[at + 1]! & 0x50) === 0
}

/** Who speaks, behind a router; reused. */
const behind = { part: NO_PART }

/** `own`: the sender of the frame is who speaks, or the router for whom. */
function readNetwork(r: Reader, about: About, out: Findings, own: boolean): void {
  if (readNetworkHead(r)) return readNetworkMessage(r, out)
  behind.part = route.source
  // What a device behind a router says of itself is not about the router.
  const whose = !own ? null : route.source === NO_PART ? "sender" : behind
  r.group("Application layer")
  readApplication(r, about, out, whose)
  if (r.left > 0) r.skip(r.left, "Contents")
  r.endGroup()
}

function readApplication(r: Reader, about: About, out: Findings, whose: Whose | null): void {
  const first = r.u8("PDU type and flags")
  const memory = about.recall(noMemory)
  switch (first >> 4) {
    case 0:
      readRequest(r, out, memory, first, about.side)
      break
    case 1:
      readUnconfirmed(r, out, whose)
      break
    case 2:
      readSimpleAnswer(r, out, whose)
      break
    case 3:
      readAnswer(r, out, memory, first, about.side, whose)
      break
    case 5:
      readError(r, out, whose)
      break
    case 6:
    case 7:
      readRefusal(r, out, about.transport === "ethernet" ? nobodyAsked : memory, first >> 4 === 6 ? REJECT : ABORT)
  }
}

/** Who answers stands behind a router: it is one of its parts. */
function tellPart(out: Findings, whose: Whose | null): void {
  if (whose === behind) out.part(bacnetProtocol, behind.part)
}

/** Flags of the first octet (clauses 20.1.2 and 20.1.5). */
const SEGMENTED = 8
const MORE_FOLLOW = 4

/** Sequence number and window of a segment; the sequence number, -1 where the message is whole. */
function readSequence(r: Reader, flags: number): number {
  if ((flags & SEGMENTED) === 0) return -1
  const sequence = r.u8("Sequence number")
  r.u8("Proposed window size")
  return sequence
}

/**
 * A message in segments is counted once, with its last, and read then (clause 5.2). The segment's contents are passed; what is given back
 * is the whole message, null where parts of it are missing or further ones follow.
 */
function joined(
  r: Reader,
  out: Findings,
  memory: Memory,
  key: number,
  sequence: number,
  flags: number,
): Uint8Array | null {
  const segments = (memory.segments ??= new Segments())
  segments.add(key, sequence, r, out)
  r.skip(r.left, "Segment")
  return (flags & MORE_FOLLOW) === 0 ? segments.take(key, out) : null
}

/** Which message a segment belongs to. */
const segmentKey = (side: number, type: number, invoke: number): number => (side << 16) | (type << 8) | invoke

/** The reader stands in the whole message while it is read: its fields are not those of the packet. */
function openJoined(r: Reader, bytes: Uint8Array): void {
  r.trace = null
  r.open(bytes, 0, bytes.length)
}

function readRequest(r: Reader, out: Findings, memory: Memory, flags: number, side: number): void {
  r.u8("Maximum segments and size accepted")
  const invoke = r.u8("Invoke identifier")
  const sequence = readSequence(r, flags)
  const service = r.u8("Service")
  memory.services[invoke] = service
  if (sequence < 0) {
    out.operation(bacnetProtocol, service, "request", invoke, fingerprint(r.bytes, r.at, r.end))
    if (readRequestPlaces(r, out, service, route.target)) memory.services[invoke] = service | SEVERAL
    return
  }
  const whole = joined(r, out, memory, segmentKey(side, 0, invoke), sequence, flags)
  if ((flags & MORE_FOLLOW) !== 0) return
  out.operation(bacnetProtocol, service, "request", invoke)
  if (whole === null) return
  const { bytes, at, end, trace } = r
  openJoined(r, whole)
  if (readRequestPlaces(r, out, service, route.target)) memory.services[invoke] = service | SEVERAL
  r.open(bytes, at, end).trace = trace
}

function readUnconfirmed(r: Reader, out: Findings, whose: Whose | null): void {
  const service = r.u8("Service")
  out.operation(bacnetProtocol, UNCONFIRMED + service, "message")
  if (service === I_AM || service === I_HAVE) tellPart(out, whose)
  if (service === I_AM) readIAm(r, out, whose)
  else readUnconfirmedPlaces(r, out, service, route.target)
}

function readSimpleAnswer(r: Reader, out: Findings, whose: Whose | null): void {
  const invoke = r.u8("Invoke identifier")
  out.operation(bacnetProtocol, r.u8("Service"), "response", invoke)
  tellPart(out, whose)
}

function readAnswer(r: Reader, out: Findings, memory: Memory, flags: number, side: number, whose: Whose | null): void {
  const invoke = r.u8("Invoke identifier")
  const sequence = readSequence(r, flags)
  const service = r.u8("Service")
  const told = memory.services[invoke] === service
  if (sequence < 0) {
    out.operation(bacnetProtocol, service, "response", invoke)
    tellPart(out, whose)
    return readContents(r, out, service, whose, told)
  }
  const whole = joined(r, out, memory, segmentKey(side, 3, invoke), sequence, flags)
  if ((flags & MORE_FOLLOW) !== 0) return
  out.operation(bacnetProtocol, service, "response", invoke)
  tellPart(out, whose)
  if (whole === null) return
  const { bytes, at, end, trace } = r
  openJoined(r, whole)
  readContents(r, out, service, whose, told)
  r.open(bytes, at, end).trace = trace
}

function readContents(r: Reader, out: Findings, service: number, whose: Whose | null, told: boolean): void {
  if (service === READ_PROPERTY) readPropertyAnswer(r, out, whose, told)
  else if (service === READ_PROPERTY_MULTIPLE) readPropertiesAnswer(r, out, whose, told)
}

/** Clause 20.1.7: a class and a code; some services put them into brackets and add more. */
function readError(r: Reader, out: Findings, whose: Whose | null): void {
  const invoke = r.u8("Invoke identifier")
  out.operation(bacnetProtocol, r.u8("Service"), "exception", invoke)
  tellPart(out, whose)
  if (!readTag(r) || (isOpening(0) && !readTag(r)) || tag.number !== 9) return
  const family = readNumber(r, "Error class")
  if (!readTag(r) || tag.number !== 9) return
  const code = readNumber(r, "Error code")
  if (family >= 0 && family < 64 && code >= 0 && code < 0x10000)
    out.detail(bacnetProtocol, ERROR + family * 0x10000 + code)
}

/** Who refuses may be a router between: it is no proof of the part. */
function readRefusal(r: Reader, out: Findings, memory: Memory, details: number): void {
  const invoke = r.u8("Invoke identifier")
  const reason = r.u8("Reason")
  const service = memory.services[invoke]! & ~SEVERAL
  const isKnown = memory.services[invoke]! >= 0
  memory.services[invoke] = -1
  if (!isKnown) return
  out.operation(bacnetProtocol, service, "exception", invoke)
  out.detail(bacnetProtocol, details + reason)
}

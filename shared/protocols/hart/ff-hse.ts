/**
 * Foundation Fieldbus HSE: FF-588 section 7 (head: version, options, protocol and kind, service, address, length; a trailer as the
 * options tell). Numbers high byte first.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { CONFIRMED, FMS, hseProtocol, serviceNames, SM } from "./ff-hse-names.ts"

const HEAD = 12
const LONGEST = 0x10000
/** Options: a message number, an invocation, a time, an extended control stand behind the data. */
const NUMBERED = 0x80
const INVOKED = 0x40
const TIMED = 0x20
const CONTROLLED = 0x08

const READ = (FMS << 8) | CONFIRMED | 2
const WRITE = (FMS << 8) | CONFIRMED | 3
const READ_PART = (FMS << 8) | CONFIRMED | 82
const WRITE_PART = (FMS << 8) | CONFIRMED | 83
const IDENTIFY = (SM << 8) | CONFIRMED | 3
const ANNUNCIATION = (SM << 8) | 16

const RULE = "FF HSE system management"

const codeAt = (bytes: Uint8Array, from: number): number => ((bytes[from + 2]! >> 2) << 8) | bytes[from + 3]!
const lengthAt = (bytes: Uint8Array, from: number): number =>
  ((bytes[from + 8]! << 24) | (bytes[from + 9]! << 16) | (bytes[from + 10]! << 8) | bytes[from + 11]!) >>> 0
const isHead = (bytes: Uint8Array, from: number): boolean =>
  bytes[from] === 1 && (bytes[from + 2]! & 3) < 3 && serviceNames.has(codeAt(bytes, from))

export const ffHse: Dissector = {
  protocol: hseProtocol,
  // Annunciation, messages, system management, LAN redundancy.
  tcp: [1089, 1090, 1091, 3622],
  udp: [1089, 1090, 1091, 3622],

  size(bytes, from, to) {
    if (to - from < HEAD) return to - from >= 4 && !isHead(bytes, from) ? -1 : 0
    const length = lengthAt(bytes, from)
    return isHead(bytes, from) && length >= HEAD && length <= LONGEST ? length : -1
  },

  probe(bytes, from, to) {
    if (to - from < HEAD || !isHead(bytes, from)) return false
    const length = lengthAt(bytes, from)
    return length >= HEAD && from + length <= to
  },

  read(r, _about, out) {
    const start = r.at
    r.group("Message header")
    const version = r.u8("Version")
    const options = r.u8("Options")
    const kind = r.u8("Protocol and kind")
    const service = r.u8("Service")
    const address = r.u32("Address: link, node, selector")
    const length = r.u32("Length")
    r.endGroup()
    if (version !== 1) throw new Malformed(`FF HSE version is ${version}, not 1`)
    if (length < HEAD || length > LONGEST)
      throw new Malformed(`FF HSE length is ${length}, outside ${HEAD} to ${LONGEST}`)
    r.need(length - HEAD)
    r.end = start + length
    const trailer =
      ((options & NUMBERED) === 0 ? 0 : 4) +
      ((options & INVOKED) === 0 ? 0 : 4) +
      ((options & TIMED) === 0 ? 0 : 8) +
      ((options & CONTROLLED) === 0 ? 0 : 4)
    if (trailer > r.left) throw new Malformed(`FF HSE trailer of ${trailer} bytes, ${r.left} are there`)
    const end = r.end
    r.end = end - trailer
    const code = ((kind >> 2) << 8) | service
    readService(r, out, code, kind & 3, address, invocation(r.bytes, r.end, options))
    if (r.left > 0) r.skip(r.left, "Data")
    r.end = end
    if (trailer > 0) r.skip(trailer, "Trailer")
  },
}

/** It stands behind the message number; -1: there is none. */
function invocation(bytes: Uint8Array, trailer: number, options: number): number {
  if ((options & INVOKED) === 0) return -1
  const at = trailer + ((options & NUMBERED) === 0 ? 0 : 4)
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) & 0x7fffffff
}

/** Kinds: 0 a request, 1 an answer, 2 an error. */
function readService(r: Reader, out: Findings, code: number, kind: number, address: number, reference: number): void {
  const isConfirmed = (code & CONFIRMED) !== 0
  const outcome = !isConfirmed ? "message" : kind === 0 ? "request" : kind === 1 ? "response" : "exception"
  const question = outcome === "request" ? fingerprint(r.bytes, r.at, r.end) : -1
  out.operation(hseProtocol, code, outcome, reference, question)
  if (outcome === "exception" && r.left >= 2) return out.detail(hseProtocol, r.u16("Error class and code"))
  if (outcome === "request") return tellPlace(r, out, code, address)
  if (kind === 1 && (code === READ || code === READ_PART) && r.left > 0) out.result(true, r.at, r.left)
  if ((code === IDENTIFY && kind === 1) || code === ANNUNCIATION) readIdentity(r, out)
}

function tellPlace(r: Reader, out: Findings, code: number, address: number): void {
  const hasPart = code === READ_PART || code === WRITE_PART
  if (code !== READ && code !== WRITE && !hasPart) return
  if (r.left < (hasPart ? 8 : 4)) return
  const index = r.u32("Index") & 0x7fffffff
  const part = hasPart ? r.u32("Subindex") & 0x7fffffff : 0
  out.place((address >>> 8) & 0x7fffff, index, part)
  if ((code === WRITE || code === WRITE_PART) && r.left > 0) out.written(r.at, r.left)
}

/** States, device indexes, address, identifier and tag (FF-589 section 6). */
function readIdentity(r: Reader, out: Findings): void {
  if (r.left < 88) return
  r.u8("State")
  r.u8("Type of device")
  r.u8("Redundancy state")
  r.u8("Duplicate detection")
  r.u16("Device index")
  r.u16("Highest device index")
  r.skip(16, "Operational address")
  claimText(r, out, "serial", "Device identifier")
  claimText(r, out, "stationName", "Tag")
}

function claimText(r: Reader, out: Findings, field: "serial" | "stationName", name: string): void {
  const at = r.at
  const value = r.text(32, name).replace(/\0.*$/s, "").trim()
  if (/^[\x20-\x7e]+$/.test(value)) out.claim("sender", field, value, RULE, 0.95, at, 32)
}

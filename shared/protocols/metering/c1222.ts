/**
 * ANSI C12.22, meters over networks: clause 5.3.4 (messages: ACSE of ISO/IEC 15953 in BER) and clause 5.3.2 (EPSEM services). Tables
 * and procedures are those of ANSI C12.19.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { element, elementAt, integerOf, readElement } from "../osi/ber.ts"
import { readIdentity, readManufacturer, titleText } from "./c1222-identity.ts"
import * as names from "./c1222-names.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const MESSAGE = 0x60
const CALLED_INVOCATION = 0xa4
const CALLING_TITLE = 0xa6
const CALLING_INVOCATION = 0xa8
const AUTHENTICATION = 0xac
const USER_INFORMATION = 0xbe
const EXTERNAL = 0x28
const OCTETS = 0x81
/** Application context, called title, invocation, calling title, qualifier, invocation, mechanism, authentication, user information. */
const elements: ReadonlySet<number> = new Set([0xa1, 0xa2, 0xa4, 0xa6, 0xa7, 0xa8, 0x8b, 0xac, 0xbe])
const LONGEST = 0xffff

const c1222Protocol = protocol({
  name: "c1222",
  title: "ANSI C12.22",
  family: "ot",
  wireshark: "c1222",
  functionKey: names.c1222Key,
  functionName: names.c1222Name,
  detailKey: names.c1222DetailKey,
  detailName: names.c1222DetailName,
  commands: names.c1222Commands,
  placeText: names.c1222PlaceText,
})

const SLOTS = 16
const MOST = 8
/** By invocation: the services of a message, up to eight, and the table of each. */
type Memory = {
  readonly reference: Int32Array
  readonly services: Uint8Array
  readonly tables: Uint16Array
  /** The title that each side called itself last. */
  readonly titles: Int32Array
}
const noMemory = (): Memory => ({
  reference: new Int32Array(SLOTS).fill(-1),
  services: new Uint8Array(SLOTS * MOST),
  tables: new Uint16Array(SLOTS * MOST),
  titles: new Int32Array(2),
})

const item = element()
const inner = element()

export const c1222: Dissector = {
  protocol: c1222Protocol,
  tcp: [1153],
  udp: [1153],

  size(bytes, from, to) {
    if (bytes[from] !== MESSAGE) return -1
    if (to - from < 2) return 0
    const first = bytes[from + 1]!
    if (first < 0x80) return 2 + first
    if (first !== 0x81 && first !== 0x82) return -1
    const octets = first - 0x80
    if (to - from < 2 + octets) return 0
    return 2 + octets + (octets === 1 ? bytes[from + 2]! : (bytes[from + 2]! << 8) | bytes[from + 3]!)
  },

  probe(bytes, from, to) {
    if (to - from < 8 || bytes[from] !== MESSAGE) return false
    // A message that goes on in the next segment is judged by its beginning.
    if (!elementAt(bytes, from, from + LONGEST, item)) return false
    return isMessage(bytes, item.from, item.to, to)
  },

  read(r, about, out) {
    r.group("Message")
    readElement(r, r.end, item, "Message")
    if (item.identifier !== MESSAGE)
      throw new Malformed(`C12.22 message begins with ${item.identifier}, not ${MESSAGE}`)
    readMessage(r, about, out, item.to)
    r.endGroup()
  },
}

/** Every element is one that messages have, and the last, where it is here, is the user information. */
function isMessage(bytes: Uint8Array, at: number, end: number, to: number): boolean {
  let last = 0
  while (at < end) {
    if (at + 2 > to) return last > 0
    const tag = bytes[at]!
    if (!elements.has(tag) || !elementAt(bytes, at, end, inner)) return false
    last = tag
    at = inner.to
  }
  return last === USER_INFORMATION
}

function readMessage(r: Reader, about: About, out: Findings, end: number): void {
  let called = -1
  let calling = -1
  let authenticated = false
  while (r.at < end) {
    readElement(r, end, item, "Element")
    const { identifier, from, to } = item
    if (identifier === CALLED_INVOCATION) called = invocation(r, to)
    else if (identifier === CALLING_INVOCATION) calling = invocation(r, to)
    else if (identifier === CALLING_TITLE) tellTitle(r, about, out, from, to)
    else if (identifier === AUTHENTICATION) authenticated = true
    else if (identifier === USER_INFORMATION) readUser(r, about, out, to, calling, called, authenticated)
    r.skip(to - r.at, "Contents")
  }
}

function invocation(r: Reader, end: number): number {
  return elementAt(r.bytes, r.at, end, inner) ? integerOf(r.bytes, inner) : -1
}

/** Who calls: the meter's or the head end's own title. Relays pass messages on, so it need not be the sender's. */
function tellTitle(r: Reader, about: About, out: Findings, from: number, to: number): void {
  const memory = about.recall(noMemory)
  const print = fingerprint(r.bytes, from, to)
  if (memory.titles[about.side] === print || !elementAt(r.bytes, from, to, inner)) return
  memory.titles[about.side] = print
  const title = titleText(r.bytes, inner)
  if (title !== "")
    out.claim("sender", "stationName", title, "C12.22 calling title", 0.6, inner.from, inner.to - inner.from)
}

/** EXTERNAL with octets inside: the EPSEM. */
function readUser(
  r: Reader,
  about: About,
  out: Findings,
  end: number,
  calling: number,
  called: number,
  authenticated: boolean,
): void {
  readElement(r, end, inner, "External")
  const { identifier, to } = inner
  if (identifier !== EXTERNAL) return
  while (r.at < to) {
    readElement(r, to, inner, "Encoding")
    if (inner.identifier === OCTETS) return readEpsem(r, about, out, inner.to, calling, called, authenticated)
    r.skip(inner.to - inner.from, "Contents")
  }
}

const ENCRYPTED = 2
const CLEAR_AUTHENTICATED = 1
const CLASS = 0x10

function readEpsem(
  r: Reader,
  about: About,
  out: Findings,
  end: number,
  calling: number,
  called: number,
  authenticated: boolean,
): void {
  r.group("EPSEM")
  const control = r.u8("Control")
  if ((control & CLASS) !== 0) r.skip(4, "Class of the end device")
  const security = (control >> 2) & 3
  if (security === ENCRYPTED) out.operation(c1222Protocol, names.ENCRYPTED, "message")
  else {
    // What is authenticated ends with a code of four octets.
    const to = security === CLEAR_AUTHENTICATED && authenticated ? Math.max(end - 4, r.at) : end
    const whole = r.end
    for (let n = 0; r.at < to; n++) {
      const length = serviceLength(r, to)
      if (length === 0) continue
      r.end = r.at + length
      readService(r, about, out, n, calling, called)
      if (r.left > 0) r.skip(r.left, "Data")
      r.end = whole
    }
  }
  if (r.at < end) r.skip(end - r.at, "Rest")
  r.endGroup()
}

function serviceLength(r: Reader, end: number): number {
  let length = r.u8("Length of the service")
  if (length === 0x81) length = r.u8("Length")
  else if (length === 0x82) length = r.u16("Length")
  else if (length > 0x82) throw new Malformed(`C12.22 service length of ${length - 0x80} octets`)
  if (length > end - r.at) throw new Malformed(`C12.22 service of ${length} octets, ${end - r.at} are there`)
  return length
}

function readService(r: Reader, about: About, out: Findings, n: number, calling: number, called: number): void {
  const memory = about.recall(noMemory)
  const at = r.at
  const tag = r.u8("Service or answer")
  if (tag > names.LAST_ANSWER) {
    const place = slot(calling) + Math.min(n, MOST - 1)
    if (n === 0) memory.reference[slot(calling) / MOST] = calling
    memory.services[place] = tag
    // Of a write, the table is the question.
    const to = names.isWrite(tag) ? Math.min(at + 3, r.end) : r.end
    out.operation(c1222Protocol, tag, "request", calling, fingerprint(r.bytes, at, to))
    memory.tables[place] = readRequest(r, out, tag)
    return
  }
  // The answer names the request's invocation as called; some repeat it as their own.
  const reference = called >= 0 ? called : calling
  const place = slot(reference) + Math.min(n, MOST - 1)
  const known = memory.reference[slot(reference) / MOST] === reference
  const asked = known ? memory.services[place]! : 0
  out.operation(c1222Protocol, asked === 0 ? names.ANSWER : asked, tag === 0 ? "response" : "exception", reference)
  if (tag !== 0) out.detail(c1222Protocol, tag)
  else if (asked === names.IDENTIFY) readIdentity(r, out)
  else if (names.isRead(asked)) readTable(r, out, asked === names.FULL_READ ? memory.tables[place]! : -1)
}

const slot = (reference: number): number => (reference & (SLOTS - 1)) * MOST

const PROCEDURE_INITIATE = 7

/** The table that is reached, or 0xffff. */
function readRequest(r: Reader, out: Findings, service: number): number {
  if ((!names.isRead(service) && !names.isWrite(service)) || r.left < 2) return 0xffff
  const table = r.u16("Table")
  out.place(0, table, 1)
  if (!names.isWrite(service)) return table
  const depth = service & 15
  if (depth === 15) r.skip(3, "Offset")
  else r.skip(2 * depth, "Index")
  const count = r.u16("Count")
  const length = Math.min(count, r.left)
  out.written(r.at, length)
  // Table 7 starts a procedure: number in eleven bits, the twelfth says whose it is (C12.19 clause 9.1.8, low byte first).
  if (table === PROCEDURE_INITIATE && depth === 0 && length >= 3)
    out.detail(c1222Protocol, names.PROCEDURE + (r.u16le("Procedure") & 0xfff))
  return table
}

const MANUFACTURER_TABLE = 1

function readTable(r: Reader, out: Findings, table: number): void {
  if (r.left < 2) return
  const count = Math.min(r.u16("Count"), r.left)
  out.result(true, r.at, count)
  if (table === MANUFACTURER_TABLE) readManufacturer(r, out, count)
}

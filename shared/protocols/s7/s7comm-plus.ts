/**
 * S7comm-plus, Siemens S7-1200/1500 communication: 0x72, version, length, and the trailer that repeats them. Siemens publishes no specification; the
 * layout is that of packet-s7comm_plus by T. Wiens and of Biham et al., "Rogue7" (2019), checked on real traffic of S7-1200 and S7-1500.
 */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import * as names from "./s7comm-plus-names.ts"

const REQUEST = 0x31
const RESPONSE = 0x32
const NOTIFICATION = 0x33
/** From this version on a digest of the message stands before it. */
const WITH_DIGEST = 3
const KEEP_ALIVE = 0xff

const CREATE_OBJECT = 0x04ca
const DELETE_OBJECT = 0x04d4
const SET_VARIABLE = 0x04f2
const EXPLORE = 0x04bb
/** Who asks for a session has none yet: the object of all null sessions. */
const NO_SESSION = 0x120
/** The execution unit of the controller and its attribute "requested operating state" (1 stop, 3 run). */
const EXECUTION_UNIT = 0x34
const REQUESTED_STATE = 2167
const SIGNED = 0x08

const plus = protocol({
  name: "s7comm-plus",
  title: "S7comm-plus",
  family: "ot",
  wireshark: "cotp",
  functionKey: names.plusFunctionKey,
  functionName: names.plusFunctionName,
  detailKey: names.plusDetailKey,
  detailName: names.plusDetailName,
  commands: names.plusCommands,
  placeText: names.plusPlaceText,
})

export const s7commPlus: Dissector = {
  protocol: plus,
  over: ["cotp"],

  probe(bytes, from, to) {
    if (to - from < 4 || bytes[from] !== 0x72) return false
    const version = bytes[from + 1]!
    if (version === KEEP_ALIVE) return true
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    return ((version >= 1 && version <= 3) || version === 0xfe) && length + 4 <= to - from
  },

  read(r, _about, out) {
    r.u8("Protocol identifier")
    const version = r.u8("Protocol version")
    // Keep-alive frames carry a sequence number and a reserved byte instead of a length.
    if (version === KEEP_ALIVE) {
      r.u8("Sequence number")
      r.u8("Reserved")
      return
    }
    const length = r.u16("Data length")
    if (length > r.left) throw new Malformed(`S7comm-plus data length is ${length}, ${r.left} bytes are there`)
    const end = r.at + length
    const last = r.end
    r.end = end
    if (version === WITH_DIGEST) readDigest(r)
    if (version <= WITH_DIGEST && r.left >= 14) readMessage(r, out)
    if (r.left > 0) r.skip(r.left, "Data")
    r.end = last
    if (r.left > 0) r.skip(r.left, "Trailer")
  },
}

function readDigest(r: Reader): void {
  const length = r.u8("Length of the digest")
  if (length > r.left) throw new Malformed(`S7comm-plus digest of ${length} bytes, ${r.left} are there`)
  r.skip(length, "Digest")
}

/** A later piece of a long message begins with anything: only what is a message by its code and function is counted. */
function readMessage(r: Reader, out: Findings): void {
  const [start, code] = [r.at, r.bytes[r.at]!]
  if (code === NOTIFICATION) return out.operation(plus, names.NOTIFICATION, "message")
  if (code !== REQUEST && code !== RESPONSE) return
  const { bytes } = r
  const function_ = (bytes[start + 3]! << 8) | bytes[start + 4]!
  if (((bytes[start + 1]! << 8) | bytes[start + 2]!) !== 0 || names.plusFunctionName(function_) === undefined) return
  r.group(code === REQUEST ? "Request" : "Response")
  r.u8("Code")
  r.u16("Reserved")
  r.u16("Function")
  r.u16("Reserved")
  const sequence = r.u16("Sequence number")
  if (code === REQUEST) readRequest(r, out, function_, sequence)
  else readResponse(r, out, function_, sequence)
  r.endGroup()
}

function readRequest(r: Reader, out: Findings, function_: number, sequence: number): void {
  const session = r.u32("Session")
  r.u8("Transport flags")
  out.operation(plus, function_, "request", sequence)
  if (r.left < 4) return
  const object = r.u32("Object")
  switch (function_) {
    case CREATE_OBJECT:
      if (session === NO_SESSION) return out.detail(plus, names.OPEN_SESSION)
      out.detail(plus, isOwn(object, session) ? names.CREATE_OWN : names.CREATE)
      return tellObject(out, object)
    case DELETE_OBJECT:
      if (object === session) return out.detail(plus, names.CLOSE_SESSION)
      out.detail(plus, isOwn(object, session) ? names.DELETE_OWN : names.DELETE)
      return tellObject(out, object)
    case EXPLORE:
      return tellObject(out, object)
    case SET_VARIABLE:
      return readSetVariable(r, out, object)
  }
}

const tellObject = (out: Findings, object: number): void =>
  object < 0x80000000 ? out.place(names.OBJECT, object, 0) : out.place(names.HIGH_OBJECT, object - 0x80000000, 0)

/** Subscriptions hang below the session's objects, whose numbers follow its own, and get numbers from this range: they change no program. */
const isOwn = (object: number, session: number): boolean =>
  (object >= session && object < session + 16) || object >>> 24 === 0x70

/** How many values, the attribute's number, the flags and type of the value, and the value. */
function readSetVariable(r: Reader, out: Findings, object: number): void {
  r.u8("Number of values")
  const attribute = readNumber(r, "Attribute")
  if (r.left < 3) return
  r.u8("Value flags")
  const type = r.u8("Value type")
  const value = r.bytes[r.at]!
  if (object === EXECUTION_UNIT && attribute === REQUESTED_STATE && type === SIGNED)
    out.detail(plus, value === 1 ? names.STOP : value === 3 ? names.START : names.OTHER_STATE)
  if (object < 0x80000000) out.place(names.ATTRIBUTE, object, attribute)
  out.written(r.at, 1)
  r.u8("Value")
}

/** Seven bits a byte, the highest first; the top bit says that more follow. */
function readNumber(r: Reader, name: string): number {
  let value = 0
  for (let n = 0; n < 4; n++) {
    const byte = r.u8(name)
    value = (value << 7) | (byte & 0x7f)
    if ((byte & 0x80) === 0) return value
  }
  return value
}

/** A result of several bytes is an error; small ones are warnings. */
function readResponse(r: Reader, out: Findings, function_: number, sequence: number): void {
  r.u8("Transport flags")
  const refused = r.left > 0 && r.bytes[r.at]! >= 0x80
  out.operation(plus, function_, refused ? "exception" : "response", sequence)
  if (function_ === CREATE_OBJECT && !refused) claimController(r, out)
}

/** The attribute "session version" of the answer: "1;6ES7 211-1BE31-0XB0 ;V3.0". */
function claimController(r: Reader, out: Findings): void {
  const { bytes, end } = r
  for (let at = r.at; at + 6 < end; at++) {
    // Attribute 319 (0x82 0x3f), no flags, a text of so many bytes.
    if (bytes[at] !== 0x82 || bytes[at + 1] !== 0x3f || bytes[at + 2] !== 0 || bytes[at + 3] !== 0x15) continue
    const length = bytes[at + 4]!
    if (at + 5 + length > end) return
    const text = new TextDecoder("latin1").decode(bytes.subarray(at + 5, at + 5 + length))
    const found = /^\d;(6[A-Z0-9]{3} [A-Z0-9-]+) *;(V[\d.]+)$/.exec(text)
    if (found === null) return
    const [, order = "", version = ""] = found
    const orderAt = at + 5 + text.indexOf(order)
    const rule = "S7comm-plus session version"
    out.claim("sender", "orderNumber", order, rule, 0.95, orderAt, order.length)
    out.claim("sender", "firmware", version, rule, 0.95, at + 5 + text.lastIndexOf(version), version.length)
    out.claim("sender", "vendor", "Siemens", rule, 0.95, orderAt, order.length)
    return
  }
}

/** From TIA Portal V17 on, the same over TLS: what is asked, loaded or stopped can't be seen, and that is said. */
export const s7commPlusSealed: Dissector = {
  protocol: plus,
  over: ["cotp"],

  /** A TLS record (RFC 8446 section 5.1): type 20 to 23, version 3.1 to 3.4, at most 2^14 + 256 bytes. */
  probe(bytes, from, to) {
    if (to - from < 5 || bytes[from]! < 20 || bytes[from]! > 23 || bytes[from + 1] !== 3) return false
    const version = bytes[from + 2]!
    const length = (bytes[from + 3]! << 8) | bytes[from + 4]!
    return version >= 1 && version <= 4 && length > 0 && length <= 16_640
  },

  read(r, _about, out) {
    r.u8("Content type")
    r.u16("TLS version")
    r.u16("Length")
    if (r.left > 0) r.skip(r.left, "Encrypted: the program is not visible")
    out.operation(plus, names.ENCRYPTED, "message")
  },
}

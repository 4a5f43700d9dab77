/**
 * Network management: version 1 (RFC 1157 section 4), 2c (RFC 1901, RFC 3416 section 3) and 3 (RFC 3412 section 6, where it is not encrypted):
 * who gets and sets which objects, and what a device says of itself. Of a community only its mask is told, once a conversation.
 */
import type { Reader } from "../../bytes/reader.ts"
import { fingerprint } from "../../bytes/fingerprint.ts"
import { element, elementAt, integerOf, readElement, type Element } from "../osi/ber.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { maskedCommunity } from "./credentials.ts"
import { latinText } from "./lines.ts"
import {
  chassis,
  ENCRYPTED,
  enterprises,
  GET,
  GET_BULK,
  GET_NEXT,
  INFORM,
  kinds,
  objectText,
  properties,
  RESPONSE,
  SET,
  snmpProtocol,
  TRAP_1,
} from "./snmp-names.ts"

const OCTETS = 0x04
const NULL = 0x05
const OBJECT = 0x06
const RULE = "SNMP system group"
const ENTITY_RULE = "SNMP entity table"
/** "noSuchObject" and the like (RFC 3416 section 3): context tags 0 to 2. */
const noValue = (tag: number): boolean => tag >= 0x80 && tag <= 0x82
const asks = (tag: number): boolean => tag === GET || tag === GET_NEXT || tag === GET_BULK || tag === SET

const one = element()

export const snmp: Dissector = {
  protocol: snmpProtocol,
  udp: [161, 162],

  /** A sequence that begins with the integer 0 (v1), 1 (v2c) or 3 (v3). */
  probe(bytes, from, to) {
    if (to - from < 8 || bytes[from] !== 0x30) return false
    const first = bytes[from + 1]!
    const at = from + 2 + (first >= 0x80 ? first & 0x7f : 0)
    if (first > 0x84 || at + 3 > to || bytes[at] !== 0x02 || bytes[at + 1] !== 0x01) return false
    const version = bytes[at + 2]!
    return version === 0 || version === 1 || version === 3
  },

  read(r, about, out) {
    const message = take(r, r.end, "Message")
    const version = integer(r, message, "Version")
    if (version === 3) readSecure(r, message, out)
    else {
      const to = take(r, message, "Community")
      const from = r.at
      r.skip(to - from, "Community")
      readUnit(r, message, out)
      presented(about.recall(begin), r.bytes, from, to, out)
    }
    if (r.left > 0) r.skip(r.left, "Rest")
  },
}

class Session {
  /** The community that was told last, as a number. */
  told = -1
}
const begin = (): Session => new Session()

/** A community is sent with each message, in the clear (RFC 1157 section 4.1): told when it is another. */
function presented(session: Session, bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const print = fingerprint(bytes, from, to)
  if (print === session.told) return
  session.told = print
  out.tell({ kind: "presented", user: "", isClear: true, mask: maskedCommunity(latinText(bytes, from, to)) })
}

/** Descends into the next element, whose end is given. */
function take(r: Reader, end: number, name: string): number {
  readElement(r, end, one, name)
  return one.to
}

function integer(r: Reader, end: number, name: string): number {
  const to = take(r, end, name)
  const value = integerOf(r.bytes, one)
  r.skip(to - r.at, name)
  return value
}

function skip(r: Reader, end: number, name: string): void {
  const to = take(r, end, name)
  r.skip(to - r.at, name)
}

/** Global data with the flags, security parameters, then the scoped unit: in the clear, or as octets where the flags say encrypted. */
function readSecure(r: Reader, end: number, out: Findings): void {
  const global = take(r, end, "Global data")
  const number = integer(r, global, "Message id")
  skip(r, global, "Largest message")
  skip(r, global, "Flags")
  r.skip(global - r.at, "Security model")
  skip(r, end, "Security parameters")
  if (r.bytes[r.at] === OCTETS) {
    out.operation(snmpProtocol, ENCRYPTED, "message", number)
    return skip(r, end, "Encrypted content")
  }
  const scoped = take(r, end, "Scoped unit")
  skip(r, scoped, "Context engine")
  skip(r, scoped, "Context name")
  readUnit(r, scoped, out)
}

function readUnit(r: Reader, end: number, out: Findings): void {
  const tag = r.bytes[r.at] ?? 0
  const to = take(r, end, "Protocol data unit")
  if (tag === TRAP_1) return readOldTrap(r, to, out)
  const number = integer(r, to, "Request id")
  const fault = integer(r, to, "Error status")
  integer(r, to, "Error index")
  const isAnswer = tag === RESPONSE
  const outcome = isAnswer
    ? fault === 0
      ? "response"
      : "exception"
    : asks(tag) || tag === INFORM
      ? "request"
      : "message"
  out.operation(snmpProtocol, tag, outcome, number)
  readBindings(r, to, tag, isAnswer && fault === 0, out)
}

/** RFC 1157 section 4.1.6: who, from where, which trap, when; then the bindings. */
function readOldTrap(r: Reader, end: number, out: Findings): void {
  out.operation(snmpProtocol, TRAP_1, "message")
  const to = take(r, end, "Enterprise")
  claimMaker(r.bytes, one, out)
  r.skip(to - r.at, "Enterprise")
  for (const name of ["Agent address", "Generic trap", "Specific trap", "Time stamp"]) skip(r, end, name)
  readBindings(r, end, TRAP_1, true, out)
}

/** `isSaid`: the values are the sender's own. */
function readBindings(r: Reader, end: number, tag: number, isSaid: boolean, out: Findings): void {
  if (r.at >= end) return
  const list = take(r, end, "Variable bindings")
  while (r.at < list) {
    const binding = take(r, list, "Variable")
    const object = take(r, binding, "Object")
    const { from, to } = one
    r.skip(object - r.at, "Object")
    const value = r.at
    if (elementAt(r.bytes, value, binding, one)) {
      if (asks(tag)) {
        out.named(0, from, to - from)
        if (tag === SET) out.written(value, one.to - value)
      } else {
        if (tag === RESPONSE) out.result(isSaid && !noValue(one.identifier), value, one.to - value)
        if (isSaid || tag !== RESPONSE) claimValue(r.bytes, from, to, value, one, out)
      }
    }
    r.skip(binding - r.at, "Value")
  }
}

function claimValue(bytes: Uint8Array, from: number, to: number, at: number, value: Element, out: Findings): void {
  // What says who a device is stands below mgmt.mib-2: 1.3.6.1.2.1.
  if (to - from < 7 || bytes[from] !== 0x2b || bytes[from + 3] !== 2 || bytes[from + 4] !== 1) return
  const kind = kinds.get(bytes[from + 5]!)
  if (kind !== undefined && value.identifier !== NULL && !noValue(value.identifier))
    out.claim("sender", "type", kind, "SNMP object of this kind", 0.5, from, to - from)
  if (value.identifier === OBJECT) {
    if (objectText(bytes, from, to) === "1.3.6.1.2.1.1.2.0") claimMaker(bytes, value, out)
    return
  }
  if (value.identifier !== OCTETS || value.to === value.from) return
  const identifier = objectText(bytes, from, to)
  const field = chassis.get(identifier) ?? properties.get(identifier.replace(/\.0$/, ""))
  if (field === undefined) return
  const text = String.fromCharCode(...bytes.subarray(value.from, Math.min(value.to, value.from + 255)))
    .replace(/[\r\n\t]+/g, " ")
    .trim()
  if (!/^[\x20-\xff]+$/.test(text)) return
  const rule = chassis.has(identifier) ? ENTITY_RULE : RULE
  out.claim("sender", field, text, rule, 0.85, at, value.to - at)
}

/** Below 1.3.6.1.4.1 stands the maker's number. What runs on many makers' machines (Net-SNMP, Microsoft) is none. */
function claimMaker(bytes: Uint8Array, { from, to }: Element, out: Findings): void {
  const [, number] = /^1\.3\.6\.1\.4\.1\.(\d+)/.exec(objectText(bytes, from, to)) ?? []
  const maker = enterprises.get(Number(number))
  if (maker === undefined || maker === "Net-SNMP" || maker === "Microsoft") return
  out.claim("sender", "vendor", maker, "SNMP enterprise number", 0.7, from, to - from)
}

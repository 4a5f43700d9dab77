/**
 * LonTalk over IP: CEA-852 section 8 (head: length, version, kind, flags, vendor, session, sequence, time), the LonTalk packet inside
 * of CEA-709.1 sections 4 to 10 (layers of link, network, transport or session, application).
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import * as names from "./lon-ip-names.ts"
import { kindNames, lonProtocol } from "./lon-ip-names.ts"

const HEAD = 20
const VERSION = 1
const DATA = 1

/** What a network packet holds. */
const TRANSPORT = 0
const SESSION = 1
const PROOF = 2
/** Kinds of transport and session packets that hold an application's. */
const ACKNOWLEDGED = 0
const REPEATED = 1
const ANSWER = 2
const REMINDER_WITH_MESSAGE = 5

const isHead = (bytes: Uint8Array, from: number): boolean =>
  bytes[from + 2] === VERSION && kindNames.has(bytes[from + 3]!) && (bytes[from + 4]! & 3) === 0
const lengthAt = (bytes: Uint8Array, from: number): number => (bytes[from]! << 8) | bytes[from + 1]!

export const lonIp: Dissector = {
  protocol: lonProtocol,
  // Devices on 1628, the server that configures them on 1629.
  udp: [1628, 1629],
  tcp: [1628, 1629],

  size(bytes, from, to) {
    if (to - from < HEAD) return to - from >= 5 && !isHead(bytes, from) ? -1 : 0
    return isHead(bytes, from) && lengthAt(bytes, from) >= HEAD ? lengthAt(bytes, from) : -1
  },

  probe(bytes, from, to) {
    if (to - from < HEAD || !isHead(bytes, from)) return false
    const length = lengthAt(bytes, from)
    return length >= HEAD && from + length <= to
  },

  read(r, _about, out) {
    const start = r.at
    r.group("Head")
    const length = r.u16("Length")
    const version = r.u8("Version")
    const kind = r.u8("Kind")
    // Counts four bytes each.
    const more = r.u8("Length of the extended head") * 4
    r.u8("Flags and protocol")
    r.u16("Vendor")
    r.u32("Session")
    const sequence = r.u32("Sequence number")
    r.u32("Time")
    r.endGroup()
    if (version !== VERSION) throw new Malformed(`LonTalk/IP version is ${version}, not ${VERSION}`)
    if (length < HEAD + more) throw new Malformed(`LonTalk/IP length is ${length}, less than ${HEAD + more}`)
    r.need(length - HEAD)
    r.end = start + length
    if (more > 0) r.skip(more, "Extended head")
    if (kind === DATA && r.left >= 6) readPacket(r, out)
    else out.operation(lonProtocol, kind, names.outcomeOf(kind), sequence & 0x7fffffff)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

/** Where a packet goes: kind of target and subnet with node, group, or nothing. */
const target = { area: 0 }

function readPacket(r: Reader, out: Findings): void {
  r.group("LonTalk packet")
  r.u8("Priority, path, backlog")
  const head = r.u8("Version, kind, kind of address, length of the domain")
  readAddress(r, (head >> 2) & 3)
  r.skip([0, 1, 3, 6][head & 3]!, "Domain")
  const kind = (head >> 4) & 3
  if (kind === PROOF) {
    out.operation(lonProtocol, names.PROOFS, "message")
    return r.endGroup()
  }
  let type = -1
  let transaction = -1
  if (kind === TRANSPORT || kind === SESSION) {
    const control = r.u8("Proof, kind, transaction")
    type = (control >> 4) & 7
    transaction = control & 15
    if (type === REMINDER_WITH_MESSAGE) r.skip(r.left > 0 ? r.u8("Length of the list") : 0, "Members heard from")
  }
  const holds = type === -1 || type === ACKNOWLEDGED || type === REPEATED || type === REMINDER_WITH_MESSAGE
  if (kind === SESSION && type === ANSWER) readAnswer(r, out, transaction)
  else if (!holds || r.left === 0) out.operation(lonProtocol, names.TRANSPORTS, "message")
  else readApplication(r, out, kind === SESSION, transaction)
  r.endGroup()
}

/** Source subnet and node; the node's highest bit tells whether the second kind of unicast follows. */
function readAddress(r: Reader, kind: number): void {
  r.u8("Source subnet")
  const node = r.u8("Source node")
  const first = r.u8(kind === 1 ? "Target group" : "Target subnet")
  target.area = (kind << 16) | (first << 8)
  if (kind === 2) {
    target.area |= r.u8("Target node") & 0x7f
    if ((node & 0x80) === 0) {
      r.u8("Group")
      r.u8("Member of the group")
    }
  } else if (kind === 3) r.skip(6, "Unique identifier of the target")
}

/** Bit 5 is set where it succeeded; which request it answers, only the transaction tells. */
function readAnswer(r: Reader, out: Findings, transaction: number): void {
  const code = r.left > 0 ? r.u8("Code") : 0
  const failed = code < 0x20 && code !== 0
  out.operation(lonProtocol, names.ANSWERS, failed ? "exception" : "response", transaction)
  if (code >= 0x80 && r.left > 0) r.u8("Selector")
  if (!failed && r.left > 0) out.result(true, r.at, r.left)
}

/** Network variables have the highest bit, diagnostics begin with 0x50, management with 0x60, foreign frames with 0x40. */
function readApplication(r: Reader, out: Findings, isAsked: boolean, transaction: number): void {
  const from = r.at
  const code = r.u8("Code")
  const outcome = isAsked ? "request" : "message"
  const question = isAsked ? fingerprint(r.bytes, from, r.end) : -1
  if ((code & 0x80) !== 0) {
    if (r.left === 0) return
    const selector = ((code & 0x3f) << 8) | r.u8("Selector")
    const isPoll = isAsked && r.left === 0
    out.operation(lonProtocol, isPoll ? names.POLLS : names.UPDATES, outcome, transaction, question)
    out.place(names.VARIABLE | target.area, selector, 0)
    if (r.left > 0) out.written(r.at, r.left)
    return
  }
  if (code >= 0x50) {
    out.operation(lonProtocol, names.MANAGEMENT + code, outcome, transaction, question)
    out.place(target.area, 0, 0)
  } else out.operation(lonProtocol, code >= 0x40 ? names.FOREIGN : names.APPLICATION, outcome, transaction, question)
}

/**
 * Kerberos version 5 (RFC 4120 section 5): who asks the domain for a ticket, for which service, and whether it is given. A first refusal that only wants the proof
 * that it is you (error 25) is the usual course; a wrong proof (24) is a refused sign-in.
 */
import { element, elementAt, follow, integerOf } from "../osi/ber.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { printable } from "./certificate.ts"

const AS_REQUEST = 10
const AS_ANSWER = 11
const TGS_REQUEST = 12
const FAULT = 30
const messages: ReadonlyMap<number, string> = new Map([
  [AS_REQUEST, "sign-in request"],
  [AS_ANSWER, "sign-in answer"],
  [TGS_REQUEST, "ticket request"],
  [13, "ticket answer"],
  [14, "application request"],
  [15, "application answer"],
  [FAULT, "error"],
])
/** Section 7.5.9: whose sign-in is refused: unknown, revoked, expired, wrong proof. */
const refusals: ReadonlySet<number> = new Set([6, 18, 23, 24])

const kerberosProtocol = protocol({
  name: "kerberos",
  title: "Kerberos",
  family: "office",
  wireshark: "kerberos",
  functionName: (code) => messages.get(code),
  wiresharkFunction: (code) => `kerberos.msg_type == ${code}`,
})

class Session {
  user = ""
}
const begin = (): Session => new Session()

/** Application tags: class 01, constructed, and the message's number. */
const numberOf = (identifier: number): number => ((identifier & 0xe0) === 0x60 ? identifier & 0x1f : -1)
const one = element()

/** Over TCP the length stands before (section 7.2.2). */
const LENGTH = 4

function startOf(bytes: Uint8Array, from: number, to: number): number {
  if (to - from > LENGTH + 2 && bytes[from] === 0 && bytes[from + 1] === 0) return from + LENGTH
  return from
}

export const kerberos: Dissector = {
  protocol: kerberosProtocol,
  tcp: [88],
  udp: [88],

  size(bytes, from, to) {
    if (to - from < LENGTH) return 0
    if (bytes[from] !== 0) return -1
    return LENGTH + ((bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!)
  },

  /** A message that exists, as long as what is there says or longer, which begins with a sequence. */
  probe(bytes, from, to) {
    const at = startOf(bytes, from, to)
    if (to - at < 10 || !messages.has(numberOf(bytes[at]!))) return false
    const first = bytes[at + 1]!
    const inside = at + 2 + (first >= 0x80 ? first & 0x7f : 0)
    return first !== 0x80 && first <= 0x83 && inside < to && bytes[inside] === 0x30
  },

  read(r, about, out) {
    const { bytes } = r
    const at = startOf(bytes, r.at, r.end)
    if (at > r.at) r.skip(at - r.at, "Length")
    const kind = numberOf(bytes[at] ?? 0)
    const { end } = r
    r.skip(r.left, "Message")
    if (!messages.has(kind) || !elementAt(bytes, at, end, one)) return
    const session = about.recall(begin)
    const isAnswer = kind === AS_ANSWER || kind === 13
    const { from, to } = one
    out.operation(kerberosProtocol, kind, kind === FAULT ? "exception" : isAnswer ? "response" : "request")
    if (kind === AS_REQUEST) {
      readRequest(session, bytes, from, to)
      claimName(bytes, from, to, out)
    } else if (kind === AS_ANSWER) settle(session, true, out)
    else if (kind === FAULT) readFault(session, bytes, from, to, out)
  },
}

/** Sequence, request body [4], sequence, client's name [1], sequence, its parts [1], sequence: "admin/instance" has two (section 6.2). */
function readRequest(session: Session, bytes: Uint8Array, from: number, to: number): void {
  const body = [0x30, 0xa4, 0x30]
  if (!follow(bytes, from, to, body, one)) return
  const [start, end] = [one.from, one.to]
  if (!follow(bytes, start, end, [0xa1, 0x30, 0xa1, 0x30], one)) return
  const user = partsOf(bytes, one.from, one.to)
  if (user === "") return
  const realm = follow(bytes, start, end, [0xa2, 0x1b], one)
    ? printable(bytes, { at: one.from, length: one.to - one.from })
    : ""
  session.user = realm === "" ? user : `${user}@${realm}`
}

function partsOf(bytes: Uint8Array, from: number, to: number): string {
  const parts: string[] = []
  for (let at = from; at < to && parts.length < 4 && elementAt(bytes, at, to, one); at = one.to)
    if (bytes[at] === 0x1b) parts.push(printable(bytes, { at: one.from, length: one.to - one.from }))
  return parts.join("/")
}

/** Section 5.4.1: [9] of the body lists the client's addresses; Windows puts its NetBIOS name there (type 20, section 7.5.3), filled up with spaces. */
function claimName(bytes: Uint8Array, from: number, to: number, out: Findings): void {
  if (!follow(bytes, from, to, [0x30, 0xa4, 0x30, 0xa9, 0x30, 0x30], one)) return
  const [start, end] = [one.from, one.to]
  if (!follow(bytes, start, end, [0xa0, 0x02], one) || integerOf(bytes, one) !== 20) return
  if (!follow(bytes, start, end, [0xa1, 0x04], one)) return
  const name = printable(bytes, { at: one.from, length: Math.min(15, one.to - one.from) }).trim()
  if (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name))
    out.claim("sender", "hostname", name, "Kerberos client address", 0.8, one.from, name.length)
}

/** The error's code stands in [6]. */
function readFault(session: Session, bytes: Uint8Array, from: number, to: number, out: Findings): void {
  if (follow(bytes, from, to, [0x30, 0xa6, 0x02], one) && refusals.has(integerOf(bytes, one)))
    settle(session, false, out)
}

/** Computers sign in, too: their names end in "$". */
function settle(session: Session, succeeded: boolean, out: Findings): void {
  if (session.user === "") return
  out.tell({ kind: "signIn", user: session.user, succeeded, isClear: false })
  session.user = ""
}

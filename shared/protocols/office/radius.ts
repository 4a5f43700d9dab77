/**
 * Sign-ins that network devices ask a central server about (RADIUS, RFC 2865; accounting RFC 2866, changes RFC 5176): who wants in where, and what the server says.
 * The password travels hidden; the user does not.
 */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { shownText } from "./lines.ts"

const [ACCESS, ACCEPT, REJECT, ACCOUNTING, CHALLENGE] = [1, 2, 3, 4, 11]
const codes: ReadonlyMap<number, string> = new Map([
  [ACCESS, "access request"],
  [ACCEPT, "access accept"],
  [REJECT, "access reject"],
  [ACCOUNTING, "accounting request"],
  [5, "accounting response"],
  [CHALLENGE, "access challenge"],
  [12, "status of the server"],
  [13, "status of the client"],
  [40, "disconnect request"],
  [41, "disconnect acknowledgement"],
  [42, "disconnect refusal"],
  [43, "change of authorization request"],
  [44, "change of authorization acknowledgement"],
  [45, "change of authorization refusal"],
])
/** Answers, and which request each of them answers. */
const answers: ReadonlyMap<number, number> = new Map([
  [ACCEPT, ACCESS],
  [REJECT, ACCESS],
  [CHALLENGE, ACCESS],
  [5, ACCOUNTING],
  [41, 40],
  [42, 40],
  [44, 43],
  [45, 43],
])
const refusals: ReadonlySet<number> = new Set([REJECT, 42, 45])

const radiusProtocol = protocol({
  name: "radius",
  title: "RADIUS",
  family: "office",
  wireshark: "radius",
  functionName: (code) => codes.get(code),
  wiresharkFunction: (code) => `radius.code == ${code}`,
})

const HEADER = 20
const [USER, NAS] = [1, 32]

/** Who asks, by the request's identifier: 256 of them may be under way. */
class Session {
  readonly users: string[] = new Array<string>(256).fill("")
  readonly isAsked = new Uint8Array(256)
}
const begin = (): Session => new Session()

const lengthOf = (bytes: Uint8Array, from: number): number => (bytes[from + 2]! << 8) | bytes[from + 3]!

export const radius: Dissector = {
  protocol: radiusProtocol,
  udp: [1812, 1813, 1645, 1646, 3799],

  /** A code that exists, the message as long as it says, and a first attribute that fits in it. */
  probe(bytes, from, to) {
    if (to - from < HEADER || !codes.has(bytes[from]!)) return false
    const length = lengthOf(bytes, from)
    if (length < HEADER || length > to - from || length > 4096) return false
    if (length === HEADER) return true
    const first = bytes[from + HEADER + 1]!
    return length >= HEADER + 2 && first >= 2 && HEADER + first <= length
  },

  read(r, about, out) {
    const end = r.at + lengthOf(r.bytes, r.at)
    const code = r.u8("Code")
    const identifier = r.u8("Identifier")
    r.u16("Length")
    r.skip(16, "Authenticator")
    const asked = answers.get(code)
    const outcome = asked === undefined ? "request" : refusals.has(code) ? "exception" : "response"
    out.operation(radiusProtocol, asked ?? code, outcome, identifier)
    const session = about.recall(begin)
    if (code === ACCESS) {
      session.isAsked[identifier] = 1
      session.users[identifier] = ""
    }
    while (r.at + 2 <= end && r.left >= 2) readAttribute(session, code, identifier, end, r, out)
    if (r.left > 0) r.skip(r.left, "Padding")
    if (asked === ACCESS) settle(session, code, identifier, out)
  },
}

function readAttribute(
  session: Session,
  code: number,
  identifier: number,
  end: number,
  r: Reader,
  out: Findings,
): void {
  const type = r.u8("Attribute")
  const length = r.u8("Length") - 2
  const { bytes, at } = r
  if (length < 0 || at + length > end) return r.skip(r.left, "Wrong attribute")
  r.skip(length, type === USER ? "User" : type === NAS ? "Name of the access server" : "Value")
  if (type === USER && code === ACCESS) session.users[identifier] = shownText(bytes, at, at + length, 64)
  else if (type === NAS && answers.get(code) === undefined) claimName(bytes, at, length, out)
}

/** Section 5.32: the device's own name, or its address in words. */
function claimName(bytes: Uint8Array, at: number, length: number, out: Findings): void {
  const name = shownText(bytes, at, at + length, 64)
  if (
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) &&
    /[A-Za-z]/.test(name) &&
    !/^[0-9a-f]{2}([-.][0-9a-f]{2}){5}$/i.test(name)
  )
    out.claim("sender", "hostname", name, "RADIUS access server", 0.5, at, length)
}

/** A challenge asks for more: the next request says who it is again. */
function settle(session: Session, code: number, identifier: number, out: Findings): void {
  if (session.isAsked[identifier] !== 1) return
  session.isAsked[identifier] = 0
  if (code === CHALLENGE) return
  out.tell({ kind: "signIn", user: session.users[identifier]!, succeeded: code === ACCEPT, isClear: false })
}

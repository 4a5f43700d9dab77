/** Directory access (RFC 4511 section 4): who binds to the directory and how, whether it is let in, and what is done. With a simple bind the password can be read. */
import { element, elementAt, follow, integerOf, type Element } from "../osi/ber.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { readRootEntry } from "./ldap-root.ts"
import { protocol } from "../protocol.ts"
import type { MaskedSecret } from "../../facts/fact.ts"
import { masked, withSecret } from "./credentials.ts"
import { latinText, shownText } from "./lines.ts"

const [BIND, BIND_ANSWER, EXTENDED] = [0, 1, 23]
const SASL_IN_PROGRESS = 14
/** Not of the specification: a message whose content is encrypted. */
const SEALED = 99
const operations: ReadonlyMap<number, string> = new Map([
  [BIND, "bind"],
  [BIND_ANSWER, "bind answer"],
  [2, "unbind"],
  [3, "search"],
  [4, "search entry"],
  [5, "search done"],
  [6, "modify"],
  [7, "modify answer"],
  [8, "add"],
  [9, "add answer"],
  [10, "delete"],
  [11, "delete answer"],
  [12, "rename"],
  [13, "rename answer"],
  [14, "compare"],
  [15, "compare answer"],
  [16, "abandon"],
  [19, "search reference"],
  [EXTENDED, "extended request"],
  [24, "extended answer"],
  [SEALED, "encrypted"],
])
const asks: ReadonlySet<number> = new Set([BIND, 2, 3, 6, 8, 10, 12, 14, 16, EXTENDED])
const ENTRY = 4
/** What comes before the answer, or wants none. */
const between: ReadonlySet<number> = new Set([4, 19])

const ldapProtocol = protocol({
  name: "ldap",
  title: "LDAP",
  family: "office",
  wireshark: "ldap",
  functionName: (code) => operations.get(code),
  wiresharkFunction: (code) => (code === SEALED ? "ldap.sasl.buffer_length" : `ldap.protocolOp == ${code}`),
})

class Session {
  secret: MaskedSecret | null = null
  user = ""
  isClear = false
}
const begin = (): Session => new Session()
const one = element()

export const ldap: Dissector = {
  protocol: ldapProtocol,
  tcp: [389, 3268],
  udp: [389],

  size(bytes, from, to) {
    if (to - from < 2) return 0
    if (bytes[from] === 0) return sealedLength(bytes, from, to)
    if (bytes[from] !== 0x30) return -1
    const first = bytes[from + 1]!
    if (first < 0x80) return 2 + first
    const octets = first & 0x7f
    if (octets === 0 || octets > 4) return -1
    if (to - from < 2 + octets) return 0
    let length = 0
    for (let n = 0; n < octets; n++) length = length * 256 + bytes[from + 2 + n]!
    return 2 + octets + length
  },

  /** A sequence, the message's number, and an operation that exists. */
  probe(bytes, from, to) {
    if (to - from < 7 || bytes[from] !== 0x30) return false
    const first = bytes[from + 1]!
    const at = from + 2 + (first >= 0x80 ? first & 0x7f : 0)
    if (first === 0x80 || first > 0x84 || at + 4 > to || bytes[at] !== 2) return false
    const length = bytes[at + 1]!
    const operation = bytes[at + 2 + length]
    return length >= 1 && length <= 4 && operation !== undefined && isOperation(operation)
  },

  read(r, about, out) {
    const { bytes, at, end } = r
    r.skip(r.left, bytes[at] === 0 ? "Encrypted message" : "Message")
    if (bytes[at] === 0) return out.operation(ldapProtocol, SEALED, "message")
    if (!elementAt(bytes, at, end, one) || !elementAt(bytes, one.from, one.to, one)) return
    const number = integerOf(bytes, one)
    if (!elementAt(bytes, one.to, end, one) || !isOperation(one.identifier)) return
    const kind = one.identifier & 0x1f
    const session = about.recall(begin)
    const code = asks.has(kind) || between.has(kind) ? 0 : resultOf(bytes, one)
    const outcome = asks.has(kind)
      ? "request"
      : between.has(kind)
        ? "message"
        : isFault(code)
          ? "exception"
          : "response"
    out.operation(ldapProtocol, kind, outcome, number)
    if (kind === ENTRY) readRootEntry(bytes, one, out)
    else if (kind === BIND) readBind(session, bytes, one)
    else if (kind === BIND_ANSWER) settle(session, code, out)
  },
}

/** Behind a sign-in that encrypts (RFC 4422 section 3.7): four octets of length, then a token of Kerberos (RFC 4121 section 4.2.6), of GSS-API, or of NTLM. */
function sealedLength(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 8) return 0
  const [a, b] = [bytes[from + 4]!, bytes[from + 5]!]
  const isToken = (a === 5 && b === 4) || a === 0x60 || (a === 1 && b === 0)
  const length = (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!
  return isToken && length > 8 ? 4 + length : -1
}

const isOperation = (identifier: number): boolean => (identifier & 0xc0) === 0x40 && operations.has(identifier & 0x1f)

/** Section 4.1.9: compare answers with 5 and 6; 10 refers to another server, 14 goes on. */
const isFault = (code: number): boolean =>
  code !== 0 && code !== 5 && code !== 6 && code !== 10 && code !== SASL_IN_PROGRESS

function resultOf(bytes: Uint8Array, { from, to }: Element): number {
  const result = element()
  return follow(bytes, from, to, [0x0a], result) ? integerOf(bytes, result) : -1
}

/** Version, name, then a password [0], or the word of another method [3]. */
function readBind(session: Session, bytes: Uint8Array, { from, to }: Element): void {
  const part = element()
  session.user = ""
  if (!elementAt(bytes, from, to, part) || !elementAt(bytes, part.to, to, part)) return
  const user = shownText(bytes, part.from, part.to, 100)
  if (!elementAt(bytes, part.to, to, part)) return
  session.isClear = part.identifier === 0x80 && part.to > part.from
  // Without name and password nobody signs in: it is the usual way to ask a directory what it is.
  session.secret = session.isClear ? masked(user, latinText(bytes, part.from, part.to)) : null
  session.user = session.isClear ? user : part.identifier === 0xa3 ? user || "(a Windows account)" : ""
}

function settle(session: Session, code: number, out: Findings): void {
  if (session.user === "" || code === SASL_IN_PROGRESS || code < 0) return
  const { user, isClear, secret } = session
  out.tell({ kind: "signIn", user, succeeded: code === 0, isClear, ...withSecret(secret) })
  session.user = ""
}

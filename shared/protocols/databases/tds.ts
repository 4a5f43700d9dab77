/**
 * Microsoft SQL Server (MS-TDS section 2.2): who signs in from which program, whether it was let in, the server's version, and what is asked. Where both sides want it,
 * the sign-in is encrypted (TLS within) and says nothing.
 */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import type { MaskedSecret } from "../../facts/fact.ts"
import { masked, withSecret } from "../office/credentials.ts"
import { statementText } from "./statement.ts"

const BATCH = 1
const RESULT = 4
const LOGIN = 16
const messages: ReadonlyMap<number, string> = new Map([
  [BATCH, "batch of statements"],
  [3, "remote procedure call"],
  [RESULT, "result"],
  [6, "attention"],
  [7, "bulk load"],
  [14, "transaction request"],
  [LOGIN, "login"],
  [17, "Windows sign-in"],
  [18, "before the login"],
])

const tdsProtocol = protocol({
  name: "tds",
  title: "TDS (SQL Server)",
  family: "office",
  wireshark: "tds",
  functionName: (code) => messages.get(code),
  wiresharkFunction: (code) => `tds.type == ${code}`,
})

const HEADER = 8
/** Tokens of an answer (section 2.2.7): information and errors, changes of the environment, the login's acknowledgement. */
const [FAULT, INFORMATION, ACKNOWLEDGED, ENVIRONMENT, FEATURES] = [0xaa, 0xab, 0xad, 0xe3, 0xae]
/** "Login failed for user" (error 18456). */
const REFUSED = 18_456
const utf16 = new TextDecoder("utf-16le")

class Session {
  secret: MaskedSecret | null = null
  user = ""
  isWaiting = false
}
const begin = (): Session => new Session()

const u16le = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)
const u32le = (bytes: Uint8Array, at: number): number => (u16le(bytes, at) | (u16le(bytes, at + 2) << 16)) >>> 0

export const tds: Dissector = {
  protocol: tdsProtocol,
  tcp: [1433],

  size(bytes, from, to) {
    if (to - from < 4) return 0
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    return length < HEADER || !messages.has(bytes[from]!) ? -1 : length
  },

  /** A type that exists, a status of known bits, and "window", which is 0. */
  probe(bytes, from, to) {
    if (to - from < HEADER || !messages.has(bytes[from]!)) return false
    return bytes[from + 1]! <= 0x1f && ((bytes[from + 2]! << 8) | bytes[from + 3]!) >= HEADER && bytes[from + 7] === 0
  },

  read(r, about, out) {
    const session = about.recall(begin)
    const kind = r.u8("Type")
    r.u8("Status")
    r.u16("Length")
    r.u16("Session")
    r.u8("Packet")
    r.u8("Window")
    out.operation(tdsProtocol, kind, kind === RESULT ? "response" : "request")
    if (kind === LOGIN) readLogin(session, r)
    else if (kind === BATCH) readBatch(r, out)
    else if (kind === RESULT && session.isWaiting) readAnswer(session, r, out)
    if (r.left > 0) r.skip(r.left, "Content")
  },
}

/** Section 2.2.6.4: behind 36 bytes stand places and lengths of texts, the second of which is the user. */
function readLogin(session: Session, r: Reader): void {
  const { bytes, at, end } = r
  if (end - at < 48 || bytes[at + 7]! >> 4 !== 7) return
  const place = at + u16le(bytes, at + 40)
  const length = u16le(bytes, at + 42) * 2
  session.user = place + length <= end ? utf16.decode(bytes.subarray(place, place + Math.min(length, 128))) : ""
  session.secret = session.user === "" ? null : masked(session.user, passwordOf(bytes, at, end))
  session.isWaiting = true
}

/** Halves of each byte exchanged, then turned around by 0xA5; here backwards. */
function passwordOf(bytes: Uint8Array, at: number, end: number): string {
  const from = at + u16le(bytes, at + 44)
  const letters = bytes.slice(from, Math.min(end, from + Math.min(256, u16le(bytes, at + 46) * 2)))
  for (let n = 0; n < letters.length; n++) {
    const turned = letters[n]! ^ 0xa5
    letters[n] = ((turned & 0x0f) << 4) | (turned >> 4)
  }
  return utf16.decode(letters)
}

/** Section 2.2.6.7: since version 7.2 headers with their own length stand before the text. */
function readBatch(r: Reader, out: Findings): void {
  const { bytes, at, end } = r
  const headers = end - at >= 4 ? u32le(bytes, at) : 0
  const from = headers >= 4 && headers <= 64 && at + headers <= end ? at + headers : at
  const text = statementText(utf16.decode(bytes.subarray(from, Math.min(end, from + 800))))
  if (text !== "") out.tell({ kind: "statement", text })
}

function readAnswer(session: Session, r: Reader, out: Findings): void {
  const { bytes, end } = r
  for (let at = r.at; at + 3 <= end;) {
    const token = bytes[at]!
    if (
      token !== FAULT &&
      token !== INFORMATION &&
      token !== ACKNOWLEDGED &&
      token !== ENVIRONMENT &&
      token !== FEATURES
    )
      return
    const length = u16le(bytes, at + 1)
    const from = at + 3
    if (token === ACKNOWLEDGED) {
      settle(session, true, out)
      claimVersion(bytes, from, Math.min(end, from + length), out)
    } else if (token === FAULT && from + 4 <= end && u32le(bytes, from) === REFUSED) settle(session, false, out)
    at = from + length
  }
}

/** A password in the login is only turned around, bit by bit (section 2.2.6.4): it can be read on the way. */
function settle(session: Session, succeeded: boolean, out: Findings): void {
  session.isWaiting = false
  const { user, secret } = session
  out.tell({ kind: "signIn", user, succeeded, isClear: user !== "", ...withSecret(secret) })
}

/** Section 2.2.7.14: interface, version of the protocol, the program's name with its length, and its version in four bytes. */
function claimVersion(bytes: Uint8Array, from: number, to: number, out: Findings): void {
  if (from + 6 > to) return
  const length = bytes[from + 5]! * 2
  const at = from + 6
  const version = at + length
  if (version + 4 > to) return
  const name = utf16.decode(bytes.subarray(at, version)).replace(/\0+$/, "")
  if (!/^[\x20-\x7e]+$/.test(name)) return
  const build = (bytes[version + 2]! << 8) | bytes[version + 3]!
  const text = `${name} ${bytes[version]!}.${bytes[version + 1]!}.${build}`
  out.claim("sender", "software", text, "TDS login acknowledgement", 0.7, at, length + 4)
}

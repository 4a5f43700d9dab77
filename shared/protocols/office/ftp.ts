/**
 * File transfer control connections (RFC 959 section 4): replies are counted by their code; who signs in, and which files are carried,
 * is told. A transfer is told when the server begins or confirms it (125, 150, 226, 250; section 5.4).
 */
import type { Dissector, Findings } from "../dissector.ts"
import { claimGreeting } from "../mail/greeting.ts"
import { protocol } from "../protocol.ts"
import { FtpData, portOf } from "./ftp-data.ts"
import type { MaskedSecret } from "../../facts/fact.ts"
import { masked, withSecret } from "./credentials.ts"
import { latinText, LineLengths, lineEnd, saysWord, shownText, textEnd, wholeLines } from "./lines.ts"

const replies: ReadonlyMap<number, string> = new Map([
  [220, "service ready"],
  [221, "closing"],
  [226, "transfer complete"],
  [230, "signed in"],
  [331, "password needed"],
  [421, "not available"],
  [530, "not signed in"],
  [550, "refused"],
])

const ftpProtocol = protocol({
  name: "ftp",
  title: "FTP",
  family: "office",
  wireshark: "ftp",
  functionName: (code) => replies.get(code),
})

/** What the client asked for and the server did not settle yet. */
class Session {
  user = ""
  secret: MaskedSecret | null = null
  signsIn = false
  file = ""
  way: "" | "toServer" | "toClient" = ""
  /** TLS began (RFC 4217 section 4): nothing can be read from here on. */
  isSecret = false
  /** The first line of the greeting was read. */
  isGreeted = false
  readonly lengths = new LineLengths()
  /** The data connection that is agreed on, for the file asked for next. */
  data: FtpData | null = null
  /** The transfer begins elsewhere than at the file's beginning (REST, RFC 3659 section 5). */
  isResumed = false
}
const begin = (): Session => new Session()

export const ftp: Dissector = {
  protocol: ftpProtocol,
  tcp: [21],
  size: wholeLines,

  probe(bytes, from, to) {
    return replyCode(bytes, from, to) > 0 || isCommand(bytes, from, to)
  },

  read(r, about, out) {
    const code = replyCode(r.bytes, r.at, r.end)
    if (code > 0) out.operation(ftpProtocol, code, code >= 400 ? "exception" : "response")
    const session = about.recall(begin)
    if (session.isSecret) return r.skip(r.left, "Encrypted data")
    if (session.lengths.grows(about.side, r.bytes, r.at, r.end))
      out.tell({ kind: "longText", field: code > 0 ? "Reply" : "Command" })
    while (r.left > 0) {
      const end = lineEnd(r.bytes, r.at, r.end)
      const reply = about.direction === 1 ? 0 : replyCode(r.bytes, r.at, end)
      if (reply > 0) settle(session, reply, r.bytes, r.at, textEnd(r.bytes, r.at, end), out)
      else if (about.direction !== -1) command(session, r.bytes, r.at, textEnd(r.bytes, r.at, end), out)
      r.skip(end - r.at, reply > 0 ? "Reply" : "Command")
    }
  },
}

/** Section 4.1: what is asked for. Of the password only its mask is kept; who is anonymous gives none. */
function command(session: Session, bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const says = (word: string): boolean =>
    saysWord(bytes, from, to, word) && (from + word.length === to || bytes[from + word.length] === 0x20)
  if (says("USER")) {
    session.user = shownText(bytes, from + 5, to, 64)
    session.secret = null
    session.signsIn = true
  } else if (says("PASS")) {
    session.secret = /^(anonymous|ftp)$/i.test(session.user)
      ? null
      : masked(session.user, latinText(bytes, from + 5, to))
    session.signsIn = true
  } else if (says("STOR") || says("APPE") || says("RETR")) {
    session.file = shownText(bytes, from + 5, to, 255)
    session.way = says("RETR") ? "toClient" : "toServer"
    session.data?.carries(session.file, session.way, session.isResumed || says("APPE"))
    session.isResumed = false
  } else if (says("PORT") || says("EPRT")) expect(session, "sender", portOf(bytes, from + 5, to), out)
  else if (says("REST")) session.isResumed = true
  else if (!says("ACCT")) session.signsIn = false
}

/** Section 4.2.1: 331 and 332 ask for more, 120 asks for patience. */
function settle(session: Session, code: number, bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const { user, signsIn, file, way } = session
  if (code === 220 && !session.isGreeted) greet(session, bytes, from + 4, to, out)
  if (code === 215 || code === 220) claimSystem(bytes, from + 4, to, out)
  if (code === 227 || code === 229) expect(session, "sender", portOf(bytes, from + 3, to), out)
  if (code === 150) session.data?.promised(bytes, from, to)
  if (code === 234) session.isSecret = true
  if (signsIn && (code === 230 || code === 430 || code === 530)) {
    session.signsIn = false
    out.tell({ kind: "signIn", user, succeeded: code === 230, isClear: true, ...withSecret(session.secret) })
  }
  if (way === "" || (code < 400 && code !== 125 && code !== 150 && code !== 226 && code !== 250)) return
  session.way = ""
  if (code < 400 && file !== "") out.tell({ kind: "file", name: file, way })
}

/** The line with which a server greets names its program, more often than not; before anybody asked. */
function greet(session: Session, bytes: Uint8Array, from: number, to: number, out: Findings): void {
  session.isGreeted = true
  if (session.user === "" && from < to) claimGreeting("FTP", bytes, from, to, out)
}

/** What the greeting or the answer to SYST (section 4.1.3) says of the system: "VxWorks (5.4.2) FTP server ready", "Windows_NT". */
function claimSystem(bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const text = latinText(bytes, from, Math.min(to, from + 120))
  const [found, version = ""] = /\bVxWorks\b(?: ?\(?(?:VxWorks ?)?(\d[\d.]*))?/i.exec(text) ?? []
  const system =
    found !== undefined
      ? `VxWorks ${version}`.trim()
      : /\bQNX\b/.test(text)
        ? "QNX"
        : /\bWindows_NT\b|Microsoft FTP Service/.test(text)
          ? "Windows"
          : ""
  if (system !== "") out.claim("sender", "os", system, "FTP server", 0.5, from, to - from)
}

/** The data connection comes over this port of who says so: the client with PORT, the server when it is asked for (section 3.2; RFC 2428). */
function expect(session: Session, whose: "sender", port: number, out: Findings): void {
  if (port <= 0) return
  session.data = new FtpData()
  out.expects(whose, port, session.data)
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/** Three digits from 100 to 659, then a space or a hyphen; 0 where this is none. */
function replyCode(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 4) return 0
  const a = bytes[from]!
  const b = bytes[from + 1]!
  const c = bytes[from + 2]!
  const after = bytes[from + 3]!
  if (!isDigit(a) || !isDigit(b) || !isDigit(c) || (after !== 0x20 && after !== 0x2d)) return 0
  const code = (a - 0x30) * 100 + (b - 0x30) * 10 + (c - 0x30)
  return code >= 100 && code < 660 ? code : 0
}

/** Three or four letters, then a space or the line's end. */
function isCommand(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at < to && at - from < 5 && (bytes[at]! & 0xdf) >= 0x41 && (bytes[at]! & 0xdf) <= 0x5a) at++
  const length = at - from
  return (length === 3 || length === 4) && at < to && (bytes[at] === 0x20 || bytes[at] === 0x0d)
}

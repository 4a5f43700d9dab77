/**
 * Mail that is sent (SMTP, RFC 5321; sign-ins RFC 4954, TLS RFC 3207): commands and how they are answered, what the server and its client call themselves,
 * and who signs in. Of the mail itself the files attached are told.
 */
import type { About, Dissector, Findings } from "../dissector.ts"
import type { Reader } from "../../bytes/reader.ts"
import type { CarriedFile } from "../../facts/fact.ts"
import { Carrying } from "../carrying.ts"
import { indexOfByte, lineEnd, saysWord, shownText, textEnd, wholeLines } from "../office/lines.ts"
import { protocol } from "../protocol.ts"
import { MailFiles } from "./mail-files.ts"
import { Queue, SignIn, wordOf } from "./sasl.ts"

const words = [
  "HELO",
  "EHLO",
  "MAIL",
  "RCPT",
  "DATA",
  "BDAT",
  "RSET",
  "VRFY",
  "EXPN",
  "HELP",
  "NOOP",
  "QUIT",
  "AUTH",
  "STARTTLS",
  "ETRN",
  "TURN",
  "LHLO",
] as const
const [HELO, EHLO, DATA, BDAT, AUTH, STARTTLS] = [0, 1, 4, 5, 12, 13]

/** Functions: the command's place in the list; the greeting is 99. */
const GREETING = 99
const smtpProtocol = protocol({
  name: "smtp",
  title: "SMTP",
  family: "office",
  wireshark: "smtp",
  functionKey: (code) => words[code] ?? "greeting",
  functionName: (code) => words[code]?.toLowerCase() ?? "greeting",
})

class Session extends Carrying {
  /** The files of the mail that is sent now; null: none is. */
  mail: MailFiles | null = null
  readonly files: CarriedFile[] = []
  readonly queue = new Queue()
  readonly signIn = new SignIn()
  isGreeted = false
  /** The client sends the mail, until the server has answered that. */
  isMail = false
  /** Bytes of a piece of mail (RFC 3030) that are still to come. */
  piece = 0
  isLastPiece = false
  isSecret = false

  override over(isClient: boolean): readonly CarriedFile[] {
    if (isClient) this.mailEnds(false)
    return this.files.splice(0)
  }

  mailBegins(): void {
    this.mail ??= new MailFiles("toServer", (file) => void this.files.push(file))
  }

  mailEnds(isWhole: boolean): void {
    this.mail?.over(isWhole)
    this.mail = null
  }
}
const begin = (): Session => new Session()

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39

/** Section 4.2: 2 to 5 in front, 0 to 5 in the middle; 0 where this is none. */
function replyCode(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 3 || !isDigit(bytes[from]) || !isDigit(bytes[from + 1]) || !isDigit(bytes[from + 2])) return 0
  const after = from + 3 < to ? bytes[from + 3] : 0x20
  if (after !== 0x20 && after !== 0x2d && after !== 0x0d) return 0
  const code = (bytes[from]! - 0x30) * 100 + (bytes[from + 1]! - 0x30) * 10 + (bytes[from + 2]! - 0x30)
  return code >= 200 && code < 560 ? code : 0
}

export const smtp: Dissector = {
  protocol: smtpProtocol,
  tcp: [25, 587],
  size: wholeLines,
  probe: (bytes, from, to) => replyCode(bytes, from, to) > 0 || wordOf(words, bytes, from, to) >= 0,

  read(r, about, out) {
    const session = about.recall(begin)
    while (r.left > 0) {
      if (session.isSecret) return r.skip(r.left, "Encrypted data")
      if (about.direction === 1) fromClient(session, r, about, out)
      else fromServer(session, r, out)
      for (const file of session.files.splice(0)) out.tell(file)
    }
  },
}

function fromClient(session: Session, r: Reader, about: About, out: Findings): void {
  if (session.isMail) {
    session.mail?.take(r.bytes, r.at, r.end, about.time)
    return r.skip(r.left, "Mail")
  }
  if (session.piece > 0) {
    const length = Math.min(session.piece, r.left)
    session.mail?.piece(r.bytes, r.at, r.at + length, about.time)
    session.piece -= length
    return r.skip(length, "Mail")
  }
  const { bytes, at } = r
  const end = lineEnd(bytes, at, r.end)
  r.skip(end - at, session.signIn.isTalking ? "Proof" : "Command")
  command(session, bytes, at, textEnd(bytes, at, end), out)
}

function command(session: Session, bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const { signIn, queue } = session
  if (signIn.isTalking) return signIn.line(bytes, from, to)
  const word = wordOf(words, bytes, from, to)
  if (word < 0) return
  out.operation(smtpProtocol, word, "request")
  queue.add(word)
  const behind = from + words[word]!.length + 1
  if (word === HELO || word === EHLO) claimName(bytes, behind, to, "SMTP client's greeting", 0.4, out)
  else if (word === AUTH) signIn.start(bytes, behind, to)
  else if (word === BDAT) {
    session.piece = numberAt(bytes, behind, to)
    session.mailBegins()
    session.isLastPiece = saysLast(bytes, behind, to)
  }
}

/** RFC 3030 section 2: "BDAT 1234 LAST". */
function saysLast(bytes: Uint8Array, from: number, to: number): boolean {
  const blank = indexOfByte(bytes, 0x20, from, to)
  return blank >= 0 && saysWord(bytes, blank + 1, to, "LAST")
}

function numberAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to && at < from + 9 && isDigit(bytes[at]); at++) value = value * 10 + bytes[at]! - 0x30
  return value
}

/** Of an answer of several lines the last has no hyphen. */
function fromServer(session: Session, r: Reader, out: Findings): void {
  const { bytes, at } = r
  const end = lineEnd(bytes, at, r.end)
  const to = textEnd(bytes, at, end)
  const code = replyCode(bytes, at, to)
  r.skip(end - at, "Answer")
  if (code === 0) return
  if (code === 220 && !session.isGreeted && session.queue.isEmpty) readBanner(bytes, at + 4, to, out)
  if (at + 3 < to && bytes[at + 3] === 0x2d) return
  if (code === 354) {
    session.isMail = true
    session.mailBegins()
    return
  }
  if (code !== 334) answer(session, code, out)
}

function answer(session: Session, code: number, out: Findings): void {
  const { queue, signIn } = session
  if (queue.isEmpty && !session.isGreeted) out.operation(smtpProtocol, GREETING, code >= 400 ? "exception" : "message")
  session.isGreeted = true
  const word = queue.take()
  if (word < 0) return
  out.operation(smtpProtocol, word, code >= 400 ? "exception" : "response")
  if (word === DATA) {
    session.isMail = false
    session.mailEnds(false)
  } else if (word === BDAT && session.isLastPiece) session.mailEnds(code < 300)
  else if (word === STARTTLS && code === 220) session.isSecret = true
  else if (word === AUTH) {
    // RFC 4954 section 6: the others refuse the way, not the user.
    if (code === 235 || code === 535) signIn.settle(code === 235, out)
    else signIn.end()
  }
}

const RULE = "SMTP greeting"

/** Section 4.2.2: the server's name, and what it runs. What changes with every connection (numbers, the time) is left out. */
function readBanner(bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const blank = indexOfByte(bytes, 0x20, from, to)
  claimName(bytes, from, blank < 0 ? to : blank, RULE, 0.5, out)
  if (blank < 0) return
  const said = shownText(bytes, blank + 1, to, 120)
  const program = /^E?SMTP ([A-Z][A-Za-z]{2,}[^;]*)/.exec(said)?.[1]
  const text = program
    ?.split(/ (?:#\d|ready\b|id\b|with id\b|at (?=[A-Z])|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),)/i)[0]
    ?.trim()
  if (text !== undefined && text !== "" && !/^(?:ready|service|server)/i.test(text))
    out.claim("sender", "software", `${text} (SMTP)`, RULE, 0.5, blank + 1, to - blank - 1)
}

/** A name of a host, not an address, and not what everybody calls itself. */
function claimName(bytes: Uint8Array, from: number, to: number, rule: string, confidence: number, out: Findings): void {
  const name = shownText(bytes, from, to, 100)
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*$/.test(name) || !/[A-Za-z][A-Za-z0-9-]*$/.test(name)) return
  if (/^localhost\b|^example\./i.test(name)) return
  out.claim("sender", "hostname", name, rule, confidence, from, to - from)
}

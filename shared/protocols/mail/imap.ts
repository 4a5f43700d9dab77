/** Mailboxes on a server (IMAP, RFC 9051; RFC 3501): commands and how they are answered, who signs in, and the files attached to mails. */
import type { Reader } from "../../bytes/reader.ts"
import type { CarriedFile } from "../../facts/fact.ts"
import { Carrying } from "../carrying.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { indexOfByte, latinText, lineEnd, saysWord, shownText, textEnd, wholeLines } from "../office/lines.ts"
import { MimeFiles } from "../office/mime-files.ts"
import { protocol } from "../protocol.ts"
import { claimGreeting } from "./greeting.ts"
import { SignIn, wordOf } from "./sasl.ts"

const words = [
  "LOGIN",
  "AUTHENTICATE",
  "STARTTLS",
  "CAPABILITY",
  "NOOP",
  "LOGOUT",
  "SELECT",
  "EXAMINE",
  "CREATE",
  "DELETE",
  "RENAME",
  "SUBSCRIBE",
  "UNSUBSCRIBE",
  "LIST",
  "LSUB",
  "NAMESPACE",
  "STATUS",
  "APPEND",
  "IDLE",
  "CHECK",
  "CLOSE",
  "UNSELECT",
  "EXPUNGE",
  "SEARCH",
  "FETCH",
  "STORE",
  "COPY",
  "MOVE",
  "UID",
  "ENABLE",
  "ID",
  "COMPRESS",
  "GETQUOTAROOT",
] as const
const [LOGIN, AUTHENTICATE, STARTTLS] = [0, 1, 2]

/** Functions: the command's place in the list; the greeting is 99. */
const GREETING = 99
const imapProtocol = protocol({
  name: "imap",
  title: "IMAP",
  family: "office",
  wireshark: "imap",
  functionKey: (code) => words[code] ?? "greeting",
  functionName: (code) => words[code]?.toLowerCase() ?? "greeting",
})

const slots = 16

class Session extends Carrying {
  /** The mail that is the literal of a side. */
  readonly mails: (MimeFiles | null)[] = [null, null]
  readonly files: CarriedFile[] = []
  readonly signIn = new SignIn()
  /** The tag (as a number) of the command that signs in; -1: none does. */
  signing = -1
  /** Tags as numbers, and their commands: the last ones. */
  readonly tags = new Int32Array(slots).fill(-1)
  readonly commands = new Int8Array(slots)
  asked = 0
  /** Bytes of a literal (section 4.3) that each side has still to send. */
  readonly literals = [0, 0]
  /** The literal is the user that signs in. */
  isUser = false
  isGreeted = false
  isSecret = false

  mailBegins(side: number): void {
    this.mailEnds(side, false)
    this.mails[side] = new MimeFiles(side === 1 ? "toServer" : "toClient", "", (file) => void this.files.push(file))
  }

  mailEnds(side: number, isWhole: boolean): void {
    this.mails[side]?.over(isWhole)
    this.mails[side] = null
  }

  override over(isClient: boolean): readonly CarriedFile[] {
    this.mailEnds(isClient ? 1 : 0, false)
    return this.files.splice(0)
  }
}
const begin = (): Session => new Session()

/** A tag is letters, figures and a few signs (section 9, "tag"); -1 where this is none. A number that joins answers to it. */
function tagOf(bytes: Uint8Array, from: number, end: number): number {
  if (end <= from || end - from > 24) return -1
  let number = 17
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!
    const isLetter = (byte & 0xdf) >= 0x41 && (byte & 0xdf) <= 0x5a
    if (!isLetter && !(byte >= 0x2c && byte <= 0x3a)) return -1
    number = (Math.imul(number, 31) + byte) & 0x3fff_ffff
  }
  return number
}

/** "OK", "NO", "BAD", "PREAUTH" or "BYE". */
const judgements = ["OK", "NO", "BAD", "PREAUTH", "BYE"] as const

export const imap: Dissector = {
  protocol: imapProtocol,
  tcp: [143],

  size: wholeLines,
  probe(bytes, from, to) {
    const blank = indexOfByte(bytes, 0x20, from, Math.min(to, from + 26))
    if (blank < 0) return false
    if (blank === from + 1 && bytes[from] === 0x2a) return wordOf(judgements, bytes, blank + 1, to) >= 0
    if (tagOf(bytes, from, blank) < 0) return false
    return wordOf(words, bytes, blank + 1, to) >= 0 || wordOf(judgements, bytes, blank + 1, to) >= 0
  },

  read(r, about, out) {
    const session = about.recall(begin)
    const side = about.direction === 1 ? 1 : 0
    while (r.left > 0) {
      if (session.isSecret) return r.skip(r.left, "Encrypted data")
      if (session.literals[side]! > 0) passLiteral(session, side, r, about.time)
      else readLine(session, side, r, out)
    }
    if (session.files.length > 0) for (const file of session.files.splice(0)) out.tell(file)
  },
}

function passLiteral(session: Session, side: number, r: Reader, time: number): void {
  const length = Math.min(session.literals[side]!, r.left)
  if (side === 1 && session.isUser) {
    session.signIn.say(shownText(r.bytes, r.at, r.at + length, 64), true)
    session.isUser = false
  }
  session.literals[side]! -= length
  session.mails[side]?.take(r.bytes, r.at, r.at + length, time)
  if (session.literals[side] === 0) session.mailEnds(side, true)
  r.skip(length, "Literal")
}

function readLine(session: Session, side: number, r: Reader, out: Findings): void {
  const { bytes, at } = r
  const end = lineEnd(bytes, at, r.end)
  const to = textEnd(bytes, at, end)
  r.skip(end - at, side === 1 ? "Command" : "Answer")
  session.literals[side] = literalLength(bytes, at, to)
  if (session.literals[side] > 0 && isMail(bytes, at, to, side)) session.mailBegins(side)
  if (side === 0) answer(session, bytes, at, to, out)
  else if (session.signIn.isTalking) session.signIn.line(bytes, at, to)
  else command(session, bytes, at, to, out)
}

/** The literal is a whole mail (section 6.4.5, BODY[] and RFC822; section 6.3.12, APPEND), not a part of one. */
const isMail = (bytes: Uint8Array, from: number, to: number, side: number): boolean =>
  (side === 1 ? / append /i : /(?:body\[\]|rfc822)(?:<0>)? \{\d+\+?\}$/i).test(latinText(bytes, from, to))

/** "{310}" or "{310+}" at the line's end: so many bytes follow. */
function literalLength(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 3 || bytes[to - 1] !== 0x7d) return 0
  let at = to - 2
  if (bytes[at] === 0x2b) at--
  let value = 0
  let unit = 1
  while (at > from && bytes[at]! >= 0x30 && bytes[at]! <= 0x39 && unit <= 1e8) {
    value += (bytes[at]! - 0x30) * unit
    unit *= 10
    at--
  }
  return bytes[at] === 0x7b ? value : 0
}

function command(session: Session, bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const blank = indexOfByte(bytes, 0x20, from, Math.min(to, from + 26))
  const tag = blank < 0 ? -1 : tagOf(bytes, from, blank)
  const word = tag < 0 ? -1 : wordOf(words, bytes, blank + 1, to)
  if (word < 0) return
  out.operation(imapProtocol, word, "request", tag)
  const slot = session.asked++ % slots
  session.tags[slot] = tag
  session.commands[slot] = word
  const behind = blank + 1 + words[word]!.length + 1
  if (word === LOGIN) login(session, bytes, behind, to)
  else if (word === AUTHENTICATE) session.signIn.start(bytes, behind, to)
  else return
  session.signing = tag
}

/** Section 6.2.3: the user is a word, stands in quotes, or comes as a literal. */
function login(session: Session, bytes: Uint8Array, from: number, to: number): void {
  session.isUser = bytes[from] === 0x7b && session.literals[1]! > 0
  if (session.isUser || from >= to) return session.signIn.say("", true)
  const isQuoted = bytes[from] === 0x22
  const start = isQuoted ? from + 1 : from
  const found = indexOfByte(bytes, isQuoted ? 0x22 : 0x20, start, to)
  if (found < 0) return session.signIn.say("", true)
  session.signIn.say(shownText(bytes, start, found, 64), true, passwordAt(bytes, found + (isQuoted ? 2 : 1), to))
}

/** A word or in quotes; null where it comes as a literal. */
function passwordAt(bytes: Uint8Array, from: number, to: number): string | null {
  if (bytes[from] === 0x7b) return null
  const isQuoted = bytes[from] === 0x22
  const end = isQuoted ? indexOfByte(bytes, 0x22, from + 1, to) : to
  return latinText(bytes, isQuoted ? from + 1 : from, end < 0 ? to : end)
}

function answer(session: Session, bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const blank = indexOfByte(bytes, 0x20, from, Math.min(to, from + 26))
  if (blank < 0) return
  if (blank === from + 1 && bytes[from] === 0x2a) return greet(session, bytes, blank + 1, to, out)
  const judgement = wordOf(judgements, bytes, blank + 1, to)
  const tag = judgement >= 0 && judgement < 3 ? tagOf(bytes, from, blank) : -1
  const slot = tag < 0 ? -1 : session.tags.indexOf(tag)
  if (slot < 0) return
  const word = session.commands[slot]!
  session.tags[slot] = -1
  out.operation(imapProtocol, word, judgement === 0 ? "response" : "exception", tag)
  if (word === STARTTLS && judgement === 0) session.isSecret = true
  if (tag !== session.signing) return
  session.signing = -1
  // BAD: the server did not understand.
  if (judgement === 2) session.signIn.end()
  else session.signIn.settle(judgement === 0, out)
}

/** Section 7.1: the first line says what the server runs, behind a code in brackets. */
function greet(session: Session, bytes: Uint8Array, from: number, to: number, out: Findings): void {
  if (session.isGreeted || session.asked > 0 || !saysWord(bytes, from, to, "OK")) return
  session.isGreeted = true
  out.operation(imapProtocol, GREETING, "message")
  let at = from + 3
  if (bytes[at] === 0x5b) {
    const close = indexOfByte(bytes, 0x5d, at, to)
    if (close < 0) return
    at = close + 2
  }
  if (at >= to) return
  claimGreeting("IMAP", bytes, at, to, out)
}

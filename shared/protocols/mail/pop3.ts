/** Mail that is fetched (POP3, RFC 1939; RFC 2449, 2595, 5034): commands and how they are answered, who signs in, and the files attached. */
import type { CarriedFile } from "../../facts/fact.ts"
import { Carrying } from "../carrying.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import type { Reader } from "../../bytes/reader.ts"
import { indexOfByte, latinText, lineEnd, saysWord, shownText, textEnd, wholeLines } from "../office/lines.ts"
import { protocol } from "../protocol.ts"
import { claimGreeting } from "./greeting.ts"
import { MailFiles } from "./mail-files.ts"
import { Queue, SignIn, wordOf } from "./sasl.ts"

const words = [
  "USER",
  "PASS",
  "APOP",
  "AUTH",
  "STLS",
  "CAPA",
  "STAT",
  "LIST",
  "RETR",
  "DELE",
  "NOOP",
  "RSET",
  "TOP",
  "UIDL",
  "QUIT",
  "UTF",
  "LANG",
] as const
const [USER, PASS, APOP, AUTH, STLS, RETR] = [0, 1, 2, 3, 4, 8]

/** Functions: the command's place in the list; the greeting is 99. */
const GREETING = 99
const popProtocol = protocol({
  name: "pop3",
  title: "POP3",
  family: "office",
  wireshark: "pop",
  functionKey: (code) => words[code] ?? "greeting",
  functionName: (code) => words[code]?.toLowerCase() ?? "greeting",
})

class Session extends Carrying {
  /** The mail that is fetched now, until the line of one dot. */
  mail: MailFiles | null = null
  readonly files: CarriedFile[] = []
  readonly queue = new Queue()
  readonly signIn = new SignIn()
  user = ""
  isGreeted = false
  /** TLS began (RFC 2595 section 4): nothing can be read from here on. */
  isSecret = false

  mailBegins(): void {
    this.mail = new MailFiles("toClient", (file) => void this.files.push(file))
  }

  mailEnds(): void {
    this.mail?.over(false)
    this.mail = null
  }

  override over(isClient: boolean): readonly CarriedFile[] {
    if (!isClient) this.mailEnds()
    return this.files.splice(0)
  }
}
const begin = (): Session => new Session()

const isGood = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from >= 3 && bytes[from] === 0x2b && saysWord(bytes, from + 1, to, "OK")
const isBad = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from >= 4 && bytes[from] === 0x2d && saysWord(bytes, from + 1, to, "ERR")

export const pop3: Dissector = {
  protocol: popProtocol,
  tcp: [110],
  size: wholeLines,
  probe: (bytes, from, to) => isGood(bytes, from, to) || isBad(bytes, from, to) || wordOf(words, bytes, from, to) >= 0,

  read(r, about, out) {
    const session = about.recall(begin)
    if (session.isSecret) return r.skip(r.left, "Encrypted data")
    while (r.left > 0 && !session.isSecret) {
      const { bytes, at } = r
      const end = lineEnd(bytes, at, r.end)
      const to = textEnd(bytes, at, end)
      if (session.mail !== null && about.direction !== 1) passMail(session, session.mail, r, about.time)
      else r.skip(end - at, readLine(session, bytes, at, to, about, out))
    }
    if (session.files.length > 0) for (const file of session.files.splice(0)) out.tell(file)
  },
}

/** All that is here, up to the line of one dot. */
function passMail(session: Session, mail: MailFiles, r: Reader, time: number): void {
  const { bytes, at } = r
  let end = at
  while (end < r.end && !mail.isOver) {
    const next = lineEnd(bytes, end, r.end)
    mail.take(bytes, end, next, time)
    end = next
  }
  r.skip(end - at, "Mail")
  if (mail.isOver) session.mail = null
}

/** The line's name in the packet tree. */
function readLine(session: Session, bytes: Uint8Array, from: number, to: number, about: About, out: Findings): string {
  if (about.direction === 1) return command(session, bytes, from, to, out)
  const succeeded = isGood(bytes, from, to)
  if (!succeeded && !isBad(bytes, from, to)) return "Content"
  if (succeeded && !session.isGreeted && session.queue.isEmpty && from + 4 < to)
    claimGreeting("POP3", bytes, from + 4, to, out)
  answer(session, succeeded, out)
  return "Answer"
}

function command(session: Session, bytes: Uint8Array, from: number, to: number, out: Findings): string {
  const { signIn } = session
  // Who asks for the next has the mail: its end was missed.
  session.mailEnds()
  if (signIn.isTalking) {
    signIn.line(bytes, from, to)
    return "Proof"
  }
  const word = wordOf(words, bytes, from, to)
  if (word < 0) return "Line"
  out.operation(popProtocol, word, "request")
  session.queue.add(word)
  const behind = from + words[word]!.length + 1
  if (word === USER) session.user = shownText(bytes, behind, to, 64)
  else if (word === PASS) signIn.say(session.user, true, latinText(bytes, behind, to))
  else if (word === APOP) signIn.say(firstWord(bytes, behind, to), false)
  // Without a mechanism it asks which there are.
  else if (word === AUTH && behind < to) signIn.start(bytes, behind, to)
  return "Command"
}

function firstWord(bytes: Uint8Array, from: number, to: number): string {
  const blank = indexOfByte(bytes, 0x20, from, to)
  return shownText(bytes, from, blank < 0 ? to : blank, 64)
}

function answer(session: Session, succeeded: boolean, out: Findings): void {
  const { queue, signIn } = session
  if (queue.isEmpty && !session.isGreeted) out.operation(popProtocol, GREETING, "message")
  session.isGreeted = true
  const word = queue.take()
  if (word < 0) return
  out.operation(popProtocol, word, succeeded ? "response" : "exception")
  if (word === PASS || word === APOP || word === AUTH) signIn.settle(succeeded, out)
  else if (word === STLS && succeeded) session.isSecret = true
  else if (word === RETR && succeeded) session.mailBegins()
}

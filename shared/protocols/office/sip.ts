/**
 * Telephones and intercoms (SIP, RFC 3261): requests and how they are answered, what programs speak it, and who signs in with a registrar.
 * Proofs are digests (section 22): no password can be read.
 */
import type { Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { indexOfByte, lineEnd, saysWord, shownText, textEnd } from "./lines.ts"

/** Section 7.1, and RFC 3262, 3265, 3311, 3428, 3515, 3903, 6086. */
const methods = [
  "REGISTER",
  "INVITE",
  "ACK",
  "BYE",
  "CANCEL",
  "OPTIONS",
  "PRACK",
  "SUBSCRIBE",
  "NOTIFY",
  "UPDATE",
  "MESSAGE",
  "REFER",
  "PUBLISH",
  "INFO",
] as const
const [REGISTER, INVITE, ACK] = [0, 1, 2]

const sipProtocol = protocol({
  name: "sip",
  title: "SIP",
  family: "office",
  wireshark: "sip",
  functionKey: (code) => methods[code] ?? String(code),
  functionName: (code) => methods[code]?.toLowerCase(),
  wiresharkFunction: (code) => `sip.CSeq.method == "${methods[code] ?? ""}"`,
})

const RULE = "SIP program"

class Session {
  /** The registration that carries a proof: its number, and for whom. */
  proving = -1
  user = ""
  /** Both sides: their program was told. */
  readonly isNamed = [false, false]
}
const begin = (): Session => new Session()

/** What the headers of the message at hand say; reused. */
const head = { method: -1, number: -1, paths: 0, user: "", isProof: false, isStale: false, program: -1, programEnd: -1 }

/** "SIP/2.0" */
const isVersion = (bytes: Uint8Array, at: number, to: number): boolean =>
  to - at >= 7 &&
  saysWord(bytes, at, to, "SIP") &&
  bytes[at + 3] === 0x2f &&
  bytes[at + 4] === 0x32 &&
  bytes[at + 5] === 0x2e &&
  bytes[at + 6] === 0x30

/** An answer's code; 0 for none. */
function statusOf(bytes: Uint8Array, from: number, to: number): number {
  if (!isVersion(bytes, from, to) || to - from < 12 || bytes[from + 7] !== 0x20) return 0
  let status = 0
  for (let at = from + 8; at < from + 11; at++) {
    const digit = bytes[at]! - 0x30
    if (digit < 0 || digit > 9) return 0
    status = status * 10 + digit
  }
  return status >= 100 && status < 700 ? status : 0
}

function methodAt(bytes: Uint8Array, from: number, to: number): number {
  for (let n = 0; n < methods.length; n++) if (saysWord(bytes, from, to, methods[n]!)) return n
  return -1
}

/** A method, an address, and the version at the line's end; -1 for none. */
function requestOf(bytes: Uint8Array, from: number, to: number): number {
  const method = methodAt(bytes, from, to)
  if (method < 0 || bytes[from + methods[method]!.length] !== 0x20) return -1
  const end = lineEnd(bytes, from, Math.min(to, from + 600))
  const last = textEnd(bytes, from, end)
  return last < end && last - 8 > from && bytes[last - 8] === 0x20 && isVersion(bytes, last - 7, last) ? method : -1
}

export const sip: Dissector = {
  protocol: sipProtocol,
  tcp: [5060],
  udp: [5060],
  anyPort: true,
  probe: (bytes, from, to) => statusOf(bytes, from, to) > 0 || requestOf(bytes, from, to) >= 0,

  read(r, about, out) {
    const status = statusOf(r.bytes, r.at, r.end)
    const method = status > 0 ? -1 : requestOf(r.bytes, r.at, r.end)
    if (status === 0 && method < 0) return r.skip(r.left, "Content")
    r.skip(lineEnd(r.bytes, r.at, r.end) - r.at, "First line")
    readHead(r)
    if (status > 0) answer(status, about, out)
    else request(method, about, out)
    tellProgram(r, status, about, out)
    if (r.left > 0) r.skip(r.left, "Content")
  },
}

function readHead(r: Reader): void {
  head.method = head.number = head.program = -1
  head.paths = 0
  head.user = ""
  head.isProof = head.isStale = false
  while (r.left > 0) {
    const { bytes, at } = r
    const end = lineEnd(bytes, at, r.end)
    const to = textEnd(bytes, at, end)
    const colon = indexOfByte(bytes, 0x3a, at, to)
    r.skip(end - at, colon < 0 ? "Line" : "Header")
    if (to === at) return
    if (colon >= 0) readHeader(bytes, at, colon, to)
  }
}

function readHeader(bytes: Uint8Array, at: number, colon: number, to: number): void {
  let from = colon + 1
  while (from < to && bytes[from] === 0x20) from++
  const length = colon - at
  if (length === 3 && saysWord(bytes, at, colon, "VIA")) head.paths++
  else if (length === 1 && (bytes[at]! & 0xdf) === 0x56) head.paths++
  else if (length === 4 && saysWord(bytes, at, colon, "CSEQ")) readNumber(bytes, from, to)
  else if (length === 13 && saysWord(bytes, at, colon, "AUTHORIZATION")) {
    head.isProof = true
    head.user = quoted(bytes, from, to, "USERNAME")
  } else if (saysWord(bytes, at, colon, "WWW") && bytes[at + 3] === 0x2d) {
    head.isStale = /stale\s*=\s*"?true/i.test(shownText(bytes, from, to, 400))
  } else if (isProgram(bytes, at, colon)) {
    head.program = from
    head.programEnd = to
  }
}

/** "User-Agent" or "Server". */
function isProgram(bytes: Uint8Array, at: number, colon: number): boolean {
  if (colon - at === 6) return saysWord(bytes, at, colon, "SERVER")
  return (
    colon - at === 10 &&
    saysWord(bytes, at, colon, "USER") &&
    bytes[at + 4] === 0x2d &&
    saysWord(bytes, at + 5, colon, "AGENT")
  )
}

/** Section 20.16: the request's number, and its method again. */
function readNumber(bytes: Uint8Array, from: number, to: number): void {
  let number = 0
  let at = from
  while (at < to && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) number = (number * 10 + bytes[at++]! - 0x30) & 0x3fff_ffff
  while (at < to && bytes[at] === 0x20) at++
  head.number = number
  head.method = methodAt(bytes, at, to)
}

/** What stands in quotes behind the word and its sign of equality. */
function quoted(bytes: Uint8Array, from: number, to: number, word: string): string {
  for (let at = from; at + word.length + 2 < to; at++) {
    if (!saysWord(bytes, at, to, word)) continue
    const open = at + word.length + 1
    if (bytes[open - 1] !== 0x3d || bytes[open] !== 0x22) continue
    const close = indexOfByte(bytes, 0x22, open + 1, to)
    return close < 0 ? "" : shownText(bytes, open + 1, close, 64)
  }
  return ""
}

function request(method: number, about: About, out: Findings): void {
  out.operation(sipProtocol, method, method === ACK ? "message" : "request", head.number)
  if (method !== REGISTER) return
  const session = about.recall(begin)
  session.proving = head.isProof ? head.number : -1
  session.user = head.user
}

/** Section 10.2 and 22.2. What is on its way (1xx) is no answer yet; a proof that is only too old (stale) is no wrong one. */
function answer(status: number, about: About, out: Findings): void {
  if (head.method < 0) return
  const outcome = status < 200 ? "message" : status < 300 ? "response" : "exception"
  out.operation(sipProtocol, head.method, outcome, head.number)
  const session = about.recall(begin)
  if (head.method !== REGISTER || status < 200 || head.number !== session.proving) return
  session.proving = -1
  const isRefused = status === 403 || (status === 401 && !head.isStale)
  if (status < 300 || isRefused)
    out.tell({ kind: "signIn", user: session.user, succeeded: status < 300, isClear: false })
}

/** Telephones for the desk, by the names that their makers write. Programs on computers and gateways are none. */
const phones =
  /\b(?:yealink|polycom(?:vvx|soundpoint|soundstation)|snom\d{3}|grandstream gxp|cisco-cp|cisco\/spa\d|linksys\/spa9|fanvil|aastra \d|mitel 6\d)/i

/** Proxies pass on what others say of themselves: of requests only those count that passed none, of answers those that no call brings. */
function tellProgram({ bytes }: Reader, status: number, about: About, out: Findings): void {
  if (head.program < 0 || head.paths > 1 || (status > 0 && head.method === INVITE)) return
  const session = about.recall(begin)
  if (session.isNamed[about.side] === true) return
  session.isNamed[about.side] = true
  const text = shownText(bytes, head.program, head.programEnd, 120)
  const length = head.programEnd - head.program
  if (!/^[\x20-\x7e]*[a-z]{2}[\x20-\x7e]*$/i.test(text)) return
  out.claim("sender", "software", `${text} (SIP)`, RULE, 0.5, head.program, length)
  if (status === 0 && phones.test(text)) out.claim("sender", "type", "phone", RULE, 0.4, head.program, length)
}

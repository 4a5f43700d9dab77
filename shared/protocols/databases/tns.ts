/**
 * Oracle's Transparent Network Substrate: which service a program on which computer asks for, whether it is taken, and who signs in. Built from public descriptions
 * of packets and drivers, and compared with the bytes that these publish; no capture was at hand. Passwords travel as answers to a challenge.
 */
import type { Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { indexOfByte, shownText } from "../office/lines.ts"
import { protocol } from "../protocol.ts"

const [CONNECT, ACCEPT, REFUSE, REDIRECT, DATA, RESEND] = [1, 2, 4, 5, 6, 11]
const packets: ReadonlyMap<number, string> = new Map([
  [CONNECT, "connect"],
  [ACCEPT, "accept"],
  [3, "acknowledge"],
  [REFUSE, "refuse"],
  [REDIRECT, "redirect"],
  [DATA, "data"],
  [7, "null"],
  [9, "abort"],
  [RESEND, "resend"],
  [12, "marker"],
  [13, "attention"],
  [14, "control"],
])

const tnsProtocol = protocol({
  name: "tns",
  title: "TNS (Oracle)",
  family: "office",
  wireshark: "tns",
  functionName: (code) => packets.get(code),
  wiresharkFunction: (code) => `tns.type == ${code}`,
})

const HEADER = 8
/** In a connect packet: where length and place of the connect data stand, and the least that stands before them. */
const DATA_LENGTH = 24
const FIXED = 28

class Session {
  /** The connect data was too long for its packet: they come in the next one. */
  isLong = false
  user = ""
  isSigning = false
}
const begin = (): Session => new Session()

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

/** Since version 315 the length has four bytes once both sides agreed. Before, the second two were a checksum that nobody sends: zero. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const [first, second] = [u16(bytes, at), u16(bytes, at + 2)]
  return second === 0 ? first : first * 0x10000 + second
}

export const tns: Dissector = {
  protocol: tnsProtocol,
  tcp: [1521, 1526, 2483],

  size(bytes, from, to) {
    if (to - from < HEADER) return 0
    const length = lengthAt(bytes, from)
    return length < HEADER || !packets.has(bytes[from + 4]!) ? -1 : length
  },

  /** A type that exists, a reserved byte of few bits, no header checksum; a connect packet fits its own lengths. */
  probe(bytes, from, to) {
    if (to - from < HEADER || lengthAt(bytes, from) < HEADER) return false
    const type = bytes[from + 4]!
    if (!packets.has(type) || u16(bytes, from + 6) !== 0 || bytes[from + 5]! > 0x3f) return false
    return type !== CONNECT || (to - from >= FIXED && u16(bytes, from + DATA_LENGTH + 2) >= FIXED)
  },

  read(r, about, out) {
    const session = about.recall(begin)
    const start = r.at
    r.skip(4, "Length")
    const type = r.u8("Type")
    r.u8("Flags")
    r.u16("Checksum of the header")
    count(type, out)
    if (type === CONNECT) readConnect(session, start, r, out)
    else if (type === ACCEPT) accepted(r, out)
    else if (type === DATA) readData(session, r, about, out)
    if (r.left > 0) r.skip(r.left, "Content")
  },
}

function count(type: number, out: Findings): void {
  if (type === CONNECT) out.operation(tnsProtocol, CONNECT, "request")
  else if (type === ACCEPT || type === REDIRECT) out.operation(tnsProtocol, CONNECT, "response")
  else if (type === REFUSE) out.operation(tnsProtocol, CONNECT, "exception")
  else out.operation(tnsProtocol, type, "message")
}

function accepted(r: Reader, out: Findings): void {
  const { at } = r
  r.u16("Version")
  out.claim("sender", "type", "database-server", "TNS accept", 0.4, at - HEADER, HEADER)
}

function readConnect(session: Session, start: number, r: Reader, out: Findings): void {
  r.u16("Version")
  r.u16("Lowest version")
  r.skip(12, "Settings")
  const length = r.u16("Length of the connect data")
  const place = r.u16("Place of the connect data")
  const from = start + place
  session.isSigning = false
  session.isLong = length > 0 && from + length > r.end
  if (place >= FIXED && length > 0 && from + length <= r.end) readDescription(r.bytes, from, from + length, out)
}

/** The client's description of itself: "(CID=(PROGRAM=…)(HOST=…)(USER=…))". The address in it is the server's. */
function readDescription(bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const client = find(bytes, from, to, "(CID=(")
  if (client < 0) return
  const end = closing(bytes, client, Math.min(to, client + 600))
  const host = valueOf(bytes, client, end, "(HOST=")
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(host) && /[A-Za-z]/.test(host)) {
    const at = find(bytes, client, end, "(HOST=") + 6
    out.claim("sender", "hostname", host, "TNS client", 0.5, at, host.length)
  }
  const program = valueOf(bytes, client, end, "(PROGRAM=")
  const name = program.split(/[\\/]/).at(-1) ?? ""
  if (!/^[\x20-\x7e]{2,64}$/.test(name) || name.startsWith("__")) return
  const at = find(bytes, client, end, "(PROGRAM=") + 9
  out.claim("sender", "software", `${name} (Oracle client)`, "TNS client", 0.4, at, program.length)
}

/** Where the bracket that stands at `from` is closed; `to` where it is not. */
function closing(bytes: Uint8Array, from: number, to: number): number {
  let depth = 0
  for (let at = from; at < to; at++) {
    if (bytes[at] === 0x28) depth++
    else if (bytes[at] === 0x29 && --depth === 0) return at
  }
  return to
}

/** Where the letters, in any case, stand first; -1 for nowhere. */
function find(bytes: Uint8Array, from: number, to: number, letters: string): number {
  for (let at = from; at + letters.length <= to; at++) {
    let n = 0
    while (n < letters.length && upper(bytes[at + n]!) === letters.charCodeAt(n)) n++
    if (n === letters.length) return at
  }
  return -1
}
const upper = (byte: number): number => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)

function valueOf(bytes: Uint8Array, from: number, to: number, key: string): string {
  const at = find(bytes, from, to, key)
  if (at < 0) return ""
  const close = indexOfByte(bytes, 0x29, at + key.length, to)
  return close < 0 ? "" : shownText(bytes, at + key.length, close, 200)
}

/** A call of the server (3): asking for the challenge (0x76), answering it (0x73). */
const CALL = 3

function readData(session: Session, r: Reader, about: About, out: Findings): void {
  if (r.left < 2) return
  r.u16("Data flags")
  const { bytes, at, end } = r
  if (session.isLong && about.direction !== -1) {
    session.isLong = false
    return readDescription(bytes, at, end, out)
  }
  const isCall = end - at > 8 && bytes[at] === CALL && about.direction !== -1
  if (isCall && (bytes[at + 1] === 0x76 || bytes[at + 1] === 0x73)) {
    const user = userOf(bytes, at, end)
    if (user !== "") session.user = user
    session.isSigning = bytes[at + 1] === 0x73
  } else if (session.isSigning && about.direction === -1) judge(session, bytes, at, Math.min(end, at + 4096), out)
}

/**
 * Before the first name stand the user, the name's length as a number, and its length again. Drivers without Oracle's libraries write the number in as few bytes as it
 * needs, and the user's own length near the beginning (since version 23 behind a token); others in four bytes, with the user's length before the user.
 */
function userOf(bytes: Uint8Array, from: number, to: number): string {
  const names = find(bytes, from, Math.min(to, from + 256), "AUTH_")
  if (names < 0) return ""
  const head = bytes[from + 3] === 0 ? from + 4 : from + 3
  const isShort = bytes[head] === 1 && bytes[head + 1] === 1 && bytes[names - 3] === 1
  const end = isShort ? names - 3 : names - 5
  const length = isShort ? bytes[head + 2]! : lengthBefore(bytes, head, end)
  const at = end - length
  if (length === 0 || length > 64 || at <= head + 2) return ""
  const user = shownText(bytes, at, at + length, 64)
  return /^[\x21-\x7e]+$/.test(user) ? user : ""
}

/** Of the letters that end here, if the byte before them is their number; else 0. */
function lengthBefore(bytes: Uint8Array, from: number, end: number): number {
  let at = end - 1
  while (at > from && bytes[at]! > 0x20 && bytes[at]! < 0x7f) at--
  return bytes[at] === end - at - 1 ? bytes[at]! : 0
}

/** "invalid username/password", "the account is locked", "the password has expired": else it is not said who was refused. */
const refusals = ["ORA-01017", "ORA-28000", "ORA-28001"]

function judge(session: Session, bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const succeeded = find(bytes, from, to, "AUTH_SVR_RESPONSE") >= 0
  if (!succeeded && !refusals.some((refusal) => find(bytes, from, to, refusal) >= 0)) return
  session.isSigning = false
  out.tell({ kind: "signIn", user: session.user, succeeded, isClear: false })
}

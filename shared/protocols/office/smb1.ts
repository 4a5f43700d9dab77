/** One message of SMB 1 (MS-CIFS 2.2.3, MS-SMB 2.2): header, and of its commands what tells names, handles and who signs in. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import type { Protocol } from "../protocol.ts"
import { ntlmUser, readNtlmChallenge } from "./ntlm.ts"
import { VERSION_1 } from "./smb-names.ts"
import { BUFFER_OVERFLOW, MORE_PROCESSING, type SmbSession } from "./smb-session.ts"
import { textAt, zeroAt } from "./smb-text.ts"

const CLOSE = 0x04
const OPEN = 0x2d
const READ = 0x2e
const WRITE = 0x2f
const TRANSACTION = 0x25
/** MS-CIFS 2.2.5.6, TRANS_TRANSACT_NMPIPE: a call and its answer through a pipe in one. */
const TRANSCEIVE = 0x26
/** Of a write to a pipe (MS-CIFS 2.2.4.43.1): it begins a message, whose length stands in front in two bytes. */
const LENGTH_IN_FRONT = 0x0c
const SESSION_SETUP = 0x73
const TREE_CONNECT = 0x75
const CREATE = 0xa2
/** Commands that another may follow in the same message (section 2.2.3.4). */
const chained: ReadonlySet<number> = new Set([0x24, OPEN, READ, WRITE, SESSION_SETUP, 0x74, TREE_CONNECT, CREATE])

/** Wrong password, as servers without statuses of Windows NT say it: class 2 (server), code 2 (section 2.2.2.4). */
const LOGON_FAILURE = 0xc000006d

/** Of the message being read. `words` and `data` are where the parameters and the bytes of the command begin. Reused. */
const message = { start: 0, id: 0, tree: 0, status: 0, isWide: false, words: 0, count: 0, data: 0, end: 0 }

export function readSmb1(r: Reader, protocol: Protocol, session: SmbSession, out: Findings): void {
  message.start = r.at
  r.u32("Protocol")
  let command = r.u8("Command")
  const status = r.u32le("Status")
  const isAnswer = (r.u8("Flags") & 0x80) !== 0
  const flags = r.u16le("Flags 2")
  r.skip(12, "Process identifier, upper half, and signature")
  message.tree = r.u16le("Tree identifier")
  const process = r.u16le("Process identifier")
  r.u16le("User identifier")
  message.id = r.u16le("Multiplex identifier") | ((process & 0x3fff) << 16)
  message.isWide = (flags & 0x8000) !== 0
  message.status = (flags & 0x4000) !== 0 ? status : ofClass(status)
  const failed = isAnswer && message.status >= 0xc0000000 && message.status !== MORE_PROCESSING
  for (let n = 0; n < 8; n++) {
    out.operation(protocol, VERSION_1 + command, !isAnswer ? "request" : failed ? "exception" : "response", message.id)
    readBlock(r)
    if (isAnswer) readAnswer(r, command, session, out)
    else readRequest(r, command, session, out)
    if (!chained.has(command) || message.count < 2) break
    const next = message.start + u16(r, message.words + 2)
    command = r.bytes[message.words]!
    if (command === 0xff || next < message.data || next >= r.end) break
    r.at = next
  }
  r.at = Math.min(r.at, r.end)
  if (r.left > 0) r.skip(r.left, "Rest of the message")
}

/** A class in the first byte and a code in the upper two (section 2.2.3.1; 234 of class 1: there is more to read). */
function ofClass(status: number): number {
  if (status === 0) return 0
  if ((status & 0xff) === 1 && status >>> 16 === 234) return BUFFER_OVERFLOW
  return (status & 0xff) === 2 && status >>> 16 === 2 ? LOGON_FAILURE : 0xc0000001
}

/** Section 2.2.3.2 and 2.2.3.3: a number of words and these, a number of bytes and these. */
function readBlock(r: Reader): void {
  const count = r.u8("Number of words")
  message.count = count
  message.words = r.at
  r.skip(count * 2, "Words")
  const length = r.u16le("Number of bytes")
  message.data = r.at
  // Of a large read or write the number says only the lower part, and some clients count what a chained command brings.
  message.end = Math.min(r.end, r.at + length)
  r.skip(message.end - r.at, "Bytes")
}

function readRequest(r: Reader, command: number, session: SmbSession, out: Findings): void {
  const { words, count, data, end, id, tree } = message
  switch (command) {
    case SESSION_SETUP:
      // MS-SMB 2.2.4.6.1 has 12 words and security data, MS-CIFS 2.2.4.53.1 has 13 and two hashes of the password.
      if (count === 12) session.signsIn(ntlmUser(r.bytes, data, end))
      else if (count === 13) session.signsIn(plainUser(r, u16(r, words + 14) + u16(r, words + 16)))
      return
    case TREE_CONNECT:
      if (count >= 4) session.asks(id, nameAt(r, data + u16(r, words + 6), end), out)
      return
    case CREATE:
      if (count >= 24) session.asks(id, createName(r, u16(r, words + 5)), out)
      return
    case OPEN:
      if (count >= 15) session.asks(id, nameAt(r, data, end), out)
      return
    case CLOSE:
      if (count >= 3) session.closes(handle(r, words), out)
      return
    case READ:
    case WRITE:
      if (count < 10) return
      session.carries(handle(r, words + 4), tree, command === READ ? "toClient" : "toServer", out)
      if (command === READ)
        session.reads(id, handle(r, words + 4), tree, placeOf(r, words + 6, count >= 12 ? words + 20 : 0))
      else if (count >= 12) written(r, session, out)
      return
    case TRANSACTION:
      if (count >= 16 && u16(r, words + 28) === TRANSCEIVE) transceives(r, session, out)
      return
  }
}

function createName(r: Reader, length: number): string {
  const { data, end, isWide } = message
  const from = aligned(data, isWide)
  if (from + length > end) throw new Malformed(`SMB name of ${length} bytes, ${end - from} are there`)
  return textAt(r.bytes, from, zeroAt(r.bytes, from, from + length, isWide), isWide) // some end it with a zero
}

function readAnswer(r: Reader, command: number, session: SmbSession, out: Findings): void {
  const { words, count, data, end, id, tree, status } = message
  switch (command) {
    case SESSION_SETUP:
      if (status === 0 || status === MORE_PROCESSING) readNtlmChallenge(r.bytes, data, end, out)
      return session.settled(status, out)
    case TREE_CONNECT:
      if (status === 0) session.connects(id, tree)
      return
    case CREATE:
      if (status !== 0 || count < 34) return session.opens(id, null)
      return session.opens(id, handle(r, words + 5), placeOf(r, words + 55, words + 59), u16(r, words + 7) !== 1)
    case OPEN:
      return session.opens(id, status === 0 && count >= 15 ? handle(r, words + 4) : null)
    case READ:
      if ((status === 0 || status === BUFFER_OVERFLOW) && count >= 12) brought(r, words + 12, words + 10, session, out)
      return
    case TRANSACTION:
      if ((status === 0 || status === BUFFER_OVERFLOW) && count >= 10) brought(r, words + 14, words + 12, session, out)
  }
}

const u16 = (r: Reader, at: number): number => {
  if (at + 2 > r.end) throw new Malformed("SMB words end early")
  return r.bytes[at]! | (r.bytes[at + 1]! << 8)
}

const handle = (r: Reader, at: number): number => u16(r, at)

/** Four bytes, and the four above them where there are such. */
const placeOf = (r: Reader, at: number, above: number): number =>
  u16(r, at) + u16(r, at + 2) * 2 ** 16 + (above === 0 ? 0 : u16(r, above) * 2 ** 32)

/** MS-CIFS 2.2.4.42.2 and 2.2.4.33.2: where the data stand from the header on, and how many; of a read, the upper half two words on. */
function brought(r: Reader, place: number, length: number, session: SmbSession, out: Findings): void {
  const { words, start, id } = message
  const from = start + u16(r, place)
  const to = from + u16(r, length) + (length === words + 10 ? u16(r, words + 14) * 0x10000 : 0)
  if (to <= r.end) session.brings(id, r, from, to, r.end, out)
}

/** Section 2.2.4.43.1. */
function written(r: Reader, session: SmbSession, out: Findings): void {
  const { words, start, tree, count } = message
  const begin = start + u16(r, words + 22)
  const to = begin + u16(r, words + 20) + u16(r, words + 18) * 0x10000
  const from = (u16(r, words + 14) & LENGTH_IN_FRONT) === LENGTH_IN_FRONT ? Math.min(begin + 2, to) : begin
  const place = placeOf(r, words + 6, count >= 14 ? words + 24 : 0)
  if (to <= r.end) session.writes(handle(r, words + 4), tree, place, r, from, to, r.end, out)
}

/** Section 2.2.4.33.1: where the data stand from the header on, and how many; the handle is the second word of the setup. */
function transceives(r: Reader, session: SmbSession, out: Findings): void {
  const { words, start, id, tree } = message
  const fid = handle(r, words + 30)
  session.reads(id, fid, tree)
  const from = start + u16(r, words + 24)
  const to = from + u16(r, words + 22)
  if (to <= r.end) session.calls(fid, tree, r, from, to, out)
}

/** Wide letters begin at an even distance from the header. */
const aligned = (at: number, isWide: boolean): number => (isWide && (at - message.start) % 2 === 1 ? at + 1 : at)

function nameAt(r: Reader, from: number, end: number): string {
  const begin = Math.min(aligned(from, message.isWide), end)
  return textAt(r.bytes, begin, zeroAt(r.bytes, begin, end, message.isWide), message.isWide)
}

/** Behind the hashes stand the account and its domain, each with a zero behind it. */
function plainUser(r: Reader, hashes: number): string {
  const { data, end, isWide } = message
  if (data + hashes > end) throw new Malformed(`SMB passwords of ${hashes} bytes, ${end - data} are there`)
  const from = aligned(data + hashes, isWide)
  const user = nameAt(r, from, end)
  const behind = zeroAt(r.bytes, Math.min(from, end), end, isWide) + (isWide ? 2 : 1)
  const domain = behind < end ? nameAt(r, behind, end) : ""
  return domain === "" || user === "" ? user : `${domain}\\${user}`
}

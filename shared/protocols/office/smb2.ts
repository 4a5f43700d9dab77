/** One message of SMB 2 or 3 (MS-SMB2 2.2): header, and of its body what tells names, handles and who signs in. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import type { Protocol } from "../protocol.ts"
import { ntlmUser, readNtlmChallenge } from "./ntlm.ts"
import { BUFFER_OVERFLOW, MORE_PROCESSING, THE_LAST, type SmbSession } from "./smb-session.ts"
import { textAt } from "./smb-text.ts"

const SESSION_SETUP = 1
const TREE_CONNECT = 3
const CREATE = 5
const CLOSE = 6
const READ = 8
const WRITE = 9
const IOCTL = 11
/** MS-FSCC 2.3.49: a call and its answer through a pipe in one. */
const TRANSCEIVE = 0x11c017
/** Of a share (section 2.2.10). */
const PIPES = 2
const PENDING = 0x103
const HEADER = 64

/** Of the message being read, from the start of its header. Reused. */
const message = { start: 0, command: 0, id: 0, tree: 0, status: 0, end: 0 }

/** Reads the messages that are sent together, each with a header of its own (section 2.2.1, NextCommand). */
export function readSmb2(r: Reader, protocol: Protocol, session: SmbSession, out: Findings): void {
  const whole = r.end
  for (let n = 0; n < 64; n++) {
    const start = r.at
    const isAnswer = readHeader(r, protocol, out)
    const next = message.end
    if (next !== 0 && (next < HEADER || next > whole - start)) throw new Malformed(`SMB2 next command at ${next}`)
    message.end = next === 0 ? whole : start + next
    if (isAnswer) readAnswer(r, session, out)
    else readRequest(r, session, out)
    if (r.at < message.end) r.skip(message.end - r.at, "Rest of the message")
    if (next === 0) return
  }
}

/** Section 2.2.1.2. True for an answer. */
function readHeader(r: Reader, protocol: Protocol, out: Findings): boolean {
  message.start = r.at
  r.u32("Protocol")
  if (r.u16le("Header length") !== HEADER) throw new Malformed("SMB2 header of another length than 64")
  r.u16le("Credit charge")
  message.status = r.u32le("Status")
  const command = (message.command = r.u16le("Command"))
  r.u16le("Credits")
  const isAnswer = (r.u32le("Flags") & 1) !== 0
  message.end = r.u32le("Next command")
  message.id = r.u32le("Message identifier")
  r.u32le("Message identifier, upper half")
  r.u32le("Process identifier")
  message.tree = r.u32le("Tree identifier")
  r.skip(8, "Session identifier")
  r.skip(16, "Signature")
  // "Pending" says that the answer comes later.
  if (isAnswer && message.status === PENDING) return true
  const failed = isAnswer && message.status >= 0xc0000000 && message.status !== MORE_PROCESSING
  // An oplock break comes from the server without being asked.
  const outcome = !isAnswer ? "request" : failed ? "exception" : message.id === 0xffffffff ? "message" : "response"
  out.operation(protocol, command, outcome, message.id & 0x3fffffff)
  return isAnswer
}

function readRequest(r: Reader, session: SmbSession, out: Findings): void {
  const body = r.at
  switch (message.command) {
    case SESSION_SETUP: {
      const [from, to] = buffer(r, body + 12)
      return session.signsIn(ntlmUser(r.bytes, from!, to!))
    }
    case TREE_CONNECT:
      return session.asks(message.id, name(r, body + 4), out)
    case CREATE:
      return session.asks(message.id, name(r, body + 44), out)
    case CLOSE:
      return session.closes(handle(r, body + 8), out)
    case READ:
      session.reads(message.id, handle(r, body + 16), message.tree, long(r, body + 8))
      return session.carries(handle(r, body + 16), message.tree, "toClient", out)
    case WRITE:
      session.carries(handle(r, body + 16), message.tree, "toServer", out)
      return written(r, body, session, out)
    case IOCTL:
      // Section 2.2.31: offset and length of what goes in.
      return transceived(r, body, body + 24, session, out)
  }
}

function readAnswer(r: Reader, session: SmbSession, out: Findings): void {
  const body = r.at
  const { command, status } = message
  if (status === PENDING) return
  if (command === SESSION_SETUP) {
    if (status === 0 || status === MORE_PROCESSING) {
      const [from, to] = buffer(r, body + 4)
      readNtlmChallenge(r.bytes, from!, to!, out)
    }
    // Section 2.2.6: a null session uses no account.
    if (status === 0 && (word(r, body + 2) & 2) !== 0) session.signsIn("")
    session.settled(status, out)
  } else if (command === TREE_CONNECT && status === 0)
    session.connects(message.id, message.tree, (word(r, body + 2) & 0xff) === PIPES)
  else if (command === CREATE) {
    if (status !== 0) return session.opens(message.id, null)
    // Section 2.2.14: opened is 1; made, emptied and replaced are others.
    session.opens(message.id, handle(r, body + 64), long(r, body + 48), word(r, body + 4) !== 1)
  } else if (command === READ && (status === 0 || status === BUFFER_OVERFLOW)) brought(r, body, session, out)
  // Section 2.2.32: offset and length of what comes out.
  else if (command === IOCTL && (status === 0 || status === BUFFER_OVERFLOW))
    transceived(r, body, body + 32, session, out)
}

/** Section 2.2.20: where the data stand, from the header on, and how many. */
function brought(r: Reader, body: number, session: SmbSession, out: Findings): void {
  const from = message.start + (word(r, body + 2) & 0xff)
  const to = from + double(r, body + 4)
  if (to <= message.end + session.toCome) session.brings(message.id, r, from, to, message.end, out)
}

/** Section 2.2.21. */
function written(r: Reader, body: number, session: SmbSession, out: Findings): void {
  const from = message.start + word(r, body + 2)
  const to = from + double(r, body + 4)
  if (to <= message.end + session.toCome)
    session.writes(handle(r, body + 16), message.tree, long(r, body + 8), r, from, to, message.end, out)
}

/** `at`: where offset from the header and length stand, four bytes each. */
function transceived(r: Reader, body: number, at: number, session: SmbSession, out: Findings): void {
  if (double(r, body + 4) !== TRANSCEIVE) return
  const from = message.start + double(r, at)
  const to = from + double(r, at + 4)
  if (from >= at + 8 && to <= message.end) session.calls(handle(r, body + 8), message.tree, r, from, to, out)
}

const double = (r: Reader, at: number): number => word(r, at) + word(r, at + 2) * 0x10000

/** Eight bytes, as far as a number holds them. */
const long = (r: Reader, at: number): number =>
  word(r, at) + word(r, at + 2) * 2 ** 16 + word(r, at + 4) * 2 ** 32 + (word(r, at + 6) & 0x1f) * 2 ** 48

function word(r: Reader, at: number): number {
  if (at + 2 > message.end) r.need(message.end - r.at + 1)
  return r.bytes[at]! | (r.bytes[at + 1]! << 8)
}

const range = [0, 0]

/** Offset from the header and length, two bytes each, that stand at `at`. */
function buffer(r: Reader, at: number): readonly number[] {
  const [offset, length] = [word(r, at), word(r, at + 2)]
  range[0] = range[1] = message.start + offset
  if (length === 0) return range
  range[1] = message.start + offset + length
  if (range[1] > message.end) throw new Malformed(`SMB2 field of ${length} bytes at ${offset}`)
  return range
}

function name(r: Reader, at: number): string {
  const [from, to] = buffer(r, at)
  return textAt(r.bytes, from!, to!, true)
}

/** Section 2.2.14.1: 16 bytes, of which as many are kept as a number holds. */
function handle(r: Reader, at: number): number {
  if (at + 16 > message.end) r.need(message.end - r.at + 1)
  const b = r.bytes
  const low = (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16)) >>> 0
  const volatile = (b[at + 8]! | (b[at + 9]! << 8) | (b[at + 10]! << 16) | (b[at + 11]! << 24)) >>> 0
  return volatile === 0xffffffff ? THE_LAST : volatile + (low & 0xfffff) * 2 ** 32
}

/**
 * Calls of procedures on other computers (ONC RPC version 2, RFC 5531), with the network file system on top: which program and procedure is called, how that is answered,
 * and what the caller calls itself. Who signs in to NFS is only said as a number.
 */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { shownText } from "./lines.ts"
import { NfsFiles } from "./nfs-files.ts"
import { codeOf, keyOf, nameOf, programs } from "./onc-rpc-names.ts"

/** Functions: program, version and procedure, "100003:3:6". */
const rpcProtocol = protocol({
  name: "onc-rpc",
  title: "ONC RPC",
  family: "office",
  wireshark: "rpc",
  functionKey: keyOf,
  functionName: nameOf,
})
const nfsProtocol = protocol({
  name: "nfs",
  title: "NFS",
  family: "office",
  wireshark: "nfs",
  functionKey: keyOf,
  functionName: nameOf,
})
const NFS = 1
/** As a code: program, version, procedure 0. */
const NFS3 = codeOf(NFS, 3, 0)

const u32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0

function programAt(number: number): number {
  for (let n = 0; n < programs.length; n++) if (programs[n]!.number === number) return n
  return -1
}

/** A call (section 9): 0, version 2, a program that is known here, small version and procedure, credentials of a common kind. */
function isCall(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at < 40 || u32(bytes, at + 4) !== 0 || u32(bytes, at + 8) !== 2) return false
  if (programAt(u32(bytes, at + 12)) < 0 || u32(bytes, at + 16) > 15 || u32(bytes, at + 20) > 1023) return false
  return u32(bytes, at + 24) <= 6 && u32(bytes, at + 28) <= 400
}

/** An answer: 1, accepted with a verifier and a known result, or denied. */
function isAnswer(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at < 20 || u32(bytes, at + 4) !== 1) return false
  const isDenied = u32(bytes, at + 8)
  if (isDenied === 1) return u32(bytes, at + 12) <= 1
  if (isDenied !== 0 || to - at < 24 || u32(bytes, at + 12) > 6) return false
  const verifier = u32(bytes, at + 16)
  return verifier <= 400 && at + 24 + verifier <= to && u32(bytes, at + 20 + verifier) <= 5
}

/** Bytes from which a message is told in pieces, and those by which it is known. */
const longest = 250_000
const beginning = 64

/** Over TCP (section 11) the length stands before, with a bit that says that this is the last piece. */
const MARK = 4
function startOf(bytes: Uint8Array, from: number, to: number): number {
  if (to - from <= MARK || isCall(bytes, from, to) || isAnswer(bytes, from, to)) return from
  return from + MARK
}

const slots = 64

class Session extends NfsFiles {
  /** The last calls: their numbers and functions. */
  readonly numbers = new Float64Array(slots).fill(-1)
  readonly codes = new Int32Array(slots)
  calls = 0
  isNamed = false
  side = 0
  /** The message goes on in the next piece. */
  isUnended = false
}
const begin = (): Session => new Session()

export const oncRpc: Dissector = {
  protocol: rpcProtocol,
  tcp: [111, 2049, 20048],
  udp: [111, 2049, 20048],

  takesPieces: true,

  /** What is too long to be put together must begin as a call or an answer. */
  size(bytes, from, to) {
    if (to - from < MARK) return 0
    const length = u32(bytes, from) & 0x7fff_ffff
    if (length > longest) {
      if (to - from < beginning) return 0
      if (!this.probe(bytes, from, to)) return -1
    }
    return length === 0 ? -1 : MARK + length
  },

  probe(bytes, from, to) {
    if (isCall(bytes, from, to) || isAnswer(bytes, from, to)) return true
    // The rest of a long message may be in segments to come.
    return to - from > MARK && (isCall(bytes, from + MARK, to) || isAnswer(bytes, from + MARK, to))
  },

  read(r, about, out) {
    const session = about.recall(begin)
    session.time = about.time
    session.side = about.side
    if (about.piece) {
      session.goesOn(about.side, r.bytes, r.at, r.end)
      return r.skip(r.left, "More of the message")
    }
    session.begins(about.side)
    const start = about.transport === "tcp" ? r.at + MARK : startOf(r.bytes, r.at, r.end)
    if (start > r.at) {
      const isRest = session.isUnended
      session.isUnended = r.u32("Length") < 0x8000_0000
      if (isRest) return r.skip(r.left, "More of the message")
    }
    if (isCall(r.bytes, r.at, r.end)) readCall(session, r, out)
    else if (isAnswer(r.bytes, r.at, r.end)) readAnswer(session, r, out)
    if (r.left > 0) r.skip(r.left, "Content")
    if (session.begun.length > 0)
      for (const { name, way } of session.begun.splice(0)) if (name !== "") out.tell({ kind: "file", name, way })
    if (session.done.length > 0) for (const file of session.done.splice(0)) out.tell(file)
  },
}

function count(code: number, outcome: "request" | "response" | "exception", number: number, out: Findings): void {
  const isNfs = code >> 14 === NFS
  if (isNfs) out.layer(nfsProtocol)
  out.operation(isNfs ? nfsProtocol : rpcProtocol, code, outcome, number & 0x3fff_ffff)
}

function readCall(session: Session, r: Reader, out: Findings): void {
  const number = r.u32("Number")
  r.u32("Call")
  r.u32("Version of RPC")
  const program = r.u32("Program")
  const version = r.u32("Version")
  const code = codeOf(programAt(program), version, r.u32("Procedure"))
  const slot = session.calls++ % slots
  session.numbers[slot] = number
  session.codes[slot] = code
  count(code, "request", number, out)
  const kind = r.u32("Kind of credentials")
  const length = r.u32("Length of the credentials")
  const behind = r.at + length
  if (kind === 1 && !session.isNamed) readCaller(session, r, length, out)
  if (code >> 10 !== NFS3 >> 10 || behind + 8 > r.end) return
  const from = behind + 8 + u32(r.bytes, behind + 4)
  session.call(number, code - NFS3, r.bytes, from, r.end, session.side)
}

/** RFC 5531 appendix A: a stamp, the computer's name, and numbers of user and groups. */
function readCaller(session: Session, r: Reader, length: number, out: Findings): void {
  const { bytes, at } = r
  if (length < 8 || r.left < length) return
  const letters = u32(bytes, at + 4)
  r.skip(8, "Stamp and length of the name")
  if (letters === 0 || letters > 255 || 8 + letters > length) return
  session.isNamed = true
  const name = shownText(bytes, at + 8, at + 8 + letters, 64)
  r.skip(letters, "Name of the computer")
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) || !/[A-Za-z]/.test(name) || /^localhost\b/i.test(name)) return
  out.claim("sender", "hostname", name, "RPC credentials", 0.5, at + 8, letters)
}

function readAnswer(session: Session, r: Reader, out: Findings): void {
  const number = r.u32("Number")
  const slot = session.numbers.indexOf(number)
  r.u32("Answer")
  const isDenied = r.u32("Accepted or denied") === 1
  if (slot < 0) return
  session.numbers[slot] = -1
  const code = session.codes[slot]!
  const verifier = isDenied ? 0 : u32(r.bytes, r.at + 4)
  const isGood = !isDenied && u32(r.bytes, r.at + 8 + verifier) === 0
  count(code, isGood ? "response" : "exception", number, out)
  if (isGood) session.answer(number, r.bytes, r.at + 12 + verifier, r.end, session.side)
}

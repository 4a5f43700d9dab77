/**
 * DNS messages: RFC 1035 section 4.1 (header, questions, records, compressed names), which multicast DNS (RFC 6762) and
 * LLMNR (RFC 4795) share.
 */
import { Malformed, Truncated, type Reader } from "../../bytes/reader.ts"
import { ipv4At, ipv6At } from "../../net/ip.ts"
import type { Findings, Outcome } from "../dissector.ts"
import type { Protocol } from "../protocol.ts"
import { claimModel, claimService } from "./dns-services.ts"

const A = 1
const AAAA = 28
const PTR = 12
const TXT = 16

const operations: ReadonlyMap<number, string> = new Map([
  [0, "query"],
  [1, "inverse query"],
  [2, "status"],
  [4, "notify"],
  [5, "update"],
  [6, "stateful operation"],
])
export const dnsFunctionName = (code: number): string | undefined => operations.get(code)

/**
 * Is this a DNS message: an operation that exists, and a first question of a class that exists, or else a number of
 * records that could be? `to` may be short of a whole TCP message.
 */
export function looksLikeDns(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < 12) return false
  const operation = (bytes[from + 2]! >> 3) & 0x0f
  if (!operations.has(operation)) return false
  if ((bytes[from + 4]! | bytes[from + 5]!) !== 0) return firstQuestionHolds(bytes, from, to)
  let records = 0
  for (let at = from + 6; at < from + 12; at += 2) records += (bytes[at]! << 8) | bytes[at + 1]!
  return records <= 2000 && (records > 0 || (bytes[from + 2]! & 0x80) !== 0)
}

/**
 * Labels of at most 63 bytes up to a zero or a pointer, a type, and a class of RFC 1035 section 3.2.4 or 3.2.5 (the top bit
 * is multicast DNS's). Where the capture is cut before the class, there must be one question and few records.
 */
function firstQuestionHolds(bytes: Uint8Array, start: number, to: number): boolean {
  let at = start + 12
  while (at < to && bytes[at] !== 0 && bytes[at]! < 0xc0) {
    if (bytes[at]! > 63 || at - start > 267) return false
    at += 1 + bytes[at]!
  }
  const end = at + (bytes[at] === 0 ? 1 : 2)
  if (end + 4 > to) return isModest(bytes, start) && to - start > 16
  const kind = ((bytes[end + 2]! & 0x7f) << 8) | bytes[end + 3]!
  return (kind >= 1 && kind <= 4) || kind === 254 || kind === 255
}

/** One question, and fewer than 64 records of each kind. */
const isModest = (bytes: Uint8Array, start: number): boolean =>
  (bytes[start + 4]! | bytes[start + 6]! | bytes[start + 8]! | bytes[start + 10]!) === 0 &&
  bytes[start + 5] === 1 &&
  bytes[start + 7]! < 64 &&
  bytes[start + 9]! < 64 &&
  bytes[start + 11]! < 64

/** Who is meant by the addresses in answers: multicast protocols speak of the answering device itself. */
export type Announces = {
  readonly rule: string
  readonly suffix: string
  /** Answers tell what the device offers, too (RFC 6763). */
  readonly offers?: boolean
} | null

/** Reads one message whose header starts at `r.at`. */
export function readDns(r: Reader, out: Findings, protocol: Protocol, announces: Announces): void {
  const start = r.at
  r.group("Header")
  const id = r.u16("Transaction identifier")
  const flags = r.u16("Flags")
  const questions = r.u16("Questions")
  const answers = r.u16("Answers")
  const others = r.u16("Authority records") + r.u16("Additional records")
  r.endGroup()
  out.operation(protocol, (flags >> 11) & 0x0f, outcomeOf(flags), id)
  // Neither an answer nor any operation but the query (section 4.1.1).
  const asks = (flags & 0xf800) === 0
  for (let n = 0; n < questions; n++) {
    r.group("Question")
    const name = readName(r, start)
    if (name !== "") out.name("dns", name)
    const type = typeText(r.u16("Type"))
    if (asks && name !== "<root>") out.tell({ kind: "asked", name, type })
    if (n === 0) answer.begin(name, type)
    r.u16("Class")
    r.endGroup()
  }
  const isAnswer = (flags & 0x8000) !== 0
  const wantsAnswers = announces === null && (flags & 0xf800) === 0x8000 && questions === 1
  for (let n = 0; n < answers + others; n++) {
    if (wantsAnswers && n < answers) answer.is = true
    readRecord(r, start, out, announces, isAnswer)
    answer.is = false
  }
  if (wantsAnswers) tellAnswer(flags, out)
}

/** What is answered, of the message being read. Reused. */
const answer = {
  /** The record being read is part of the answer. */
  is: false,
  name: "",
  type: "",
  said: [] as string[],
  begin(name: string, type: string) {
    this.name = name
    this.type = type
    this.said = []
    this.is = false
  },
}
/** More are not told. */
const mostAnswers = 16

/** RFC 1035 section 4.1.1, RFC 2136 section 2.2: how it went. */
const faults: ReadonlyMap<number, string> = new Map([
  [1, "the question was not understood"],
  [2, "the server failed"],
  [3, "no such name"],
  [4, "not supported"],
  [5, "refused"],
  [9, "not authorised"],
])

function tellAnswer(flags: number, out: Findings): void {
  const code = flags & 0x0f
  const { name, type, said } = answer
  if (name === "" || name === "<root>") return
  const fault = code === 0 ? "" : (faults.get(code) ?? `error ${code}`)
  out.tell({ kind: "resolved", name, type, answers: said, fault })
}

/** The IANA's registry of record types: those that are asked for. */
const types: ReadonlyMap<number, string> = new Map([
  [A, "A"],
  [2, "NS"],
  [5, "CNAME"],
  [6, "SOA"],
  [PTR, "PTR"],
  [13, "HINFO"],
  [15, "MX"],
  [TXT, "TXT"],
  [AAAA, "AAAA"],
  [33, "SRV"],
  [35, "NAPTR"],
  [43, "DS"],
  [48, "DNSKEY"],
  [64, "SVCB"],
  [65, "HTTPS"],
  [251, "IXFR"],
  [252, "AXFR"],
  [255, "any"],
])
const typeText = (type: number): string => types.get(type) ?? `type ${type}`

/** Of an answer the addresses, and the names that stand for it. Reading a name moves the reader, so it is put back. */
function note(r: Reader, start: number, type: number, length: number): void {
  const { at } = r
  if (answer.said.length >= mostAnswers) return
  if (type === A && length === 4) answer.said.push(ipv4At(r.bytes, at))
  else if (type === AAAA && length === 16) answer.said.push(ipv6At(r.bytes, at))
  else if (type === PTR || type === 5) {
    const { trace } = r
    r.trace = null
    try {
      answer.said.push(readName(r, start))
    } catch (failure) {
      // It is not needed to go on: what is wrong with it is no fault of the message.
      if (!(failure instanceof Malformed || failure instanceof Truncated)) throw failure
    }
    r.trace = trace
    r.at = at
  }
}

/** RFC 1035 section 4.1.1: the top bit answers, the low four say how it went. */
function outcomeOf(flags: number): Outcome {
  if ((flags & 0x8000) === 0) return "request"
  return (flags & 0x0f) === 0 ? "response" : "exception"
}

function readRecord(r: Reader, start: number, out: Findings, announces: Announces, isAnswer: boolean): void {
  r.group("Record")
  const began = r.at
  const name = readName(r, start)
  const named = r.at - began
  const type = r.u16("Type")
  r.u16("Class")
  r.u32("Time to live")
  const length = r.u16("Data length")
  if (length > r.left) r.need(length)
  const at = r.at
  if (answer.is) note(r, start, type, length)
  if (announces !== null && ((type === A && length === 4) || (type === AAAA && length === 16))) {
    const host = hostname(name, announces.suffix)
    const address = type === A ? ipv4At(r.bytes, at) : ipv6At(r.bytes, at)
    if (host !== "") out.claim({ address }, "hostname", host, announces.rule, 0.8, firstLabel.at, firstLabel.length)
  }
  if (announces?.offers === true && isAnswer) {
    if (type === PTR && length > 0) claimService(name, began, named, out)
    if (type === TXT) claimModel(name, r.bytes, at, at + length, out)
  }
  if (length > 0) r.skip(length, type === PTR ? "Domain name" : "Data")
  r.endGroup()
}

/** Browsers hide behind random identifiers instead of names (draft-ietf-mmusic-mdns-ice-candidates). */
const anonymous = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The first label where the rest is the suffix that the protocol gives every host, else nothing. */
function hostname(name: string, suffix: string): string {
  const host = suffix !== "" && name.endsWith(suffix) ? name.slice(0, -suffix.length) : suffix === "" ? name : ""
  return host.includes(".") || anonymous.test(host) ? "" : host
}

/** Where the first label of the name read last stands, compressed or not. Reused: reading a name writes it. */
const firstLabel = { at: 0, length: 0 }

/**
 * A name in lower case with dots, "<root>" for the empty one. Compression pointers lead backwards only, so they end; labels
 * are UTF-8 in multicast DNS, anything else becomes a replacement character.
 */
function readName(r: Reader, start: number): string {
  const from = r.at
  let at = r.at
  let after = -1
  let lowest = at
  let used = 0
  let name = ""
  for (;;) {
    if (at >= r.end) r.need(r.end - r.at + 1)
    const length = r.bytes[at]!
    if (length === 0) {
      at += 1
      break
    }
    if (length >= 0xc0) {
      if (at + 1 >= r.end) r.need(r.end - r.at + 1)
      const target = start + (((length & 0x3f) << 8) | r.bytes[at + 1]!)
      if (after < 0) after = at + 2
      if (target >= lowest) throw new Malformed(`DNS name points forward, to offset ${target - start}`)
      lowest = target
      at = target
      continue
    }
    if (length > 63) throw new Malformed(`DNS label of kind 0x${length.toString(16)}`)
    used += length + 1
    if (used > 255) throw new Malformed("DNS name is longer than 255 bytes")
    if (at + 1 + length > r.end) r.need(r.end - r.at + 1)
    if (name === "") {
      firstLabel.at = at + 1
      firstLabel.length = length
    }
    name += (name === "" ? "" : ".") + label(r.bytes, at + 1, length)
    at += 1 + length
  }
  r.at = after < 0 ? at : after
  const shown = name === "" ? "<root>" : name
  if (r.trace !== null) r.trace.field("Name", from, r.at - from, shown)
  return shown
}

const utf8 = new TextDecoder("utf-8")

/** Control characters as C writes them: a name with them in it still shows as one line. */
const escapes = ["000", "001", "002", "003", "004", "005", "006", "a", "b", "t", "n", "v", "f", "r"]
const escaped = (byte: number): string => `\\${escapes[byte] ?? byte.toString(8).padStart(3, "0")}`

function label(bytes: Uint8Array, from: number, length: number): string {
  let text = ""
  for (let at = from; at < from + length; at++) {
    const byte = bytes[at]!
    if (byte >= 0x80) return utf8.decode(bytes.subarray(from, from + length)).toLowerCase()
    if (byte < 0x20 || byte === 0x7f) text += escaped(byte)
    else text += String.fromCharCode(byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte)
  }
  return text
}

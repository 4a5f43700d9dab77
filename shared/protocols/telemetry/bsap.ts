/**
 * BSAP over IP, of Bristol Babcock and Emerson controllers (ControlWave): "BSAP/IP" as the public parser ICSNPP-BSAP reads it, the
 * remote database access of D4052 "Communications application programmer's reference" inside. What stands where was checked with a capture
 * of signals read by name and written by address; other functions are named, their contents left alone.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { bsapCommands, bsapKey, bsapName, bsapPlaceText, bsapValueText, DATABASE, EXTENSION } from "./bsap-names.ts"
import { ADDRESS, ANSWER, APPLICATION, EXTENSIONS, LINK, NAME } from "./bsap-names.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

/** Length of the head itself, number of messages, kind, sequence numbers of both sides. */
const HEAD = 14
const POLL = 0
/** Length with itself, head's length, sequence number, application function or status. */
const MESSAGE_HEAD = 10
const MOST = 64

const bsapProtocol = protocol({
  name: "bsap",
  title: "BSAP",
  family: "ot",
  // Wireshark has no dissector of its own: its "bsap" is GSM's.
  wireshark: "udp.port == 1234",
  functionKey: bsapKey,
  functionName: bsapName,
  // What its bits mean, no public document says.
  detailKey: (status) => `status:${status.toString(16).padStart(2, "0")}`,
  commands: bsapCommands,
  placeText: bsapPlaceText,
  valueText: bsapValueText,
})

const SLOTS = 64
/** By sequence number: the function asked for + 1, and which number it was. */
type Memory = { readonly asked: Int32Array; readonly number: Int32Array }
const noMemory = (): Memory => ({ asked: new Int32Array(SLOTS), number: new Int32Array(SLOTS) })

export const bsap: Dissector = {
  protocol: bsapProtocol,
  udp: [1234],

  probe(bytes, from, to) {
    if (to - from < HEAD || bytes[from] !== HEAD || bytes[from + 1] !== 0 || bytes[from + 3] !== 0) return false
    const messages = bytes[from + 2]!
    const kind = bytes[from + 4]!
    if (bytes[from + 5] !== 0 || messages > MOST) return false
    if (messages === 0) return kind === POLL && to - from === HEAD
    return (isRequest(kind) || isAnswer(kind)) && isWhole(bytes, from + HEAD, to, messages)
  },

  read(r, about, out) {
    r.group("Head")
    const length = r.u16le("Length of the head")
    if (length !== HEAD) throw new Malformed(`BSAP head is ${length} bytes long, not ${HEAD}`)
    const messages = r.u16le("Number of messages")
    const kind = r.u16le("Kind")
    r.u32le("Sequence number")
    r.u32le("Sequence number received last")
    r.endGroup()
    if (messages === 0) out.operation(bsapProtocol, LINK, "message")
    if (messages > MOST) throw new Malformed(`BSAP datagram of ${messages} messages`)
    for (let n = 0; n < messages; n++) readMessage(r, about, out, kind)
  },
}

/** As the public parser and the capture have them; answers that come late have a kind of their own. */
const isRequest = (kind: number): boolean => kind === 6 || kind === 0x84 || kind === 0x86
const isAnswer = (kind: number): boolean => kind === 5 || kind === 1

/** The messages' lengths add up to the datagram. */
function isWhole(bytes: Uint8Array, at: number, to: number, messages: number): boolean {
  for (let n = 0; n < messages; n++) {
    if (at + MESSAGE_HEAD > to || bytes[at + 2] !== 0 || bytes[at + 3] !== 0) return false
    const length = bytes[at]! | (bytes[at + 1]! << 8)
    if (length < MESSAGE_HEAD) return false
    at += length
  }
  return at === to
}

function readMessage(r: Reader, about: About, out: Findings, kind: number): void {
  r.group("Message")
  const start = r.at
  const length = r.u32le("Length")
  if (length < MESSAGE_HEAD) throw new Malformed(`BSAP message is ${length} bytes long, less than ${MESSAGE_HEAD}`)
  r.need(length - 4)
  const whole = r.end
  r.end = start + length
  r.u8("Length of the head")
  const sequence = r.u32le("Sequence number") & 0x3fff_ffff
  if (isRequest(kind)) readRequest(r, about, out, sequence)
  else if (isAnswer(kind)) readAnswer(r, about, out, sequence)
  if (r.left > 0) r.skip(r.left, "Data")
  r.end = whole
  r.endGroup()
}

const WRITE_BY_ADDRESS = 0x80
const READ_BY_NAME = 0x04

function readRequest(r: Reader, about: About, out: Findings, sequence: number): void {
  const at = r.at
  const application = r.u8("Application")
  let code = APPLICATION + application
  if (application === DATABASE && r.left >= 2) {
    r.u8("Node status")
    code = r.u8("Function")
  } else if (application === EXTENSION && r.left >= 7) {
    r.skip(5, "Functions, sequence number, node status")
    code = EXTENSIONS + r.u16le("Function")
  }
  const memory = about.recall(noMemory)
  memory.asked[sequence % SLOTS] = code + 1
  memory.number[sequence % SLOTS] = sequence
  // Of a write, version, security and count with the first address are the question.
  const to = code === WRITE_BY_ADDRESS ? Math.min(r.at + 6, r.end) : r.end
  out.operation(bsapProtocol, code, "request", sequence, fingerprint(r.bytes, at, to))
  if (code === READ_BY_NAME) readNames(r, out)
  else if (code === WRITE_BY_ADDRESS) readAddresses(r, out)
}

/** Which fields are wanted, level, number of signals, then names that end with a zero. */
function readNames(r: Reader, out: Findings): void {
  if (r.left < 5) return
  r.skip(3, "Fields wanted")
  r.u8("Security level")
  const count = r.u8("Number of signals")
  for (let n = 0; n < count && r.left > 0; n++) {
    const from = r.at
    let at = from
    while (at < r.end && r.bytes[at] !== 0) at++
    if (at > from) out.named(NAME, from, at - from)
    r.skip(Math.min(at + 1, r.end) - from, "Signal")
  }
}

/** Version of the database, level, number of signals; each address with what to do, and a number where one is set. */
function readAddresses(r: Reader, out: Findings): void {
  if (r.left < 4) return
  r.u16le("Version")
  r.u8("Security level")
  const count = r.u8("Number of signals")
  // Only one: what follows an order depends on it, and of all but on and off there is no capture.
  if (count !== 1 || r.left < 3) return
  out.place(ADDRESS, r.u16le("Address"), 1)
  out.written(r.at, r.left)
}

function readAnswer(r: Reader, about: About, out: Findings, sequence: number): void {
  const memory = about.recall(noMemory)
  const slot = sequence % SLOTS
  const asked = memory.number[slot] === sequence ? memory.asked[slot]! - 1 : -1
  const status = r.u8("Error status")
  // The highest bit tells that the request as a whole failed; others, that some signals did.
  const refused = (status & 0x80) !== 0
  out.operation(bsapProtocol, asked < 0 ? ANSWER : asked, refused ? "exception" : "response", sequence)
  if (status !== 0) out.detail(bsapProtocol, status)
  if (!refused && status === 0 && asked === READ_BY_NAME) readValues(r, out)
}

/** Kind, value, address, version: the fields that the capture's client wants. Others are left alone. */
const LOGICAL = 0
const ANALOG = 2

function readValues(r: Reader, out: Findings): void {
  if (r.left < 1) return
  const count = r.u8("Number of signals")
  if (!areValues(r.bytes, r.at, r.end, count)) return
  for (let n = 0; n < count; n++) {
    const size = r.u8("Kind") === LOGICAL ? 1 : 4
    out.result(true, r.at, size)
    r.skip(size, "Value")
    r.u16le("Address")
    r.u16le("Version")
  }
}

function areValues(bytes: Uint8Array, at: number, end: number, count: number): boolean {
  for (let n = 0; n < count; n++) {
    if (at >= end || (bytes[at] !== LOGICAL && bytes[at] !== ANALOG)) return false
    at += bytes[at] === LOGICAL ? 6 : 9
  }
  return at === end
}

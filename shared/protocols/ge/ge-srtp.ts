/**
 * GE-SRTP, of GE Fanuc and Emerson controllers: frames as in "Leveraging the SRTP protocol for over-the-network memory acquisition of a
 * GE Fanuc Series 90-30" (Digital Investigation 22, 2017, tables 1 to 4); the mailbox message inside is that of SNP, GFK-0529C
 * chapters 3 and 6. Its byte n stands at offset 21 + n of the frame. Not verified against a capture.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import * as names from "./ge-srtp-names.ts"
import { protocol } from "../protocol.ts"

const HEAD = 56
const REQUEST = 2
const REPLY = 3

/** Mailbox types (GFK-0529C table 3-4): requests and completions, each with and without text behind the head, and the refusal. */
const ASKS = 0xc0
const ASKS_WITH_TEXT = 0x80
const DONE = 0xd4
const DONE_WITH_TEXT = 0x94
const REFUSED = 0xd1

const srtpProtocol = protocol({
  name: "ge-srtp",
  title: "GE-SRTP",
  family: "ot",
  // Wireshark has no dissector of its own.
  wireshark: "tcp.port == 18245",
  functionKey: names.srtpFunctionKey,
  functionName: names.srtpFunctionName,
  detailKey: names.srtpDetailKey,
  detailName: names.srtpDetailName,
  placeText: names.srtpPlaceText,
  valueText: names.srtpValueText,
  commands: names.srtpCommands,
  unseen: "the SNP manual GFK-0529C, a published analysis of SRTP, and a public parser",
})

type Memory = {
  /** By reference: service + 1 that was asked for, and how many bytes a read asks for. */
  readonly asked: Uint8Array
  readonly wanted: Uint16Array
  /** Of the status word: state and switch said last; privilege level said last. -1: none yet. */
  status: number
  privilege: number
}
const noMemory = (): Memory => ({
  asked: new Uint8Array(256),
  wanted: new Uint16Array(256),
  status: -1,
  privilege: -1,
})

export const geSrtp: Dissector = {
  protocol: srtpProtocol,
  tcp: [18245, 18246],

  size(bytes, from, to) {
    if (to - from < HEAD) return to - from >= 6 && !isBeginning(bytes, from) ? -1 : 0
    return isHead(bytes, from) ? HEAD + textLength(bytes, from) : -1
  },

  probe(bytes, from, to) {
    // Zeros are an opening only where nothing follows: the client waits for the answer.
    if (to - from < HEAD || (bytes[from] === 0 && to - from > HEAD)) return false
    return isHead(bytes, from)
  },

  read(r, about, out) {
    r.need(HEAD)
    if (!isHead(r.bytes, r.at)) throw new Malformed("GE-SRTP head: no such type, mailbox or packet number")
    const start = r.at
    r.group("Frame")
    const type = r.u8("Type")
    r.u8("Reserved")
    const reference = r.u16le("Sequence number")
    const text = r.u16le("Text length")
    r.skip(20, "Reserved")
    r.skip(3, "Time: seconds, minutes, hours")
    r.u8("Reserved")
    r.endGroup()
    if (type < REQUEST) {
      out.operation(srtpProtocol, names.OPENING, type === 0 ? "request" : "response")
      r.skip(start + HEAD - r.at, "Rest of the opening")
      if (text > 0) r.skip(text, "Text")
      return
    }
    r.need(HEAD - 30 + text)
    r.group("Mailbox message")
    r.u8("Sequence number of the mailbox")
    const mailbox = r.u8("Mailbox type")
    r.skip(4, "Mailbox source")
    r.skip(4, "Mailbox destination")
    r.u8("Packet number")
    r.u8("Packets in all")
    if (type === REQUEST) readRequest(r, about, out, mailbox, reference)
    else readReply(r, about, out, mailbox, reference)
    r.endGroup()
    if (r.left > 0) r.skip(r.left, "Text")
  },
}

/** A request for a program has a name and a few numbers; what is longer is the program. */
const PARAMETERS = 40

const textLength = (bytes: Uint8Array, from: number): number => bytes[from + 4]! | (bytes[from + 5]! << 8)

const isBeginning = (bytes: Uint8Array, from: number): boolean => bytes[from]! <= REPLY && bytes[from + 1] === 0

function isHead(bytes: Uint8Array, from: number): boolean {
  if (!isBeginning(bytes, from)) return false
  const type = bytes[from]!
  if (type < REQUEST) return isOpening(bytes, from)
  const mailbox = bytes[from + 31]!
  if (type === REQUEST && mailbox !== ASKS && mailbox !== ASKS_WITH_TEXT) return false
  if (type === REPLY && mailbox !== DONE && mailbox !== DONE_WITH_TEXT && mailbox !== REFUSED) return false
  // What has no text beside the mailbox may still have some; what has, must.
  const hasText = mailbox === ASKS_WITH_TEXT || mailbox === DONE_WITH_TEXT
  if (hasText && textLength(bytes, from) === 0) return false
  if (bytes[from + 6] !== 0 || bytes[from + 7] !== 0) return false
  return type === REPLY || (bytes[from + 40]! > 0 && bytes[from + 40]! <= bytes[from + 41]!)
}

/** The client sends zeros, the server answers with type 1: of both, but byte 8 nothing is set. */
function isOpening(bytes: Uint8Array, from: number): boolean {
  for (let n = 1; n < HEAD; n++) if (bytes[from + n] !== 0 && n !== 8) return false
  return true
}

function readRequest(r: Reader, about: About, out: Findings, mailbox: number, reference: number): void {
  const long = mailbox === ASKS_WITH_TEXT
  if (long) {
    r.u16le("Length of the text")
    r.skip(4, "Reserved")
    r.u8("Packet number")
    r.u8("Packets in all")
  }
  const service = r.u8("Service request")
  const memory = about.recall(noMemory)
  memory.asked[reference & 255] = service + 1
  memory.wanted[reference & 255] = 0
  const at = r.at
  // Of a write, what is written is no part of the question.
  const to = reaches(service) ? at + 5 : r.end
  out.operation(srtpProtocol, service, "request", reference, fingerprint(r.bytes, at - 1, to))
  if (service === names.SET_STATE) out.detail(srtpProtocol, names.STATE + Math.min(r.u8("New state"), 15))
  else if (reaches(service)) readPlace(r, memory, out, service, reference, long)
  else if (long && r.left > PARAMETERS && (service === names.PROGRAM_STORE || service === names.PROGRAM_LOAD))
    out.detail(srtpProtocol, names.PROGRAM)
  if (r.left > 0 && !long) r.skip(Math.min(at - 43 + HEAD - r.at, r.left), "Parameters")
}

const reaches = (service: number): boolean =>
  (service >= names.READ_SYSTEM && service <= 9 && service !== 6 && service !== 9) || service === names.TOGGLE

/** Sections "Read system memory", "Write system memory", "Toggle force system memory". */
function readPlace(r: Reader, memory: Memory, out: Findings, service: number, reference: number, long: boolean): void {
  const selector = r.u8("Segment selector")
  const from = r.u16le("Offset")
  const length = r.u16le("Length")
  const count = service === names.TOGGLE ? 1 : length
  if (count === 0 || !names.isMemory(selector)) return
  out.place(selector, from, count)
  const bytes = names.bytesOf(selector, from, count)
  if (service === names.READ_SYSTEM || service === names.READ_TASK) memory.wanted[reference & 255] = bytes
  // What is short stands in the mailbox itself: eight bytes at most.
  else if (service !== names.TOGGLE) out.written(r.at, Math.min(bytes, long ? r.left : 8))
}

function readReply(r: Reader, about: About, out: Findings, mailbox: number, reference: number): void {
  const memory = about.recall(noMemory)
  const asked = memory.asked[reference & 255]!
  memory.asked[reference & 255] = 0
  const service = asked === 0 ? names.ANSWER : asked - 1
  const refused = mailbox === REFUSED
  out.operation(srtpProtocol, service, refused ? "exception" : "response", reference)
  const data = r.at + 2
  if (mailbox === DONE_WITH_TEXT) {
    r.u16le("Length of the text")
    r.skip(4, "Reserved")
    r.u8("Packet number")
    r.u8("Packets in all")
  } else {
    const major = r.u8(refused ? "Major error status" : "Status")
    const minor = r.u8("Minor error status")
    if (refused) out.detail(srtpProtocol, names.ERROR + (major << 8) + minor)
    r.skip(6, "Returned data")
  }
  r.u8("Control program number")
  const privilege = r.u8("Current privilege level")
  r.u16le("Last sweep time, 0.1 ms")
  const at = r.at
  const status = r.u16le("PLC status word")
  if (refused) return
  const wanted = memory.wanted[reference & 255]!
  if (asked > 0 && wanted > 0) {
    if (mailbox === DONE) out.result(true, data, Math.min(wanted, 6))
    else out.result(true, r.at, Math.min(wanted, r.left))
  }
  if ((status & 0xf100) !== memory.status || privilege !== memory.privilege)
    tellStatus(memory, out, status, privilege, at)
  if (service === names.CONTROLLER_TYPE && mailbox === DONE_WITH_TEXT) readType(r, out)
}

/** Table 3-8: bits 12 to 15 are the state, bit 8 the switch on the front. */
const modes = ["run", "run", "stop", "fault", "fault", "stop", "stop"] as const

function tellStatus(memory: Memory, out: Findings, status: number, privilege: number, at: number): void {
  const mode = modes[status >> 12]
  if (mode !== undefined) out.claim("sender", "mode", mode, "GE-SRTP PLC status word", 0.95, at, 2)
  const panel = (status >> 8) & 1
  if (memory.status < 0 || ((memory.status >> 8) & 1) !== panel) out.detail(srtpProtocol, names.SWITCH + panel)
  // 255: the client is not logged on (seen in a published trace).
  if (memory.privilege !== privilege && privilege <= 4) out.detail(srtpProtocol, names.PRIVILEGE + privilege)
  memory.status = status & 0xf100
  memory.privilege = privilege
}

/** Section "Return controller type and ID information": identifier, types, number of programs, name of the first. */
function readType(r: Reader, out: Findings): void {
  if (r.left < 20) return
  const at = r.at
  const identifier = plain(r.text(8, "Controller identifier"))
  const major = r.u8("Major type")
  const minor = r.u8("Minor type")
  const programs = r.u8("Number of programs")
  r.u8("Reserved")
  const program = plain(r.text(8, "Program name"))
  const model = names.srtpModels.get(major * 256 + minor)
  out.claim("sender", "vendor", "GE", "GE-SRTP controller type", 0.8, at + 8, 2)
  if (model !== undefined) out.claim("sender", "model", model, "GE-SRTP controller type", 0.95, at + 8, 2)
  if (identifier !== "") out.claim("sender", "stationName", identifier, "GE-SRTP controller identifier", 0.9, at, 8)
  if (program !== "" && programs > 0)
    out.claim("sender", "description", `Program ${program}`, "GE-SRTP controller type", 0.8, at + 12, 8)
}

/** Printable text up to the first NUL; "" where it is none. */
function plain(text: string): string {
  const value = text.replace(/\0.*$/s, "").trim()
  return /^[\x20-\x7e]+$/.test(value) ? value : ""
}

/**
 * HART-IP: HCF_SPEC-085 (network management) section 10 (messages over UDP and TCP); the HART frame inside of HCF_SPEC-081 section 5
 * (token-passing data link), direct frames of HCF_SPEC-085 section 10.4.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings, Outcome, Whose } from "../dissector.ts"
import { readHartAnswer, readHartRequest } from "./hart-ip-data.ts"
import { DIRECT, HEAD, LONGEST, PASS_THROUGH, PUBLISH, REFUSAL, REQUEST, RESPONSE } from "./hart-ip-head.ts"
import { isHead, isLength, isMessage, lengthOf } from "./hart-ip-head.ts"
import { MESSAGES } from "./hart-ip-names.ts"
import { partOf } from "./hart-ip-places.ts"
import { COMMUNICATION, hartIpProtocol, RESPONSE_CODE, STATUS } from "./hart-ip-protocol.ts"

/** The command whose number stands in the data. */
const EXTENDED = 31

/** The long address that answered first in this conversation: what stands behind a gateway answers later. -1: none yet. */
type Memory = { own: number }
const noMemory = (): Memory => ({ own: -1 })

export const hartIp: Dissector = {
  protocol: hartIpProtocol,
  tcp: [5094],
  // A server may answer from a port of the session's own: gateways of WirelessHART take the next one.
  udp: [5094, 5095],
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < HEAD) return to - from >= 4 && !isHead(bytes, from) ? -1 : 0
    return isHead(bytes, from) && isLength(bytes, from) ? lengthOf(bytes, from) : -1
  },

  probe: isMessage,

  read(r, about, out) {
    r.group("HART-IP header")
    if (r.left >= 4 && !isHead(r.bytes, r.at)) throw new Malformed("HART-IP header: no such version, type or message")
    r.u8("Version")
    const type = r.u8("Message type") & 15
    const id = r.u8("Message id")
    r.u8("Status")
    const sequence = r.u16("Sequence number")
    const length = r.u16("Byte count")
    if (length < HEAD || length > LONGEST)
      throw new Malformed(`HART-IP byte count is ${length}, outside ${HEAD} to ${LONGEST}`)
    r.need(length - HEAD)
    r.end = r.at + length - HEAD
    r.endGroup()
    const outcome = outcomes.get(type) ?? "message"
    if (id < PASS_THROUGH || id > DIRECT || r.left === 0 || type === REFUSAL)
      out.operation(hartIpProtocol, MESSAGES + id, outcome, sequence)
    else if (id === PASS_THROUGH) readFrame(r, about, out, outcome, sequence)
    else readDirect(r, out, outcome, sequence)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

const outcomes: ReadonlyMap<number, Outcome> = new Map([
  [REQUEST, "request"],
  [RESPONSE, "response"],
  [PUBLISH, "message"],
  [REFUSAL, "exception"],
])

function readFrame(r: Reader, about: About, out: Findings, outcome: Outcome, sequence: number): void {
  r.group("HART frame")
  const start = r.at
  const delimiter = r.u8("Delimiter")
  const long = (delimiter & 0x80) !== 0
  // The two highest bits tell the master and burst mode; of a long address 38 are left.
  const address = r.u8("Address") & 0x3f
  const whole = long ? address * 0x100000000 + r.u32("Address, the rest") : -1
  const expansion = (delimiter >> 5) & 3
  if (expansion > 0) r.skip(expansion, "Expansion")
  const command = r.u8("Command")
  const count = r.u8("Byte count")
  if (count > r.left) throw new Malformed(`HART command ${command}: byte count is ${count}, ${r.left} bytes are there`)
  const end = r.end
  const to = r.at + count
  r.end = to
  // A frame that a host sends asks, whatever the envelope calls it.
  const isAsked = outcome === "request" || (delimiter & 7) === 2
  const question = isAsked ? fingerprint(r.bytes, start, to) : -1
  const part = behind(about, whole, !isAsked)
  if (isAsked) readRequest(r, out, command, sequence, question, part)
  else readAnswer(r, out, command, outcome, sequence, whoAnswers(about, out, part), true)
  if (r.left > 0) r.skip(r.left, "Data")
  r.end = end
  r.endGroup()
}

/** 0: the server, who answered first with a long address, or has a short one; others stand behind it. */
function behind(about: About, address: number, answers: boolean): number {
  const memory = about.recall(noMemory)
  if (address >= 0 && answers && memory.own < 0) memory.own = address
  return address < 0 || memory.own < 0 || memory.own === address ? 0 : partOf(address)
}

/** Who stands behind the server; reused. */
const instrument = { part: 0 }

/** The server is an instrument among them then. */
function whoAnswers(about: About, out: Findings, part: number): Whose {
  if (part === 0) return "sender"
  instrument.part = part
  out.part(hartIpProtocol, partOf(about.recall(noMemory).own))
  out.part(hartIpProtocol, part)
  return instrument
}

/** Device status, extended status, then commands: number, byte count, data. */
function readDirect(r: Reader, out: Findings, outcome: Outcome, sequence: number): void {
  r.group("Direct message")
  const status = r.u8("Device status")
  r.u8("Extended status")
  const { end } = r
  const begin = r.at
  while (r.left >= 3) {
    const start = r.at
    const command = r.u16("Command")
    const count = r.u8("Byte count")
    if (count > r.left)
      throw new Malformed(`HART command ${command}: byte count is ${count}, ${r.left} bytes are there`)
    const to = r.at + count
    r.end = to
    const question = outcome === "request" ? fingerprint(r.bytes, start, to) : -1
    if (outcome === "request") readRequest(r, out, command, sequence, question, 0)
    else readAnswer(r, out, command, outcome, sequence, null, false)
    if (r.left > 0) r.skip(r.left, "Data")
    r.end = end
  }
  // Of all commands together, so it is told after the last.
  if (outcome !== "request" && r.at > begin) tellDeviceStatus(out, status)
  r.endGroup()
}

function tellDeviceStatus(out: Findings, status: number): void {
  for (let bits = status; bits !== 0; bits &= bits - 1) out.detail(hartIpProtocol, STATUS + (bits & -bits))
}

function readRequest(r: Reader, out: Findings, said: number, sequence: number, question: number, part: number): void {
  const command = said === EXTENDED && r.left >= 2 ? r.u16("Extended command") : said
  out.operation(hartIpProtocol, command, "request", sequence, question)
  readHartRequest(r, out, command, part)
}

/**
 * What is published and what is answered begins with how it went. `isFramed`: the device's status stands beside the response code, not before
 * all commands.
 */
function readAnswer(
  r: Reader,
  out: Findings,
  said: number,
  outcome: Outcome,
  sequence: number,
  whose: Whose | null,
  isFramed: boolean,
): void {
  const response = r.left > 0 ? r.u8("Response code") : 0
  const status = isFramed && r.left > 0 ? r.u8("Device status") : 0
  const command = said === EXTENDED && r.left >= 2 ? r.u16("Extended command") : said
  const refused = isRefusal(response)
  out.operation(hartIpProtocol, command, refused ? "exception" : outcome, sequence)
  if (refused) return out.detail(hartIpProtocol, (response >= 0x80 ? COMMUNICATION : RESPONSE_CODE) + (response & 0x7f))
  tellDeviceStatus(out, status)
  // Published values come without a question.
  if (outcome === "response") readHartAnswer(r, out, command, whose)
}

/**
 * HCF_SPEC-307: the highest bit tells of an error of communication; of the rest, 8, 14, 24 to 27, 30, 31 and 96 to 127 are warnings,
 * and 33 and 34 say that the answer comes later.
 */
function isRefusal(response: number): boolean {
  if (response >= 0x80) return true
  return response !== 0 && response < 96 && !accepted.has(response)
}
const accepted: ReadonlySet<number> = new Set([8, 14, 24, 25, 26, 27, 30, 31, 33, 34])

/**
 * S7comm, Siemens S7-300/400 communication. Siemens publishes no specification; the layout is that of the manual
 * "S7-300/400 system and standard functions" (chapter 33, system status lists), of the Wireshark dissector
 * packet-s7comm.c and of the snap7 library.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { s7commCommands } from "./s7comm-commands.ts"
import type { About, Dissector, Findings, Outcome, Whose } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import type { MaskedSecret } from "../../facts/fact.ts"
import { withSecret } from "../office/credentials.ts"
import { GROUP, passwordOf, SET } from "./s7-password.ts"
import { readSystemList } from "./s7-system-list.ts"
import {
  placeOfBlock,
  readItemResults,
  readItems,
  readWrittenData,
  s7PlaceText,
  s7ValueText,
  SYSTEM_LIST,
} from "./s7-items.ts"
import { ERROR, s7DetailKey, s7DetailName } from "./s7-errors.ts"
import { readBlockName, readService } from "./s7-services.ts"
import { s7FunctionNames, s7GroupNames, s7SubfunctionNames } from "./s7comm-names.ts"

const JOB = 1
const ACK = 2
const ACK_DATA = 3
const USER_DATA = 7
const SETUP = 0xf0

/** User data is counted as this + group × 256 + subfunction. */
const USER_DATA_CODES = 0x10000

export const s7Protocol = protocol({
  name: "s7comm",
  title: "S7comm",
  family: "ot",
  wireshark: "s7comm",
  wiresharkFunction: (code) =>
    code < USER_DATA_CODES
      ? `s7comm.param.func == ${code}`
      : `s7comm.param.userdata.funcgroup == ${(code >> 8) & 0xff} && s7comm.param.userdata.subfunc == ${code & 0xff}`,
  commands: s7commCommands,
  functionKey: (code) => (code < USER_DATA_CODES ? String(code) : `userdata:${(code >> 8) & 0xff}:${code & 0xff}`),
  detailKey: s7DetailKey,
  detailName: s7DetailName,
  placeText: s7PlaceText,
  valueText: s7ValueText,
  partText: (place) => `rack ${place >> 5}, slot ${place & 31}`,
  functionName(code) {
    if (code < USER_DATA_CODES) return s7FunctionNames.get(code)
    return s7SubfunctionNames.get(code & 0xffff) ?? s7GroupNames.get((code >> 8) & 0xff)
  },
})

type Memory = {
  /** The data unit reference of a list whose header came in an earlier piece; 0: none is under way. */
  continued: number
  /** The last job, which a bare acknowledgement refers to by its reference only. */
  reference: number
  job: number
  /** The password that was sent, masked, and the reference of who sent it; -1: none waits. */
  secret: MaskedSecret | null
  signing: number
}
const forget = (): Memory => ({ continued: 0, reference: -1, job: -1, secret: null, signing: -1 })

export const s7comm: Dissector = {
  protocol: s7Protocol,
  over: ["cotp"],

  probe(bytes, from, to) {
    if (to - from < 10 || bytes[from] !== 0x32) return false
    const kind = bytes[from + 1]!
    if (kind !== JOB && kind !== ACK && kind !== ACK_DATA && kind !== USER_DATA) return false
    const header = kind === ACK || kind === ACK_DATA ? 12 : 10
    const parameters = (bytes[from + 6]! << 8) | bytes[from + 7]!
    const data = (bytes[from + 8]! << 8) | bytes[from + 9]!
    return header + parameters + data <= to - from
  },

  read(r, about, out) {
    r.group("Header")
    r.u8("Protocol identifier")
    const kind = r.u8("ROSCTR")
    r.u16("Redundancy identification")
    const reference = r.u16("Protocol data unit reference")
    const parameterLength = r.u16("Parameter length")
    const dataLength = r.u16("Data length")
    const error = kind === ACK || kind === ACK_DATA ? r.u8("Error class") * 256 + r.u8("Error code") : 0
    r.endGroup()
    if (parameterLength + dataLength > r.left) {
      throw new Malformed(
        `S7comm parameter length ${parameterLength} and data length ${dataLength} pass the message's end`,
      )
    }
    const data = r.at + parameterLength
    r.end = data + dataLength
    if (kind === USER_DATA) return readUserData(r, about, out, data, reference)
    const memory = about.recall(forget)
    if (parameterLength > 0) readFunction(r, out, memory, kind, data, error, reference, about.behind)
    else if (kind === ACK && memory.reference === reference) {
      out.operation(s7Protocol, memory.job, "exception", reference)
      if (error !== 0) out.detail(s7Protocol, ERROR + error)
    }
    memory.reference = kind === JOB ? reference : -1
  },
}

function readFunction(
  r: Reader,
  out: Findings,
  memory: Memory,
  kind: number,
  data: number,
  error: number,
  reference: number,
  behind: number,
): void {
  r.group("Parameters")
  const code = r.u8("Function")
  if (kind === JOB) {
    memory.job = code
    out.operation(s7Protocol, code, "request", reference, fingerprint(r.bytes, r.at, data))
    const items = readRequest(r, out, code, data)
    if (r.at < data) r.skip(data - r.at, "Rest of the parameters")
    r.endGroup()
    if (code === 0x05) readWrittenData(r, out, items)
    if (r.left > 0) r.skip(r.left, "Data")
    return
  }
  const items = (code === 0x04 || code === 0x05) && r.at < data ? r.u8("Item count") : 0
  if (r.at < data) r.skip(data - r.at, "Rest of the parameters")
  r.endGroup()
  const refused = error !== 0 || (items > 0 && !anyItemDone(r.bytes, data, r.end, items, code === 0x04))
  out.operation(s7Protocol, code, refused ? "exception" : "response", reference)
  if (code === SETUP && behind >= 0 && !refused) out.part(s7Protocol, behind)
  if (error !== 0) out.detail(s7Protocol, ERROR + error)
  else if (items > 0) readItemResults(r, out, s7Protocol, items, code === 0x04)
  if (r.left > 0) r.skip(r.left, "Data")
}

/** What a job names; the number of items of a read or write. */
function readRequest(r: Reader, out: Findings, code: number, end: number): number {
  switch (code) {
    case 0x04:
    case 0x05:
      return readItems(r, out, end)
    case 0x1a:
    case 0x1b:
    case 0x1c:
    case 0x1d:
      readBlockName(r, out, end)
      return 0
    case 0x28:
      readService(r, out, s7Protocol, end)
      return 0
    default:
      return 0
  }
}

/** Did one item of a read or write succeed (return code 0xff)? True where the data says nothing. */
function anyItemDone(bytes: Uint8Array, from: number, to: number, items: number, reading: boolean): boolean {
  if (from >= to) return true
  let at = from
  for (let item = 0; item < items && at < to; item++) {
    if (bytes[at] === 0xff) return true
    if (!reading) {
      at += 1
      continue
    }
    if (at + 4 > to) return false
    // Lengths of transport sizes 3, 4 and 5 are in bits, of the others in bytes; items start at even offsets.
    const size = bytes[at + 1]!
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!
    const count = size >= 3 && size <= 5 ? (length + 7) >> 3 : length
    at += 4 + count + (count & 1)
  }
  return false
}

function readUserData(r: Reader, about: About, out: Findings, data: number, reference: number): void {
  r.group("Parameters")
  r.skip(3, "Parameter head")
  const length = r.u8("Parameter length")
  const method = r.u8("Method")
  // What a controller tells unasked (method 0) has another length there: 16 for the 4 bytes of a mode transition.
  if (method !== 0 && (length < 4 || r.at - 1 + length > data)) {
    throw new Malformed(`S7comm user data parameter length is ${length}, ${data - r.at + 1} bytes are there`)
  }
  const typeAndGroup = r.u8("Type and group")
  const stateAt = r.at
  const subfunction = r.u8("Subfunction")
  r.u8("Sequence number")
  const answered = method === 0x12 && length >= 8
  const unit = answered ? r.u8("Data unit reference number") : 0
  const more = answered ? r.u8("Last data unit") !== 0 : false
  const error = answered ? r.u16("Error code") : 0
  if (r.at < data) r.skip(data - r.at, "Rest of the parameters")
  r.endGroup()
  const type = typeAndGroup >> 4
  const group = typeAndGroup & 0x0f
  const asked = type === 4 ? fingerprint(r.bytes, data, r.end) : -1
  out.operation(s7Protocol, USER_DATA_CODES | (group << 8) | subfunction, outcomeOf(type, error), reference, asked)
  if (error !== 0) out.detail(s7Protocol, ERROR + error)
  if (type === 4) tellAsked(r, out, group, subfunction)
  if (group === GROUP && subfunction === SET) signIn(r, about.recall(forget), out, type, reference, error === 0)
  if (type === 0 && group === 0) claimTransition(out, whoIs(about), subfunction, stateAt)
  if (type === 8 && group === 4 && subfunction === 1 && error === 0) readListAnswer(r, about, out, unit, more)
  else if (r.left > 0) r.skip(r.left, "Data")
}

/** Behind four bytes of head: which system list, or which block. */
function tellAsked(r: Reader, out: Findings, group: number, subfunction: number): void {
  const at = r.at + 4
  if (group === 4 && subfunction === 1 && r.left >= 8) {
    const list = (r.bytes[at]! << 8) | r.bytes[at + 1]!
    out.place(SYSTEM_LIST | list, (r.bytes[at + 2]! << 8) | r.bytes[at + 3]!, 1)
  } else if (group === 3 && subfunction === 3 && r.left >= 12) placeOfBlock(r, out, at, 8)
}

/** The controller's word on the password that was sent. */
function signIn(r: Reader, memory: Memory, out: Findings, type: number, reference: number, succeeded: boolean): void {
  if (type === 4) {
    memory.secret = passwordOf(r)
    memory.signing = reference
  } else if (type === 8 && memory.signing === reference) {
    memory.signing = -1
    out.tell({ kind: "signIn", user: "", succeeded, isClear: true, ...withSecret(memory.secret) })
  }
}

/** A rack with several controllers answers through one address: the transport's address says which. */
const whoIs = ({ behind }: About): Whose => (behind >= 0 ? { part: behind } : "sender")

/** Types of user data: 4 and 3 ask, 8 and 7 answer, 0 is told unasked. */
function outcomeOf(type: number, error: number): Outcome {
  if (type === 4 || type === 3) return "request"
  if (type === 8 || type === 7) return error === 0 ? "response" : "exception"
  return "message"
}

/** A mode transition is told by the controller itself: the subfunction is its new state. */
function claimTransition(out: Findings, whose: Whose, state: number, at: number): void {
  const mode = state === 0 ? "stop" : state === 2 || state === 9 ? "run" : undefined
  if (mode === undefined) return
  out.claim(whose, "mode", mode, "S7comm mode transition", 0.95, at, 1)
}

function readListAnswer(r: Reader, about: About, out: Findings, unit: number, more: boolean): void {
  if (r.left < 4) return
  r.group("Data")
  const returned = r.u8("Return code")
  r.u8("Transport size")
  const length = r.u16("Length")
  const memory = about.recall(forget)
  const continues = memory.continued !== 0 && memory.continued === unit
  memory.continued = more ? unit : 0
  if (returned === 0xff && !continues && length >= 8) {
    if (length > r.left) throw new Malformed(`S7comm data item of ${length} bytes, ${r.left} are there`)
    readSystemList(r, out, whoIs(about))
  }
  if (r.left > 0) r.skip(r.left, "Rest of the data")
  r.endGroup()
}

/**
 * MMS, the Manufacturing Message Specification: ISO 9506-2 section 7 (MMSpdu) and annex A, as IEC 61850-8-1 uses it over session and
 * presentation, and as some stacks send it right over COTP.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import { mmsCommands } from "./mms-commands.ts"
import { element, elementAt, follow, integerOf, readElement } from "../osi/ber.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { tellReadAnswer, tellReport, tellStatus, tellWriteAnswer } from "./mms-answers.ts"
import { details, mmsDetailKey, mmsDetailName } from "./mms-details.ts"
import { applicationValue } from "../osi/iso-presentation.ts"
import { mmsAssociationNames, mmsConfirmedServices, mmsUnconfirmedServices } from "./mms-names.ts"
import { mmsPlaceText, mmsValueText } from "./mms-places.ts"
import { reading, tellRequest } from "./mms-requests.ts"
import { protocol } from "../protocol.ts"

/** Unconfirmed services are counted as this + service, what belongs to the association as that + tag. */
const UNCONFIRMED = 256
const ASSOCIATION = 512

const STATUS = 0
/** Of the unconfirmed services. */
const UNSOLICITED_STATUS = 1
const IDENTIFY = 2
const READ = 4
const WRITE = 5
const MODIFIERS = 0x30

const mmsProtocol = protocol({
  name: "mms",
  title: "MMS",
  family: "ot",
  wireshark: "mms",
  wiresharkFunction: (code) =>
    code < UNCONFIRMED ? `mms.confirmedServiceRequest == ${code} || mms.confirmedServiceResponse == ${code}` : "mms",
  commands: mmsCommands,
  functionKey(code) {
    if (code < UNCONFIRMED) return String(code)
    return code < ASSOCIATION ? `unconfirmed:${code - UNCONFIRMED}` : `association:${code - ASSOCIATION}`
  },
  functionName(code) {
    if (code < UNCONFIRMED) return mmsConfirmedServices.get(code)
    return code < ASSOCIATION ? mmsUnconfirmedServices[code - UNCONFIRMED] : mmsAssociationNames.get(code - ASSOCIATION)
  },
  detailKey: mmsDetailKey,
  detailName: mmsDetailName,
  placeText: mmsPlaceText,
  valueText: mmsValueText,
})

/** What must stand first in each kind of message; none: the contents have no elements, or (true) may have none. */
const kinds: ReadonlyMap<number, { readonly first: readonly number[]; readonly orEmpty?: boolean }> = new Map([
  [0xa0, { first: [0x02] }],
  [0xa1, { first: [0x02] }],
  [0xa2, { first: [0x80] }],
  [0xa3, { first: [0xa0, 0xa1, 0xa2] }],
  [0xa4, { first: Array.from({ length: 12 }, (_, n) => 0x80 + n) }],
  [0xa7, { first: [0x80] }],
  [0xa8, { first: [0x80, 0x81] }],
  [0xa9, { first: [0x80, 0x81], orEmpty: true }],
  [0xaa, { first: [0xa0, 0xa2, 0x30] }],
  [0xad, { first: [0xa0, 0xa2, 0x30] }],
])

const pdu = element()
const item = element()

function isPdu(bytes: Uint8Array, from: number, to: number): boolean {
  if (!elementAt(bytes, from, to, pdu) || pdu.to !== to) return false
  const length = pdu.to - pdu.from
  if (pdu.identifier === 0x85 || pdu.identifier === 0x86) return length >= 1 && length <= 5
  if (pdu.identifier === 0x8b || pdu.identifier === 0x8c) return length === 0
  const kind = kinds.get(pdu.identifier)
  if (kind === undefined) return false
  if (length === 0) return kind.orEmpty === true
  if (!elementAt(bytes, pdu.from, pdu.to, item) || !kind.first.includes(item.identifier)) return false
  return item.identifier !== 0x02 || (item.to > item.from && item.to - item.from <= 5)
}

/** The service that each invoke identifier asked for last, by its lower eight bits: an error does not repeat it. */
type Memory = {
  readonly invoke: Int32Array
  readonly service: Int16Array
  /** What of a nameplate it read. */
  readonly plate: Uint8Array
}
const noMemory = (): Memory => ({
  invoke: new Int32Array(256).fill(-1),
  service: new Int16Array(256),
  plate: new Uint8Array(256),
})

export const mms: Dissector = {
  protocol: mmsProtocol,
  over: ["cotp"],

  probe(bytes, from, to) {
    if (to - from < 2) return false
    if (bytes[from]! >= 0x80) return isPdu(bytes, from, to)
    return applicationValue(bytes, from, to, item) && isPdu(bytes, item.from, item.to)
  },

  read(r, about, out) {
    r.need(2)
    if (r.bytes[r.at]! < 0x80) {
      if (!applicationValue(r.bytes, r.at, r.end, item))
        throw new Malformed("no application value in the session data unit")
      r.end = item.to
      r.skip(item.from - r.at, "Session, presentation and association control")
    }
    readElement(r, r.end, pdu, "MMS message")
    r.end = pdu.to
    r.group("Message")
    readPdu(r, about, out)
    if (r.left > 0) r.skip(r.left, "Contents")
    r.endGroup()
  },
}

function readPdu(r: Reader, about: About, out: Findings): void {
  const tag = pdu.number
  switch (pdu.identifier) {
    case 0xa0:
      return readRequest(r, out, about.recall(noMemory))
    case 0xa1:
      return readResponse(r, out, about.recall(noMemory))
    case 0xa2:
      return readRefusal(r, out, about.recall(noMemory), tag)
    case 0xa3:
      readElement(r, r.end, item, "Service")
      out.operation(mmsProtocol, UNCONFIRMED + item.number, "message")
      if (item.number === 0) tellReport(r, out, item.from, item.to)
      else if (item.number === UNSOLICITED_STATUS) tellStatus(r, out, mmsProtocol, item.from, item.to)
      return
    case 0xa4:
      return readRefusal(r, out, about.recall(noMemory), tag)
  }
  const [asked, outcome] = associations.get(tag) ?? [-1, "message"]
  if (asked < 0) throw new Malformed(`MMS has no message with the tag ${tag}`)
  out.operation(mmsProtocol, ASSOCIATION + asked, outcome)
}

/** Tags of MMSpdu: whose answer or refusal each is. */
const associations = new Map([
  [5, [5, "request"] as const],
  [6, [5, "response"] as const],
  [7, [5, "exception"] as const],
  [8, [8, "request"] as const],
  [9, [8, "response"] as const],
  [10, [8, "exception"] as const],
  [11, [11, "request"] as const],
  [12, [11, "response"] as const],
  [13, [11, "exception"] as const],
])

function readInvoke(r: Reader): number {
  readElement(r, r.end, item, "Invoke identifier")
  const invoke = integerOf(r.bytes, item)
  r.skip(item.to - item.from, "Invoke identifier")
  return invoke
}

/** The service is a choice of context tags; what else stands there contradicts annex A. */
function readService(r: Reader): number {
  readElement(r, r.end, item, "Service")
  if ((item.identifier & 0xc0) !== 0x80)
    throw new Malformed(`MMS service has the tag ${item.identifier}, not a context tag`)
  return item.number
}

function readRequest(r: Reader, out: Findings, memory: Memory): void {
  const invoke = readInvoke(r)
  if (r.left > 0 && r.bytes[r.at] === MODIFIERS) {
    readElement(r, r.end, item, "Modifiers")
    r.skip(item.to - item.from, "Modifiers")
  }
  const began = r.at
  const service = readService(r)
  memory.invoke[invoke & 0xff] = invoke
  memory.service[invoke & 0xff] = service
  out.operation(mmsProtocol, service, "request", invoke, fingerprint(r.bytes, began, r.end))
  reading.plate = 0
  tellRequest(r, out, mmsProtocol, service, item.from, item.to)
  memory.plate[invoke & 0xff] = reading.plate
}

function readResponse(r: Reader, out: Findings, memory: Memory): void {
  const invoke = readInvoke(r)
  const service = readService(r)
  out.operation(mmsProtocol, service, "response", invoke)
  const slot = invoke & 0xff
  if (service === READ) {
    const plate = memory.invoke[slot] === invoke ? memory.plate[slot]! : 0
    tellReadAnswer(r, out, mmsProtocol, item.from, item.to, plate)
  } else if (service === WRITE) tellWriteAnswer(r, out, mmsProtocol, item.from, item.to)
  else if (service === STATUS) tellStatus(r, out, mmsProtocol, item.from, item.to)
  else if (service === IDENTIFY) readIdentity(r, out, item.to)
}

/** An error names what it refuses by its invoke identifier; a reject may name none. */
function readRefusal(r: Reader, out: Findings, memory: Memory, tag: number): void {
  if (r.left > 0 && r.bytes[r.at] === 0x80) {
    const invoke = readInvoke(r)
    const place = invoke & 0xff
    if (memory.invoke[place] === invoke) {
      memory.invoke[place] = -1
      out.operation(mmsProtocol, memory.service[place]!, "exception", invoke)
      return tellRefusal(r, out, tag)
    }
  }
  if (tag !== 4) return
  out.operation(mmsProtocol, ASSOCIATION + 4, "message")
  tellRefusal(r, out, tag)
}

/** ServiceError: a class and a code. RejectPDU: what was rejected and why. */
function tellRefusal({ bytes, at, end }: Reader, out: Findings, tag: number): void {
  if (tag === 4) {
    if (elementAt(bytes, at, end, item) && item.number <= 11)
      out.detail(mmsProtocol, details.reject | (item.number << 8) | (integerOf(bytes, item) & 0xff))
  } else if (follow(bytes, at, end, [0xa2, 0xa0], item) && elementAt(bytes, item.from, item.to, item))
    out.detail(mmsProtocol, details.error | (item.number << 8) | (integerOf(bytes, item) & 0xff))
}

/** Identify-Response: vendor name, model name, revision, by their tags. */
const identity: readonly (readonly [identifier: number, field: ClaimField, name: string])[] = [
  [0x80, "vendor", "Vendor name"],
  [0x81, "model", "Model name"],
  [0x82, "firmware", "Revision"],
]

function readIdentity(r: Reader, out: Findings, end: number): void {
  for (const [identifier, field, name] of identity) {
    readElement(r, end, item, name)
    if (item.identifier !== identifier) throw new Malformed(`MMS identify: ${name} has the tag ${item.identifier}`)
    const at = r.at
    const length = item.to - item.from
    const value = r.text(length, name).trim()
    if (/^[\x20-\x7e]+$/.test(value)) out.claim("sender", field, value, "MMS identify", 0.95, at, length)
  }
}

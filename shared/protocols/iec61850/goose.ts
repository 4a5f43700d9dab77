/** GOOSE, events between protection and control devices: IEC 61850-8-1 annex C (frame) and annex A (IECGoosePdu). */
import { lastingText } from "../../bytes/lasting-text.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { element, elementAt, readElement, type Element } from "../osi/ber.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import {
  dataOf,
  findings,
  follow,
  found,
  nameOf,
  NEEDS_COMMISSIONING,
  noPublishers,
  nothingSaid,
  numberOf,
  SECOND_PUBLISHER,
  SIMULATION,
} from "./goose-sequence.ts"
import { mmsValueText } from "./mms-places.ts"
import { protocol } from "../protocol.ts"

const HEADER = 8
const MESSAGE = 0x61
const MANAGEMENT = 0x60

/** A new state is sent with sequence number 0, and then again and again until the next (section 18.1). */
const kinds = ["message", "state change", "retransmission", "simulated message", "management"] as const
const latin = new TextDecoder("latin1")
const UNKNOWN = 0
const CHANGE = 1
const REPEAT = 2
const SIMULATED = 3
const MANAGED = 4

const gooseProtocol = protocol({
  name: "goose",
  title: "GOOSE",
  family: "ot",
  wireshark: "goose",
  functionName: (code) => kinds[code],
  detailKey: (code) => findings[code]?.[0] ?? String(code),
  detailName: (code) => findings[code]?.[1],
  placeText: ({ name }) => latin.decode(name),
  valueText: mmsValueText,
})

const fields: readonly string[] = [
  "Control block reference",
  "Time allowed to live",
  "Data set",
  "GOOSE identifier",
  "Time of the event",
  "State number",
  "Sequence number",
  "Simulation",
  "Configuration revision",
  "Needs commissioning",
  "Number of entries",
  "Data",
]
/** All but the GOOSE identifier and what has a default: simulation, needs commissioning. */
const MANDATORY = 0b1101_0111_0111

const item = element()
/** Where the control block reference stands. */
const reference = element()
/** Where the data stand. */
const values = element()
let needsCommissioning = false
const said = nothingSaid()

export const goose: Dissector = {
  protocol: gooseProtocol,
  ethertypes: [0x88b8],

  probe(bytes, from, to) {
    if (to - from < HEADER + 2) return false
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    const tag = bytes[from + HEADER]!
    return length >= HEADER + 2 && length < 1536 && (tag === MESSAGE || tag === MANAGEMENT)
  },

  read(r, about, out) {
    r.group("Header")
    r.u16("Application identifier")
    const length = r.u16("Length")
    if (length < HEADER + 2) throw new Malformed(`GOOSE length is ${length}, less than ${HEADER + 2}`)
    const simulated = (r.u16("Simulated, reserved") & 0x8000) !== 0
    r.u16("Reserved for security")
    r.endGroup()
    const end = r.at - HEADER + length
    // What contradicts itself further on was sent all the same.
    let kind = simulated ? SIMULATED : UNKNOWN
    try {
      const told = readMessage(r, end)
      if (kind === UNKNOWN || told === MANAGED) kind = told
    } finally {
      out.operation(gooseProtocol, kind, "message")
    }
    // Of what is only repeated the row is counted: the data are those of the last change.
    if (kind !== MANAGED) {
      out.named(0, reference.from, reference.to - reference.from)
      if (kind === CHANGE) out.written(values.from, values.to - values.from)
      tellFindings(r.bytes, about, out, kind === SIMULATED)
    }
    // A simulated message may be a test set's, which speaks for another.
    if (kind === CHANGE || kind === REPEAT) claimStation(r.bytes, out)
  },
}

function readMessage(r: Reader, end: number): number {
  r.need(end - r.at)
  readElement(r, end, item, "Message")
  if (item.identifier !== MESSAGE) {
    r.skip(item.to - item.from, "Management")
    return MANAGED
  }
  let seen = 0
  let kind = UNKNOWN
  needsCommissioning = false
  for (const to = item.to; r.at < to;) {
    readElement(r, to, item, "Field")
    const { number } = item
    if (number < fields.length) seen |= 1 << number
    if (number === 6 && kind !== SIMULATED) kind = numberOf(r.bytes, item) === 0 ? CHANGE : REPEAT
    else if (number === 7 && isTrue(r.bytes)) kind = SIMULATED
    keep(r.bytes, number)
    r.skip(item.to - item.from, fields[number] ?? "Unknown field")
  }
  if ((MANDATORY & ~seen) !== 0) throw new Malformed(`GOOSE message without ${missing(seen)}`)
  return kind
}

const isTrue = (bytes: Uint8Array): boolean => item.to > item.from && bytes[item.from] !== 0

/** What the field says, for the comparison with the message before. */
function keep(bytes: Uint8Array, number: number): void {
  switch (number) {
    case 0:
      return place(reference)
    case 1:
      said.lives = numberOf(bytes, item)
      return
    case 2:
      said.dataSet = nameOf(bytes, item)
      return
    case 5:
      said.state = numberOf(bytes, item)
      return
    case 6:
      said.sequence = numberOf(bytes, item)
      return
    case 8:
      said.revision = numberOf(bytes, item)
      return
    case 9:
      needsCommissioning = isTrue(bytes)
      return
    case 10:
      said.entries = numberOf(bytes, item)
      return
    case 11:
      place(values)
  }
}

function place(into: Element): void {
  into.from = item.from
  into.to = item.to
}

/** Each with the control block that it is about. */
function tellFindings(bytes: Uint8Array, about: About, out: Findings, simulated: boolean): void {
  said.reference = nameOf(bytes, reference) ^ (simulated ? 1 : 0)
  said.data = dataOf(bytes, values)
  said.values = countOf(bytes, values)
  said.time = about.time
  if (follow(about.recall(noPublishers), said) && isElsewhere(bytes, about, out)) found.push(SECOND_PUBLISHER)
  for (let n = 0; n < found.length; n++) tell(out, found[n]!)
  if (needsCommissioning) tell(out, NEEDS_COMMISSIONING)
  if (simulated) tell(out, SIMULATION)
}

/** A control block has one publisher (IEC 61850-7-2 section 18.2): does another card send it too? */
function isElsewhere(bytes: Uint8Array, about: About, out: Findings): boolean {
  const name = latin.decode(bytes.subarray(reference.from, reference.to))
  const isKnown = about.announced<string>(said.reference, true) === name
  const isOwn = about.announced<string>(said.reference) === name
  out.announce(gooseProtocol, "sender", said.reference, name)
  out.announce(gooseProtocol, "anybody", said.reference, name)
  return isKnown && !isOwn
}

function tell(out: Findings, code: number): void {
  out.detail(gooseProtocol, code)
  out.named(0, reference.from, reference.to - reference.from)
}

function countOf(bytes: Uint8Array, { from, to }: Element): number {
  let count = 0
  for (let at = from; at < to; count++) {
    if (!elementAt(bytes, at, to, item)) return -1
    at = item.to
  }
  return count
}

const missing = (seen: number): string =>
  fields.filter((_, number) => (MANDATORY & ~seen & (1 << number)) !== 0).join(", ")

const SLASH = 0x2f

/** The reference begins with the logical device, whose name begins with that of the station (IEC 61850-7-2 section 22.2). */
function claimStation(bytes: Uint8Array, out: Findings): void {
  const { from } = reference
  const slash = endOfName(bytes, from, reference.to)
  if (slash <= from) return
  out.claim("sender", "stationName", lastingText(bytes, from, slash), "GOOSE control block", 0.6, from, slash - from)
}

/** Where the slash stands; -1 where there is none, or what is before it can't be a name. */
function endOfName(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const letter = bytes[at]!
    if (letter === SLASH) return at
    if (letter < 0x21 || letter > 0x7e) return -1
  }
  return -1
}

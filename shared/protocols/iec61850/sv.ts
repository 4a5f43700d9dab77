/** Sampled values, the measurements of merging units many times a period: IEC 61850-9-2 section 8.5 and annex A (savPdu). */
import { lastingText } from "../../bytes/lasting-text.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { element, elementAt, integerOf, readElement, type Element } from "../osi/ber.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import {
  follow,
  found,
  nameOf,
  noStreams,
  noUnit,
  SIMULATION,
  svDetailKey,
  svDetailName,
  UNITS_DIFFER,
} from "./sv-sequence.ts"

const HEADER = 8
const MESSAGE = 0x60

const kinds = ["sampled values", "simulated sampled values"] as const
const SIMULATED = 1
const latin = new TextDecoder("latin1")

const svProtocol = protocol({
  name: "sv",
  title: "Sampled values",
  family: "ot",
  wireshark: "sv",
  functionName: (code) => kinds[code],
  detailKey: svDetailKey,
  detailName: svDetailName,
  placeText: ({ name }) => latin.decode(name),
})

/** Tags of the message, and of its data units. */
const UNITS = 0x80
const SEQUENCE = 0xa2
const UNIT = 0x30
const fields: readonly string[] = [
  "Identifier",
  "Data set",
  "Sample count",
  "Configuration revision",
  "Refresh time",
  "Synchronised",
  "Sample rate",
  "Samples",
  "Sample mode",
  "Grandmaster",
]
/** Identifiers are at most 129 octets long (IEC 61850-9-2 table 14). */
const LONGEST = 129

const item = element()
const identifier = element()
const unit = noUnit()

export const sv: Dissector = {
  protocol: svProtocol,
  ethertypes: [0x88ba],

  probe(bytes, from, to) {
    if (to - from < HEADER + 2 || bytes[from + HEADER] !== MESSAGE) return false
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    return length >= HEADER + 2 && length < 1536
  },

  /** Thousands a second: counted by the header; of the rest who sends it, and whether it goes on as it should. */
  read(r, about, out) {
    r.group("Header")
    r.u16("Application identifier")
    const length = r.u16("Length")
    if (length < HEADER + 2) throw new Malformed(`sampled values: length is ${length}, less than ${HEADER + 2}`)
    const simulated = (r.u16("Simulated, reserved") & 0x8000) !== 0
    r.u16("Reserved for security")
    r.endGroup()
    out.operation(svProtocol, simulated ? SIMULATED : 0, "message")
    const end = r.at - HEADER + length
    r.need(end - r.at)
    readElement(r, end, item, "Message")
    const { to } = item
    let announced = -1
    while (r.at < to) {
      readElement(r, to, item, item.identifier === UNITS ? "Number of data units" : "Field")
      if (item.identifier === UNITS) announced = integerOf(r.bytes, item)
      if (item.identifier === SEQUENCE) return readUnits(r, about, out, item.to, announced, simulated)
      r.skip(item.to - item.from, item.identifier === UNITS ? "Number of data units" : "Field")
    }
    throw new Malformed("sampled values without data units")
  },
}

function readUnits(r: Reader, about: About, out: Findings, to: number, announced: number, simulated: boolean): void {
  const streams = about.recall(noStreams)
  unit.units = countOf(r.bytes, r.at, to)
  untold.length = 0
  if (announced !== unit.units) untold.push(UNITS_DIFFER, 0, 0)
  if (simulated) untold.push(SIMULATION, 0, 0)
  let before = 0
  for (let n = 0; r.at < to; n++) {
    readElement(r, to, item, "Data unit")
    if (item.identifier !== UNIT) throw new Malformed(`sampled values: a data unit of type ${item.identifier}`)
    readUnit(r, item.to)
    unit.name = nameOf(r.bytes, identifier) ^ (simulated ? 1 : 0)
    const { from } = identifier
    if (n === 0 || unit.name !== before) out.named(0, from, identifier.to - from)
    if (n === 0 && !simulated) claimName(r.bytes, out)
    before = unit.name
    follow(streams, unit)
    for (let i = 0; i < found.length; i++) untold.push(found[i]!, from, identifier.to - from)
  }
  tellFindings(out)
}

/** Findings of the message: code, and where the identifier of the stream stands; of those of the whole message the last one. */
const untold: number[] = []

/** They take the places told next, so they come last. */
function tellFindings(out: Findings): void {
  for (let n = 0; n < untold.length; n += 3) {
    out.detail(svProtocol, untold[n]!)
    const from = untold[n + 1]!
    if (from > 0) out.named(0, from, untold[n + 2]!)
    else out.named(0, identifier.from, identifier.to - identifier.from)
  }
}

function readUnit(r: Reader, to: number): void {
  identifier.from = identifier.to = 0
  unit.count = unit.revision = unit.clock = unit.dataSet = -1
  while (r.at < to) {
    readElement(r, to, item, "Field")
    const { number } = item
    if (number === 0) place(identifier)
    else if (number === 1) unit.dataSet = nameOf(r.bytes, item)
    else if (number === 2) unit.count = integerOf(r.bytes, item)
    else if (number === 3) unit.revision = integerOf(r.bytes, item)
    else if (number === 5) unit.clock = integerOf(r.bytes, item) & 255
    r.skip(item.to - item.from, fields[number] ?? "Unknown field")
  }
  if (identifier.to === 0) throw new Malformed("sampled values name no sender")
}

function place(into: Element): void {
  into.from = item.from
  into.to = item.to
}

/** How many elements stand there; the one that passes the end is found when it is read. */
function countOf(bytes: Uint8Array, at: number, to: number): number {
  let count = 0
  for (; at < to && elementAt(bytes, at, to, item); at = item.to) count++
  return count
}

function claimName(bytes: Uint8Array, out: Findings): void {
  const { from, to } = identifier
  if (!isText(bytes, from, to)) return
  out.claim("sender", "stationName", lastingText(bytes, from, to), "sampled values identifier", 0.5, from, to - from)
}

function isText(bytes: Uint8Array, from: number, to: number): boolean {
  if (to === from || to - from > LONGEST) return false
  for (let at = from; at < to; at++) if (bytes[at]! < 0x20 || bytes[at]! > 0x7e) return false
  return true
}

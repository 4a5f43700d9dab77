/**
 * DNP3 (IEEE 1815-2012): link frames (clause 9), transport segments (clause 8), application functions and object headers
 * (clause 4), device attributes of group 0 (annex A.1).
 */
import { Malformed, Reader, type Trace } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { CHECKSUM } from "./dnp3-details.ts"
import { isBare, link } from "./dnp3-fragment.ts"
import { checksumHolds, frameBytes, placeInFrame, takeBlocks, userBytes } from "./dnp3-link.ts"
import { dnp3Attributes } from "./dnp3-names.ts"
import { tellObjects } from "./dnp3-objects.ts"
import { dnp3Protocol } from "./dnp3-protocol.ts"

const PORT = 20000

/** Clause 4.2.1.2: fragments are 2048 bytes, or as large as both ends agree; more is not kept. */
const FRAGMENT_LIMIT = 16384

/** The application fragment under way from each side: its bytes, and the transport sequence number that must come next. */
type Side = { bytes: Uint8Array; used: number; next: number }
type Memory = readonly [Side, Side]
const emptySide = (): Side => ({ bytes: new Uint8Array(2048), used: 0, next: -1 })
const emptyMemory = (): Memory => [emptySide(), emptySide()]

const blocks = new Uint8Array(256)
const application = new Reader()

export const dnp3: Dissector = {
  protocol: dnp3Protocol,
  tcp: [PORT],
  udp: [PORT],
  anyPort: true,

  size(bytes, from, to) {
    if (bytes[from] !== 0x05 || (to - from > 1 && bytes[from + 1] !== 0x64)) return -1
    if (to - from < 3) return 0
    return bytes[from + 2]! < 5 ? -1 : frameBytes(bytes[from + 2]!)
  },

  probe(bytes, from, to) {
    if (to - from < 10 || bytes[from] !== 0x05 || bytes[from + 1] !== 0x64 || bytes[from + 2]! < 5) return false
    return checksumHolds(bytes, from, from + 8)
  },

  read(r, about, out) {
    // A datagram may hold several frames; of a stream the engine gives one.
    while (r.left >= 10) readFrame(r, about, out)
  },
}

function readFrame(r: Reader, about: About, out: Findings): void {
  const start = r.at
  r.group("Data link header")
  const magic = r.u16("Start bytes")
  const length = r.u8("Length")
  if (magic !== 0x0564) throw new Malformed(`DNP3 start bytes are 0x${magic.toString(16)}, not 0x0564`)
  if (length < 5) throw new Malformed(`DNP3 length is ${length}, less than 5`)
  const control = r.u8("Control")
  link.target = r.u16le("Destination address")
  link.source = r.u16le("Source address")
  r.u16le("Check sum")
  r.endGroup()
  if (!checksumHolds(r.bytes, start, start + 8)) throw new Malformed("DNP3 link header: wrong check sum")
  const count = userBytes(length)
  r.need(frameBytes(length) - 10)
  const data = r.at
  r.at = start + frameBytes(length)
  // Only confirmed (3) and unconfirmed (4) user data of the primary station carry something (tables 9-1 and 9-2).
  if (count < 1 || (control & 0x40) === 0 || ((control & 0x0f) !== 3 && (control & 0x0f) !== 4)) return
  const wrong = takeBlocks(r.bytes, data, count, blocks, 0)
  if (wrong >= 0) out.detail(dnp3Protocol, CHECKSUM)
  if (wrong >= 0) throw new Malformed(`DNP3 data block ${wrong}: wrong check sum`)
  readSegment(r, about, out, start, count)
}

/** Clause 8.2: FIN, FIR and a sequence number of 6 bits before up to 249 bytes of the application fragment. */
function readSegment(r: Reader, about: About, out: Findings, start: number, count: number): void {
  const transport = blocks[0]!
  const first = (transport & 0x40) !== 0
  const last = (transport & 0x80) !== 0
  if (r.trace !== null) r.trace.field("Transport control", placeInFrame(0) + start, 1, transport)
  if (first && last) {
    application.open(blocks, 1, count)
    return readApplication(application, r, out, start, true)
  }
  const side = about.recall(emptyMemory)[(about.side & 1) as 0 | 1]
  const sequence = transport & 0x3f
  if (first) side.used = 0
  else if (sequence !== side.next) {
    side.next = -1
    return
  }
  if (side.used + count - 1 > FRAGMENT_LIMIT) {
    side.next = -1
    return
  }
  for (let n = 1; n < count; n = (n | 15) + 1)
    out.gather(side, side.used + n - 1, start + placeInFrame(n), Math.min(count, (n | 15) + 1) - n)
  append(side, count)
  side.next = (sequence + 1) & 0x3f
  if (!last) return
  side.next = -1
  application.open(side.bytes, 0, side.used)
  out.joined(side, side.bytes)
  readApplication(application, r, out, start, false)
}

function append(side: Side, count: number): void {
  const needed = side.used + count - 1
  if (side.bytes.length < needed) {
    const larger = new Uint8Array(needed * 2)
    larger.set(side.bytes.subarray(0, side.used))
    side.bytes = larger
  }
  side.bytes.set(blocks.subarray(1, count), side.used)
  side.used = needed
}

/** `inFrame`: the fragment lies in one frame that starts at `start` of `r`, so its bytes can be pointed at. */
function readApplication(a: Reader, r: Reader, out: Findings, start: number, inFrame: boolean): void {
  if (a.left < 2) throw new Malformed(`DNP3 application fragment of ${a.left} bytes, less than 2`)
  const at = a.at
  link.isNext = r.trace === null
  if (link.isNext) out.inner("dnp3-fragment", a, at, a.end)
  a.u8()
  const code = a.u8()
  const answers = code >= 129
  if (answers && a.left < 2) return
  if (answers) a.u16()
  if (r.trace !== null && inFrame) explain(a, r.trace, at, start, code)
  if (answers && a.left >= 3 && a.bytes[a.at] === 0) readAttributes(a, r, out, start, inFrame)
}

/** Tells what was read, at its place between the check sums of the frame; the reader of the fragment stays where it is. */
function explain(a: Reader, trace: Trace, from: number, start: number, code: number): void {
  const tell = (name: string, at: number, length: number, value: number | string): void => {
    const place = start + placeInFrame(at)
    trace.field(name, place, start + placeInFrame(at + length - 1) + 1 - place, value)
  }
  tell("Application control", from, 1, a.bytes[from]!)
  tell("Function code", from + 1, 1, code)
  if (code >= 129) tell("Internal indications", from + 2, 2, (a.bytes[from + 2]! << 8) | a.bytes[from + 3]!)
  const objects = a.at
  if (a.left >= 3 && a.bytes[a.at] !== 0) tellObjects(a, !isBare(code), tell)
  a.at = objects
}

/** Objects of group 0 from the first on: header, then data type, length and value (annex A.1). */
function readAttributes(a: Reader, r: Reader, out: Findings, start: number, inFrame: boolean): void {
  while (a.left >= 3 && a.bytes[a.at] === 0) {
    a.u8()
    const variation = a.u8()
    if (!passRange(a, a.u8())) return
    if (a.left < 2) return
    const type = a.u8()
    const length = a.u8()
    if (length > a.left) throw new Malformed(`DNP3 attribute ${variation} of ${length} bytes, ${a.left} are there`)
    const at = a.at
    const value = a.text(length)
    const field = dnp3Attributes.get(variation)
    const clean = value.replace(/\0+$/, "").trim()
    // Data type 1 is visible text.
    if (type !== 1 || field === undefined || !/^[\x20-\x7e\xa0-\xff]+$/.test(clean)) continue
    const from = start + placeInFrame(at)
    const to = start + placeInFrame(at + length - 1) + 1
    if (inFrame) claim(out, field, clean, from, to - from)
    else within(r, a.bytes, () => claim(out, field, clean, at, length))
  }
}

const claim = (out: Findings, field: ClaimField, value: string, at: number, length: number): void =>
  out.claim({ part: link.source }, field, value, "DNP3 device attribute", 0.95, at, length)

/** A fragment of several frames lies in no frame: for what is claimed of it the reader stands in its bytes. */
function within(r: Reader, joined: Uint8Array, act: () => void): void {
  const { bytes, at, end } = r
  r.open(joined, 0, joined.length)
  act()
  r.open(bytes, at, end)
}

/** Qualifiers (table 4-5) that device attributes come with: start and stop in one or two bytes, or a count with an index. */
function passRange(a: Reader, qualifier: number): boolean {
  const bytes = qualifier === 0x00 ? 2 : qualifier === 0x01 ? 4 : qualifier === 0x17 ? 2 : qualifier === 0x28 ? 4 : 0
  if (bytes === 0 || a.left < bytes) return false
  a.skip(bytes)
  return true
}

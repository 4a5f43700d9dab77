/** An application fragment of DNP3 without the link's check sums: function, objects, and what became of them (IEEE 1815-2012 clause 4). */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { AUTHENTICATION, CONFIRM_ASKED, detailOf, INDICATION } from "./dnp3-details.ts"
import { objectBits, prefixBytes, rangeBytes } from "./dnp3-objects.ts"
import { ALL, areaOf, countOf, WHOLE } from "./dnp3-places.ts"
import { dnp3Protocol } from "./dnp3-protocol.ts"
import type { Dissector, Findings, Outcome } from "../dissector.ts"

/** The addresses of the link, written just before the fragment is read. */
export const link = { target: 0, source: 0, isNext: false }

/** Stands for the sequence number of what answers no request. */
const unsolicited = 16
const CONFIRM = 0x20
const FILE = 70
const SECURITY = 120
const SECURITY_ERROR = 7

export const dnp3Fragment: Dissector = {
  protocol: dnp3Protocol,
  over: ["dnp3-fragment"],

  /** Nothing but the link says that these bytes are one. */
  probe: () => link.isNext,

  read(r, _about, out) {
    link.isNext = false
    const control = r.u8()
    const sequence = control & 0x0f
    const code = r.u8()
    const answers = code >= 129
    if (answers && r.left < 2) throw new Malformed(`DNP3 response without internal indications`)
    const first = answers ? r.u8() : 0
    const second = answers ? r.u8() : 0
    // An unsolicited response (130) answers nothing, and its sequence is counted apart (IEEE 1815-2012 section 4.2.2.4).
    const reference = code === 130 ? unsolicited : sequence
    const asked = answers ? 0 : fingerprint(r.bytes, r.at, r.end)
    out.operation(dnp3Protocol, code, answers ? outcomeOf(second) : "request", reference, asked)
    if (!answers) {
      readRequest(r, out, code)
      // Section 4.2.2.4.3: the bit CON is the outstation's. It is told last, because places belong to the function.
      if ((control & CONFIRM) !== 0) out.detail(dnp3Protocol, CONFIRM_ASKED)
      return
    }
    out.part(dnp3Protocol, link.source)
    const indications = first | (second << 8)
    for (let bit = 0; bit < 16; bit++) if ((indications >> bit) & 1) out.detail(dnp3Protocol, INDICATION + bit)
    readResults(r, out)
  },
}

/** IIN2 bits 0 to 2: no such function, object unknown, parameter error (table 4-3). */
const outcomeOf = (second: number): Outcome => ((second & 0x07) !== 0 ? "exception" : "response")

/** Reads name objects without carrying any; so do freezes and the switching of unsolicited responses. */
export const isBare = (code: number): boolean => code === 1 || (code >= 7 && code <= 12) || (code >= 20 && code <= 22)

function readRequest(r: Reader, out: Findings, code: number): void {
  if (code === 0) return
  if (r.left < 3) return out.place(areaOf(link.target, WHOLE), 0, 1)
  while (readHeader(r)) {
    const { group } = header
    const command = code === 25 ? -1 : detailOf(code, group)
    if (command >= 0) out.detail(dnp3Protocol, command)
    if (isBare(code)) reachRange(out)
    else if (group === FILE) readFile(r, out, code)
    else if (isSecurityError()) return readSecurityError(r, out)
    else readObjects(r, out)
    if (header.ends) return
  }
}

/** The object header under way. Reused. */
const header = { group: 0, variation: 0, qualifier: 0, from: 0, count: 0, ends: false }

/** Group, variation, qualifier and range (tables 4-4 and 4-5); false where nothing more can be read. */
function readHeader(r: Reader): boolean {
  if (r.left < 3) return false
  header.group = r.u8()
  header.variation = r.u8()
  header.qualifier = r.u8()
  header.ends = false
  header.from = 0
  header.count = ALL
  const code = header.qualifier & 15
  if (code === 6) return true
  const bytes = rangeBytes[code] ?? 0
  if (bytes === 0 || r.left < bytes * (code <= 2 ? 2 : 1)) return false
  const first = little(r, bytes)
  if (code > 2) {
    header.count = first
    return true
  }
  const last = little(r, bytes)
  header.from = first
  header.count = last - first + 1
  return last >= first && last < 0x7fffffff
}

const little = (r: Reader, bytes: number): number => (bytes === 1 ? r.u8() : bytes === 2 ? r.u16le() : r.u32le())

function reachRange(out: Findings): void {
  const { group, variation, from, count } = header
  out.place(areaOf(link.target, group), from, countOf(count, variation))
}

/** Objects with an index each are places of their own; others share one, and the first is told with its value. */
function readObjects(r: Reader, out: Findings): void {
  const { group, variation, qualifier, count } = header
  const bits = objectBits(group, variation)
  const prefix = prefixBytes[qualifier >> 4] ?? -1
  if (bits < 0 || prefix < 0) {
    header.ends = true
    return reachRange(out)
  }
  if (prefix === 0) {
    reachRange(out)
    const length = count === ALL ? 0 : (count * bits + 7) >> 3
    if (length > r.left) throw new Malformed(`DNP3 objects of ${length} bytes, ${r.left} are there`)
    if (length > 0) out.written(r.at, count === 1 || group === 80 ? length : Math.min(length, 16))
    return r.skip(length)
  }
  const length = bits >> 3
  for (let n = 0; n < count && r.left >= prefix + length; n++) {
    const index = little(r, prefix)
    if (index > 0x7ffffffe) return
    out.place(areaOf(link.target, group), index, countOf(1, variation))
    if (length > 0) out.written(r.at, length)
    r.skip(length)
  }
}

/** Annex A.25: objects of their own length, of which commands (3) and descriptors (7, 8) name a file. */
function readFile(r: Reader, out: Findings, code: number): void {
  header.ends = true
  const at = r.left >= 2 && header.qualifier === 0x5b ? r.at + 2 : -1
  if (at < 0) return reachRange(out)
  r.u16le()
  const { bytes } = r
  const u16 = (offset: number): number =>
    at + offset + 1 < r.end ? bytes[at + offset]! | (bytes[at + offset + 1]! << 8) : 0
  if (code === 25 && header.variation === 3) {
    const command = detailOf(25, u16(20))
    if (command >= 0) out.detail(dnp3Protocol, command)
  }
  const from = header.variation === 8 ? 0 : u16(0)
  const length = header.variation === 8 ? r.end - at : u16(2)
  const isNamed = header.variation === 3 || header.variation === 7 || header.variation === 8
  if (isNamed && length > 0 && at + from + length <= r.end) out.named(areaOf(link.target, FILE), at + from, length)
  else out.place(areaOf(link.target, FILE), 0, countOf(1, header.variation))
}

const isSecurityError = (): boolean =>
  header.group === SECURITY && header.variation === SECURITY_ERROR && header.qualifier === 0x5b

/** Annex A.45.7: sequence number, user, association, then what went wrong. Not verified: no capture has one. */
function readSecurityError(r: Reader, out: Findings): void {
  if (r.left < 11) return
  r.skip(2 + 8)
  out.detail(dnp3Protocol, AUTHENTICATION + r.u8())
}

/** Answers to controls repeat them, each with a status (table A-10); answers to files have one as well. */
function readResults(r: Reader, out: Findings): void {
  while (readHeader(r)) {
    const { group, variation, qualifier, count } = header
    const prefix = prefixBytes[qualifier >> 4] ?? -1
    if (group === FILE && qualifier === 0x5b && (variation === 4 || variation === 6)) {
      const status = r.at + 2 + (variation === 4 ? 12 : 8)
      if (status < r.end) out.result(r.bytes[status] === 0)
      return
    }
    if (isSecurityError()) return readSecurityError(r, out)
    const length = objectBits(group, variation) >> 3
    if ((group !== 12 && group !== 41) || prefix <= 0 || length <= 0) return
    for (let n = 0; n < count && r.left >= prefix + length; n++) {
      r.skip(prefix + length - 1)
      out.result(r.u8() === 0)
    }
  }
}

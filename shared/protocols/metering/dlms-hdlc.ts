/**
 * DLMS/COSEM in frames of HDLC, as gateways of meters pass them on over TCP and UDP: IEC 62056-46 section 6.4 (format type 3: flags, length,
 * addresses, control, check sums), ISO/IEC 8802-2 head E6 E6 00 or E6 E7 00. Units in several frames are counted, not put together.
 */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { isTag, readUnit } from "./dlms.ts"
import { dlmsProtocol, HDLC, isHdlcControl, SEGMENT } from "./dlms-names.ts"
import type { About, Dissector, Findings } from "../dissector.ts"

const FLAG = 0x7e
/** Format, two addresses, control, check sum. */
const SHORTEST = 7
const SEGMENTED = 0x08

const lengthOf = (bytes: Uint8Array, from: number): number => ((bytes[from + 1]! & 7) << 8) | bytes[from + 2]!
const isFormat = (bytes: Uint8Array, from: number): boolean =>
  bytes[from] === FLAG && bytes[from + 1]! >> 4 === 10 && lengthOf(bytes, from) >= SHORTEST

/** Annex A: the polynomial x^16 + x^12 + x^5 + 1, lowest bit first, complemented. */
export function hdlcChecksum(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0xffff
  for (let at = from; at < to; at++) {
    sum ^= bytes[at]!
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ 0x8408
  }
  return sum ^ 0xffff
}

const holds = (bytes: Uint8Array, from: number, at: number): boolean =>
  hdlcChecksum(bytes, from, at) === (bytes[at]! | (bytes[at + 1]! << 8))

/** One past the address at `at`, whose last byte has the lowest bit set; -1: it has more than four. */
function pastAddress(bytes: Uint8Array, at: number, to: number): number {
  for (let n = 0; n < 4 && at + n < to; n++) if ((bytes[at + n]! & 1) === 1) return n === 2 ? -1 : at + n + 1
  return -1
}

/** Where the control octet stands; -1 where the addresses contradict the length. */
function controlAt(bytes: Uint8Array, from: number, end: number): number {
  const source = pastAddress(bytes, from + 3, end)
  const control = source < 0 ? -1 : pastAddress(bytes, source, end)
  return control < 0 || control + 3 > end ? -1 : control
}

export const dlmsHdlc: Dissector = {
  protocol: dlmsProtocol,
  tcp: [4059],
  udp: [4059],
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < 3) return bytes[from] === FLAG ? 0 : -1
    return isFormat(bytes, from) ? lengthOf(bytes, from) + 2 : -1
  },

  /** The whole frame, whose check sum holds: 16 bits beside its two flags and its length. */
  probe(bytes, from, to) {
    if (to - from < SHORTEST + 2 || !isFormat(bytes, from)) return false
    const end = from + 1 + lengthOf(bytes, from)
    if (end >= to || bytes[end] !== FLAG || controlAt(bytes, from, end) < 0) return false
    return holds(bytes, from + 1, end - 2)
  },

  read(r, about, out) {
    r.need(SHORTEST + 2)
    const { bytes, at: from } = r
    if (!isFormat(bytes, from)) throw new Malformed("HDLC frame: no such flag, format or length")
    const end = from + 1 + lengthOf(bytes, from)
    r.need(end + 1 - from)
    const control = controlAt(bytes, from, end)
    if (control < 0) throw new Malformed("HDLC frame: its addresses pass its end")
    if (bytes[end] !== FLAG || !holds(bytes, from + 1, end - 2)) throw new Malformed("HDLC frame: wrong check sum")
    r.group("HDLC frame")
    r.u8("Flag")
    r.u16("Format, length")
    r.skip(control - r.at, "Destination and source")
    const kind = r.u8("Control")
    if (end - 2 > r.at) r.u16le("Check sum of the head")
    r.endGroup()
    r.end = end - 2
    readInformation(r, about, out, kind, (bytes[from + 1]! & SEGMENTED) !== 0)
    if (r.left > 0) r.skip(r.left, "Data")
    r.end = end + 1
    r.u16le("Check sum")
    r.u8("Flag")
  },
}

const LLC = 3

/** Information frames (bit 0 clear) begin a unit with the head of the link; other frames are told by their control octet. */
function readInformation(r: Reader, about: About, out: Findings, control: number, isPart: boolean): void {
  const base = (control & 3) === 1 ? control & 0x0f : control & 0xef
  if ((control & 1) === 1) {
    if (isHdlcControl(base)) out.operation(dlmsProtocol, HDLC + base, "message")
    return
  }
  const { bytes, at } = r
  const begins = r.left > LLC && bytes[at] === 0xe6 && (bytes[at + 1]! & 0xfe) === 0xe6 && isTag(bytes[at + LLC]!)
  if (isPart || !begins) return out.operation(dlmsProtocol, SEGMENT, "message")
  r.skip(LLC, "Link head")
  readUnit(r, about, out)
}

/** The certificates that applications of OPC UA show: whose they are, and until when they are valid (RFC 5280 section 4.1.2.5). */
import type { Reader } from "../../bytes/reader.ts"
import { certificateNames } from "../office/certificate-names.ts"
import type { Findings } from "../dissector.ts"
import { details } from "./opc-ua-details.ts"
import { readLength } from "./opc-ua-encoding.ts"
import type { Protocol } from "../protocol.ts"

const SEQUENCE = 0x30
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18

/** The certificate that an application shows, after its length. Several may follow each other: the first is its own. `now`: microseconds. */
export function readCertificate(r: Reader, out: Findings, protocol: Protocol, now: number): void {
  const length = readLength(r, "Certificate")
  if (length === 0) return
  const { bytes, at } = r
  r.skip(length, "Certificate")
  const names = certificateNames(bytes, at, at + length)
  claimPrintable(out, "description", bytes, names.commonName)
  claimPrintable(out, "hostname", bytes, names.host)
  const validity = validityAt(bytes, at, at + length)
  if (validity < 0) return
  const begin = timeAt(bytes, validity)
  const last = validity + 2 + bytes[validity + 1]!
  const end = timeAt(bytes, last)
  if (begin < 0 || end < 0) return
  const day = new Date(end).toISOString().slice(0, 10)
  const rule = "OPC UA certificate's validity"
  out.claim("sender", "description", `certificate valid until ${day}`, rule, 0.5, last, 2 + bytes[last + 1]!)
  if (now > end * 1000) out.detail(protocol, details.certificate | 1)
  else if (now > 0 && now < begin * 1000) out.detail(protocol, details.certificate | 2)
}

function claimPrintable(
  out: Findings,
  field: "description" | "hostname",
  bytes: Uint8Array,
  { at, length }: { readonly at: number; readonly length: number },
): void {
  const value = String.fromCharCode(...bytes.subarray(at, at + Math.min(length, 255))).trim()
  if (/^[\x20-\x7e]+$/.test(value)) out.claim("sender", field, value, "OPC UA certificate", 0.85, at, length)
}

/** Where the contents of the element at `at` begin, and where it ends; -1 where it does not fit. */
const element = { from: 0, to: -1 }
function open(bytes: Uint8Array, at: number, end: number): boolean {
  element.to = -1
  if (end - at < 2) return false
  let length = bytes[at + 1]!
  element.from = at + 2
  if (length >= 0x80) {
    const octets = length & 0x7f
    if (octets === 0 || octets > 3 || end - element.from < octets) return false
    length = 0
    for (let n = 0; n < octets; n++) length = (length << 8) | bytes[element.from++]!
  }
  if (length > end - element.from) return false
  element.to = element.from + length
  return true
}

/** Where the first of the two times stands, or -1: the third sequence of what is signed, behind signature and issuer. */
function validityAt(bytes: Uint8Array, from: number, to: number): number {
  if (!open(bytes, from, to) || !open(bytes, element.from, element.to)) return -1
  let at = element.from
  const end = element.to
  for (let sequences = 0; sequences < 3; at = element.to) {
    if (!open(bytes, at, end)) return -1
    if (bytes[at] === SEQUENCE && ++sequences === 3) break
  }
  const first = element.from
  const last = element.to
  return open(bytes, first, last) && open(bytes, element.to, last) ? first : -1
}

/** Milliseconds since 1970, or -1: "YYMMDDhhmmssZ", or with the year's four digits. */
function timeAt(bytes: Uint8Array, at: number): number {
  const kind = bytes[at]
  const years = kind === UTC_TIME ? 2 : kind === GENERALIZED_TIME ? 4 : 0
  if (years === 0 || bytes[at + 1]! < years + 10) return -1
  const text = String.fromCharCode(...bytes.subarray(at + 2, at + 2 + years + 10))
  if (!/^\d+$/.test(text)) return -1
  const two = (from: number): number => Number(text.slice(years + from, years + from + 2))
  const short = Number(text.slice(0, years))
  const year = years === 4 ? short : short < 50 ? 2000 + short : 1900 + short
  return Date.UTC(year, two(0) - 1, two(2), two(4), two(6), two(8))
}

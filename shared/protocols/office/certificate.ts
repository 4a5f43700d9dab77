/** What an X.509 certificate in DER says of whom it is for (RFC 5280 section 4.1): names, issuer, and from when until when it is valid. */
import { element, elementAt, follow, type Element } from "../osi/ber.ts"

/** Where something stands in the buffer; length 0 for none. */
export type Place = { readonly at: number; readonly length: number }

export type CertificateFacts = {
  /** The subject's common name, and the first DNS name of the host. */
  readonly commonName: Place
  readonly host: Place
  /** The issuer's common name. */
  readonly issuer: Place
  /** Milliseconds since 1970 UTC; -1 where it can't be read. */
  readonly begins: number
  readonly ends: number
  /** Where the end stands. */
  readonly end: Place
}

const SEQUENCE = 0x30
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18
/** Object identifiers with tag and length: 2.5.4.3 commonName, 2.5.29.17 subjectAltName. */
const COMMON_NAME = [0x06, 0x03, 0x55, 0x04, 0x03]
const ALTERNATIVE_NAME = [0x06, 0x03, 0x55, 0x1d, 0x11]
const nowhere: Place = { at: 0, length: 0 }
const never = { begins: -1, ends: -1, end: nowhere }
const none: CertificateFacts = { commonName: nowhere, host: nowhere, issuer: nowhere, ...never }

const placeOf = ({ from, to }: Element): Place => ({ at: from, length: to - from })

/** Nothing where the bytes are no certificate. */
export function certificateFacts(bytes: Uint8Array, from: number, to: number): CertificateFacts {
  const one = element()
  // Certificate, and within it what is signed.
  if (!follow(bytes, from, to, [SEQUENCE, SEQUENCE], one)) return none
  const { to: end } = one
  // Version, serial number, then four sequences: signature, issuer, validity, subject.
  const sequences: Place[] = []
  let at = one.from
  while (sequences.length < 4) {
    if (!elementAt(bytes, at, end, one)) return none
    if (one.identifier === SEQUENCE) sequences.push(placeOf(one))
    at = one.to
  }
  const [, issuer = nowhere, validity = nowhere, subject = nowhere] = sequences
  return {
    commonName: commonName(bytes, subject),
    host: firstHost(bytes, at, end),
    issuer: commonName(bytes, issuer),
    ...times(bytes, validity),
  }
}

function times(bytes: Uint8Array, { at, length }: Place): Pick<CertificateFacts, "begins" | "ends" | "end"> {
  const one = element()
  if (!elementAt(bytes, at, at + length, one)) return never
  const begins = timeOf(bytes, one)
  const second = one.to
  if (!elementAt(bytes, second, at + length, one)) return never
  return { begins, ends: timeOf(bytes, one), end: { at: second, length: one.to - second } }
}

/** Where `wanted` begins between `from` and `to`, or -1. */
function find(bytes: Uint8Array, from: number, to: number, wanted: readonly number[]): number {
  for (let at = from; at + wanted.length <= to; at++) {
    if (bytes[at] === wanted[0] && wanted.every((byte, n) => bytes[at + n] === byte)) return at
  }
  return -1
}

function commonName(bytes: Uint8Array, { at, length }: Place): Place {
  const found = find(bytes, at, at + length, COMMON_NAME)
  const one = element()
  if (found < 0 || !elementAt(bytes, found + COMMON_NAME.length, at + length, one)) return nowhere
  // PrintableString or UTF8String; the others are not used for it.
  return one.identifier === 0x13 || one.identifier === 0x0c ? placeOf(one) : nowhere
}

/** The extension's value is an octet string that holds a sequence of names; [2] is a DNS name. */
function firstHost(bytes: Uint8Array, from: number, to: number): Place {
  const found = find(bytes, from, to, ALTERNATIVE_NAME)
  const one = element()
  if (found < 0 || !elementAt(bytes, found + ALTERNATIVE_NAME.length, to, one)) return nowhere
  // "Critical" may stand before it.
  if (one.identifier === 0x01 && !elementAt(bytes, one.to, to, one)) return nowhere
  const inside = one.identifier === 0x04 && follow(bytes, one.from, one.to, [SEQUENCE], one)
  if (!inside) return nowhere
  const end = one.to
  for (let at = one.from; elementAt(bytes, at, end, one); at = one.to) if (one.identifier === 0x82) return placeOf(one)
  return nowhere
}

/** "YYMMDDhhmmssZ", or with the year's four digits (section 4.1.2.5). */
function timeOf(bytes: Uint8Array, { identifier, from, to }: Element): number {
  const years = identifier === UTC_TIME ? 2 : identifier === GENERALIZED_TIME ? 4 : 0
  if (years === 0 || to - from < years + 10) return -1
  const text = String.fromCharCode(...bytes.subarray(from, from + years + 10))
  if (!/^\d+$/.test(text)) return -1
  const two = (at: number): number => Number(text.slice(years + at, years + at + 2))
  const short = Number(text.slice(0, years))
  const year = years === 4 ? short : short < 50 ? 2000 + short : 1900 + short
  return Date.UTC(year, two(0) - 1, two(2), two(4), two(6), two(8))
}

/** At most 255 letters that can be printed; "" for anything else. */
export function printable(bytes: Uint8Array, { at, length }: Place): string {
  const value = String.fromCharCode(...bytes.subarray(at, at + Math.min(length, 255))).trim()
  return /^[\x20-\x7e]+$/.test(value) ? value : ""
}

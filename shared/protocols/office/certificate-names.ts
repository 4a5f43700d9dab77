/** Names that an X.509 certificate in DER gives its subject (RFC 5280 section 4.1): common name, and DNS names of the host. */

export type CertificateNames = {
  /** Where the text stands in the buffer, and how long it is; length 0 for none. */
  readonly commonName: { readonly at: number; readonly length: number }
  readonly host: { readonly at: number; readonly length: number }
}

const SEQUENCE = 0x30
/** Object identifiers with tag and length: 2.5.4.3 commonName, 2.5.29.17 subjectAltName. */
const COMMON_NAME = [0x06, 0x03, 0x55, 0x04, 0x03]
const ALTERNATIVE_NAME = [0x06, 0x03, 0x55, 0x1d, 0x11]
const nothing = { at: 0, length: 0 }

/** An element (X.690 section 8.1): where its contents begin and end; `end` -1 where it does not fit. */
const element = { tag: 0, at: 0, end: -1 }
const isTag = (...tags: readonly number[]): boolean => tags.includes(element.tag)

function open(bytes: Uint8Array, at: number, to: number): boolean {
  element.end = -1
  if (to - at < 2) return false
  element.tag = bytes[at]!
  let length = bytes[at + 1]!
  at += 2
  if (length >= 0x80) {
    const octets = length & 0x7f
    if (octets === 0 || octets > 3 || to - at < octets) return false
    length = 0
    for (let n = 0; n < octets; n++) length = (length << 8) | bytes[at++]!
  }
  if (length > to - at) return false
  element.at = at
  element.end = at + length
  return true
}

/** Where `wanted` begins between `from` and `to`, or -1. */
function find(bytes: Uint8Array, from: number, to: number, wanted: readonly number[]): number {
  for (let at = from; at + wanted.length <= to; at++) {
    if (bytes[at] === wanted[0] && wanted.every((byte, n) => bytes[at + n] === byte)) return at
  }
  return -1
}

/** Nothing where the bytes are no certificate. */
export function certificateNames(bytes: Uint8Array, from: number, to: number): CertificateNames {
  if (!open(bytes, from, to) || !isTag(SEQUENCE)) return { commonName: nothing, host: nothing }
  if (!open(bytes, element.at, element.end) || !isTag(SEQUENCE)) return { commonName: nothing, host: nothing }
  const end = element.end
  let at = element.at
  // Version, serial number, signature, issuer, validity: the subject is the fourth sequence.
  for (let sequences = 0; sequences < 4;) {
    if (!open(bytes, at, end)) return { commonName: nothing, host: nothing }
    if (isTag(SEQUENCE)) sequences++
    at = element.end
  }
  return { commonName: commonName(bytes, element.at, element.end), host: firstHost(bytes, at, end) }
}

function commonName(bytes: Uint8Array, from: number, to: number): CertificateNames["commonName"] {
  const at = find(bytes, from, to, COMMON_NAME)
  if (at < 0 || !open(bytes, at + COMMON_NAME.length, to)) return nothing
  // PrintableString or UTF8String; the others are not used for it.
  return isTag(0x13, 0x0c) ? { at: element.at, length: element.end - element.at } : nothing
}

/** The extension's value is an octet string that holds a sequence of names; [2] is a DNS name. */
function firstHost(bytes: Uint8Array, from: number, to: number): CertificateNames["host"] {
  const found = find(bytes, from, to, ALTERNATIVE_NAME)
  if (found < 0) return nothing
  let at = found + ALTERNATIVE_NAME.length
  if (!open(bytes, at, to)) return nothing
  // "Critical" may stand before it.
  if (isTag(0x01) && !open(bytes, element.end, to)) return nothing
  if (!isTag(0x04) || !open(bytes, element.at, element.end) || !isTag(SEQUENCE)) return nothing
  const end = element.end
  at = element.at
  while (open(bytes, at, end)) {
    if (isTag(0x82)) return { at: element.at, length: element.end - element.at }
    at = element.end
  }
  return nothing
}

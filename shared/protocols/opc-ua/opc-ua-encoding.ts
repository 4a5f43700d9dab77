/** Reading what OPC UA's binary encoding is built of (OPC 10000-6 section 5.2): texts, node identifiers, headers of services. */
import { Malformed, type Reader } from "../../bytes/reader.ts"

/** Length of a text, a byte string or an array that is not there. */
const NONE = 0xffffffff
/** Diagnostics within diagnostics go this deep at most. */
const DEEPEST = 8

/** Names of parts are put together only where somebody looks at them. */
const part = (r: Reader, name: string, of: string): string => (r.trace === null ? name : `${name}, ${of}`)

/** The length of a text or byte string that follows; 0 for none. */
export function readLength(r: Reader, name: string): number {
  const length = r.u32le(part(r, name, "length"))
  if (length === NONE) return 0
  if (length > r.left) throw new Malformed(`OPC UA ${name} is ${length} bytes long, ${r.left} are left`)
  return length
}

export function skipText(r: Reader, name: string): void {
  const length = readLength(r, name)
  if (length > 0) r.skip(length, name)
}

/** How many elements an array has; each takes a byte at least. */
export function readCount(r: Reader, name: string): number {
  return readLength(r, name)
}

/** Section 5.2.2.9, and 5.2.2.10 with the two parts of an expanded one. The number of a numeric identifier in namespace 0, or -1. */
export function readNodeId(r: Reader, name: string): number {
  const form = r.u8(part(r, name, "form"))
  const number = readPlainNodeId(r, name, form)
  if ((form & 0x80) !== 0) skipText(r, part(r, name, "namespace URI"))
  if ((form & 0x40) !== 0) r.u32le(part(r, name, "server index"))
  return number
}

function readPlainNodeId(r: Reader, name: string, form: number): number {
  switch (form & 0x3f) {
    case 0:
      return r.u8(name)
    case 1: {
      const namespace = r.u8(part(r, name, "namespace"))
      const number = r.u16le(name)
      return namespace === 0 ? number : -1
    }
    case 2: {
      const namespace = r.u16le(part(r, name, "namespace"))
      const number = r.u32le(name)
      return namespace === 0 ? number : -1
    }
    case 3:
    case 5:
      r.u16le(part(r, name, "namespace"))
      skipText(r, name)
      return -1
    case 4:
      r.skip(18, name)
      return -1
  }
  throw new Malformed(`OPC UA ${name} has the form ${form}`)
}

/** Section 5.2.2.13: a namespace and a text. */
export function skipQualified(r: Reader, name: string): void {
  r.u16le(part(r, name, "namespace"))
  skipText(r, name)
}

/** Section 5.2.2.14: a locale and a text, each perhaps. */
export function skipLocalized(r: Reader, name: string): void {
  const parts = r.u8(part(r, name, "parts"))
  if ((parts & 1) !== 0) skipText(r, part(r, name, "locale"))
  if ((parts & 2) !== 0) skipText(r, name)
}

/** Section 5.2.2.15: a type and perhaps its body. The type, with the reader at the body's first byte; -1 where there is none. */
export function readExtension(r: Reader, name: string): number {
  const type = readNodeId(r, name)
  const body = r.u8(part(r, name, "encoding"))
  if (body === 0) return -1
  const length = readLength(r, part(r, name, "body"))
  return body === 1 && length > 0 ? type : -1
}

export function skipExtension(r: Reader, name: string): void {
  readNodeId(r, name)
  if (r.u8(part(r, name, "encoding")) !== 0) skipText(r, part(r, name, "body"))
}

/** Section 5.2.2.12. */
export function skipDiagnostics(r: Reader): void {
  for (let depth = 0; depth < DEEPEST; depth++) {
    const parts = r.u8("Diagnostics, parts")
    for (let bit = 1; bit < 0x10; bit <<= 1) if ((parts & bit) !== 0) r.skip(4, "Diagnostics, text number")
    if ((parts & 0x10) !== 0) skipText(r, "Diagnostics, additional information")
    if ((parts & 0x20) !== 0) r.skip(4, "Diagnostics, inner status")
    if ((parts & 0x40) === 0) return
  }
  throw new Malformed(`OPC UA diagnostics are nested deeper than ${DEEPEST}`)
}

/** OPC 10000-4 section 7.33: whose session, when, a handle, what is wished. */
export function skipRequestHeader(r: Reader): void {
  r.group("Request header")
  readNodeId(r, "Authentication token")
  r.skip(8, "Timestamp")
  r.u32le("Request handle")
  r.u32le("Return diagnostics")
  skipText(r, "Audit entry id")
  r.u32le("Timeout hint")
  skipExtension(r, "Additional header")
  r.endGroup()
}

/** OPC 10000-4 section 7.34 up to the result, a status code. */
export function readResult(r: Reader): number {
  r.skip(8, "Timestamp")
  r.u32le("Request handle")
  return r.u32le("Service result")
}

/** What follows the result. */
export function skipResponseHeader(r: Reader): void {
  skipDiagnostics(r)
  const count = readCount(r, "String table")
  for (let n = 0; n < count; n++) skipText(r, "String")
  skipExtension(r, "Additional header")
}

/**
 * What TLS says in the clear before it encrypts: the name that the client wants (RFC 6066 section 3), the version that the server chooses
 * (RFC 8446 section 4.2.1), and up to TLS 1.2 the server's certificate (RFC 5246 section 7.4.2). Later handshake messages are encrypted and look
 * like anything: what does not fit is passed over, not refused.
 */
import type { Findings } from "../dissector.ts"
import { certificateFacts, printable } from "./certificate.ts"
import { CERTIFICATE, CLIENT_HELLO, isVersion, SERVER_HELLO, tlsProtocol } from "./tls-names.ts"

const SERVER_NAME = 0
const SUPPORTED_VERSIONS = 43
const RULE = "TLS certificate"

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!
const u24 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 16) | u16(bytes, at + 1)

/** The messages of one record. One that goes on in the next record is not read. */
export function readHandshake(bytes: Uint8Array, from: number, to: number, out: Findings): void {
  for (let at = from; at + 4 <= to;) {
    const end = at + 4 + u24(bytes, at + 1)
    if (end > to) return
    const kind = bytes[at]!
    if (kind === CLIENT_HELLO || kind === SERVER_HELLO) {
      if (!readHello(bytes, at + 4, end, kind, out)) return
    } else if (kind === CERTIFICATE) readCertificates(bytes, at + 4, end, out)
    at = end
  }
}

/** False where it is none. */
function readHello(bytes: Uint8Array, from: number, to: number, kind: number, out: Findings): boolean {
  // Version, 32 random bytes, session id.
  if (from + 35 > to || !isVersion(u16(bytes, from))) return false
  const session = from + 35 + bytes[from + 34]!
  if (session + 2 > to) return false
  const isClient = kind === CLIENT_HELLO
  let at = isClient ? afterCiphers(bytes, session, to) : session + 3
  if (at < 0 || at > to) return false
  out.operation(tlsProtocol, kind, isClient ? "request" : "response")
  let version = u16(bytes, from)
  const end = at + 2 <= to ? Math.min(to, at + 2 + u16(bytes, at)) : to
  for (at += 2; at + 4 <= end;) {
    const [what, length] = [u16(bytes, at), u16(bytes, at + 2)]
    at += 4
    if (at + length > end) break
    if (isClient && what === SERVER_NAME) tellName(bytes, at, at + length, out)
    else if (!isClient && what === SUPPORTED_VERSIONS && length === 2 && isVersion(u16(bytes, at)))
      version = u16(bytes, at)
    at += length
  }
  if (!isClient) out.detail(tlsProtocol, version)
  return true
}

/** Cipher suites, two bytes each, then compression methods. -1: they don't fit. */
function afterCiphers(bytes: Uint8Array, at: number, to: number): number {
  const suites = u16(bytes, at)
  const methods = at + 2 + suites
  return suites % 2 !== 0 || methods >= to ? -1 : methods + 1 + bytes[methods]!
}

/** A list of names, of which only host names exist. */
function tellName(bytes: Uint8Array, from: number, to: number, out: Findings): void {
  if (from + 5 > to || bytes[from + 2] !== 0) return
  const length = u16(bytes, from + 3)
  if (from + 5 + length > to) return
  const name = printable(bytes, { at: from + 5, length })
    .toLowerCase()
    .replace(/\.$/, "")
  if (/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(name)) out.tell({ kind: "asked", name })
}

/** The first is the sender's own. */
function readCertificates(bytes: Uint8Array, from: number, to: number, out: Findings): void {
  if (from + 6 > to || from + 3 + u24(bytes, from) !== to) return
  const at = from + 6
  const end = at + u24(bytes, from + 3)
  if (end > to) return
  out.operation(tlsProtocol, CERTIFICATE, "message")
  const { commonName, host, issuer, ends, end: until } = certificateFacts(bytes, at, end)
  const [subject, by] = [printable(bytes, commonName), printable(bytes, issuer)]
  const length = end - at
  if (subject !== "" || by !== "") {
    const day = ends < 0 ? "" : `, valid until ${new Date(ends).toISOString().slice(0, 10)}`
    const signed = by === subject ? "signed by itself" : `issued by ${by === "" ? "somebody without a name" : by}`
    const text = `certificate of ${subject === "" ? "a host without a name" : subject}, ${signed}${day}`
    const place = ends < 0 ? { at, length } : until
    out.claim("sender", "description", text, RULE, 0.5, place.at, place.length)
  }
  const name = printable(bytes, host) || subject
  const where = host.length > 0 ? host : commonName
  if (isHostname(name)) out.claim("sender", "hostname", name, RULE, 0.5, where.at, where.length)
}

/** No address, no wildcard, no name that every maker gives. */
const isHostname = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*$/.test(name) && name.toLowerCase() !== "localhost"

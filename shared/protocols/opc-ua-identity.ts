/** What applications say of themselves in services of OPC UA: OPC 10000-4 sections 5.5 and 5.7, structures of section 7. */
import type { Reader } from "../bytes/reader.ts"
import type { ClaimField } from "../facts/claim-field.ts"
import { certificateNames } from "./certificate-names.ts"
import type { Findings } from "./dissector.ts"
import { readCount, readExtension, readLength, readNodeId, skipText } from "./opc-ua-encoding.ts"

/** Encodings of ServerStatusDataType and BuildInfo (OPC 10000-6 annex A). */
const SERVER_STATUS = 864
const BUILD_INFO = 340
/** Built-in type of an extension object (section 5.1.2), and the bits of a data value (section 5.2.2.17). */
const EXTENSION_OBJECT = 22
const VALUE = 1

/** A text that the application gives for itself. */
function claimText(r: Reader, out: Findings, field: ClaimField, name: string, rule: string, confidence: number): void {
  const length = readLength(r, name)
  if (length === 0) return
  const at = r.at
  const value = r.utf8(length, name).trim()
  if (value !== "") out.claim("sender", field, value, rule, confidence, at, length)
}

/** The host of `opc.tcp://host:port/path`, where it is a name and not an address. */
function claimHost(r: Reader, out: Findings): void {
  const length = readLength(r, "Endpoint URL")
  if (length === 0) return
  const at = r.at
  const url = r.utf8(length, "Endpoint URL")
  const host = /^[a-z.+]+:\/\/([a-z0-9][a-z0-9._-]*)/i.exec(url)?.[1] ?? ""
  if (host === "" || /^[\d.]+$/.test(host) || host.toLowerCase() === "localhost") return
  out.claim("sender", "hostname", host, "OPC UA endpoint", 0.8, at + url.indexOf(host), host.length)
}

/** The certificate that an application shows, after its length. Several may follow each other: the first is its own. */
export function readCertificate(r: Reader, out: Findings): void {
  const length = readLength(r, "Certificate")
  if (length === 0) return
  const { bytes, at } = r
  r.skip(length, "Certificate")
  const names = certificateNames(bytes, at, at + length)
  for (const [field, { at, length }] of [
    ["description", names.commonName],
    ["hostname", names.host],
  ] as const) {
    const value = String.fromCharCode(...bytes.subarray(at, at + Math.min(length, 255))).trim()
    if (/^[\x20-\x7e]+$/.test(value)) out.claim("sender", field, value, "OPC UA certificate", 0.85, at, length)
  }
}

/** Section 7.2 ApplicationDescription. `own`: it describes who sends it. */
function readApplication(r: Reader, out: Findings, own: boolean): void {
  r.group("Application description")
  skipText(r, "Application URI")
  if (own) claimText(r, out, "description", "Product URI", "OPC UA product URI", 0.6)
  else skipText(r, "Product URI")
  const parts = r.u8("Application name, parts")
  if ((parts & 1) !== 0) skipText(r, "Locale")
  if ((parts & 2) !== 0) {
    if (own) claimText(r, out, "description", "Application name", "OPC UA application name", 0.8)
    else skipText(r, "Application name")
  }
  r.u32le("Application type")
  skipText(r, "Gateway server URI")
  skipText(r, "Discovery profile URI")
  const count = readCount(r, "Discovery URLs")
  for (let n = 0; n < count; n++) skipText(r, "Discovery URL")
  r.endGroup()
}

/** Section 7.14 EndpointDescription: the first of a server tells what all of them do, but for how they are secured. */
function readFirstEndpoint(r: Reader, out: Findings): void {
  if (readCount(r, "Endpoints") === 0) return
  claimHost(r, out)
  readApplication(r, out, true)
  readCertificate(r, out)
}

export function readGetEndpoints(r: Reader, out: Findings): void {
  readFirstEndpoint(r, out)
}

/** A discovery server lists others too: one alone is the server that answers. */
export function readFindServers(r: Reader, out: Findings): void {
  const count = readCount(r, "Servers")
  if (count === 1) readApplication(r, out, true)
}

/** The client describes itself and shows its certificate. */
export function readCreateSessionRequest(r: Reader, out: Findings): void {
  readApplication(r, out, true)
  skipText(r, "Server URI")
  skipText(r, "Endpoint URL")
  skipText(r, "Session name")
  skipText(r, "Client nonce")
  readCertificate(r, out)
}

export function readCreateSessionResponse(r: Reader, out: Findings): void {
  readNodeId(r, "Session id")
  readNodeId(r, "Authentication token")
  r.skip(8, "Revised session timeout")
  skipText(r, "Server nonce")
  readCertificate(r, out)
  readFirstEndpoint(r, out)
}

/** The first value that was read, where it is the server's status or what it was built from. */
export function readReadResponse(r: Reader, out: Findings): void {
  if (readCount(r, "Results") === 0) return
  if ((r.u8("Data value, parts") & VALUE) === 0 || r.u8("Variant, type") !== EXTENSION_OBJECT) return
  const type = readExtension(r, "Value")
  if (type === SERVER_STATUS) {
    r.skip(16, "Start time and current time")
    r.u32le("State")
  } else if (type !== BUILD_INFO) return
  r.group("Build information")
  skipText(r, "Product URI")
  claimText(r, out, "vendor", "Manufacturer name", "OPC UA build information", 0.9)
  claimText(r, out, "model", "Product name", "OPC UA build information", 0.85)
  claimText(r, out, "firmware", "Software version", "OPC UA build information", 0.85)
  r.endGroup()
}

/** What applications say of themselves in services of OPC UA: OPC 10000-4 sections 5.5 and 5.7, structures of section 7. */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { readCertificate } from "./opc-ua-certificate.ts"
import { details, policyAt } from "./opc-ua-details.ts"
import { readCount, readLength, readNodeId, skipText } from "./opc-ua-encoding.ts"
import { claimText } from "./opc-ua-identity.ts"
import { areas } from "./opc-ua-places.ts"
import type { Protocol } from "../protocol.ts"

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
function readEndpoints(r: Reader, out: Findings, protocol: Protocol, now: number): void {
  const count = readCount(r, "Endpoints")
  for (let n = 0; n < count; n++) {
    r.group("Endpoint")
    if (n === 0) claimHost(r, out)
    else skipText(r, "Endpoint URL")
    readApplication(r, out, n === 0)
    if (n === 0) readCertificate(r, out, protocol, now)
    else skipText(r, "Certificate")
    readSecurity(r, out, protocol)
    r.endGroup()
  }
}

function readSecurity(r: Reader, out: Findings, protocol: Protocol): void {
  const mode = r.u32le("Security mode")
  const length = readLength(r, "Security policy URI")
  if (mode <= 3) out.detail(protocol, details.offers | (policyAt(r.bytes, r.at, length) << 4) | mode)
  r.skip(length, "Security policy URI")
  const tokens = readCount(r, "User identity tokens")
  for (let n = 0; n < tokens; n++) {
    skipText(r, "Policy")
    r.u32le("Kind of token")
    skipText(r, "Kind of issued token")
    skipText(r, "Issuer's URL")
    skipText(r, "Security policy of the token")
  }
  skipText(r, "Transport profile URI")
  r.u8("Security level")
}

export function readGetEndpoints(r: Reader, out: Findings, protocol: Protocol, now: number): void {
  readEndpoints(r, out, protocol, now)
}

/** A discovery server lists others too: one alone is the server that answers. */
export function readFindServers(r: Reader, out: Findings): void {
  const count = readCount(r, "Servers")
  if (count === 1) readApplication(r, out, true)
}

/** The client describes itself, names its session and shows its certificate. */
export function readCreateSessionRequest(r: Reader, out: Findings, protocol: Protocol, now: number): void {
  readApplication(r, out, true)
  skipText(r, "Server URI")
  skipText(r, "Endpoint URL")
  const length = readLength(r, "Session name")
  if (length > 0) out.named(areas.session, r.at, length)
  r.skip(length, "Session name")
  skipText(r, "Client nonce")
  readCertificate(r, out, protocol, now)
}

export function readCreateSessionResponse(r: Reader, out: Findings, protocol: Protocol, now: number): void {
  readNodeId(r, "Session id")
  readNodeId(r, "Authentication token")
  r.skip(8, "Revised session timeout")
  skipText(r, "Server nonce")
  readCertificate(r, out, protocol, now)
  readEndpoints(r, out, protocol, now)
}

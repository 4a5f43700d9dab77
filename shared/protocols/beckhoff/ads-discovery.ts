/**
 * AMS over UDP, by which engineering tools find Beckhoff controllers and enter routes into them. Beckhoff does not publish it: the
 * header and the tags are those of its own open source ADS library (MIT) and of captured traffic.
 */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { adsCommandName, SERVICES } from "./ads-names.ts"
import { areaOf, kinds } from "./ads-places.ts"
import { adsProtocol } from "./ads-protocol.ts"
import type { Dissector, Findings } from "../dissector.ts"

/** Magic number, invoke id, service, NetId, port, number of tags. */
const HEAD = 24
const MAGIC = 0x71146603
const RESPONSE = 0x80000000
const SERVER_INFORMATION = SERVICES + 1

/** Tags of what a message tells. */
const RESULT = 1
const TWINCAT_VERSION = 3
const OPERATING_SYSTEM = 4
const COMPUTER_NAME = 5
const ROUTE_NAME = 12
const USER_NAME = 13

/** Where in the message a new route is named: reused. The password stands in clear beside them and is not read. */
const route = { name: 0, nameLength: 0, user: 0, userLength: 0, host: 0, hostLength: 0 }

export const adsDiscovery: Dissector = {
  protocol: adsProtocol,
  udp: [48899],
  anyPort: true,

  probe(bytes, from, to) {
    if (to - from < HEAD) return false
    if (bytes[from] !== 0x03 || bytes[from + 1] !== 0x66 || bytes[from + 2] !== 0x14 || bytes[from + 3] !== 0x71)
      return false
    return (bytes[from + 9]! | bytes[from + 10]! | (bytes[from + 11]! & 0x7f)) === 0
  },

  read(r, _about, out) {
    r.group("AMS over UDP")
    const magic = r.u32le("Magic number")
    if (magic !== MAGIC) throw new Malformed(`AMS magic number is ${magic}, not ${MAGIC}`)
    const reference = r.u32le("Invoke id") & 0x3fffffff
    const service = r.u32le("Service")
    const code = SERVICES + (service & 0xff)
    r.skip(6, "NetId")
    r.u16le("Port")
    const count = r.u32le("Number of tags")
    r.endGroup()
    const answers = service >= RESPONSE
    let failed = false
    route.nameLength = route.userLength = route.hostLength = 0
    // A tag has four bytes at least.
    if (count > r.left / 4) throw new Malformed(`AMS message says ${count} tags in ${r.left} bytes`)
    for (let n = 0; n < count; n++) if (readTag(r, out, answers, code)) failed = true
    const outcome = failed ? "exception" : answers ? "response" : "request"
    out.operation(adsProtocol, code, outcome, reference)
    if (outcome === "request") tellRoute(out)
    if (r.left > 0) r.skip(r.left, adsCommandName(code) ?? "Contents")
  },
}

function tellRoute(out: Findings): void {
  if (route.nameLength === 0) return
  out.named(areaOf(kinds.route, 0), route.name, route.nameLength)
  if (route.hostLength > 0) out.written(route.host, route.hostLength)
  if (route.userLength > 0) out.named(areaOf(kinds.user, 0), route.user, route.userLength)
}

/** True where it tells of a failure. */
function readTag(r: Reader, out: Findings, answers: boolean, code: number): boolean {
  r.group("Tag")
  const tag = r.u16le("Tag")
  const length = r.u16le("Length")
  r.need(length)
  const next = r.at + length
  let failed = false
  if (answers && tag === RESULT && length === 4) failed = r.u32le("Result") !== 0
  else if (answers && code === SERVER_INFORMATION) readServer(r, out, tag, length)
  else if (!answers) readRoute(r, out, tag, length)
  if (r.at < next) r.skip(next - r.at, "Value")
  r.endGroup()
  return failed
}

function readRoute(r: Reader, out: Findings, tag: number, length: number): void {
  if (tag === USER_NAME) {
    route.user = r.at
    route.userLength = length
  } else if (tag === COMPUTER_NAME) {
    route.host = r.at
    route.hostLength = length
  } else if (tag === ROUTE_NAME) {
    route.name = r.at
    route.nameLength = length
    claimName(r, out, length, 0.6)
  }
}

function readServer(r: Reader, out: Findings, tag: number, length: number): void {
  if (tag === COMPUTER_NAME) claimName(r, out, length, 0.9)
  else if (tag === OPERATING_SYSTEM && length >= 20) readSystem(r, out)
  else if (tag === TWINCAT_VERSION && length === 4) {
    const at = r.at
    const version = `TwinCAT ${r.u8("Major version")}.${r.u8("Minor version")}.${r.u16le("Build")}`
    out.claim("sender", "firmware", version, "ADS server information", 0.9, at, 4)
    out.claim("sender", "vendor", "Beckhoff", "ADS server information", 0.7, at, 4)
  }
}

/** Windows' OSVERSIONINFO: its own length, major, minor, build, platform (3: CE). */
function readSystem(r: Reader, out: Findings): void {
  r.u32le("Length")
  const at = r.at
  const version = `${r.u32le("Major version")}.${r.u32le("Minor version")}`
  r.u32le("Build")
  const platform = r.u32le("Platform")
  if (platform !== 2 && platform !== 3) return
  const system = platform === 3 ? "Windows CE" : "Windows NT"
  out.claim("sender", "os", `${system} ${version}`, "ADS server information", 0.9, at, 16)
}

function claimName(r: Reader, out: Findings, length: number, confidence: number): void {
  const at = r.at
  const value = r.text(length, "Name").replace(/\0.*$/s, "").trim()
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(value)) return
  // An address may stand for the name.
  if (/[a-z]/i.test(value)) out.claim("sender", "hostname", value, "ADS server information", confidence, at, length)
}

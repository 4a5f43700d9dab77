/**
 * Beckhoff ADS over TCP: Beckhoff Information System, "ADS Specification", chapters AMS/TCP packet, AMS header and ADS commands.
 * AMS over UDP, which finds and routes, is in ads-discovery.ts.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { type Memory, noMemory, readAdsAnswer, readAdsRequest } from "./ads-items.ts"
import { adsModes, isAdsCommand, isPlcRuntime } from "./ads-names.ts"
import { adsProtocol, ERROR } from "./ads-protocol.ts"
import type { About, Dissector, Findings } from "../dissector.ts"

/** AMS/TCP header, AMS header. */
const ENVELOPE = 6
const HEAD = 32
/** Nothing in an automation device is read in one piece that is larger. */
const LONGEST = 0x1000000

const RESPONSE = 1
const ADS_COMMAND = 4
/** Response, no return, ADS command, system command, high priority, time stamp, UDP, init, broadcast. */
const FLAGS = 0x81ff

const READ_DEVICE_INFO = 1
const WRITE = 3
const READ_STATE = 4
const NOTIFICATION = 8

const u16 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)
const u32 = (bytes: Uint8Array, at: number): number => (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0

export const ads: Dissector = {
  protocol: adsProtocol,
  tcp: [48898],
  anyPort: true,

  size(bytes, from, to) {
    if (to - from >= 2 && u16(bytes, from) !== 0) return -1
    if (to - from < ENVELOPE) return 0
    const length = u32(bytes, from + 2)
    return length < HEAD || length > LONGEST ? -1 : ENVELOPE + length
  },

  /** Two lengths that agree, a command that exists, and flags that name an ADS command. */
  probe(bytes, from, to) {
    if (to - from < ENVELOPE + HEAD || u16(bytes, from) !== 0) return false
    const head = from + ENVELOPE
    const length = u32(bytes, from + 2)
    const flags = u16(bytes, head + 18)
    if (length < HEAD || length > LONGEST || length !== HEAD + u32(bytes, head + 20)) return false
    if ((flags & ADS_COMMAND) === 0 || (flags & ~FLAGS) !== 0) return false
    return isAdsCommand(u16(bytes, head + 16))
  },

  read(r, about, out) {
    r.group("AMS/TCP header")
    r.u16le("Reserved")
    const length = r.u32le("Length")
    if (length < HEAD || length > LONGEST) throw new Malformed(`ADS length is ${length}, outside ${HEAD} to ${LONGEST}`)
    r.need(length)
    r.end = r.at + length
    r.endGroup()
    readMessage(r, about, out)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

function readMessage(r: Reader, about: About, out: Findings): void {
  r.group("AMS header")
  r.skip(6, "Target NetId")
  const target = r.u16le("Target port")
  r.skip(6, "Source NetId")
  const source = r.u16le("Source port")
  const command = r.u16le("Command")
  const flags = r.u16le("State flags")
  const length = r.u32le("Data length")
  if (length !== r.left - 8) throw new Malformed(`ADS data length is ${length}, ${r.left - 8} bytes are there`)
  const error = r.u32le("Error code")
  const reference = r.u32le("Invoke id") & 0x3fffffff
  r.endGroup()
  const memory = about.recall(noMemory)
  if ((flags & RESPONSE) !== 0) return readResponse(r, out, memory, command, source, error, reference)
  out.detail(adsProtocol, command === NOTIFICATION ? source : target)
  if (command === NOTIFICATION) out.operation(adsProtocol, command, "message")
  else {
    out.operation(adsProtocol, command, "request", reference, question(r, command, target))
    readAdsRequest(r, out, memory, command, target, reference)
  }
}

/** The same place of the same port, whatever is written there. */
function question(r: Reader, command: number, target: number): number {
  return fingerprint(r.bytes, r.at, command === WRITE ? Math.min(r.at + 8, r.end) : r.end) ^ target
}

/** Every answer begins with a result; where the message did not arrive, there is none but the header's error. */
function readResponse(
  r: Reader,
  out: Findings,
  memory: Memory,
  command: number,
  source: number,
  error: number,
  reference: number,
): void {
  const result = error !== 0 ? error : r.left >= 4 ? r.u32le("Result") : 0
  out.operation(adsProtocol, command, result !== 0 ? "exception" : "response", reference)
  if (result !== 0) out.detail(adsProtocol, ERROR + (result & 0xffff))
  else if (command === READ_DEVICE_INFO) readDeviceInfo(r, out)
  else if (command === READ_STATE) readState(r, out, source)
  else readAdsAnswer(r, out, memory, command, source, reference)
}

/** What stands behind a port: its version, and a name of 16 bytes. */
function readDeviceInfo(r: Reader, out: Findings): void {
  r.need(20)
  const at = r.at
  const version = `${r.u8("Major version")}.${r.u8("Minor version")}.${r.u16le("Build")}`
  const text = r.at
  const value = r.text(16, "Device name").replace(/\0.*$/s, "").trim()
  if (!/^[\x20-\x7e]+$/.test(value)) return
  out.claim("sender", "description", value, "ADS device info", 0.8, text, 16)
  // Each of them has a version of its own: the rule keeps them from taking each other's place.
  out.claim("sender", "firmware", `${value} ${version}`, `ADS device info of ${value}`, 0.7, at, 4)
}

function readState(r: Reader, out: Findings, source: number): void {
  const at = r.at
  const mode = adsModes.get(r.u16le("ADS state"))
  r.u16le("Device state")
  if (mode !== undefined && isPlcRuntime(source)) out.claim("sender", "mode", mode, "ADS state of the PLC", 0.9, at, 2)
}

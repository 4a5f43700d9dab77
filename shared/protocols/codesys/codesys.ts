/**
 * CODESYS V3, programming and monitoring of many makers' controllers. It is not published; fields are as Kaspersky's report "CODESYS
 * Runtime, a PLC control framework" part 2 and Microsoft's forensic tools for ICS tell them. Layers: block (TCP only), datagram (hops,
 * service, addresses), channel, service; numbers low byte first. A service in several blocks is counted with the first, where its head and first
 * tags stand; it is put together where what is told of it stands further on.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { Blocks } from "./codesys-blocks.ts"
import { CLOSED } from "./codesys-errors.ts"
import { readDeviceInfo } from "./codesys-identity.ts"
import { ADDRESSES, channelNames, CHANNELS, codesysProtocol, NAMES, SECURE } from "./codesys-names.ts"
import { errorOf, isTold, tellPlaces } from "./codesys-tags.ts"
import type { About, Dissector, Findings } from "../dissector.ts"

const BLOCK = 8
const MAGIC = [0x00, 0x01, 0x17, 0xe8]
const LONGEST = 0x10000
const DATAGRAM = 0xc5
const HEAD = 6

/** Services of the datagram layer. */
const NAME_REQUEST = 3
const NAME_ANSWER = 4
const CHANNEL = 0x40

const DATA = 0x01
const OPENED = 0x83
const OPEN = 0xc3
const CLOSE = 0xc4
const NORMAL = 0xcd55
const PROTECTED = 0x7557

const isBlock = (bytes: Uint8Array, from: number): boolean =>
  bytes[from] === MAGIC[0] &&
  bytes[from + 1] === MAGIC[1] &&
  bytes[from + 2] === MAGIC[2] &&
  bytes[from + 3] === MAGIC[3]
const lengthOf = (bytes: Uint8Array, from: number): number =>
  bytes[from + 4]! | (bytes[from + 5]! << 8) | (bytes[from + 6]! << 16) | (bytes[from + 7]! << 24)

/** Addresses count in pairs of bytes, four bits each; what follows begins at a multiple of four. */
function payloadOf(bytes: Uint8Array, from: number): number {
  const lengths = bytes[from + 5]!
  const end = HEAD + 2 * ((lengths & 15) + (lengths >> 4))
  return from + end + (end & 3)
}

function isDatagram(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < HEAD || bytes[from] !== DATAGRAM || (bytes[from + 1]! & 7) !== 3) return false
  const payload = payloadOf(bytes, from)
  const service = bytes[from + 3]!
  if (service === 1 || service === 2) return payload <= to
  if (service === CHANNEL) {
    const type = bytes[payload]!
    return payload + 4 <= to && (channelNames.has(type) || type === OPENED)
  }
  if (service !== NAME_REQUEST && service !== NAME_ANSWER) return false
  return payload + 8 <= to && bytes[payload + 1] === 0xc2
}

export const codesys: Dissector = {
  protocol: codesysProtocol,
  tcp: [11740, 11741, 11742, 11743, 1217],
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < BLOCK) return to - from >= 4 && !isBlock(bytes, from) ? -1 : 0
    if (!isBlock(bytes, from)) return -1
    const length = lengthOf(bytes, from)
    return length < BLOCK + HEAD || length > LONGEST ? -1 : length
  },

  probe(bytes, from, to) {
    if (to - from < BLOCK + HEAD || !isBlock(bytes, from)) return false
    const length = lengthOf(bytes, from)
    return length >= BLOCK + HEAD && length <= LONGEST && bytes[from + BLOCK] === DATAGRAM
  },

  read(r, about, out) {
    r.group("Block")
    const magic = r.u32le("Magic")
    const length = r.u32le("Length")
    r.endGroup()
    if (magic !== 0xe8170100) throw new Malformed(`CODESYS block begins with 0x${magic.toString(16)}`)
    if (length < BLOCK || length > LONGEST) throw new Malformed(`CODESYS block of ${length} bytes`)
    r.need(length - BLOCK)
    r.end = r.at + length - BLOCK
    readDatagram(r, about, out)
  },
}

/** One byte marks a datagram, so it is looked for on its ports only. */
export const codesysUdp: Dissector = {
  protocol: codesysProtocol,
  udp: [1740, 1741, 1742, 1743],
  probe: isDatagram,
  read: readDatagram,
}

function readDatagram(r: Reader, about: About, out: Findings): void {
  r.group("Datagram")
  const start = r.at
  const magic = r.u8("Magic")
  if (magic !== DATAGRAM) throw new Malformed(`CODESYS datagram begins with 0x${magic.toString(16)}, not 0xc5`)
  r.u8("Hops, length of the head")
  r.u8("Priority, addresses")
  const service = r.u8("Service")
  const number = r.u8("Message number")
  const lengths = r.u8("Lengths of the addresses")
  r.skip(2 * (lengths & 15), "Receiver")
  r.skip(2 * (lengths >> 4), "Sender")
  const padding = payloadOf(r.bytes, start) - r.at
  if (padding > 0) r.skip(padding, "Padding")
  r.endGroup()
  if (service === NAME_REQUEST || service === NAME_ANSWER) readNames(r, out, service === NAME_ANSWER)
  else if (service === CHANNEL) readChannel(r, about, out)
  else out.operation(codesysProtocol, ADDRESSES + service, "message", number)
  if (r.left > 0) r.skip(r.left, "Data")
}

function readNames(r: Reader, out: Findings, isAnswer: boolean): void {
  r.group("Name service")
  const start = r.at
  const command = r.u16le("Command")
  r.u16le("Version")
  const number = r.u32le("Message number") & 0x7fffffff
  out.operation(codesysProtocol, NAMES + command, isAnswer ? "response" : "request", number)
  if (isAnswer && command === 0xc280 && r.left >= 40) readDeviceInfo(r, out, start)
  r.endGroup()
}

function readChannel(r: Reader, about: About, out: Findings): void {
  r.group("Channel")
  const type = r.u8("Type")
  const flags = r.u8("Flags")
  if (type === DATA) return readBlock(r, about, out, (flags & 1) !== 0)
  if (type === OPEN || type === OPENED) {
    r.u16le("Version")
    r.u32le("Checksum")
    const number = r.u32le("Message number") & 0x7fffffff
    const reason = type === OPENED ? r.u16le("Reason") : 0
    if (type === OPENED) r.u16le("Channel")
    const outcome = type === OPEN ? "request" : reason === 0 ? "response" : "exception"
    out.operation(codesysProtocol, CHANNELS + OPEN, outcome, number)
    if (reason !== 0) out.detail(codesysProtocol, reason)
  } else out.operation(codesysProtocol, CHANNELS + type, "message")
  if (type === CLOSE && r.left >= 10) {
    r.skip(8, "Version, checksum, channel")
    const reason = r.u16le("Reason")
    if (reason !== 0) out.detail(codesysProtocol, CLOSED + reason)
  }
  r.endGroup()
}

const noBlocks = (): Blocks => new Blocks()

function readBlock(r: Reader, about: About, out: Findings, isFirst: boolean): void {
  const channel = r.u16le("Channel")
  const number = r.u32le("Block number")
  r.u32le("Acknowledged block")
  const blocks = about.recall(noBlocks)
  const key = about.side * 0x10000 + channel
  if (!isFirst) {
    r.endGroup()
    const whole = blocks.add(key, number, r, out)
    if (whole !== null) readJoined(r, out, whole, channel)
    return
  }
  const total = r.u32le("Length of all blocks")
  r.u32le("Checksum")
  r.endGroup()
  if (r.left < total && needsWhole(r.bytes, r.at, r.end)) return blocks.begin(key, number, total, r, out)
  blocks.drop(key)
  if (r.left >= 2) readService(r, out, channel)
}

/** What stands in the last block is passed by the caller; the service is read from bytes of its own, whose fields are not those of the packet. */
function readJoined(r: Reader, out: Findings, whole: Uint8Array, channel: number): void {
  const { bytes, at, end, trace } = r
  r.trace = null
  r.open(whole, 0, whole.length)
  readService(r, out, channel)
  r.open(bytes, at, end).trace = trace
}

/** The first block of several ends before what is told of the service. */
function needsWhole(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < 20) return true
  if ((bytes[at]! | (bytes[at + 1]! << 8)) !== NORMAL) return false
  const isAnswer = (bytes[at + 4]! & 0x80) !== 0
  const code = ((bytes[at + 4]! & 0x7f) << 16) | bytes[at + 6]! | (bytes[at + 7]! << 8)
  const tags = at + 4 + Math.max(16, bytes[at + 2]! | (bytes[at + 3]! << 8))
  return !isTold(bytes, tags, end, code, isAnswer)
}

function readService(r: Reader, out: Findings, channel: number): void {
  r.group("Service")
  const identifier = r.u16le("Protocol")
  if (identifier === NORMAL) {
    const head = r.u16le("Length of the head")
    const group = r.u16le("Group, answer")
    const service = r.u16le("Service")
    r.u32le("Session")
    r.u32le("Length of the content")
    // The head counts from behind its own length; what is more than twelve bytes is not known.
    if (head < 12) throw new Malformed(`CODESYS service head of ${head} bytes, less than 12`)
    r.skip(head - 12, "More of the head")
    const code = ((group & 0x7f) << 16) | service
    const isAnswer = (group & 0x80) !== 0
    const { bytes, at, end } = r
    const error = isAnswer ? errorOf(bytes, at, end, code) : -1
    out.operation(
      codesysProtocol,
      code,
      isAnswer ? (error < 0 ? "response" : "exception") : "request",
      channel,
      isAnswer ? -1 : fingerprint(bytes, at, end),
    )
    if (error > 0) out.detail(codesysProtocol, error)
    if (!isAnswer) tellPlaces(bytes, at, end, code, out)
    if (r.left > 0) r.skip(r.left, "Tags")
  } else if (identifier === PROTECTED) out.operation(codesysProtocol, SECURE, "message")
  r.endGroup()
}

/**
 * PROFINET context management: DCE 1.1 RPC (C706) chapter 12, connectionless packets over UDP, with the interfaces and blocks of
 * IEC 61158-6-10 section 4.10. A device answers from a port of its own, which both then go on with.
 */
import { Malformed, Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings, Outcome } from "../dissector.ts"
import { readBody, type Head } from "./profinet-cm-blocks.ts"
import { cmProtocol, FAULT as FAULTS, KINDS, MAPPER } from "./profinet-cm-names.ts"

const HEAD = 80
const VERSION = 4
const REQUEST = 0
const RESPONSE = 2
const FAULT = 3
const REJECT = 6
const LAST_KIND = 10
/** All that C706 lists are below. */
const REASONS = 0x20000000
/** Flags 1: this is a fragment, this is the last one. */
const FRAGMENT = 4
const LAST = 2
/** Where in the head: byte order, object, interface, length of the body. */
const ORDER = 4
const OBJECT = 8
const INTERFACE = 24
const LENGTH = 74
const JOINED = "profinet-cm:joined"

export const profinetCm: Dissector = {
  protocol: cmProtocol,
  // Devices answer from the lowest ports that their system gives out.
  udp: [34964, ...Array.from({ length: 64 }, (_, at) => 49152 + at)],
  over: [JOINED],
  anyPort: true,

  probe: (bytes, from, to) => isHead(bytes, from, to) && isOurs(bytes, from),

  read(r, about, out) {
    const head = readHead(r)
    if (!isOurs(r.bytes, head.at)) throw new Malformed("PROFINET CM: the interface is none of PROFINET's")
    if (head.kind !== REQUEST && head.kind !== RESPONSE) return readOther(r, out, head)
    if ((head.flags & FRAGMENT) !== 0) return join(r, about, out, head)
    readBody(r, out, head)
  },
}

/** The endpoint mapper on PROFINET's port tells which devices are there, and what they are. */
export const profinetMapper: Dissector = {
  protocol: cmProtocol,
  udp: [34964],

  probe: (bytes, from, to) => isHead(bytes, from, to) && isUuid(bytes, from + INTERFACE, isLittle(bytes, from), mapper),

  read(r, _about, out) {
    const head = readHead(r)
    const outcome: Outcome = head.kind === REQUEST ? "request" : "response"
    if (head.kind >= FAULT || head.kind === 1) return readOther(r, out, head, MAPPER)
    out.operation(cmProtocol, MAPPER + head.operation, outcome, head.sequence)
    if (head.kind === RESPONSE && head.operation === 2 && (head.flags & FRAGMENT) === 0) readEntry(r, out, head.little)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

const lastHead: Head = {
  at: 0,
  kind: 0,
  flags: 0,
  little: false,
  isObject: false,
  operation: 0,
  sequence: 0,
  fragment: 0,
}

/** DEA00000-6C97-11D1-8271 begins all of PROFINET's identifiers; of interfaces 00A02442DF7D ends them. */
const object = [0xde, 0xa0, 0x00, 0x00, 0x6c, 0x97, 0x11, 0xd1, 0x82, 0x71]
const mapper = [0xe1, 0xaf, 0x83, 0x08, 0x5d, 0x1f, 0x11, 0xc9, 0x91, 0xa4, 0x08, 0x00, 0x2b, 0x14, 0xa0, 0xfa]
const vendorPart = [0x00, 0xa0, 0x24, 0x42, 0xdf, 0x7d]
/** Where the bytes of an identifier stand if numbers begin with the lowest byte. */
const turned = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

const isLittle = (bytes: Uint8Array, from: number): boolean => (bytes[from + ORDER]! & 0xf0) === 0x10

function isHead(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < HEAD || bytes[from] !== VERSION || bytes[from + 1]! > LAST_KIND) return false
  // Byte order big or little, characters ASCII, floats IEEE.
  return (bytes[from + ORDER]! & 0xef) === 0 && bytes[from + ORDER + 1] === 0
}

function isUuid(bytes: Uint8Array, at: number, little: boolean, wanted: readonly number[]): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[at + (little ? turned[i]! : i)] !== wanted[i]) return false
  return true
}

/** DEA00001 is the device's interface, 2 the controller's, 3 the supervisor's, 4 the parameter server's. */
function isOurs(bytes: Uint8Array, from: number): boolean {
  const little = isLittle(bytes, from)
  const at = from + INTERFACE
  const number = bytes[at + (little ? 0 : 3)]!
  if (number < 1 || number > 6) return false
  for (let i = 0; i < 10; i++) if (i !== 3 && bytes[at + (little ? turned[i]! : i)] !== object[i]) return false
  for (let i = 0; i < 6; i++) if (bytes[at + 10 + i] !== vendorPart[i]) return false
  return true
}

function readHead(r: Reader): Head {
  r.group("DCE/RPC head")
  const at = r.at
  r.need(HEAD)
  const { bytes } = r
  const version = r.u8("Version")
  if (version !== VERSION) throw new Malformed(`DCE/RPC version is ${version}, not ${VERSION}`)
  const head = lastHead
  head.at = at
  head.kind = r.u8("Packet type")
  head.flags = r.u8("Flags 1")
  r.u8("Flags 2")
  r.skip(3, "Data representation")
  r.u8("Serial number, high")
  head.little = isLittle(bytes, at)
  head.isObject = isUuid(bytes, at + OBJECT, head.little, object)
  r.skip(16, "Object")
  r.skip(16, "Interface")
  r.skip(16, "Activity")
  r.u32("Server boot time")
  r.u32("Interface version")
  head.sequence = (head.little ? r.u32le("Sequence number") : r.u32("Sequence number")) & 0x7fffffff
  head.operation = head.little ? r.u16le("Operation") : r.u16("Operation")
  r.u16("Interface hint")
  r.u16("Activity hint")
  const length = head.little ? r.u16le("Length of the body") : r.u16("Length of the body")
  head.fragment = head.little ? r.u16le("Fragment number") : r.u16("Fragment number")
  r.u8("Authentication protocol")
  r.u8("Serial number, low")
  r.endGroup()
  r.need(length)
  r.end = r.at + length
  return head
}

function readOther(r: Reader, out: Findings, { kind, operation, sequence, little }: Head, first = 0): void {
  if (kind === FAULT || kind === REJECT) {
    out.operation(cmProtocol, first + operation, "exception", sequence)
    const status = r.left < 4 ? 0 : little ? r.u32le("Status") : r.u32("Status")
    if (status > 0 && status < REASONS) out.detail(cmProtocol, FAULTS + status)
  } else {
    out.operation(cmProtocol, KINDS + kind, "message")
  }
  if (r.left > 0) r.skip(r.left, "Data")
}

/** The fragments of one message of one side; it is a head and the bodies behind each other. */
type Assembly = { sequence: number; next: number; used: number; bytes: Uint8Array }
type Memory = [Assembly, Assembly]
const empty = (): Assembly => ({ sequence: -1, next: 0, used: 0, bytes: new Uint8Array() })
const noMemory = (): Memory => [empty(), empty()]
const whole = new Reader()

function join(r: Reader, about: About, out: Findings, head: Head): void {
  const part = about.recall(noMemory)[(about.side & 1) as 0 | 1]
  const { at } = head
  const from = r.at
  r.skip(r.left, "Fragment")
  if (head.fragment === 0) {
    part.sequence = head.sequence
    part.next = 0
    part.used = 0
    out.gather(part, 0, at, HEAD)
    keep(part, r.bytes, at, at + HEAD)
  }
  // One that is missing ends it; one that comes again changes nothing.
  if (part.sequence !== head.sequence || part.next !== head.fragment) return
  out.gather(part, part.used, from, r.at - from)
  if (!keep(part, r.bytes, from, r.at)) return
  part.next++
  if ((head.flags & LAST) === 0) return
  const { bytes, used } = part
  part.sequence = -1
  const length = used - HEAD
  bytes[2]! &= ~(FRAGMENT | LAST)
  bytes[LENGTH + (head.little ? 1 : 0)] = length >> 8
  bytes[LENGTH + (head.little ? 0 : 1)] = length & 0xff
  whole.open(bytes, 0, used)
  out.joined(part, bytes)
  out.inner(JOINED, whole, 0, used)
}

/** False where the message grows longer than its length can tell. */
function keep(part: Assembly, bytes: Uint8Array, from: number, to: number): boolean {
  const needed = part.used + to - from
  if (needed > HEAD + 0xffff) {
    part.sequence = -1
    return false
  }
  if (part.bytes.length < needed) {
    const larger = new Uint8Array(Math.max(needed, 2 * part.bytes.length, 4096))
    larger.set(part.bytes.subarray(0, part.used))
    part.bytes = larger
  }
  part.bytes.set(bytes.subarray(from, to), part.used)
  part.used = needed
  return true
}

/**
 * The answer to a lookup: handle, number of entries, the array's head; of the first entry the object, a pointer, and the annotation:
 * type of device (25 characters), order number (20), hardware (5), software: its kind and three numbers of three digits, each part
 * but the last followed by a blank (IEC 61158-6-10 section 4.10.3.2.14). Not verified: there was no capture of it.
 */
function readEntry(r: Reader, out: Findings, little: boolean): void {
  if (r.left < 64) return
  r.skip(20, "Entry handle")
  const entries = little ? r.u32le("Number of entries") : r.u32("Number of entries")
  r.skip(12, "Array")
  if (entries === 0) return
  const isDevice = isUuid(r.bytes, r.at, little, object)
  r.skip(16, "Object")
  r.u32("Tower, pointer")
  r.u32("Annotation, offset")
  const length = little ? r.u32le("Annotation, length") : r.u32("Annotation, length")
  if (!isDevice || length !== 64 || r.left < 64) return
  const at = r.at
  const text = r.text(64, "Annotation")
  const rule = "PROFINET endpoint mapper"
  const model = text.slice(0, 25).trim()
  const order = text.slice(26, 46).trim()
  const hardware = text.slice(47, 52).trim()
  const software = /^([A-Z]) *(\d+) +(\d+) +(\d+)$/.exec(
    text
      .slice(53, 63)
      .trim()
      .replace(/(\d{3})(?=\d)/g, "$1 "),
  )
  if (isPlain(model)) out.claim("sender", "model", model, rule, 0.9, at, 25)
  if (isPlain(order)) out.claim("sender", "orderNumber", order, rule, 0.95, at + 26, 20)
  if (/^\d+$/.test(hardware)) out.claim("sender", "hardware", String(Number(hardware)), rule, 0.9, at + 47, 5)
  if (software === null) return
  const [, kind = "", ...numbers] = software
  out.claim("sender", "firmware", `${kind}${numbers.map(Number).join(".")}`, rule, 0.95, at + 53, 10)
}

const isPlain = (text: string): boolean => /^[\x20-\x7e]{2,}$/.test(text)

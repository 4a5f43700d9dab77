/**
 * Common Industrial Protocol messages as EtherNet/IP carries them: CIP volume 1 section 2-4 (message router request and
 * response), appendix C-1 (paths), section 3-5 (Connection Manager), appendix A-4 (Multiple Service Packet).
 */
import { fingerprint } from "../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../bytes/reader.ts"
import { cipCommands } from "./cip-commands.ts"
import { readIdentity, readIdentityAttribute } from "./cip-identity.ts"
import { cipClassNames, cipServiceNames } from "./cip-names.ts"
import type { Findings } from "./dissector.ts"
import { protocol } from "./protocol.ts"

export const cip = protocol({
  name: "cip",
  title: "CIP",
  family: "ot",
  wireshark: "cip",
  wiresharkFunction: (code) => `cip.sc == ${code}`,
  commands: cipCommands,
  functionName: (code) => cipServiceNames.get(code),
  detailKey: (code) => `class:${code}`,
  detailName: (code) => cipClassNames.get(code),
})

const GET_ATTRIBUTES_ALL = 0x01
const MULTIPLE_SERVICES = 0x0a
const GET_ATTRIBUTE_SINGLE = 0x0e
const UNCONNECTED_SEND = 0x52
const IDENTITY = 1
const CONNECTION_MANAGER = 6

/** Services in services stop here: a Multiple Service Packet in an Unconnected Send in one, and no more. */
const DEEPEST = 4

/** Reads of the Identity object that wait for their answer: key, service, attribute and whether it was routed, eight deep. */
export type CipMemory = { readonly waiting: Int32Array; next: number }
export const noCipMemory = (): CipMemory => ({ waiting: new Int32Array(8 * 4), next: 0 })

/** What the path of the request under way names; -1 where it doesn't. Reused: reading a path writes it. */
const path = { class: -1, instance: -1, attribute: -1 }

/** Reads one message. `key` joins an answer to its request: sequence count or sender context. */
export function readCip(r: Reader, out: Findings, memory: CipMemory, key: number, depth = 0, routed = 0): void {
  if (r.left < 2) throw new Malformed(`CIP message of ${r.left} bytes, less than 2`)
  r.group(depth === 0 ? "CIP message" : "Embedded message")
  const first = r.u8("Service")
  if (first & 0x80) readAnswer(r, out, memory, key, first & 0x7f, depth)
  else readRequest(r, out, memory, key, first, depth, routed)
  r.endGroup()
}

function readRequest(
  r: Reader,
  out: Findings,
  memory: CipMemory,
  key: number,
  service: number,
  depth: number,
  routed: number,
): void {
  const from = r.at
  const words = r.u8("Request path size")
  if (words * 2 > r.left) throw new Malformed(`CIP request path of ${words} words, ${r.left} bytes are there`)
  readPath(r, r.at + words * 2)
  const asked = service === MULTIPLE_SERVICES ? r.end : r.at
  out.operation(cip, service, "request", key, fingerprint(r.bytes, from, asked))
  if (path.class >= 0) out.detail(cip, path.class)
  if (path.class === IDENTITY && (service === GET_ATTRIBUTES_ALL || service === GET_ATTRIBUTE_SINGLE)) {
    expect(memory, key, service, path.attribute, routed)
  }
  if (depth < DEEPEST && service === UNCONNECTED_SEND && path.class === CONNECTION_MANAGER) {
    readUnconnectedSend(r, out, memory, key, depth)
  } else if (depth < DEEPEST && service === MULTIPLE_SERVICES) {
    readServices(r, out, memory, key, depth)
  } else if (r.left > 0) {
    r.skip(r.left, "Request data")
  }
}

function readAnswer(r: Reader, out: Findings, memory: CipMemory, key: number, service: number, depth: number): void {
  r.u8("Reserved")
  const status = r.u8("General status")
  const extra = r.u8("Size of additional status")
  if (extra * 2 > r.left) throw new Malformed(`CIP additional status of ${extra} words, ${r.left} bytes are there`)
  if (extra > 0) r.skip(extra * 2, "Additional status")
  // 6: the answer is right so far and goes on in the next. 30: an embedded service failed, which its own answer says.
  out.operation(cip, service, status === 0 || status === 6 || status === 30 ? "response" : "exception", key)
  if (status === 0 && depth === 0) {
    const found = answered(memory, key, service)
    if (found >= 0) readIdentityAnswer(r, out, memory.waiting[found + 2]!, memory.waiting[found + 3]!, service)
  }
  if (depth < DEEPEST && service === MULTIPLE_SERVICES && r.left >= 2) readServices(r, out, memory, key, depth)
  else if (r.left > 0) r.skip(r.left, "Response data")
}

/** What stands behind a route is another module of the same rack: it describes the device less surely than its own answer. */
function readIdentityAnswer(r: Reader, out: Findings, attribute: number, routed: number, service: number): void {
  const rule = routed ? "CIP identity object behind a route" : "CIP identity object"
  const confidence = routed ? 0.85 : 0.95
  if (service === GET_ATTRIBUTES_ALL) readIdentity(r, out, rule, confidence)
  else readIdentityAttribute(r, out, attribute, rule, confidence)
}

/** Section 3-5.5.4: priority, time-out, the message, a pad byte where it is odd, the route. */
function readUnconnectedSend(r: Reader, out: Findings, memory: CipMemory, key: number, depth: number): void {
  r.u8("Priority and tick")
  r.u8("Time-out ticks")
  const length = r.u16le("Message size")
  if (length > r.left) throw new Malformed(`CIP embedded message of ${length} bytes, ${r.left} are there`)
  const end = r.end
  const after = r.at + length
  r.end = after
  readCip(r, out, memory, key, depth + 1, 1)
  r.end = end
  r.at = after
  if ((length & 1) === 1 && r.left > 0) r.u8("Pad")
  if (r.left < 2) return
  const words = r.u8("Route path size")
  r.u8("Reserved")
  if (words * 2 <= r.left) r.skip(words * 2, "Route path")
}

/** Count, offsets from the count on, then the services one after the other. */
function readServices(r: Reader, out: Findings, memory: CipMemory, key: number, depth: number): void {
  const start = r.at
  const end = r.end
  const count = r.u16le("Number of services")
  if (2 + count * 2 > end - start) {
    throw new Malformed(`CIP multiple service packet of ${count} services in ${end - start} bytes`)
  }
  r.skip(count * 2, "Offsets")
  for (let n = 0; n < count; n++) {
    const from = start + offset(r, start, n)
    const to = n + 1 < count ? start + offset(r, start, n + 1) : end
    if (from < r.at || to < from || to > end) {
      throw new Malformed(`CIP multiple service packet: service ${n} at offset ${from - start} of ${end - start}`)
    }
    r.at = from
    r.end = to
    readCip(r, out, memory, key, depth + 1)
    r.end = end
    r.at = to
  }
}

const offset = (r: Reader, start: number, n: number): number =>
  r.bytes[start + 2 + n * 2]! | (r.bytes[start + 3 + n * 2]! << 8)

/** Logical segments (C-1.4.2) up to the path's end; anything else is passed over whole. */
function readPath(r: Reader, to: number): void {
  path.class = -1
  path.instance = -1
  path.attribute = -1
  while (r.at + 2 <= to) {
    const segment = r.bytes[r.at]!
    if (segment >> 5 !== 1) break
    const wide = (segment & 3) === 1
    if ((segment & 3) > 1 || (wide && r.at + 4 > to)) break
    r.u8("Segment")
    if (wide) r.u8("Pad")
    const kind = segment & 0x1c
    const value =
      kind === 0x00
        ? number(r, wide, "Class")
        : kind === 0x04
          ? number(r, wide, "Instance")
          : number(r, wide, "Attribute")
    if (kind === 0x00) path.class = value
    else if (kind === 0x04) path.instance = value
    else if (kind === 0x10) path.attribute = value
  }
  if (r.at < to) r.skip(to - r.at, "Path")
}

const number = (r: Reader, wide: boolean, name: string): number => (wide ? r.u16le(name) : r.u8(name))

function expect(memory: CipMemory, key: number, service: number, attribute: number, routed: number): void {
  const at = memory.next * 4
  memory.next = (memory.next + 1) & 7
  memory.waiting[at] = key | 0
  memory.waiting[at + 1] = service
  memory.waiting[at + 2] = attribute
  memory.waiting[at + 3] = routed
}

/** Where the request stands that this answers, or -1; it waits no longer. */
function answered(memory: CipMemory, key: number, service: number): number {
  for (let at = 0; at < memory.waiting.length; at += 4) {
    if (memory.waiting[at] !== (key | 0) || memory.waiting[at + 1] !== service) continue
    memory.waiting[at + 1] = 0
    return at
  }
  return -1
}

/**
 * Common Industrial Protocol messages as EtherNet/IP carries them: CIP volume 1 section 2-4 (message router request and
 * response), appendix C-1 (paths), section 3-5 (Connection Manager), appendix A-4 (Multiple Service Packet); 1756-PM020 for tags.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { commandOf } from "./cip-commands.ts"
import {
  asked,
  readForwardClose,
  readForwardOpen,
  readForwardOpened,
  readRoute,
  readUnconnectedSend,
  sent,
} from "./cip-connection.ts"
import { readControllerName } from "./cip-identity.ts"
import { envelope, noCipMemory, type CipMemory } from "./cip-memory.ts"
import { ELSEWHERE, HERE, path, readPath, segmentEnd } from "./cip-path.ts"
import { cip, EXTENDED, STATUS } from "./cip-protocol.ts"
import { areaOf, kinds, reachList, reachPath, reachSetList, UNKNOWN } from "./cip-places.ts"
import { readIdentityAnswer, speakerOf } from "./cip-speakers.ts"
import type { Dissector, Findings } from "../dissector.ts"

const GET_ATTRIBUTES_ALL = 0x01
const GET_ATTRIBUTE_LIST = 0x03
const SET_ATTRIBUTE_LIST = 0x04
const MULTIPLE_SERVICES = 0x0a
const GET_ATTRIBUTE_SINGLE = 0x0e
const EXECUTE_PCCC = 0x4b
const READ_TAG = 0x4c
const FORWARD_CLOSE = 0x4e
const UNCONNECTED_SEND = 0x52
const FORWARD_OPEN = 0x54
const GET_INSTANCE_LIST = 0x55
const LARGE_FORWARD_OPEN = 0x5b

/** Keeps what is asked of who passes a message on apart from the message. */
const PASSED_ON = 0x5bd1e995

const IDENTITY = 1
const CONNECTION_MANAGER = 6
const CONTROLLER = 0x64
const PCCC = 0x67
const CONTROLLER_DATA = 0x72

/** Services in services stop here: a Multiple Service Packet in an Unconnected Send in one, and no more. */
const DEEPEST = 4

/** How many messages this one held so far: each has a number of its own, that its answer repeats by its place. */
let embedded = 0

/** A class, an instance or a name, after a route where the message has one in its own path. */
function beginsWithPath(bytes: Uint8Array, from: number, to: number): boolean {
  const end = from < to && bytes[from]! >> 5 === 0 ? segmentEnd(bytes, from, to) : from
  if (end < 0 || end + 2 > to) return false
  return bytes[end] === 0x91 || (bytes[end]! & 0xf8) === 0x20
}

export const cipMessage: Dissector = {
  protocol: cip,
  over: ["cip"],

  /** A service that is not kept free, and a path that begins with a class, an instance or a name; answers have a byte that is 0. */
  probe(bytes, from, to) {
    if (to - from < 2) return false
    const service = bytes[from]!
    if (service >= 0x80) return to - from >= 4 && bytes[from + 1] === 0
    if (service === 0 || (service >= 0x1d && service <= 0x31)) return false
    return bytes[from + 1] === 0 || beginsWithPath(bytes, from + 2, to)
  },

  read(r, about, out) {
    embedded = 0
    const memory = about.recall(noCipMemory)
    const { identifier, number } = envelope
    const connection = identifier < 0 ? -1 : memory.connectionOf(identifier)
    const slot = identifier < 0 ? HERE : connection < 0 ? UNKNOWN : memory.slotOfConnection(connection)
    readMessage(r, out, memory, identifier < 0 ? number : number | 0x10000 | ((connection + 1) << 20), slot, 0)
  },
}

function readMessage(r: Reader, out: Findings, memory: CipMemory, key: number, slot: number, depth: number): void {
  if (r.left < 2) throw new Malformed(`CIP message of ${r.left} bytes, less than 2`)
  r.group(depth === 0 ? "CIP message" : "Embedded message")
  const first = r.u8("Service")
  if (first & 0x80) readAnswer(r, out, memory, key, first & 0x7f, depth)
  else readRequest(r, out, memory, key, slot, first, depth)
  if (r.left > 0) r.skip(r.left, first & 0x80 ? "Response data" : "Request data")
  r.endGroup()
}

function readRequest(
  r: Reader,
  out: Findings,
  memory: CipMemory,
  key: number,
  slot: number,
  service: number,
  depth: number,
): void {
  const from = r.at
  const words = r.u8("Request path size")
  if (words * 2 > r.left) throw new Malformed(`CIP request path of ${words} words, ${r.left} bytes are there`)
  readPath(r, r.at + words * 2)
  const number = path.class
  const until = service === MULTIPLE_SERVICES ? r.end : r.at
  const passes = number === CONNECTION_MANAGER && service === UNCONNECTED_SEND
  // Who was to pass a message on answers only that it could not: that is an answer to the message inside.
  out.operation(cip, service, "request", passes ? key ^ PASSED_ON : key, fingerprint(r.bytes, from, until))
  if (passes) {
    readUnconnectedSend(r)
    out.detail(cip, number)
    if (depth < DEEPEST) readPassedOn(r, out, memory, key, depth)
    return
  }
  if (service === MULTIPLE_SERVICES) {
    if (number >= 0) out.detail(cip, number)
    if (depth < DEEPEST) readServices(r, out, memory, key, slot, depth)
    return
  }
  if (number === CONNECTION_MANAGER && readConnecting(r, out, memory, key, service)) return
  memory.expect(key, service, number, path.attribute, slot)
  const command = commandOf(path.inner, service, path.isTag)
  if (command < 0) reach(r, out, service, from, slot)
  if (number >= 0) out.detail(cip, number)
  if (command >= 0) {
    out.detail(cip, command)
    reach(r, out, service, from, slot)
  }
  if (number === PCCC && service === EXECUTE_PCCC) passPccc(r, out)
}

function readPassedOn(r: Reader, out: Findings, memory: CipMemory, key: number, depth: number): void {
  const { to, route, routeEnd, slot } = sent
  const end = r.end
  r.end = to
  readMessage(r, out, memory, key, slot, depth + 1)
  r.end = end
  readRoute(r, to, route, routeEnd)
}

/** Opening and closing of connections; false where the Connection Manager is asked for something else. */
function readConnecting(r: Reader, out: Findings, memory: CipMemory, key: number, service: number): boolean {
  const opens = service === FORWARD_OPEN || service === LARGE_FORWARD_OPEN
  if (!opens && service !== FORWARD_CLOSE) return false
  const target = opens ? readForwardOpen(r, out, service === LARGE_FORWARD_OPEN) : readForwardClose(r, out)
  out.detail(cip, CONNECTION_MANAGER)
  memory.expect(key, service, CONNECTION_MANAGER, -1, target, opens ? asked.io : null)
  return true
}

/** Where the request reaches, and what it writes there. `from`: of the path's size. */
function reach(r: Reader, out: Findings, service: number, from: number, slot: number): void {
  switch (service) {
    case GET_ATTRIBUTE_LIST:
    case GET_INSTANCE_LIST:
      return reachList(r, out, from, slot)
    case SET_ATTRIBUTE_LIST:
      return reachSetList(r, out, from, slot)
    case READ_TAG:
      // Not documented; seen on real traffic: an address of four bytes and a length.
      if (path.class === CONTROLLER_DATA && r.left === 6 && r.bytes[r.at + 3]! < 0x80) {
        const { bytes, at } = r
        const address = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
        return out.place(areaOf(kinds.memory, slot), address, bytes[at + 4]! | (bytes[at + 5]! << 8))
      }
      return reachPath(out, from, slot, r.at)
    default:
      reachPath(out, from, slot, r.at)
      if (writes(service) && r.left > 0) out.written(r.at, r.left)
  }
}

/** Services whose data goes into the object. */
function writes(service: number): boolean {
  return (
    service === 0x02 ||
    service === 0x05 ||
    service === 0x10 ||
    service === 0x19 ||
    service === 0x4d ||
    service === 0x4e ||
    service === 0x53
  )
}

/** The requester's identifier with its own length, then the message of the older protocol. */
function passPccc(r: Reader, out: Findings): void {
  const length = r.left > 0 ? r.bytes[r.at]! : 0
  if (length < 1 || length > r.left) return
  r.skip(length, "Requester identifier")
  if (r.left > 0) out.inner("cip-pccc", r, r.at, r.end)
}

function readAnswer(r: Reader, out: Findings, memory: CipMemory, key: number, service: number, depth: number): void {
  r.u8("Reserved")
  const status = r.u8("General status")
  const extra = r.u8("Size of additional status")
  if (extra * 2 > r.left) throw new Malformed(`CIP additional status of ${extra} words, ${r.left} bytes are there`)
  const extended = extra > 0 ? r.bytes[r.at]! | (r.bytes[r.at + 1]! << 8) : -1
  if (extra > 0) r.skip(extra * 2, "Additional status")
  // 6: the answer is right so far and goes on in the next. 30: an embedded service failed, which its own answer says.
  const isGood = status === 0 || status === 6 || status === 30
  out.operation(cip, service, isGood ? "response" : "exception", key)
  if (status !== 0) {
    out.detail(cip, STATUS + status)
    if (extended >= 0 && (status === 1 || status === 0xff)) out.detail(cip, EXTENDED + extended)
  }
  if (service === MULTIPLE_SERVICES) {
    if (depth < DEEPEST && r.left >= 2) readServices(r, out, memory, key, UNKNOWN, depth)
    return
  }
  const found = memory.answered(key, service)
  const slot = found < 0 ? UNKNOWN : memory.slotOf(found)
  if (slot >= 0 && !isUnreachable(status, service)) out.part(cip, slot)
  if (isGood) readResult(r, out, memory, service, found, slot)
}

/** The module in between answers for who could not be reached. */
const isUnreachable = (status: number, service: number): boolean =>
  status === 1 || service === FORWARD_OPEN || service === FORWARD_CLOSE || service === LARGE_FORWARD_OPEN

function readResult(r: Reader, out: Findings, memory: CipMemory, service: number, found: number, slot: number): void {
  const number = found < 0 ? -1 : memory.classOf(found)
  if (number === CONNECTION_MANAGER && (service === FORWARD_OPEN || service === LARGE_FORWARD_OPEN)) {
    return readForwardOpened(r, out, memory, slot, memory.ioOf(found))
  }
  if (number === PCCC && service === EXECUTE_PCCC) return passPccc(r, out)
  const isList = service === GET_ATTRIBUTE_LIST && r.left >= 6
  if (isList && r.bytes[r.at] === 1) {
    const isRead = (r.bytes[r.at + 4]! | r.bytes[r.at + 5]!) === 0
    out.result(isRead, r.at + 6, r.left - 6)
  } else if (
    service === GET_ATTRIBUTES_ALL ||
    service === GET_ATTRIBUTE_SINGLE ||
    service === READ_TAG ||
    service === UNCONNECTED_SEND
  )
    out.result(true, r.at, r.left)
  if (slot === ELSEWHERE || found < 0) return
  if (number === IDENTITY) readIdentityAnswer(r, out, memory, service, memory.attributeOf(found), slot)
  else if (number === CONTROLLER && service === GET_ATTRIBUTES_ALL) readControllerName(r, out, speakerOf(slot), false)
  else if (number === CONTROLLER && isList && beginsWithName(r)) readControllerName(r, out, speakerOf(slot), true)
}

/** Attribute 1 stands first in the list, and it was read. */
const beginsWithName = ({ bytes, at }: Reader): boolean =>
  bytes[at + 2] === 1 && (bytes[at + 3]! | bytes[at + 4]! | bytes[at + 5]!) === 0

/** Count, offsets from the count on, then the services one after the other. */
function readServices(r: Reader, out: Findings, memory: CipMemory, key: number, slot: number, depth: number): void {
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
    embedded++
    readMessage(r, out, memory, key ^ Math.imul(embedded, 0x9e3779b1), slot, depth + 1)
    r.end = end
    r.at = to
  }
}

const offset = (r: Reader, start: number, n: number): number =>
  r.bytes[start + 2 + n * 2]! | (r.bytes[start + 3 + n * 2]! << 8)

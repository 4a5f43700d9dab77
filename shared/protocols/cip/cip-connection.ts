/** What the Connection Manager is asked for (CIP volume 1 section 3-5.5): to open and close connections, and to pass a message on. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { announceIo, ioRequest, type IoRequest } from "./cip-io-connection.ts"
import type { CipMemory } from "./cip-memory.ts"
import { areaOf, kinds } from "./cip-places.ts"
import { slotOf } from "./cip-path.ts"
import type { Findings } from "../dissector.ts"

/** What the Forward Open read last asks for; null where it is for messages. Reused. */
export const asked: { io: IoRequest | null } = { io: null }

/** Section 3-5.5.2: who connects to what, how often data goes both ways. The slot that the connection leads to. */
export function readForwardOpen(r: Reader, out: Findings, isLarge: boolean): number {
  r.u8("Priority and tick")
  r.u8("Time-out ticks")
  r.u32le("Connection identifier to the target")
  r.u32le("Connection identifier from the target")
  readSerial(r)
  r.u8("Time-out multiplier")
  r.skip(3, "Reserved")
  const first = r.at
  r.u32le("Requested packet interval to the target")
  const toTarget = readParameters(r, isLarge)
  r.u32le("Requested packet interval from the target")
  const toOriginator = readParameters(r, isLarge)
  const trigger = r.u8("Transport class and trigger")
  const last = r.at
  const length = r.u8("Connection path size") * 2
  const path = r.at
  const slot = readConnectionPath(r, out, length, first, last)
  asked.io = ioRequest(r.bytes, path, r.at, slot, trigger, toTarget, toOriginator)
  return slot
}

/** The connection's type (section 3-5.5.1.1): 0 none, 1 multicast, 2 point to point. */
function readParameters(r: Reader, isLarge: boolean): number {
  if (isLarge) return (r.u32le("Network connection parameters") >>> 29) & 3
  return (r.u16le("Network connection parameters") >> 13) & 3
}

function readSerial(r: Reader): void {
  r.u16le("Connection serial number")
  r.u16le("Originator vendor")
  r.u32le("Originator serial number")
}

/** Section 3-5.5.3. */
export function readForwardClose(r: Reader, out: Findings): number {
  r.u8("Priority and tick")
  r.u8("Time-out ticks")
  readSerial(r)
  const length = r.u8("Connection path size") * 2
  r.u8("Reserved")
  return readConnectionPath(r, out, length, 0, 0)
}

/** `first` to `last`: intervals and transport, which are shown as the connection's value. */
function readConnectionPath(r: Reader, out: Findings, length: number, first: number, last: number): number {
  if (length > r.left) throw new Malformed(`CIP connection path of ${length} bytes, ${r.left} are there`)
  const slot = slotOf(r.bytes, r.at, r.at + length)
  out.named(areaOf(kinds.connection, slot), r.at, length)
  if (last > first) out.written(first, last - first)
  r.skip(length, "Connection path")
  return slot
}

/** A connection that was opened: the target chooses its own identifier. `io`: what was asked for, where it is cyclic data. */
export function readForwardOpened(
  r: Reader,
  out: Findings,
  memory: CipMemory,
  slot: number,
  io: IoRequest | null,
): void {
  if (r.left < 8) return
  const toTarget = r.u32le("Connection identifier to the target")
  const fromTarget = r.u32le("Connection identifier from the target")
  memory.connect(toTarget & 0x7fffffff, fromTarget & 0x7fffffff, slot)
  if (io === null || r.left < 16) return
  readSerial(r)
  const every = r.u32le("Actual packet interval to the target")
  announceIo(out, io, toTarget, fromTarget, every, r.u32le("Actual packet interval from the target"))
}

/** Where the message of an Unconnected Send ends, and where its route begins and ends. Reused. */
export const sent = { to: 0, route: 0, routeEnd: 0, slot: 0 }

/** Section 3-5.5.4: priority, time-out, the message, a pad byte where it is odd, the route. The reader is left at the message. */
export function readUnconnectedSend(r: Reader): void {
  r.u8("Priority and tick")
  r.u8("Time-out ticks")
  const length = r.u16le("Message size")
  if (length > r.left) throw new Malformed(`CIP embedded message of ${length} bytes, ${r.left} are there`)
  sent.to = r.at + length
  const head = sent.to + (length & 1)
  sent.route = Math.min(head + 2, r.end)
  const words = head < r.end ? r.bytes[head]! : 0
  sent.routeEnd = Math.min(sent.route + words * 2, r.end)
  sent.slot = slotOf(r.bytes, sent.route, sent.routeEnd)
}

/** What follows the message, for whoever looks at the bytes. */
export function readRoute(r: Reader, to: number, route: number, routeEnd: number): void {
  r.at = to
  if (route - to > 2) r.u8("Pad")
  if (r.left < 2) return
  r.u8("Route path size")
  r.u8("Reserved")
  if (routeEnd > r.at && routeEnd <= r.end) r.skip(routeEnd - r.at, "Route path")
}

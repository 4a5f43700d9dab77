/** What the Connection Manager is asked for (CIP volume 1 section 3-5.5): to open and close connections, and to pass a message on. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { CipMemory } from "./cip-memory.ts"
import { areaOf, kinds } from "./cip-places.ts"
import { slotOf } from "./cip-path.ts"
import type { Findings } from "../dissector.ts"

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
  readParameters(r, isLarge)
  r.u32le("Requested packet interval from the target")
  readParameters(r, isLarge)
  r.u8("Transport class and trigger")
  const last = r.at
  return readConnectionPath(r, out, r.u8("Connection path size") * 2, first, last)
}

function readParameters(r: Reader, isLarge: boolean): void {
  if (isLarge) r.u32le("Network connection parameters")
  else r.u16le("Network connection parameters")
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

/** A connection that was opened: the target chooses its own identifier. */
export function readForwardOpened(r: Reader, memory: CipMemory, slot: number): void {
  if (r.left < 8) return
  const toTarget = r.u32le("Connection identifier to the target") & 0x7fffffff
  memory.connect(toTarget, r.u32le("Connection identifier from the target") & 0x7fffffff, slot)
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

/** Routers that stand in for one another (Cisco HSRP: RFC 2281; version 2 by public captures): the address they share, and who holds it. */
import type { Reader } from "../../bytes/reader.ts"
import { ipv4At, ipv6At } from "../../net/ip.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const [HELLO, ADVERTISE] = [0, 3]
/** Section 5.1: hello, coup, resign; what Cisco's routers advertise of their interfaces beside. */
const operations = ["hello", "coup", "resign", "advertise"]
/** Version 1 gives each state a bit, version 2 a number. */
const states = ["initial", "learn", "listen", "speak", "standby", "active"]
const bits = [0, 1, 2, 4, 8, 16]
const UNKNOWN = 7

/** Functions: operation and state, "hello:active". */
const hsrpProtocol = protocol({
  name: "hsrp",
  title: "HSRP",
  family: "network",
  wireshark: "hsrp",
  functionKey: (code) => nameOf(code, ":"),
  functionName: (code) => nameOf(code, ", "),
})
function nameOf(code: number, between: string): string {
  const state = states[code & 7]
  const operation = operations[code >> 3] ?? "unknown"
  return state === undefined ? operation : `${operation}${between}${state}`
}

const FIRST = 20
/** Type, length, and 40 bytes of the group's state. */
const SECOND = 42

export const hsrp: Dissector = {
  protocol: hsrpProtocol,
  udp: [1985, 2029],

  probe(bytes, from, to) {
    if (to - from < 6) return false
    if (bytes[from] === 0) return isFirst(bytes, from, to)
    if (bytes[from] === 2) return bytes[from + 1] === 4
    return isSecond(bytes, from, to)
  },

  read(r, about, out) {
    const last = about.recall(begin)
    if (r.bytes[r.at] === 0) readFirst(last, r, out)
    else if (r.bytes[r.at] === 1) readSecond(last, r, out)
    else out.operation(hsrpProtocol, (ADVERTISE << 3) | UNKNOWN, "message")
    if (r.left > 0) r.skip(r.left, "More")
  },
}

function isFirst(bytes: Uint8Array, from: number, to: number): boolean {
  const operation = bytes[from + 1]!
  if (operation === ADVERTISE) return to - from >= 10 && bytes[from + 2] === 0
  return operation < ADVERTISE && to - from >= FIRST && bits.includes(bytes[from + 2]!) && bytes[from + 7] === 0
}

/** Version 2: a known operation and state, and which kind of address is shared. */
function isSecond(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < SECOND || bytes[from] !== 1 || bytes[from + 1] !== 40 || bytes[from + 2] !== 2) return false
  const kind = bytes[from + 5]
  return bytes[from + 3]! <= ADVERTISE && bytes[from + 4]! <= 6 && (kind === 4 || kind === 6)
}

/** What was told last: group, priority and the end of the address. */
class Last {
  group = -1
  priority = -1
  address = -1
}
const begin = (): Last => new Last()

/** Section 5. */
function readFirst(last: Last, r: Reader, out: Findings): void {
  r.u8("Version")
  const operation = r.u8("Operation")
  if (operation === ADVERTISE) return out.operation(hsrpProtocol, (ADVERTISE << 3) | UNKNOWN, "message")
  const state = bits.indexOf(r.u8("State"))
  r.u8("Time between hellos")
  r.u8("Time to hold")
  const priority = r.u8("Priority")
  const group = r.u8("Group")
  r.u8("Reserved")
  r.skip(8, "Authentication")
  const { at } = r
  r.u32("Shared address")
  out.operation(hsrpProtocol, (operation << 3) | (state < 0 ? UNKNOWN : state), "message")
  if (operation === HELLO && isNew(last, r.bytes, group, priority, at, 4))
    tell(out, group, priority, ipv4At(r.bytes, at), at, 4)
}

function readSecond(last: Last, r: Reader, out: Findings): void {
  if (r.left < SECOND) return r.skip(r.left, "More")
  r.u8("Type")
  r.u8("Length")
  r.u8("Version")
  const operation = r.u8("Operation")
  const state = r.u8("State")
  const kind = r.u8("Kind of address")
  const group = r.u16("Group")
  r.skip(6, "Identifier")
  const priority = r.u32("Priority")
  r.u32("Time between hellos")
  r.u32("Time to hold")
  const { at, bytes } = r
  r.skip(16, "Shared address")
  // Numbers begin with 0 for "disabled" (not verified); 4 to 6 are speak, standby and active.
  out.operation(hsrpProtocol, (operation << 3) | (state > 0 ? state - 1 : UNKNOWN), "message")
  const length = kind === 6 ? 16 : 4
  if (operation === HELLO && isNew(last, bytes, group, priority, at, length))
    tell(out, group, priority, kind === 6 ? ipv6At(bytes, at) : ipv4At(bytes, at), at, length)
}

function isNew(last: Last, bytes: Uint8Array, group: number, priority: number, at: number, length: number): boolean {
  const address = (bytes[at + length - 2]! << 8) | bytes[at + length - 1]!
  if (last.group === group && last.priority === priority && last.address === address) return false
  last.group = group
  last.priority = priority
  last.address = address
  return true
}

/** An address of zeros is not known to the sender yet. */
function tell(out: Findings, group: number, priority: number, address: string, at: number, length: number): void {
  out.claim("sender", "type", "router", "HSRP hello", 0.6, at, length)
  if (address === "0.0.0.0" || address === "::") return
  const text = `HSRP group ${group}, shares address ${address} with priority ${priority}`
  out.claim("sender", "description", text, "HSRP hello", 0.4, at, length)
}

/** Layer 2 tunnels: version 2 over UDP with PPP inside (RFC 2661), version 3 over UDP or IP with Ethernet inside (RFC 3931). */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { isLikelyEthernet } from "./likely-ethernet.ts"
import { inside } from "./opening.ts"

/** Section 3.2 of RFC 2661: types of control messages. */
const MESSAGES: Readonly<Record<number, string>> = {
  0: "acknowledgement",
  1: "start control connection request",
  2: "start control connection reply",
  3: "start control connection connected",
  4: "stop control connection",
  6: "hello",
  7: "outgoing call request",
  8: "outgoing call reply",
  9: "outgoing call connected",
  10: "incoming call request",
  11: "incoming call reply",
  12: "incoming call connected",
  14: "call disconnect",
  15: "WAN error",
  16: "set link info",
  20: "explicit acknowledgement",
}

const l2tpProtocol = protocol({
  name: "l2tp",
  title: "L2TP",
  family: "office",
  wireshark: "l2tp",
  unseen: "RFC 2661, RFC 3931",
  functionName: (code) => MESSAGES[code],
})

const CONTROL = 0x8000
const LENGTH = 0x4000
const SEQUENCE = 0x0800
const OFFSET = 0x0200
/** Reserved bits of version 2. */
const RESERVED = 0x34f0
const HOST_NAME = 7
const VENDOR_NAME = 8

export const l2tp: Dissector = {
  protocol: l2tpProtocol,
  udp: [1701],

  /** Version 2 or 3 with reserved bits zero; a control message with length and sequence number. */
  probe(b, from, to) {
    if (to - from < 8) return false
    const flags = (b[from]! << 8) | b[from + 1]!
    const version = flags & 15
    if ((version !== 2 && version !== 3) || (flags & RESERVED) !== 0) return false
    if ((flags & CONTROL) === 0) return version === 2 || (flags === 3 && b[from + 2] === 0 && b[from + 3] === 0)
    const length = (b[from + 2]! << 8) | b[from + 3]!
    return (flags & (LENGTH | SEQUENCE | OFFSET)) === (LENGTH | SEQUENCE) && length >= 12
  },

  read(r, _about, out) {
    const flags = r.u16("Flags and version")
    if ((flags & CONTROL) !== 0) return control(r, flags & 15, out)
    if ((flags & 15) === 3) {
      r.u16("Reserved")
      r.u32("Session")
      return ethernetSomewhere(r, out)
    }
    const end = (flags & LENGTH) !== 0 ? r.at - 2 + r.u16("Length") : r.end
    r.u16("Tunnel")
    r.u16("Session")
    if ((flags & SEQUENCE) !== 0) {
      r.u16("Sequence number")
      r.u16("Next expected")
    }
    if ((flags & OFFSET) !== 0) r.skip(r.u16("Offset"), "Padding")
    if (end < r.at) throw new Malformed("the length of L2TP is below its header")
    if (end > r.end) r.need(end - r.at)
    if (end === r.at) return // nothing but a sequence number
    // Tunnel and session have a number for each direction: both ends are what is the same in both.
    out.opening.within("l2tp", true)
    out.inner("ppp", r, r.at, end)
  },
}

/** RFC 3931, section 4.1.1: session 0 is control, and anything else data with a cookie that only the two ends know the length of. */
export const l2tpIp: Dissector = {
  protocol: l2tpProtocol,
  over: ["ip:115"],
  probe: (_bytes, from, to) => to - from >= 4,

  read(r, _about, out) {
    if (r.u32("Session") !== 0) return ethernetSomewhere(r, out)
    const flags = r.u16("Flags and version")
    if ((flags & CONTROL) === 0 || (flags & 15) !== 3)
      throw new Malformed("a control message of L2TPv3 without its mark")
    control(r, 3, out)
  },
}

/** A cookie of 0, 4 or 8 bytes and a sublayer of 0 or 4: the frame is looked for behind them. */
function ethernetSomewhere(r: Reader, out: Findings): void {
  out.opening.within("l2tp", true)
  for (let skip = 0; skip <= 12; skip += 4) {
    if (!isLikelyEthernet(r.bytes, r.at + skip, r.end)) continue
    if (skip > 0) r.skip(skip, "Cookie and sublayer")
    return out.opening.frame(inside.ethernet, r.at, r.end)
  }
  out.inner("", r, r.at, r.end)
}

/** Attributes: length with flags, vendor, type, value (section 4.1). */
function control(r: Reader, version: number, out: Findings): void {
  const start = r.at - 2
  const end = start + r.u16("Length")
  if (version === 2) {
    r.u16("Tunnel")
    r.u16("Session")
  } else r.u32("Control connection")
  r.u16("Sequence number")
  r.u16("Next expected")
  if (end < r.at) throw new Malformed("the length of an L2TP control message is below its header")
  r.need(end - r.at)
  if (end === r.at) return out.operation(l2tpProtocol, 0, "message")
  while (r.at < end) attribute(r, end, out)
}

function attribute(r: Reader, end: number, out: Findings): void {
  const flags = r.u16("Flags and length")
  const length = (flags & 0x3ff) - 6
  const vendor = r.u16("Vendor")
  const type = r.u16("Attribute")
  if (length < 0 || r.at + length > end) throw new Malformed("an attribute of L2TP is longer than its message")
  const { at } = r
  const isPlain = vendor === 0 && (flags & 0x4000) === 0
  if (isPlain && type === 0 && length === 2) out.operation(l2tpProtocol, r.u16("Message type"), "message")
  else if (isPlain && type === HOST_NAME && length > 0)
    out.claim("sender", "hostname", r.utf8(length, "Host name"), "L2TP host name", 0.7, at, length)
  else if (isPlain && type === VENDOR_NAME && length > 0)
    out.claim("sender", "vendor", r.utf8(length, "Vendor name"), "L2TP vendor name", 0.7, at, length)
  else r.skip(length, "Value")
}

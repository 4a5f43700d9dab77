/** MQTT 3.1.1 and 5 (OASIS, section 2.1 fixed header, 3.1 connect): recognised by its packets, messages not read. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const kinds: ReadonlyMap<number, string> = new Map([
  [1, "connect"],
  [2, "connect acknowledgement"],
  [3, "publish"],
  [4, "publish acknowledgement"],
  [5, "publish received"],
  [6, "publish release"],
  [7, "publish complete"],
  [8, "subscribe"],
  [9, "subscribe acknowledgement"],
  [10, "unsubscribe"],
  [11, "unsubscribe acknowledgement"],
  [12, "ping"],
  [13, "ping response"],
  [14, "disconnect"],
  [15, "authentication"],
])

const mqttProtocol = protocol({
  name: "mqtt",
  title: "MQTT",
  family: "office",
  wireshark: "mqtt",
  functionName: (code) => kinds.get(code),
})

export const mqtt: Dissector = {
  protocol: mqttProtocol,
  tcp: [1883],

  size(bytes, from, to) {
    if (to > from && !isKind(bytes[from]!)) return -1
    let length = 0
    for (let n = 0; n < 4; n++) {
      if (from + 1 + n >= to) return 0
      const byte = bytes[from + 1 + n]!
      length |= (byte & 0x7f) << (7 * n)
      if (byte < 0x80) return 2 + n + length
    }
    return -1
  },

  /** A connect names its protocol; everything else must have the flags that its type asks for. */
  probe(bytes, from, to) {
    if (to - from < 2 || !isKind(bytes[from]!)) return false
    if (bytes[from]! !== 0x10) return true
    for (let at = from + 2; at < from + 7 && at + 4 <= to; at++) {
      if (bytes[at] === 0x4d && bytes[at + 1] === 0x51) return true
    }
    return false
  },

  read(r, _about, out) {
    const kind = r.u8("Packet type and flags") >> 4
    out.operation(mqttProtocol, kind, "message")
    r.skip(r.left, "Packet")
  },
}

/** Table 2.2: types 6, 8 and 10 have the flags 2, publish any but quality 3, the others none. */
function isKind(first: number): boolean {
  const kind = first >> 4
  const flags = first & 0x0f
  if (kind === 3) return (flags & 6) !== 6
  if (kind === 6 || kind === 8 || kind === 10) return flags === 2
  return kind !== 0 && flags === 0
}

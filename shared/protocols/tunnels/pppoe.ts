/** PPP over Ethernet (RFC 2516): the session, and how it is found (discovery), where access concentrators name themselves. */
import { Malformed } from "../../bytes/reader.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const CODES: Readonly<Record<number, string>> = {
  0x09: "discovery initiation",
  0x07: "discovery offer",
  0x19: "discovery request",
  0x65: "session confirmation",
  0xa7: "session termination",
}
const SERVICE_NAME = 0x0101
const CONCENTRATOR_NAME = 0x0102
const OFFER = 0x07

const pppoeProtocol = protocol({
  name: "pppoe",
  title: "PPPoE",
  family: "office",
  wireshark: "pppoe",
  functionName: (code) => CODES[code],
})

/** Section 4: version and type 1. */
const isPppoe = (b: Uint8Array, from: number, to: number): boolean => to - from >= 6 && b[from] === 0x11

export const pppoe: Dissector = {
  protocol: pppoeProtocol,
  ethertypes: [0x8864],
  probe: (b, from, to) => isPppoe(b, from, to) && b[from + 1] === 0,

  read(r, _about, out) {
    r.u8("Version and type")
    r.u8("Code")
    const session = r.u16("Session")
    const length = r.u16("Length")
    r.need(length)
    out.opening.within("pppoe", true, session)
    out.inner("ppp", r, r.at, r.at + length)
    out.layer(pppoeProtocol) // what the two ends speak is this, not what is inside
  },
}

export const pppoeDiscovery: Dissector = {
  protocol: pppoeProtocol,
  ethertypes: [0x8863],
  probe: (b, from, to) => isPppoe(b, from, to) && CODES[b[from + 1]!] !== undefined,

  read(r, _about, out) {
    r.u8("Version and type")
    const code = r.u8("Code")
    r.u16("Session")
    const length = r.u16("Length")
    r.need(length)
    out.operation(pppoeProtocol, code, "message")
    const end = r.at + length
    while (r.at + 4 <= end) {
      const tag = r.u16("Tag")
      const size = r.u16("Length")
      if (r.at + size > end) throw new Malformed("a tag of PPPoE is longer than the message")
      const { at } = r
      if (tag === CONCENTRATOR_NAME && code === OFFER) {
        const name = r.utf8(size, "Name of the concentrator")
        out.claim("sender", "hostname", name, "PPPoE access concentrator name", 0.7, at, size)
        out.claim("sender", "type", "router", "PPPoE access concentrator name", 0.6, at, size)
      } else r.skip(size, tag === SERVICE_NAME ? "Service" : "Value")
    }
  },
}

/**
 * S7comm-plus, Siemens S7-1200/1500 communication, recognised by its frame: 0x72, version, length, and the trailer
 * that repeats them (packet-s7comm_plus by T. Wiens). What is inside is not read.
 */
import { Malformed } from "../bytes/reader.ts"
import type { Dissector } from "./dissector.ts"
import { protocol } from "./protocol.ts"

const plus = protocol({ name: "s7comm-plus", title: "S7comm-plus", family: "ot", wireshark: "s7comm-plus" })

export const s7commPlus: Dissector = {
  protocol: plus,
  over: ["cotp"],

  probe(bytes, from, to) {
    if (to - from < 4 || bytes[from] !== 0x72) return false
    const version = bytes[from + 1]!
    if (version === 0xff) return true
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    return ((version >= 1 && version <= 3) || version === 0xfe) && length + 4 <= to - from
  },

  read(r) {
    r.u8("Protocol identifier")
    const version = r.u8("Protocol version")
    // Keep-alive frames (version 0xff) carry a sequence number and a reserved byte instead of a length.
    if (version === 0xff) {
      r.u8("Sequence number")
      r.u8("Reserved")
      return
    }
    const length = r.u16("Data length")
    if (length > r.left) throw new Malformed(`S7comm-plus data length is ${length}, ${r.left} bytes are there`)
    r.skip(length, "Data")
    if (r.left > 0) r.skip(r.left, "Trailer")
  },
}

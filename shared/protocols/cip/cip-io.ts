/** EtherNet/IP class 0 and 1 connections: cyclic inputs and outputs on UDP port 2222 (CIP volume 2 sections 2-6 and 3-2). */
import { Malformed } from "../../bytes/reader.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const cipIoProtocol = protocol({ name: "cip-io", title: "CIP I/O", family: "ot", wireshark: "cipio" })

export const cipIo: Dissector = {
  protocol: cipIoProtocol,
  udp: [2222],
  anyPort: true,

  /** Two items: a sequenced address of 8 bytes, then connected data to the end of the datagram. */
  probe(bytes, from, to) {
    if (to - from < 18) return false
    const head =
      bytes[from] === 2 &&
      bytes[from + 1] === 0 &&
      bytes[from + 2] === 0x02 &&
      bytes[from + 3] === 0x80 &&
      bytes[from + 4] === 8 &&
      bytes[from + 5] === 0
    if (!head || bytes[from + 14] !== 0xb1 || bytes[from + 15] !== 0) return false
    return (bytes[from + 16]! | (bytes[from + 17]! << 8)) <= to - from - 18
  },

  read(r) {
    r.u16le("Item count")
    r.group("Sequenced address item")
    r.u16le("Type")
    r.u16le("Length")
    r.u32le("Connection identifier")
    r.u32le("Encapsulation sequence number")
    r.endGroup()
    r.group("Connected data item")
    r.u16le("Type")
    const length = r.u16le("Length")
    if (length > r.left) throw new Malformed(`CIP I/O data of ${length} bytes, ${r.left} are there`)
    r.skip(length, "Data")
    r.endGroup()
  },
}

/** NetBIOS datagrams (RFC 1002 section 4.4), UDP port 138: the sender names itself in each. */
import { Malformed } from "../../bytes/reader.ts"
import { ipv4At } from "../../net/ip.ts"
import type { Dissector } from "../dissector.ts"
import { isHostName, isHostSuffix, isNetbiosName, netbiosName, readNetbiosName } from "./netbios-name.ts"
import { protocol } from "../protocol.ts"

const nbdgmProtocol = protocol({ name: "nbdgm", title: "NetBIOS datagram", family: "name", wireshark: "nbdgm" })

/** Types with names in them: direct unique, direct group, broadcast. */
const isNamed = (type: number): boolean => type >= 0x10 && type <= 0x12

export const nbdgm: Dissector = {
  protocol: nbdgmProtocol,
  udp: [138],

  probe(bytes, from, to) {
    if (to - from < 10) return false
    const type = bytes[from]!
    if (type < 0x10 || type > 0x16) return false
    return !isNamed(type) || isNetbiosName(bytes, from + 14, to)
  },

  read(r, _about, out) {
    const start = r.at
    const type = r.u8("Type")
    r.u8("Flags")
    r.u16("Datagram identifier")
    const addressAt = r.at
    r.u32("Source address")
    r.u16("Source port")
    if (!isNamed(type)) return
    const length = r.u16("Length")
    r.u16("Offset")
    if (length > r.left) throw new Malformed(`NetBIOS datagram of ${length} bytes, ${r.left} are there`)
    const nameAt = r.at
    readNetbiosName(r, start)
    if (isHostSuffix(netbiosName.suffix) && isHostName(netbiosName.text)) {
      const whose = { address: ipv4At(r.bytes, addressAt) }
      out.claim(whose, "hostname", netbiosName.text, "NetBIOS datagram", 0.8, nameAt, 34)
    }
    readNetbiosName(r, start)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

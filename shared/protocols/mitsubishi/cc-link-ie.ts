/**
 * CC-Link IE Control and Field, the networks of Mitsubishi's controllers on Ethernet without IP. Its specification is given to members of the
 * CC-Link Partner Association only. The EtherType is all that is sure; that frames begin with a byte for their type is not verified, and
 * types have no names for that reason. Who speaks it is what is told.
 */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const ccLinkIeProtocol = protocol({
  name: "cc-link-ie",
  title: "CC-Link IE",
  family: "ot",
  // Wireshark has no dissector of its own.
  wireshark: "eth.type == 0x890f",
  functionKey: (code) => `type:${code}`,
  unseen: "its EtherType alone, because the specification is not public",
})

export const ccLinkIe: Dissector = {
  protocol: ccLinkIeProtocol,
  ethertypes: [0x890f],

  /** The shortest frame on Ethernet carries 46 bytes, some captures cut the padding off. */
  probe: (_bytes, from, to) => to - from >= 4,

  read(r, _about, out) {
    out.operation(ccLinkIeProtocol, r.u8("Frame type"), "message")
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

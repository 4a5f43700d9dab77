/** Remote control by TeamViewer: recognised by the two signs that its connections begin with, as public descriptions of its traffic tell. What follows is encrypted. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const teamviewerProtocol = protocol({
  name: "teamviewer",
  title: "TeamViewer",
  family: "office",
  wireshark: "tcp.port == 5938",
  unseen: "public descriptions of its traffic",
})

/** 17 24 before version 12 or where both sides settle things, 11 30 behind. */
const isSign = (bytes: Uint8Array, at: number): boolean =>
  (bytes[at] === 0x17 && bytes[at + 1] === 0x24) || (bytes[at] === 0x11 && bytes[at + 1] === 0x30)

export const teamviewer: Dissector = {
  protocol: teamviewerProtocol,
  tcp: [5938],
  probe: (bytes, from, to) => to - from >= 5 && isSign(bytes, from),

  read(r) {
    if (r.left >= 2 && isSign(r.bytes, r.at)) r.u16("Sign")
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

/** MPLS labels (RFC 3032) where they carry Ethernet, a pseudowire (RFC 4448), or stand in another tunnel (RFC 4023). */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { isLikelyEthernet } from "./likely-ethernet.ts"
import { inside } from "./opening.ts"

const mplsProtocol = protocol({ name: "mpls", title: "MPLS", family: "office", wireshark: "mpls" })

const mostLabels = 16

const probe = (_bytes: Uint8Array, from: number, to: number): boolean => to - from > 4

export const mpls: Dissector = {
  protocol: mplsProtocol,
  ethertypes: [0x8847, 0x8848],
  over: ["ip:137"],
  probe,
  read(r, _about, out) {
    out.opening.within("mpls", true)
    labels(r, out)
  },
}

/** In a tunnel of another kind the labels are a part of it. */
export const mplsInside: Dissector = {
  protocol: mplsProtocol,
  over: ["mpls"],
  probe,
  read: (r, _about, out) => labels(r, out),
}

function labels(r: Reader, out: Findings): void {
  let isLast = false
  for (let n = 0; n < mostLabels && !isLast; n++)
    isLast = ((r.u32("Label, class, end of stack and time to live") >> 8) & 1) === 1
  r.need(1)
  const first = r.bytes[r.at]! >> 4
  // RFC 4385: a control word begins with zeros.
  const isWord = first === 0 && isLikelyEthernet(r.bytes, r.at + 4, r.end)
  if (isWord) r.u32("Control word")
  if (isWord || isLikelyEthernet(r.bytes, r.at, r.end)) out.opening.frame(inside.ethernet, r.at, r.end)
  else if (first === 4 || first === 6) out.opening.frame(inside.ip, r.at, r.end)
  else out.inner("", r, r.at, r.end)
}

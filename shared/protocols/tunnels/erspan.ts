/** Frames of a mirrored port of a switch, sent on in GRE: ERSPAN type I, II and III (draft-foschiano-erspan). */
import { Malformed } from "../../bytes/reader.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { inside } from "./opening.ts"

const erspanProtocol = protocol({ name: "erspan", title: "ERSPAN", family: "office", wireshark: "erspan" })

/** Type I has no header of its own, and no session. */
export const erspanBare: Dissector = {
  protocol: erspanProtocol,
  over: ["erspan:1"],
  probe: (_bytes, from, to) => to > from,
  read(r, _about, out) {
    out.opening.within("erspan", true)
    out.opening.frame(inside.ethernet, r.at, r.end)
  },
}

const versionOf = (bytes: Uint8Array, from: number): number => bytes[from]! >> 4

export const erspan: Dissector = {
  protocol: erspanProtocol,
  over: ["erspan:2", "erspan:3"],

  /** Version 1 is type II, version 2 type III. */
  probe: (bytes, from, to) => to - from >= 8 && (versionOf(bytes, from) === 1 || versionOf(bytes, from) === 2),

  read(r, _about, out) {
    const isThird = r.u16("Version and VLAN") >> 12 === 2
    const session = r.u16("Priority, flags and session") & 0x3ff
    let hasMore = false
    if (isThird) {
      r.u32("Timestamp")
      r.u16("Security group")
      hasMore = (r.u16("Frame type, hardware and flags") & 1) !== 0
    } else r.u32("Index")
    if (hasMore) r.skip(8, "Of the platform")
    if (r.left === 0) throw new Malformed("ERSPAN without a frame")
    out.opening.within("erspan", true, session)
    out.opening.frame(inside.ethernet, r.at, r.end)
  },
}

/**
 * SERCOS III: IEC 61158-4-19 section 4 (telegram type, phase, checksum, data). The data of phases 3 and 4 lie as the master configured
 * them, so telegrams are told by kind and phase; only what phase 0 fixes is read.
 */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

/** Function codes: the phase, and from here on telegrams of drives. */
const ANSWERS = 8
const LAST_PHASE = 4
/** Second byte: a change of the phase is under way, then the cycle, then the phase. */
const CHANGE = 0x80
const CHANGES = 16

const phases = ["ring is built", "devices are identified", "parameters", "parameters and cyclic data", "operation"]

const sercosProtocol = protocol({
  name: "sercos",
  title: "SERCOS III",
  family: "ot",
  wireshark: "siii",
  functionKey(code) {
    const kind = (code & ANSWERS) === 0 ? "mdt" : "at"
    return `${kind}:${code & 7}${code >= CHANGES ? ":change" : ""}`
  },
  functionName(code) {
    const kind = (code & ANSWERS) === 0 ? "master data" : "answers"
    const change = code >= CHANGES ? ", changing" : ""
    return `${kind}, phase ${code & 7} (${phases[code & 7] ?? "unknown"})${change}`
  },
  unseen: "IEC 61158-4-19 and the field lists of Wireshark's dissector",
})

export const sercos: Dissector = {
  protocol: sercosProtocol,
  ethertypes: [0x88cd],

  probe(bytes, from, to) {
    if (to - from < 40 || (bytes[from]! & 0x1c) !== 0 || (bytes[from + 1]! & 7) > LAST_PHASE) return false
    // Four numbers of telegrams, five phases, a checksum that is not the same byte four times.
    const first = bytes[from + 2]!
    return first !== bytes[from + 3]! || first !== bytes[from + 4]! || first !== bytes[from + 5]!
  },

  read(r, _about, out) {
    r.group("Telegram header")
    const type = r.u8("Channel, kind, number of the telegram")
    const phase = r.u8("Change, cycle, phase")
    r.u32le("Checksum")
    r.endGroup()
    const isAnswer = (type & 0x40) !== 0
    const code = (phase & 7) | (isAnswer ? ANSWERS : 0) | ((phase & CHANGE) === 0 ? 0 : CHANGES)
    out.operation(sercosProtocol, code, "message")
    if ((phase & 7) === 0 && (type & 3) === 0) {
      if (isAnswer) r.u16le("Number of devices passed")
      else r.u32le("Version of communication")
    }
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

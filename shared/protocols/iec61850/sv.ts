/** Sampled values, the measurements of merging units many times a period: IEC 61850-9-2 section 8.5 and annex A (savPdu). */
import { lastingText } from "../../bytes/lasting-text.ts"
import { Malformed } from "../../bytes/reader.ts"
import { element, follow, readElement } from "../osi/ber.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const HEADER = 8
const MESSAGE = 0x60

const kinds = ["sampled values", "simulated sampled values"] as const
const SIMULATED = 1

const svProtocol = protocol({
  name: "sv",
  title: "Sampled values",
  family: "ot",
  wireshark: "sv",
  functionName: (code) => kinds[code],
})

/** The sequence of data units, the first of them, its identifier. */
const identifier: readonly number[] = [0xa2, 0x30, 0x80]
/** Identifiers are at most 129 octets long (IEC 61850-9-2 table 14). */
const LONGEST = 129

const item = element()

export const sv: Dissector = {
  protocol: svProtocol,
  ethertypes: [0x88ba],

  probe(bytes, from, to) {
    if (to - from < HEADER + 2 || bytes[from + HEADER] !== MESSAGE) return false
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    return length >= HEADER + 2 && length < 1536
  },

  /** Thousands a second: counted by the header, and of the rest only who sends it. */
  read(r, _about, out) {
    r.group("Header")
    r.u16("Application identifier")
    const length = r.u16("Length")
    if (length < HEADER + 2) throw new Malformed(`sampled values: length is ${length}, less than ${HEADER + 2}`)
    const simulated = (r.u16("Simulated, reserved") & 0x8000) !== 0
    r.u16("Reserved for security")
    r.endGroup()
    out.operation(svProtocol, simulated ? SIMULATED : 0, "message")
    const end = r.at - HEADER + length
    r.need(end - r.at)
    readElement(r, end, item, "Message")
    const { from, to } = item
    r.skip(to - from, "Data units")
    if (!follow(r.bytes, from, to, identifier, item)) throw new Malformed("sampled values name no sender")
    if (simulated || !isText(r.bytes, item.from, item.to)) return
    const name = lastingText(r.bytes, item.from, item.to)
    out.claim("sender", "stationName", name, "sampled values identifier", 0.5, item.from, item.to - item.from)
  },
}

function isText(bytes: Uint8Array, from: number, to: number): boolean {
  if (to === from || to - from > LONGEST) return false
  for (let at = from; at < to; at++) if (bytes[at]! < 0x20 || bytes[at]! > 0x7e) return false
  return true
}

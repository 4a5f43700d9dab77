/**
 * EtherNet/IP class 0 and 1 connections: cyclic inputs and outputs on UDP port 2222 (CIP volume 2 sections 2-6 and 3-2). The Forward Open that
 * set a connection up passes in another conversation: what is told here comes from the address item alone.
 */
import { Malformed } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol, type PlaceFacts } from "../protocol.ts"

const findings = [
  ["sequence-skipped", "sequence numbers were skipped"],
  ["sequence-repeated", "sequence number was repeated"],
  ["sequence-back", "sequence number went back"],
] as const
const SKIPPED = 0
const REPEATED = 1
const BACK = 2

const cipIoProtocol = protocol({
  name: "cip-io",
  title: "CIP I/O",
  family: "ot",
  wireshark: "cipio",
  detailKey: (code) => findings[code]?.[0] ?? String(code),
  detailName: (code) => findings[code]?.[1],
  placeText: ({ area, from }: PlaceFacts) => `connection 0x${(area * 0x10000 + from).toString(16).padStart(8, "0")}`,
})

/** Connections of one conversation; the oldest is replaced. */
const MOST = 32

type Memory = { readonly identifiers: Float64Array; readonly numbers: Float64Array; count: number; latest: number }

const noMemory = (): Memory => ({
  identifiers: new Float64Array(MOST).fill(-1),
  numbers: new Float64Array(MOST),
  count: 0,
  latest: 0,
})

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

  read(r, about, out) {
    r.u16le("Item count")
    r.group("Sequenced address item")
    r.u16le("Type")
    r.u16le("Length")
    const identifier = r.u32le("Connection identifier")
    const number = r.u32le("Encapsulation sequence number")
    r.endGroup()
    r.group("Connected data item")
    r.u16le("Type")
    const length = r.u16le("Length")
    if (length > r.left) throw new Malformed(`CIP I/O data of ${length} bytes, ${r.left} are there`)
    r.skip(length, "Data")
    r.endGroup()
    follow(about, out, identifier, number)
  },
}

/** The number counts the packets of a connection (section 2-6.3.3). Who begins again at a low number opened the connection anew. */
function follow(about: About, out: Findings, identifier: number, number: number): void {
  const memory = about.recall(noMemory)
  const at = placeOf(memory, identifier)
  if (at < 0) return begin(memory, identifier, number)
  const step = (number - memory.numbers[at]!) | 0
  memory.numbers[at] = number
  if (step === 1 || number <= 1) return
  out.detail(cipIoProtocol, step === 0 ? REPEATED : step > 0 ? SKIPPED : BACK)
  out.place(identifier >>> 16, identifier & 0xffff, 1)
}

function placeOf(memory: Memory, identifier: number): number {
  const { identifiers, latest } = memory
  if (identifiers[latest] === identifier) return latest
  const at = identifiers.indexOf(identifier)
  if (at >= 0) memory.latest = at
  return at
}

function begin(memory: Memory, identifier: number, number: number): void {
  const at = memory.count++ % MOST
  memory.identifiers[at] = identifier
  memory.numbers[at] = number
  memory.latest = at
}

/**
 * EtherNet/IP class 0 and 1 connections: cyclic inputs and outputs on UDP port 2222 (CIP volume 2 sections 2-6 and 3-2). The Forward Open that
 * set a connection up passes in another conversation, and announces it.
 */
import { Malformed } from "../../bytes/reader.ts"
import { BACK, cipIoProtocol, REPEATED, SKIPPED, unknown, UNKNOWN_AREA, type IoConnection } from "./cip-io-protocol.ts"
import type { About, Dissector, Findings } from "../dissector.ts"

/** Connections of one conversation; the oldest is replaced. */
const MOST = 32

type Memory = {
  readonly identifiers: Float64Array
  readonly numbers: Float64Array
  /** As announced by a Forward Open; undefined: it was opened before the capture. */
  readonly opened: (IoConnection | undefined)[]
  count: number
  latest: number
}

const noMemory = (): Memory => ({
  identifiers: new Float64Array(MOST).fill(-1),
  numbers: new Float64Array(MOST),
  opened: Array.from({ length: MOST }, () => undefined),
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
    const at = r.at
    r.skip(length, "Data")
    r.endGroup()
    const memory = about.recall(noMemory)
    const finding = follow(memory, about, identifier, number)
    const opened = memory.opened[memory.latest]
    out.operation(cipIoProtocol, opened === undefined ? unknown : opened.code, "message")
    if (opened !== undefined) {
      out.place(opened.area, opened.from, opened.count)
      // Class 1 counts its data in two bytes before them (volume 1 section 3-4.4.1); class 0 is not in use.
      if (length > 2) out.written(at + 2, length - 2)
    }
    if (finding >= 0) tell(out, finding, identifier, opened)
  },
}

function tell(out: Findings, finding: number, identifier: number, opened: IoConnection | undefined): void {
  out.detail(cipIoProtocol, finding)
  if (opened === undefined) out.place(UNKNOWN_AREA | (identifier >>> 16), identifier & 0xffff, 1)
  else out.place(opened.area, opened.from, opened.count)
}

/** The number counts the packets of a connection (section 2-6.3.3). Who begins again at a low number opened the connection anew. */
function follow(memory: Memory, about: About, identifier: number, number: number): number {
  const at = placeOf(memory, identifier)
  if (at < 0) return begin(memory, about, identifier, number)
  const step = (number - memory.numbers[at]!) | 0
  memory.numbers[at] = number
  if (number <= 1 && step < 0) memory.opened[at] = about.announced(identifier)
  if (step === 1 || number <= 1) return -1
  return step === 0 ? REPEATED : step > 0 ? SKIPPED : BACK
}

function placeOf(memory: Memory, identifier: number): number {
  const { identifiers, latest } = memory
  if (identifiers[latest] === identifier) return latest
  const at = identifiers.indexOf(identifier)
  if (at >= 0) memory.latest = at
  return at
}

function begin(memory: Memory, about: About, identifier: number, number: number): number {
  const at = memory.count++ % MOST
  memory.identifiers[at] = identifier
  memory.numbers[at] = number
  memory.opened[at] = about.announced(identifier)
  memory.latest = at
  return -1
}

/**
 * GENISYS, between railway offices and field equipment: the public parser ICSNPP-Genisys, and AREMA C&S manual part 23.2 by its words.
 * A message runs from its header to F6; inside, F0 stands before what else could be taken for a header. The checksum, over header,
 * station and data, was found right in all messages of the capture.
 */
import { crc16 } from "../../bytes/crc16.ts"
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, Truncated } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol, type PlaceFacts } from "../protocol.ts"

const ESCAPE = 0xf0
const END = 0xf6
const ACKNOWLEDGE = 0xf1
const INDICATION = 0xf2
const CHECKBACK = 0xf3
const COMMON = 0xf9
const POLL = 0xfb
const CONTROL = 0xfc
const EXECUTE = 0xfe

const names: Readonly<Record<number, string>> = {
  [ACKNOWLEDGE]: "acknowledge",
  [INDICATION]: "indication data",
  [CHECKBACK]: "control data checkback",
  [COMMON]: "common control data",
  0xfa: "acknowledge and poll",
  [POLL]: "poll",
  [CONTROL]: "control data",
  0xfd: "recall",
  [EXECUTE]: "execute controls",
}

/** Station, address and value for each byte of data, checksum; each perhaps with an escape before it. */
const LONGEST = 4 + 2 * (1 + 2 * 256 + 2)

const genisysProtocol = protocol({
  name: "genisys",
  title: "GENISYS",
  family: "ot",
  // Wireshark has no dissector of its own.
  wireshark: "tcp.port == 10001",
  functionKey: (code) => code.toString(16),
  functionName: (code) => names[code],
  // What a station answers is counted beside the function that it answers.
  detailKey: (code) => `answer:${code.toString(16)}`,
  detailName: (code) => names[code],
  commands: {
    f9: { does: "Set controls of all stations", technique: "T0855", everyday: true },
    fc: { does: "Prepare controls of a station", technique: "T0855", everyday: true },
    fe: { does: "Execute the prepared controls", technique: "T0855", everyday: true },
  },
  placeText: ({ area, from }: PlaceFacts) => `station ${area}, control byte ${from}`,
  valueText: (_place, value) => [...value].map((byte) => byte.toString(2).padStart(8, "0")).join(" "),
})

/** What the office asked last: answers do not repeat it. -1: nothing. */
type Memory = { asked: number }
const noMemory = (): Memory => ({ asked: -1 })

/** The message without its escapes and its end, reused. */
const plain = new Uint8Array(LONGEST)
const places = new Int32Array(LONGEST)

export const genisys: Dissector = {
  protocol: genisysProtocol,
  tcp: [10001],

  size(bytes, from, to) {
    const end = endOf(bytes, from, to)
    return end > 0 ? end - from + 1 : end
  },

  probe: (bytes, from, to) => to - from >= 3 && endOf(bytes, from, to) > 0,

  read(r, about, out) {
    r.need(3)
    const end = endOf(r.bytes, r.at, r.end)
    if (end === 0) throw new Truncated("GENISYS message without its end")
    if (end < 0) throw new Malformed("GENISYS header or checksum is wrong")
    // Once more: another message may have been looked at since.
    const length = unescape(r.bytes, r.at, end)
    const start = r.at
    const header = r.u8("Header")
    r.skip(1, "Station")
    if (header <= CHECKBACK) readAnswer(about, out, header)
    else readRequest(about, out, header, length, fingerprint(r.bytes, start, end))
    r.skip(end - r.at, "Data and checksum")
    r.u8("End")
  },
}

/**
 * Where the message's end stands; 0: not here yet; -1: what is here is no message. What is above the escape stands in the checksum
 * at most, where some senders leave it as it is.
 */
function endOf(bytes: Uint8Array, from: number, to: number): number {
  if (names[bytes[from]!] === undefined) return -1
  let high = LONGEST
  for (let at = from + 1; at < to; at++) {
    if (at - from > LONGEST || at - from - high > 2) return -1
    if (bytes[at]! <= ESCAPE) continue
    if (bytes[at] === END && unescape(bytes, from, at) > 0) return at
    high = Math.min(high, at - from)
    if (bytes[at] === END && at + 1 === to) return -1
  }
  return 0
}

/** How many bytes there are in `plain`, or 0 where the message is wrong. Some senders put no escape into the checksum. */
function unescape(bytes: Uint8Array, from: number, end: number): number {
  if (end - from > LONGEST) return 0
  const length = strip(bytes, from, end)
  if (isRight(length)) return length
  if (end - from < 5) return 0
  const before = strip(bytes, from, end - 2)
  if (before === 0) return 0
  plain[before] = bytes[end - 2]!
  plain[before + 1] = bytes[end - 1]!
  return isRight(before + 2) ? before + 2 : 0
}

/** 0 where an escape has nothing behind it that it could stand before: it leaves out the highest four bits. */
function strip(bytes: Uint8Array, from: number, end: number): number {
  let length = 0
  for (let at = from; at < end; at++) {
    places[length] = at
    if (bytes[at] !== ESCAPE) plain[length++] = bytes[at]!
    else if (++at >= end || bytes[at]! > 15) return 0
    else {
      // Its value is not in the capture as it stands.
      places[length] = -1
      plain[length++] = ESCAPE | bytes[at]!
    }
  }
  return length
}

/** An acknowledgement has no checksum, a poll may have none; what has data, has it in pairs. */
function isRight(length: number): boolean {
  const header = plain[0]!
  if (length < 2 || names[header] === undefined) return false
  if (header === ACKNOWLEDGE) return length === 2
  if (header === POLL && length === 2) return true
  const data = length - 4
  if (data < 0) return false
  const carries = header === INDICATION || header === CHECKBACK || header === COMMON || header === CONTROL
  if (carries ? (data & 1) !== 0 : data !== 0) return false
  return crc16(plain, 0, length - 2, 0xffff) === (plain[length - 2]! | (plain[length - 1]! << 8))
}

function readAnswer(about: About, out: Findings, header: number): void {
  const memory = about.recall(noMemory)
  out.operation(genisysProtocol, memory.asked < 0 ? header : memory.asked, "response")
  out.detail(genisysProtocol, header)
  memory.asked = -1
}

function readRequest(about: About, out: Findings, header: number, length: number, question: number): void {
  about.recall(noMemory).asked = header
  out.operation(genisysProtocol, header, header === COMMON ? "message" : "request", -1, question)
  if (header !== CONTROL && header !== COMMON) return
  for (let n = 2; n + 1 < length - 2; n += 2) {
    out.place(plain[1]!, plain[n]!, 1)
    if (places[n + 1]! >= 0) out.written(places[n + 1]!, 1)
  }
}

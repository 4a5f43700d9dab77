/**
 * SAIA S-Bus over Ethernet (Ether-S-Bus), of SAIA-Burgess controllers: as Wireshark reads it from manual 26-739, and as one capture
 * shows. The checksum of each telegram must be right.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import * as names from "./sbus-names.ts"

/** Length of all, version, kind, sequence number, attribute; at the end, the checksum. */
const HEAD = 9
const CHECKSUM = 2
const LONGEST = 2048
const REQUEST = 0
const RESPONSE = 1
const ACKNOWLEDGE = 2

const sbusProtocol = protocol({
  name: "sbus",
  title: "SAIA S-Bus",
  family: "ot",
  wireshark: "sbus",
  functionKey: names.sbusKey,
  functionName: names.sbusName,
  detailKey: names.sbusReasonKey,
  detailName: names.sbusReason,
  commands: names.sbusCommands,
  placeText: names.sbusPlaceText,
  valueText: names.sbusValueText,
})

const SLOTS = 64
/** By sequence number: the command asked for, + 1, and the status told last. */
type Memory = { readonly asked: Uint16Array; status: number }
const noMemory = (): Memory => ({ asked: new Uint16Array(SLOTS), status: -1 })

/** CRC-16 with the polynomial 1021, highest bit first, from 0. */
const table = new Uint16Array(256)
for (let byte = 0; byte < 256; byte++) {
  let value = byte << 8
  for (let bit = 0; bit < 8; bit++) value = (value & 0x8000) !== 0 ? (value << 1) ^ 0x1021 : value << 1
  table[byte] = value
}

export function sbusChecksum(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) value = ((value << 8) & 0xffff) ^ table[(value >> 8) ^ bytes[at]!]!
  return value
}

export const sbus: Dissector = {
  protocol: sbusProtocol,
  udp: [5050],

  probe(bytes, from, to) {
    const length = to - from
    if (length < HEAD + 1 + CHECKSUM || length > LONGEST || bytes[from] !== 0 || bytes[from + 1] !== 0) return false
    if (((bytes[from + 2]! << 8) | bytes[from + 3]!) !== length || bytes[from + 4]! > 1) return false
    const attribute = bytes[from + 8]!
    if (attribute > ACKNOWLEDGE || (attribute === REQUEST && names.sbusName(bytes[from + 10]!) === undefined))
      return false
    return sbusChecksum(bytes, from, to - CHECKSUM) === ((bytes[to - 2]! << 8) | bytes[to - 1]!)
  },

  read(r, about, out) {
    r.group("Ether-S-Bus head")
    const start = r.at
    const length = r.u32("Length")
    r.u8("Version")
    r.u8("Kind")
    const sequence = r.u16("Sequence number")
    r.endGroup()
    if (length < HEAD + 1 + CHECKSUM || length > LONGEST) throw new Malformed(`S-Bus length is ${length}`)
    r.need(start + length - r.at)
    const whole = r.end
    r.end = start + length - CHECKSUM
    r.group("Telegram")
    const attribute = r.u8("Attribute")
    if (attribute === REQUEST) readRequest(r, about, out, sequence)
    else readAnswer(r, about, out, attribute, sequence)
    if (r.left > 0) r.skip(r.left, "Data")
    r.end = whole
    r.u16("Checksum")
    r.endGroup()
  },
}

function readRequest(r: Reader, about: About, out: Findings, sequence: number): void {
  const at = r.at
  r.u8("Station")
  const command = r.u8("Command")
  about.recall(noMemory).asked[sequence % SLOTS] = command + 1
  const area = names.areaOf(command)
  const writes = area >= 0 && names.isWrite(command)
  out.operation(
    sbusProtocol,
    command,
    "request",
    sequence,
    fingerprint(r.bytes, at, writes ? Math.min(at + 5, r.end) : r.end),
  )
  if (area < 0 || r.left < 3) return
  // Counts are one below what they mean: of a read the items, of a write the bytes that follow.
  const count = r.u8("Count") + 1
  const from = r.u16("Address")
  if (!writes) return out.place(area, from, count)
  const items = names.isBit(area) && r.left > 1 ? r.u8("Number of items") + 1 : (count - 2) >> 2
  if (items < 1 || r.left < 1) return
  out.place(area, from, items)
  out.written(r.at, r.left)
}

const FIRMWARE = 32
const FIRST_STATUS = 20
const OWN_STATUS = 27

function readAnswer(r: Reader, about: About, out: Findings, attribute: number, sequence: number): void {
  const memory = about.recall(noMemory)
  const asked = memory.asked[sequence % SLOTS]! - 1
  memory.asked[sequence % SLOTS] = 0
  const reason = attribute === ACKNOWLEDGE && r.left >= 2 ? r.u16("Acknowledgement") : 0
  out.operation(sbusProtocol, asked < 0 ? names.ANSWER : asked, reason === 0 ? "response" : "exception", sequence)
  if (reason !== 0) out.detail(sbusProtocol, reason)
  if (attribute !== RESPONSE || asked < 0) return
  if (asked === FIRMWARE) readFirmware(r, out)
  else if (asked >= FIRST_STATUS && asked <= OWN_STATUS) readStatus(r, memory, out)
  else if (names.areaOf(asked) >= 0 && !names.isWrite(asked)) out.result(true, r.at, r.left)
}

/** Five letters for the type, three for the version. */
function readFirmware(r: Reader, out: Findings): void {
  if (r.left < 8) return
  const at = r.at
  const type = r.text(5, "Type").trim()
  const version = r.text(3, "Version").trim()
  if (!/^[\x21-\x7e]+$/.test(type) || !/^[\x21-\x7e]+$/.test(version)) return
  const rule = "S-Bus firmware version"
  out.claim("sender", "vendor", "SAIA-Burgess", rule, 0.85, at, 5)
  out.claim("sender", "model", type.startsWith("D") ? `PC${type}` : type, rule, 0.9, at, 5)
  out.claim("sender", "firmware", version, rule, 0.9, at + 5, 3)
}

/** One letter: runs, runs conditionally, stopped, halted by a failure. Of others nothing is told. */
const modes: ReadonlyMap<number, string> = new Map([
  [0x52, "run"],
  [0x43, "run"],
  [0x53, "stop"],
  [0x48, "fault"],
])

function readStatus(r: Reader, memory: Memory, out: Findings): void {
  const at = r.at
  const status = r.u8("Status")
  const mode = modes.get(status)
  if (mode === undefined || status === memory.status) return
  memory.status = status
  out.claim("sender", "mode", mode, "S-Bus status", 0.95, at, 1)
}

/** IEEE C37.118.2-2011, synchrophasors: section 6.2 (every frame), 6.3 (data), 6.4 (configuration), 6.5 (header), 6.6 (commands). */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { c37118Commands } from "./c37118-commands.ts"
import { readConfiguration, readLongConfiguration } from "./c37118-configuration.ts"
import {
  areas,
  c37118DetailKey,
  c37118DetailName,
  c37118PlaceText,
  c37118ValueText,
  CLOCK_FAILURE,
  readData,
  Stations,
  WRONG_CHECKSUM,
} from "./c37118-stations.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const SYNC = 0xaa
/** Synchronisation, size, identifier, second, fraction, checksum. */
const SHORTEST = 16
const LONG = 256

const DATA = 0
const HEADER = 1
const CONFIGURATION_1 = 2
const CONFIGURATION_2 = 3
const COMMAND = 4
const CONFIGURATION_3 = 5
const LAST = CONFIGURATION_3

/** Commands are not among them: they are counted by what they ask. */
const frames: ReadonlyMap<number, string> = new Map([
  [0, "data"],
  [1, "header"],
  [2, "configuration 1"],
  [3, "configuration 2"],
  [5, "configuration 3"],
])

/** Commands are counted as this + command. */
const COMMANDS = 16
const commands: ReadonlyMap<number, string> = new Map([
  [1, "turn off transmission of data"],
  [2, "turn on transmission of data"],
  [3, "send header"],
  [4, "send configuration 1"],
  [5, "send configuration 2"],
  [6, "send configuration 3"],
  [8, "extended command"],
])

const c37118Protocol = protocol({
  name: "c37118",
  title: "IEEE C37.118",
  family: "ot",
  wireshark: "synphasor",
  wiresharkFunction: (code) => `synphasor.frtype == ${code < COMMANDS ? code : COMMAND}`,
  functionKey: (code) => (code < COMMANDS ? String(code) : `${COMMAND}:${code - COMMANDS}`),
  functionName: (code) => (code < COMMANDS ? frames.get(code) : commands.get(code - COMMANDS)),
  commands: c37118Commands,
  detailKey: c37118DetailKey,
  detailName: c37118DetailName,
  placeText: c37118PlaceText,
  valueText: c37118ValueText,
  partText: (station) => `PMU ${station}`,
})

/** Versions 1 (2005) and 2 (2011); type and version stand in one octet whose first bit is reserved. */
const isStart = (bytes: Uint8Array, at: number): boolean => {
  const version = bytes[at + 1]! & 0x0f
  return bytes[at] === SYNC && bytes[at + 1]! >> 4 <= LAST && (version === 1 || version === 2)
}

export const c37118: Dissector = {
  protocol: c37118Protocol,
  tcp: [4712, 4713],
  udp: [4712, 4713],
  anyPort: true,

  size(bytes, from, to) {
    if (bytes[from] !== SYNC) return -1
    if (to - from < 4) return 0
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    return isStart(bytes, from) && length >= SHORTEST ? length : -1
  },

  /** The checksum makes sure; only frames of many channels are too long for one segment. */
  probe(bytes, from, to) {
    if (to - from < SHORTEST || !isStart(bytes, from)) return false
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    if (length < SHORTEST) return false
    if (length > to - from) return to - from >= LONG
    const end = from + length - 2
    return checksum(bytes, from, end) === ((bytes[end]! << 8) | bytes[end + 1]!)
  },

  read(r, about, out) {
    r.group("Frame")
    const start = r.at
    r.u8("Synchronisation")
    const kind = r.u8("Type and version") >> 4
    if (!isStart(r.bytes, start)) throw new Malformed(`C37.118 frame has the type ${kind}, above ${LAST}`)
    const length = r.u16("Size")
    if (length < SHORTEST) throw new Malformed(`C37.118 size is ${length}, less than ${SHORTEST}`)
    const stream = r.u16("Identifier of the stream")
    r.u32("Second of the century")
    const quality = r.u8("Quality of time")
    r.u24("Fraction of the second")
    r.endGroup()
    const end = start + length - 2
    if (kind !== COMMAND) out.operation(c37118Protocol, kind, "message")
    r.need(end + 2 - r.at)
    const told = (r.bytes[end]! << 8) | r.bytes[end + 1]!
    if (checksum(r.bytes, start, end) === told) readContents(r, about, out, kind, end, stream, quality)
    else readDamaged(r, out, kind, end, stream)
    r.u16("Checksum")
  },
}

const noStations = (): Stations => new Stations()

function readContents(
  r: Reader,
  about: About,
  out: Findings,
  kind: number,
  end: number,
  stream: number,
  quality: number,
): void {
  const after = r.end
  r.end = end
  if (kind === DATA) readMeasured(r, about.recall(noStations), out, stream, quality)
  else if (kind === COMMAND) readCommand(r, out, stream)
  else if (kind === HEADER) readHeader(r, out)
  else if (kind === CONFIGURATION_3) readLongConfiguration(r, out)
  else if (kind === CONFIGURATION_2) {
    const stations = about.recall(noStations)
    stations.begin(stream)
    readConfiguration(r, out, c37118Protocol, stations)
  }
  // Configuration 1 says what the device could send, 2 what it does; both name its stations alike.
  else if (kind === CONFIGURATION_1) readConfiguration(r, out, c37118Protocol, null)
  if (r.left > 0) r.skip(r.left, "Contents")
  r.end = after
}

/** What a wrong checksum guards is not believed, but for what was asked. */
function readDamaged(r: Reader, out: Findings, kind: number, end: number, stream: number): void {
  const after = r.end
  r.end = end
  if (kind === COMMAND) readCommand(r, out, stream)
  out.detail(c37118Protocol, WRONG_CHECKSUM)
  r.skip(r.left, "Contents")
  r.end = after
}

/** Table 4: the lowest four bits say how good the time is; all of them set, that it is not reliable. */
function readMeasured(r: Reader, stations: Stations, out: Findings, stream: number, quality: number): void {
  const clock = quality & 15
  if (clock === 15 && stations.clock !== 15) out.detail(c37118Protocol, CLOCK_FAILURE)
  stations.clock = clock
  readData(r, out, c37118Protocol, stations, stream)
}

function readCommand(r: Reader, out: Findings, stream: number): void {
  const command = r.u16("Command")
  out.operation(c37118Protocol, COMMANDS + command, "request")
  out.place(areas.stream, stream, 1)
}

/** What somebody wrote about the device, for people. */
function readHeader(r: Reader, out: Findings): void {
  const at = r.at
  const length = r.left
  const text = r.text(length, "Text").replace(/\0+$/, "").trim()
  if (/^[\x20-\x7e\r\n\t]{4,200}$/.test(text))
    out.claim("sender", "description", text, "C37.118 header", 0.6, at, length)
}

const table = new Uint16Array(256)
for (let n = 0; n < 256; n++) {
  const folded = n ^ (n >> 4)
  table[n] = (folded << 12) ^ (folded << 5) ^ folded
}

/** CRC-CCITT: polynomial 0x1021, starting with all ones (annex B). */
function checksum(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffff
  for (let at = from; at < to; at++) crc = ((crc << 8) & 0xff00) ^ table[(crc >> 8) ^ bytes[at]!]!
  return crc
}

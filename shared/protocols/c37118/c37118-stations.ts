/** The stations of a stream of synchrophasors and how they are: IEEE C37.118.2-2011 table 9 (configuration), table 6 (data), table 7 (status word). */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import type { PlaceFacts, Protocol } from "../protocol.ts"

/** Kinds of places: the lowest three bits of an area; above them how the frequency is written, and then the station of a channel. */
export const areas = {
  station: 0,
  phasor: 1,
  analog: 2,
  digital: 3,
  nominal: 4,
  rate: 5,
  frequency: 6,
  stream: 7,
} as const
const FLOATING = 8
const FIFTY = 16
export const channelArea = (kind: number, station: number): number => kind | (station << 8)

const latin = new TextDecoder("latin1")
const clean = (name: Uint8Array): string =>
  latin
    .decode(name)
    .replaceAll(/[^\x20-\x7e]/g, "")
    .trim()
const channels = ["", "phasor", "analog value", "digital channel"] as const

export function c37118PlaceText({ area, from, name }: PlaceFacts): string {
  const kind = area & 7
  if (kind === areas.rate) return "data rate"
  if (kind === areas.stream) return `stream ${from}`
  if (name.length > 0) return `PMU ${area >> 8}, ${channels[kind] ?? "channel"} ${clean(name)}`
  if (kind === areas.nominal) return `PMU ${from}, nominal frequency`
  return kind === areas.frequency ? `PMU ${from}, frequency and its rate of change` : `PMU ${from}`
}

export function c37118ValueText({ area }: PlaceFacts, value: Uint8Array): string {
  const view = new DataView(value.buffer, value.byteOffset, value.length)
  const kind = area & 7
  if (kind === areas.station) return clean(value)
  if (kind === areas.frequency) return frequencyText(view, area)
  if (value.length < 2) return ""
  if (kind === areas.nominal) return (value[1]! & 1) !== 0 ? "50 Hz" : "60 Hz"
  const rate = view.getInt16(0)
  return rate < 0 ? `one frame every ${-rate} seconds` : `${rate} frames a second`
}

/** As numbers with a point, or as thousandths of a hertz from the nominal frequency and hundredths of a hertz a second. */
function frequencyText(view: DataView, area: number): string {
  const isFloating = (area & FLOATING) !== 0
  if (view.byteLength < (isFloating ? 8 : 4)) return ""
  const nominal = (area & FIFTY) !== 0 ? 50 : 60
  const hertz = isFloating ? view.getFloat32(0) : nominal + view.getInt16(0) / 1000
  const change = isFloating ? view.getFloat32(4) : view.getInt16(2) / 100
  return `${Number(hertz.toFixed(3))} Hz, ${Number(change.toFixed(3))} Hz/s`
}

/** Status words and time, as they were told last. */
const words: readonly (readonly [key: string, name: string])[] = [
  ["good", "the data are good"],
  ["pmu-error", "the unit has an error and sends no data"],
  ["test", "the unit is in test mode, or data are absent"],
  ["unusable", "the unit has an error: its data are not to be used"],
  ["sync-lost", "the unit has lost its time"],
  ["by-arrival", "data are sorted by arrival, not by time"],
  ["trigger", "the unit's trigger has gone off"],
  ["configuration-change", "the configuration is about to change"],
  ["modified", "data were modified on the way"],
  ["unlocked", "the unit's clock has been unlocked for more than 10 seconds"],
  ["clock-failure", "the clock has failed: its time is not reliable"],
  ["checksum", "the checksum is wrong"],
]
const SYNC_LOST = 4
const UNLOCKED = 9
export const CLOCK_FAILURE = 10
export const WRONG_CHECKSUM = 11
export const c37118DetailKey = (code: number): string => `state:${words[code]?.[0] ?? code}`
export const c37118DetailName = (code: number): string | undefined => words[code]?.[1]

export const MOST_STATIONS = 64

/** What the last configuration 2 of a conversation said, and what its data said since. */
export class Stations {
  stream = -1
  count = 0
  /** Bytes that the stations take in a data frame. */
  size = 0
  clock = 0
  readonly id = new Int32Array(MOST_STATIONS)
  readonly format = new Int32Array(MOST_STATIONS)
  readonly nominal = new Int32Array(MOST_STATIONS)
  /** Where the frequency stands behind the status word, and how long the station is. */
  readonly frequency = new Int32Array(MOST_STATIONS)
  readonly length = new Int32Array(MOST_STATIONS)
  readonly status = new Int32Array(MOST_STATIONS)

  begin(stream: number): void {
    this.stream = stream
    this.count = this.size = 0
  }

  add(id: number, format: number, phasors: number, analogs: number, digitals: number, nominal: number): void {
    if (this.count >= MOST_STATIONS) return
    const n = this.count++
    this.id[n] = id
    this.format[n] = format
    this.nominal[n] = nominal & 1
    this.frequency[n] = 2 + phasors * ((format & 2) !== 0 ? 8 : 4)
    this.length[n] =
      this.frequency[n] + ((format & 8) !== 0 ? 8 : 4) + analogs * ((format & 4) !== 0 ? 4 : 2) + digitals * 2
    this.size += this.length[n]
    this.status[n] = -1
  }
}

/** A data frame of the configured stations: what changed in their status words is told, and their frequency with it. */
export function readData(r: Reader, out: Findings, protocol: Protocol, stations: Stations, stream: number): void {
  if (stations.stream !== stream || stations.count === 0 || stations.size !== r.left) return
  for (let n = 0; n < stations.count; n++) {
    const { at } = r
    r.group("Station")
    const status = r.u16("Status")
    if (status !== stations.status[n]) tellStatus(r, out, protocol, stations, n, status)
    r.skip(stations.frequency[n]! - 2, "Phasors")
    const size = (stations.format[n]! & 8) !== 0 ? 8 : 4
    r.skip(size, "Frequency and its rate of change")
    r.skip(stations.length[n]! - (r.at - at), "Analog values and digital words")
    r.endGroup()
  }
}

/** Bits of the status word from the highest on, by the words above. */
const bits: readonly (readonly [bit: number, word: number])[] = [
  [0x2000, SYNC_LOST],
  [0x1000, 5],
  [0x0800, 6],
  [0x0400, 7],
  [0x0200, 8],
]

function tellStatus(r: Reader, out: Findings, protocol: Protocol, stations: Stations, n: number, status: number): void {
  const before = Math.max(0, stations.status[n]!)
  stations.status[n] = status
  const id = stations.id[n]!
  const format = stations.format[n]!
  const area = areas.frequency | ((format & 8) !== 0 ? FLOATING : 0) | (stations.nominal[n] === 1 ? FIFTY : 0)
  out.place(area, id, 1)
  out.written(r.at - 2 + stations.frequency[n]!, (format & 8) !== 0 ? 8 : 4)
  const error = status >> 14
  if (error !== 0 && error !== before >> 14) tellOf(out, protocol, error, id)
  for (const [bit, word] of bits) if ((status & bit) !== 0 && (before & bit) === 0) tellOf(out, protocol, word, id)
  if ((status & 0x30) !== 0 && (before & 0x30) === 0) tellOf(out, protocol, UNLOCKED, id)
}

function tellOf(out: Findings, protocol: Protocol, word: number, id: number): void {
  out.detail(protocol, word)
  out.place(areas.station, id, 1)
}

/** What a synchrophasor device says of itself in its configuration: IEEE C37.118.2-2011 table 9 (1 and 2) and table 10 (3). */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { areas, channelArea, MOST_STATIONS, type Stations } from "./c37118-stations.ts"
import type { Findings } from "../dissector.ts"
import type { Protocol } from "../protocol.ts"

/** Names are 16 letters, filled with blanks. */
const NAME = 16

const RULE = "C37.118 configuration"

/** Of one station the configuration says its own name; a concentrator's names those that it collects from. `stations`: to be filled; null: the data don't follow it. */
export function readConfiguration(r: Reader, out: Findings, protocol: Protocol, known: Stations | null): void {
  r.group("Configuration")
  r.u32("Time base")
  const stations = r.u16("Number of stations")
  const begin = r.at
  const names: string[] = []
  let place = begin
  for (let n = 0; n < stations && n < MOST_STATIONS; n++) {
    place = r.at
    names.push(readStation(r, out, protocol, known, stations > 1))
  }
  const end = r.at
  if (stations <= MOST_STATIONS && r.left >= 2) {
    out.place(areas.rate, 0, 1)
    out.written(r.at, 2)
    r.u16("Data rate")
  } else known?.begin(-1)
  r.endGroup()
  if (stations === 1) claimName(out, names[0]!, place, NAME)
  else claimCollected(out, names, begin, end - begin)
}

function readStation(r: Reader, out: Findings, protocol: Protocol, known: Stations | null, isPart: boolean): string {
  r.group("Station")
  const { at } = r
  const name = r.text(NAME, "Station name").trim()
  const id = r.u16("Identifier")
  const format = r.u16("Format")
  const phasors = r.u16("Number of phasors")
  const analogs = r.u16("Number of analog values")
  const digitals = r.u16("Number of digital words")
  const length = NAME * (phasors + analogs + 16 * digitals) + 4 * (phasors + analogs + digitals) + 4
  if (length > r.left)
    throw new Malformed(`C37.118 station "${name}": its channels take ${length} bytes, ${r.left} are there`)
  out.part(protocol, id)
  if (isPart && isName(name)) out.claim({ part: id }, "stationName", name, RULE, 0.85, at, NAME)
  out.place(areas.station, id, 1)
  out.written(at, NAME)
  readChannels(r, out, areas.phasor, id, phasors)
  readChannels(r, out, areas.analog, id, analogs)
  readChannels(r, out, areas.digital, id, digitals * 16)
  r.skip(4 * (phasors + analogs + digitals), "Units")
  out.place(areas.nominal, id, 1)
  out.written(r.at, 2)
  const nominal = r.u16("Nominal frequency")
  known?.add(id, format, phasors, analogs, digitals, nominal)
  r.u16("Count of changes of the configuration")
  r.endGroup()
  return name
}

/** Channels that have a name; those of digital words often have none. */
function readChannels(r: Reader, out: Findings, kind: number, id: number, count: number): void {
  for (let n = 0; n < count; n++) {
    const first = r.bytes[r.at]!
    if (first > 0x20 && first < 0x7f) out.named(channelArea(kind, id), r.at, NAME)
    r.skip(NAME, "Channel name")
  }
}

/** Configuration 3 gives names their length, and may come in pieces: of a first piece the first station is read. */
export function readLongConfiguration(r: Reader, out: Findings): void {
  const piece = r.u16("Number of the piece")
  if (piece > 1 && piece !== 0xffff) return
  r.u32("Time base")
  const stations = r.u16("Number of stations")
  const length = r.u8("Length of the station name")
  const at = r.at
  const name = r.utf8(length, "Station name").trim()
  if (stations === 1) claimName(out, name, at, length)
}

const isName = (name: string): boolean => name !== "" && !/\p{Cc}|\ufffd/u.test(name)

/** Who sends one station's phasors measures them: a phasor measurement unit, or a relay that does its work. */
function claimName(out: Findings, name: string, at: number, length: number): void {
  out.claim("sender", "type", "ied", RULE, 0.5, at, length)
  if (isName(name)) out.claim("sender", "stationName", name, RULE, 0.85, at, length)
}

function claimCollected(out: Findings, names: readonly string[], at: number, length: number): void {
  const known = names.filter(isName)
  if (known.length === 0) return
  out.claim("sender", "description", `synchrophasors of ${known.join(", ")}`, RULE, 0.6, at, length)
}

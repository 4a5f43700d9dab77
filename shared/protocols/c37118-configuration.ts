/** What a synchrophasor device says of itself in its configuration: IEEE C37.118.2-2011 table 9 (1 and 2) and table 10 (3). */
import { Malformed, type Reader } from "../bytes/reader.ts"
import type { Findings } from "./dissector.ts"

/** Names are 16 letters, filled with blanks. */
const NAME = 16
/** A concentrator's stations beyond these are not named. */
const MOST_STATIONS = 64

const RULE = "C37.118 configuration"

/** Of one station the configuration says its own name; a concentrator's names those that it collects from. */
export function readConfiguration(r: Reader, out: Findings): void {
  r.group("Configuration")
  r.u32("Time base")
  const stations = r.u16("Number of stations")
  const begin = r.at
  const names: string[] = []
  let place = begin
  for (let n = 0; n < stations && n < MOST_STATIONS; n++) {
    place = r.at
    names.push(readStation(r))
  }
  r.endGroup()
  if (stations === 1) claimName(out, names[0]!, place, NAME)
  else claimCollected(out, names, begin, r.at - begin)
}

function readStation(r: Reader): string {
  r.group("Station")
  const name = r.text(NAME, "Station name").trim()
  r.u16("Identifier")
  r.u16("Format")
  const phasors = r.u16("Number of phasors")
  const analogs = r.u16("Number of analog values")
  const digitals = r.u16("Number of digital words")
  const length = NAME * (phasors + analogs + 16 * digitals) + 4 * (phasors + analogs + digitals) + 4
  if (length > r.left)
    throw new Malformed(`C37.118 station "${name}": its channels take ${length} bytes, ${r.left} are there`)
  r.skip(length, "Channels, units, frequency, revision")
  r.endGroup()
  return name
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

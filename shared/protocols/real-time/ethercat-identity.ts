/**
 * Who an EtherCAT slave is: the information area of its EEPROM as a master reads it when it starts (ETG.1000.6 section 5.4, words 8 to 15; registers
 * 0502 to 050F, ETG.1000.4 section 6.4), and the identity objects of its mailbox (ETG.1000.6 section 5.6.7: 1008 to 100A, 1018).
 */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import type { Protocol } from "../protocol.ts"
import * as names from "./ethercat-names.ts"

/** Status, address, data: four bytes of it, or eight. */
const SHORT = 10
const LONG = 14
/** Busy, and the errors. */
const UNFIT = 0xf800

/** Words of the EEPROM, and subindices of object 1018. */
const VENDOR = 0x08
const PRODUCT = 0x0a
const REVISION = 0x0c
const SERIAL = 0x0e

const slaveOf = (station: number): { readonly part: number } => ({ part: station })

/** What came back for a read of the EEPROM's registers: it says itself which words it brings. */
export function readEeprom(r: Reader, out: Findings, protocol: Protocol, station: number, length: number): void {
  if (length < SHORT) return
  const status = r.u16le("EEPROM status")
  const word = r.u32le("EEPROM address")
  if ((status & UNFIT) !== 0 || word < VENDOR || word > SERIAL || (word & 1) !== 0) return
  const at = r.at
  claimWord(r, out, protocol, station, word, RULE_EEPROM)
  // Eight bytes are there where the lowest half of the status says so.
  if (length >= LONG && (status & 0x40) !== 0 && word < SERIAL)
    claimWord(r, out, protocol, station, word + 2, RULE_EEPROM)
  if (r.at === at) r.skip(4, "EEPROM data")
}

const RULE_EEPROM = "EtherCAT slave information"
const RULE_OBJECT = "EtherCAT identity object"

function claimWord(r: Reader, out: Findings, protocol: Protocol, station: number, word: number, rule: string): void {
  const at = r.at
  const value = r.u32le("Identity")
  if (value === 0 || value === 0xffff_ffff) return
  const whose = slaveOf(station)
  if (word === VENDOR) {
    const known = value < names.VENDOR ? names.ethercatDetailName(names.VENDOR + value) : undefined
    out.claim(whose, "vendor", known ?? `EtherCAT vendor 0x${hexadecimal(value)}`, rule, 0.95, at, 4)
  } else if (word === PRODUCT) claimProduct(out, whose, value, rule, at)
  else if (word === REVISION) out.claim(whose, "hardware", `revision 0x${hexadecimal(value)}`, rule, 0.9, at, 4)
  else out.claim(whose, "serial", String(value), rule, 0.95, at, 4)
  out.part(protocol, station)
}

const hexadecimal = (value: number): string => value.toString(16).padStart(8, "0")

/** Beckhoff's terminals have their number in the upper half and their series in the lower, as its device files show. */
const series: ReadonlyMap<number, string> = new Map([
  [0x2c52, "EK"],
  [0x3052, "EL"],
  [0x4052, "EP"],
])

function claimProduct(out: Findings, whose: { readonly part: number }, value: number, rule: string, at: number): void {
  const known = series.get(value & 0xffff)
  if (known === undefined) return out.claim(whose, "model", `product code 0x${hexadecimal(value)}`, rule, 0.5, at, 4)
  out.claim(whose, "model", `${known}${String(value >>> 16).padStart(4, "0")}`, rule, 0.9, at, 4)
  out.claim(whose, "type", "io-adapter", rule, 0.6, at, 4)
}

const texts: ReadonlyMap<number, "model" | "hardware" | "firmware"> = new Map([
  [0x100800, "model"],
  [0x100900, "hardware"],
  [0x100a00, "firmware"],
])

/** What an upload brought, of the object and subindex in `place`; the reader is left where it is. */
export function claimObject(
  r: Reader,
  out: Findings,
  protocol: Protocol,
  station: number,
  place: number,
  at: number,
  size: number,
): void {
  const field = texts.get(place)
  if (field !== undefined) return claimText(r, out, protocol, station, field, at, size)
  if (place < 0x101801 || place > 0x101804 || size !== 4) return
  const before = r.at
  r.at = at
  claimWord(r, out, protocol, station, VENDOR + 2 * ((place & 0xff) - 1), RULE_OBJECT)
  r.at = before
}

function claimText(
  r: Reader,
  out: Findings,
  protocol: Protocol,
  station: number,
  field: "model" | "hardware" | "firmware",
  at: number,
  size: number,
): void {
  if (size === 0 || size > 80) return
  const text = latin
    .decode(r.bytes.subarray(at, at + size))
    .replace(/\0.*$/s, "")
    .trim()
  if (!/^[\x20-\x7e\xa0-\xff]+$/.test(text)) return
  out.claim(slaveOf(station), field, text, RULE_OBJECT, 0.95, at, size)
  out.part(protocol, station)
}

const latin = new TextDecoder("latin1")

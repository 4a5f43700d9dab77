/** What a HART device says of itself: commands 0, 13 and 20 (HCF_SPEC-127 sections 6.1, 6.12 and 6.18). */
import type { Reader } from "../bytes/reader.ts"
import type { Findings } from "./dissector.ts"
import { hartManufacturers } from "./hart-ip-names.ts"

/** Device profiles (HCF_SPEC-183 table 57): process automation, and a gateway of WirelessHART. */
const types: ReadonlyMap<number, string> = new Map([
  [1, "field-device"],
  [132, "protocol-converter"],
])
const NOT_PRINTABLE = 0

/** Command 0: expanded device type, revisions, device id; from revision 7 on the maker as a number of its own, and a profile. */
export function readIdentifier(r: Reader, out: Findings): void {
  if (r.left < 12) return
  r.group("Unique identifier")
  r.u8("Expansion code")
  const at = r.at
  const deviceType = r.u16("Expanded device type")
  r.u8("Minimum preambles of requests")
  const universal = r.u8("Universal command revision")
  const revisions = r.at
  const device = r.u8("Device revision")
  const software = r.u8("Software revision")
  r.u8("Hardware revision and signalling")
  r.u8("Flags")
  const id = r.u24("Device id")
  const rule = "HART unique identifier"
  out.claim("sender", "model", `HART device type ${deviceType.toString(16).padStart(4, "0")}`, rule, 0.5, at, 2)
  out.claim("sender", "firmware", `device revision ${device}, software ${software}`, rule, 0.85, revisions, 2)
  out.claim("sender", "serial", id.toString(16).padStart(6, "0"), rule, 0.85, r.at - 3, 3)
  // Before revision 7 the first byte of the type was the maker.
  if (universal < 7) claimVendor(out, deviceType >> 8, at, 1)
  else if (r.left >= 10) readMaker(r, out)
  r.endGroup()
}

function readMaker(r: Reader, out: Findings): void {
  r.skip(5, "Preambles, device variables, configuration changes, extended status")
  const at = r.at
  const maker = r.u16("Manufacturer")
  r.u16("Private label distributor")
  const type = types.get(r.u8("Device profile"))
  claimVendor(out, maker, at, 2)
  if (type !== undefined) out.claim("sender", "type", type, "HART device profile", 0.7, r.at - 1, 1)
}

function claimVendor(out: Findings, maker: number, at: number, length: number): void {
  const vendor = hartManufacturers.get(maker)
  if (vendor !== undefined) out.claim("sender", "vendor", vendor, "HART unique identifier", 0.9, at, length)
}

/** Command 20: 32 characters. */
export function readLongTag(r: Reader, out: Findings): void {
  if (r.left < 32) return
  const at = r.at
  const value = r.text(32, "Long tag").replace(/\0.*$/s, "").trim()
  if (/^[\x20-\x7e\xa0-\xff]+$/.test(value)) out.claim("sender", "stationName", value, "HART long tag", 0.9, at, 32)
}

/** Command 13: a tag of 8 characters and a descriptor of 16, packed in six bits each. */
export function readTag(r: Reader, out: Findings): void {
  if (r.left < 18) return
  const at = r.at
  r.skip(6, "Tag")
  r.skip(12, "Descriptor")
  const tag = unpacked(r.bytes, at, 6)
  const descriptor = unpacked(r.bytes, at + 6, 12)
  if (tag !== "") out.claim("sender", "stationName", tag, "HART tag", 0.8, at, 6)
  if (descriptor !== "") out.claim("sender", "description", descriptor, "HART descriptor", 0.8, at + 6, 12)
}

/** HCF_SPEC-183 section 5.1.1: four characters in three bytes; bit 6 is the complement of bit 5. Empty where it begins with nothing. */
function unpacked(bytes: Uint8Array, from: number, length: number): string {
  let text = ""
  for (let at = from; at < from + length; at += 3) {
    const four = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!
    for (let shift = 18; shift >= 0; shift -= 6) {
      const six = (four >> shift) & 0x3f
      text += String.fromCharCode(six < 0x20 ? six | 0x40 : six)
    }
  }
  return bytes[from] === NOT_PRINTABLE ? "" : text.trim()
}

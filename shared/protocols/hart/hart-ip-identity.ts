/** What a HART device says of itself: commands 0, 11, 13, 20, 21 and 84 (HCF_SPEC-127 and HCF_SPEC-151). */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings, Whose } from "../dissector.ts"
import { hartManufacturers } from "./hart-ip-names.ts"
import { partOf, unpacked } from "./hart-ip-places.ts"
import { hartIpProtocol } from "./hart-ip-protocol.ts"

/** Device profiles (HCF_SPEC-183 table 57): process automation, and a gateway of WirelessHART. */
const types: ReadonlyMap<number, string> = new Map([
  [1, "field-device"],
  [132, "protocol-converter"],
])
const NOT_PRINTABLE = 0

/** Command 0: expanded device type, revisions, device id; from revision 7 on the maker as a number of its own, and a profile. */
export function readIdentifier(r: Reader, out: Findings, whose: Whose): void {
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
  out.claim(whose, "model", `HART device type ${deviceType.toString(16).padStart(4, "0")}`, rule, 0.5, at, 2)
  out.claim(whose, "firmware", `device revision ${device}, software ${software}`, rule, 0.85, revisions, 2)
  out.claim(whose, "serial", id.toString(16).padStart(6, "0"), rule, 0.85, r.at - 3, 3)
  // Before revision 7 the first byte of the type was the maker.
  if (universal < 7) claimVendor(out, whose, deviceType >> 8, at, 1)
  else if (r.left >= 10) readMaker(r, out, whose)
  r.endGroup()
}

function readMaker(r: Reader, out: Findings, whose: Whose): void {
  r.skip(5, "Preambles, device variables, configuration changes, extended status")
  const at = r.at
  const maker = r.u16("Manufacturer")
  r.u16("Private label distributor")
  const type = types.get(r.u8("Device profile"))
  claimVendor(out, whose, maker, at, 2)
  if (type !== undefined) out.claim(whose, "type", type, "HART device profile", 0.7, r.at - 1, 1)
}

function claimVendor(out: Findings, whose: Whose, maker: number, at: number, length: number): void {
  const vendor = hartManufacturers.get(maker)
  if (vendor !== undefined) out.claim(whose, "vendor", vendor, "HART unique identifier", 0.9, at, length)
}

/** Command 20: 32 characters. */
export function readLongTag(r: Reader, out: Findings, whose: Whose): void {
  if (r.left < 32) return
  const at = r.at
  const value = r.text(32, "Long tag").replace(/\0.*$/s, "").trim()
  if (/^[\x20-\x7e\xa0-\xff]+$/.test(value)) out.claim(whose, "stationName", value, "HART long tag", 0.9, at, 32)
}

/** Command 13: a tag of 8 characters and a descriptor of 16, packed in six bits each. */
export function readTag(r: Reader, out: Findings, whose: Whose): void {
  if (r.left < 18) return
  const at = r.at
  r.skip(6, "Tag")
  r.skip(12, "Descriptor")
  const tag = packedText(r.bytes, at, 6)
  const descriptor = packedText(r.bytes, at + 6, 12)
  if (tag !== "") out.claim(whose, "stationName", tag, "HART tag", 0.8, at, 6)
  if (descriptor !== "") out.claim(whose, "description", descriptor, "HART descriptor", 0.8, at + 6, 12)
}

/** Empty where it begins with nothing. */
const packedText = (bytes: Uint8Array, from: number, length: number): string =>
  bytes[from] === NOT_PRINTABLE ? "" : unpacked(bytes, from, length).trim()

/** An instrument of the list of a gateway; reused. */
const subDevice = { part: 0 }
const SUB_DEVICE_RULE = "HART sub-device identity"

/** Command 84: its place in the list, card and channel, maker, type, device id, revision, long tag. Not verified on traffic. */
export function readSubDevice(r: Reader, out: Findings): void {
  if (r.left < 44) return
  const index = r.u16("Sub-device index")
  r.u8("I/O card")
  r.u8("Channel")
  const at = r.at
  const maker = hartManufacturers.get(r.u16("Manufacturer"))
  const type = r.u16("Expanded device type")
  const id = r.u24("Device id")
  r.u8("Universal command revision")
  const tagAt = r.at
  const tag = r.text(32, "Long tag").replace(/\0.*$/s, "").trim()
  // The first is the gateway itself.
  if (index === 0) return
  subDevice.part = partOf((type & 0x3fff) * 0x1000000 + id)
  out.part(hartIpProtocol, subDevice.part)
  const model = `HART device type ${type.toString(16).padStart(4, "0")}`
  out.claim(subDevice, "model", model, SUB_DEVICE_RULE, 0.5, at + 2, 2)
  out.claim(subDevice, "serial", id.toString(16).padStart(6, "0"), SUB_DEVICE_RULE, 0.85, at + 4, 3)
  if (maker !== undefined) out.claim(subDevice, "vendor", maker, SUB_DEVICE_RULE, 0.9, at, 2)
  if (/^[\x20-\x7e\xa0-\xff]+$/.test(tag)) out.claim(subDevice, "stationName", tag, SUB_DEVICE_RULE, 0.9, tagAt, 32)
}

/** The CIP Identity object (CIP volume 1 section 5A-2, class 1): what a device says of itself, in List Identity and when read. */
import type { Reader } from "../bytes/reader.ts"
import { Malformed } from "../bytes/reader.ts"
import { cipDeviceTypes } from "./cip-names.ts"
import { cipVendors } from "./cip-vendors.ts"
import type { Findings } from "./dissector.ts"

const ROCKWELL = 1
const PROGRAMMABLE_CONTROLLER = 0x0e

/** Vendor to product name, which List Identity and Get Attributes All have in the same order. `confidence` of what it proves. */
export function readIdentity(r: Reader, out: Findings, rule: string, confidence: number): void {
  r.group("Identity")
  const start = r.at
  const vendor = r.u16le("Vendor")
  const type = r.u16le("Device type")
  const code = r.u16le("Product code")
  const major = r.u8("Major revision")
  const minor = r.u8("Minor revision")
  const status = r.u16le("Status")
  const serial = r.u32le("Serial number")
  const length = r.u8("Length of the product name")
  if (length > r.left) throw new Malformed(`CIP product name of ${length} bytes, ${r.left} are there`)
  const nameAt = r.at
  const name = r.text(length, "Product name").replace(/\0+$/, "").trim()
  r.endGroup()
  out.claim("sender", "vendor", cipVendors.get(vendor) ?? `ODVA vendor ${vendor}`, rule, confidence, start, 2)
  const kind = cipDeviceTypes.get(type)
  if (kind !== undefined) out.claim("sender", "type", kind, rule, type === 0x0c ? 0.6 : confidence, start + 2, 2)
  if (name !== "") out.claim("sender", "model", name, rule, confidence, nameAt, length)
  else out.claim("sender", "model", `product code ${code}`, rule, 0.5, start + 4, 2)
  out.claim("sender", "firmware", `${major & 0x7f}.${String(minor).padStart(3, "0")}`, rule, confidence, start + 6, 2)
  if (serial !== 0) out.claim("sender", "serial", hexadecimal(serial), rule, confidence, start + 10, 4)
  const mode = modeOf(vendor, type, status)
  if (mode !== undefined) out.claim("sender", "mode", mode, rule, confidence, start + 8, 2)
}

/** One attribute of the Identity object, answered to Get Attribute Single. */
export function readIdentityAttribute(
  r: Reader,
  out: Findings,
  attribute: number,
  rule: string,
  confidence: number,
): void {
  const at = r.at
  if (attribute === 1 && r.left === 2) {
    const vendor = r.u16le("Vendor")
    out.claim("sender", "vendor", cipVendors.get(vendor) ?? `ODVA vendor ${vendor}`, rule, confidence, at, 2)
  } else if (attribute === 4 && r.left === 2) {
    const major = r.u8("Major revision")
    const minor = r.u8("Minor revision")
    out.claim("sender", "firmware", `${major & 0x7f}.${String(minor).padStart(3, "0")}`, rule, confidence, at, 2)
  } else if (attribute === 6 && r.left === 4) {
    out.claim("sender", "serial", hexadecimal(r.u32le("Serial number")), rule, confidence, at, 4)
  } else if (attribute === 7 && r.left >= 2 && r.bytes[r.at] === r.left - 1) {
    const length = r.u8("Length of the product name")
    const name = r.text(length, "Product name").replace(/\0+$/, "").trim()
    if (name !== "") out.claim("sender", "model", name, rule, confidence, at + 1, length)
  }
}

/** Rockwell prints serial numbers as eight hexadecimal digits, and so do the others' tools. */
const hexadecimal = (serial: number): string => serial.toString(16).toUpperCase().padStart(8, "0")

/** Status word, table 5A-2.4: bits 10 and 11 are major faults. Rockwell controllers keep their key switch in bits 12 and 13. */
function modeOf(vendor: number, type: number, status: number): string | undefined {
  if ((status & 0x0c00) !== 0) return "fault"
  if (vendor !== ROCKWELL || type !== PROGRAMMABLE_CONTROLLER) return undefined
  const key = (status >> 12) & 3
  return key === 1 ? "run" : key === 2 ? "program" : key === 3 ? "remote" : undefined
}

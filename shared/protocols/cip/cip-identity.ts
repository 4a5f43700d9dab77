/** The CIP Identity object (CIP volume 1 section 5A-2, class 1): what a device says of itself, in List Identity and when read. */
import type { Reader } from "../../bytes/reader.ts"
import { Malformed } from "../../bytes/reader.ts"
import { cipDeviceTypes } from "./cip-names.ts"
import { cipVendors } from "./cip-vendors.ts"
import type { Findings, Whose } from "../dissector.ts"

/** Who speaks, by which way, and how sure that is. */
export type Speaker = { readonly whose: Whose; readonly rule: string; readonly confidence: number }

const ROCKWELL = 1
const PROGRAMMABLE_CONTROLLER = 0x0e

/** Vendor to product name, which List Identity and Get Attributes All have in the same order. */
export function readIdentity(r: Reader, out: Findings, { whose, rule, confidence }: Speaker): void {
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
  out.claim(whose, "vendor", vendorName(vendor), rule, confidence, start, 2)
  const kind = cipDeviceTypes.get(type)
  if (kind !== undefined) out.claim(whose, "type", kind, rule, type === 0x0c ? 0.6 : confidence, start + 2, 2)
  if (name !== "") out.claim(whose, "model", name, rule, confidence, nameAt, length)
  else out.claim(whose, "model", `product code ${code}`, rule, 0.5, start + 4, 2)
  out.claim(whose, "firmware", revisionText(major, minor), rule, confidence, start + 6, 2)
  if (serial !== 0) out.claim(whose, "serial", hexadecimal(serial), rule, confidence, start + 10, 4)
  claimState(
    out,
    { whose, rule, confidence },
    vendor === ROCKWELL && type === PROGRAMMABLE_CONTROLLER,
    status,
    start + 8,
  )
}

/** Bytes of the attributes; 0 for the product name, which has its length before it. */
const sizes = [-1, 2, 2, 2, 2, 2, 4, 0, 1, 2, 1]

/** One attribute of the Identity object that lies in `size` bytes. */
export function readIdentityAttribute(
  r: Reader,
  out: Findings,
  attribute: number,
  size: number,
  { whose, rule, confidence }: Speaker,
): void {
  const at = r.at
  const known = sizes[attribute] ?? -1
  if (size !== (known === 0 ? 1 + (r.bytes[at] ?? 0) : known)) return r.skip(size, "Attribute data")
  if (attribute === 1) {
    out.claim(whose, "vendor", vendorName(r.u16le("Vendor")), rule, confidence, at, 2)
  } else if (attribute === 4) {
    const major = r.u8("Major revision")
    out.claim(whose, "firmware", revisionText(major, r.u8("Minor revision")), rule, confidence, at, 2)
  } else if (attribute === 5) {
    claimState(out, { whose, rule, confidence }, "perhaps", r.u16le("Status"), at)
  } else if (attribute === 6) {
    out.claim(whose, "serial", hexadecimal(r.u32le("Serial number")), rule, confidence, at, 4)
  } else if (attribute === 7) {
    const length = r.u8("Length of the product name")
    const name = r.text(length, "Product name").replace(/\0+$/, "").trim()
    if (name !== "") out.claim(whose, "model", name, rule, confidence, at + 1, length)
  } else r.skip(size, "Attribute data")
}

/** Attributes that were asked for together: each with its number, a status and, where that is good, its value. */
export function readIdentityList(r: Reader, out: Findings, speaker: Speaker): void {
  const count = r.u16le("Attribute count")
  for (let n = 0; n < count && r.left >= 4; n++) {
    const attribute = r.u16le("Attribute")
    const status = r.u16le("Status of the attribute")
    if (status !== 0) continue
    const known = sizes[attribute] ?? -1
    const size = known === 0 ? 1 + (r.bytes[r.at] ?? 0) : known
    if (known < 0 || size > r.left) return
    readIdentityAttribute(r, out, attribute, size, speaker)
  }
}

/**
 * Class 0x64 of Logix controllers, which 1756-PM020 does not describe (seen on real traffic): two texts behind lengths of two bytes, the name
 * of the controller in its project and the description; or the name is the first of a list of attributes (`isAlone`). Other modules have their model there, which is no name by the rules of Logix.
 */
export function readControllerName(r: Reader, out: Findings, { whose, confidence }: Speaker, isAlone: boolean): void {
  if (isAlone) r.skip(Math.min(r.left, 6), "Attribute list")
  const nameLength = r.left >= 2 ? r.u16le("Length of the name") : 0
  if (nameLength === 0 || nameLength > Math.min(r.left, 40)) return
  const at = r.at
  const name = r.text(nameLength, "Name")
  if (!/^[A-Za-z_]\w*$/.test(name)) return
  const rule = "name of a Logix controller"
  out.claim(whose, "project", name, rule, confidence, at, nameLength)
  const length = !isAlone && r.left >= 2 ? r.u16le("Length of the description") : 0
  if (length === 0 || length > r.left) return
  const textAt = r.at
  const text = r.text(length, "Description").trim()
  if (/^[\x20-\x7e\xa0-\xff]+$/.test(text)) out.claim(whose, "description", text, rule, confidence, textAt, length)
}

const vendorName = (vendor: number): string => cipVendors.get(vendor) ?? `ODVA vendor ${vendor}`
const revisionText = (major: number, minor: number): string => `${major & 0x7f}.${String(minor).padStart(3, "0")}`

/** Rockwell prints serial numbers as eight hexadecimal digits, and so do the others' tools. */
const hexadecimal = (serial: number): string => serial.toString(16).toUpperCase().padStart(8, "0")

/**
 * Status word, table 5A-2.4: bits 10 and 11 are major faults. Logix controllers tell their mode in the bits that are left to devices
 * (4 to 7: 6 run, 7 program) and the key switch in bits 12 and 13; alone, the word shows a controller by having both.
 */
function claimState(
  out: Findings,
  { whose, rule, confidence }: Speaker,
  isLogix: boolean | "perhaps",
  status: number,
  at: number,
): void {
  const running = (status >> 4) & 15
  const key = (status >> 12) & 3
  const isController = isLogix === true || (isLogix === "perhaps" && key !== 0 && (running === 6 || running === 7))
  if ((status & 0x0c00) !== 0) out.claim(whose, "mode", "fault", rule, confidence, at, 2)
  else if (isController && (running === 6 || running === 7))
    out.claim(whose, "mode", running === 6 ? "run" : "program", rule, confidence, at, 2)
  if (isController && key !== 0) out.claim(whose, "keySwitch", keys[key]!, rule, confidence, at, 2)
}

const keys = ["", "run", "program", "remote"]

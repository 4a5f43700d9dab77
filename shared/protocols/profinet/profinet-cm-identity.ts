/** What PROFINET context management tells of a device: IEC 61158-6-10 section 5.2.4 (relation), the I&M profile of PI (3.502) chapter 3. */
import type { Reader } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import type { Findings } from "../dissector.ts"
import { cmProtocol } from "./profinet-cm-names.ts"
import { profinetVendors } from "./profinet-vendors.ts"

const CONNECT_RULE = "PROFINET connect"
const RULE = "PROFINET I&M"

const isController = (relation: number): boolean => relation === 1 || relation === 0x10 || relation === 0x20

/** The request for a relation: type, identifier, key, MAC, object, properties, time, port, name of the station that asks. */
export function readInitiator(r: Reader, out: Findings): void {
  const at = r.at
  const type = r.u16("Type of the relation")
  out.detail(cmProtocol, type & 0xff)
  if (type === 6) out.claim("sender", "type", "engineering-station", CONNECT_RULE, 0.6, at, 2)
  else if (isController(type)) out.claim("sender", "type", "plc", CONNECT_RULE, 0.6, at, 2)
  r.skip(16, "Application relation")
  r.u16("Session key")
  r.skip(6, "MAC of the initiator")
  // Of an object the last three numbers are its own.
  r.skip(10, "Object of the initiator")
  r.u16("Instance")
  r.u16("Device identifier")
  claimVendor(out, r.at, r.u16("Vendor identifier"), CONNECT_RULE, 0.8)
  r.u32("Properties of the relation")
  r.u16("Activity timeout of the initiator")
  r.u16("Port of the initiator")
  readStation(r, out)
}

/** `object`: where the identifier of the answering object stands, -1 if it is none of PROFINET's. Its last bytes are never turned. */
export function readResponder(r: Reader, out: Findings, object: number): void {
  const at = r.at
  const type = r.u16("Type of the relation")
  r.skip(16, "Application relation")
  r.u16("Session key")
  r.skip(6, "MAC of the responder")
  r.u16("Port of the responder")
  if (isController(type)) out.claim("sender", "type", "io-adapter", CONNECT_RULE, 0.6, at, 2)
  if (object < 0) return
  claimVendor(out, object + 14, (r.bytes[object + 14]! << 8) | r.bytes[object + 15]!, CONNECT_RULE, 0.8)
}

/** The name of the station that answers, or of the one that asks. */
export function readStation(r: Reader, out: Findings): void {
  const length = r.u16("Length of the station's name")
  const at = r.at
  const value = r.text(length, "Name of station")
  if (/^[\x20-\x7e]+$/.test(value)) out.claim("sender", "stationName", value, CONNECT_RULE, 0.95, at, length)
}

function claimVendor(out: Findings, at: number, vendor: number, rule: string, confidence: number): void {
  const name = profinetVendors.get(vendor)
  if (name !== undefined) out.claim("sender", "vendor", name, rule, confidence, at, 2)
}

/** The record I&M0 to I&M3: one block. */
export function readIdentification(r: Reader, out: Findings): void {
  if (r.left < 6) return
  const type = r.u16("Block type")
  r.u16("Block length")
  r.u16("Block version")
  if (type === 0x0020) readProduct(r, out)
  else if (type === 0x0021) {
    r.skip(32, "Function")
    claimText(r, out, "location", 22, "Location")
  } else if (type === 0x0023) claimText(r, out, "description", 54, "Descriptor")
}

function readProduct(r: Reader, out: Findings): void {
  claimVendor(out, r.at, r.u16("Manufacturer"), RULE, 0.95)
  claimText(r, out, "orderNumber", 20, "Order number")
  claimText(r, out, "serial", 16, "Serial number")
  const hardwareAt = r.at
  const hardware = r.u16("Hardware revision")
  if (hardware !== 0 && hardware !== 0xffff)
    out.claim("sender", "hardware", String(hardware), RULE, 0.95, hardwareAt, 2)
  const softwareAt = r.at
  const kind = r.text(1, "Software revision, kind")
  const version = `${r.u8("Function")}.${r.u8("Correction")}.${r.u8("Internal change")}`
  // V a version, R a revision, P a prototype, U under test, T a test device.
  if (/^[VRPUT]$/.test(kind) && version !== "0.0.0" && version !== "255.255.255")
    out.claim("sender", "firmware", `${kind}${version}`, RULE, 0.95, softwareAt, 4)
  r.u16("Revision counter")
  r.u16("Profile")
  r.u16("Type within the profile")
  r.u16("Version of the identification")
  r.u16("Supported records")
}

function claimText(r: Reader, out: Findings, field: ClaimField, length: number, name: string): void {
  const at = r.at
  const value = r.text(length, name).replace(/\0+$/, "").trim()
  if (/^[\x20-\x7e]+$/.test(value)) out.claim("sender", field, value, RULE, 0.95, at, length)
}

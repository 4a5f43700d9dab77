/** The answer of a CODESYS V3 node to who is asked for: node, device, vendor, version, serial number (Microsoft's forensic tools for ICS). */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import type { Findings } from "../dissector.ts"

const RULE = "CODESYS name service"
/** From the beginning of the answer to the names, but for the distance that it tells itself. */
const FIXED = 48

const utf16 = new TextDecoder("utf-16le")

/** `start`: where the answer's command stands. */
export function readDeviceInfo(r: Reader, out: Findings, start: number): void {
  r.u16le("Most channels")
  r.u8("Byte order")
  r.u8("Reserved")
  const distance = r.u16le("Distance to the names")
  const node = r.u16le("Length of the node's name")
  const device = r.u16le("Length of the device's name")
  const vendor = r.u16le("Length of the vendor's name")
  r.u16le("Type of the target")
  r.u16le("Target")
  r.u32le("Reserved")
  const versionAt = r.at
  const low = r.u8("Version")
  const third = r.u8("Version")
  const second = r.u8("Version")
  const high = r.u8("Version")
  r.u32le("Reserved")
  const serial = r.u8("Length of the serial number")
  const namesAt = start + FIXED + distance
  if (namesAt < r.at || namesAt > r.end) throw new Malformed(`CODESYS names at ${distance}, outside the answer`)
  r.skip(namesAt - r.at, "Reserved")
  const version = `${high}.${second}.${third}.${low}`
  if (version !== "0.0.0.0") out.claim("sender", "firmware", version, RULE, 0.95, versionAt, 4)
  claimName(r, out, "hostname", node, "Node")
  claimName(r, out, "model", device, "Device")
  claimName(r, out, "vendor", vendor, "Vendor")
  const at = r.at
  const text = r.text(serial, "Serial number").replace(/\0.*$/s, "").trim()
  if (/^[\x20-\x7e]+$/.test(text)) out.claim("sender", "serial", text, RULE, 0.95, at, serial)
}

/** Two bytes a character and a zero at the end. */
function claimName(r: Reader, out: Findings, field: ClaimField, characters: number, name: string): void {
  const at = r.at
  const length = 2 * characters
  r.skip(length, name)
  const value = utf16.decode(r.bytes.subarray(at, at + length)).trim()
  r.u16le("End of the name")
  if (/^[^\p{C}\ufffd]+$/u.test(value)) out.claim("sender", field, value, RULE, 0.95, at, length)
}

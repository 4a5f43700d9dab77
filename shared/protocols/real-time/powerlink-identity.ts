/** What a POWERLINK node says it is: EPSG DS 301 section 7.3.3.2 (ident response). */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"

const RULE = "POWERLINK ident response"
/** Numbers are CAN in Automation's: the one that is certain. */
const vendors: ReadonlyMap<number, string> = new Map([[0x0100006c, "B&R Industrial Automation"]])

export function readIdent(r: Reader, out: Findings, readState: (r: Reader, out: Findings) => void): void {
  r.u8("Flags")
  r.u8("Requests waiting")
  readState(r, out)
  r.u8("Reserved")
  r.u8("Version")
  r.u8("Reserved")
  r.u32le("Features")
  r.u16le("Longest asynchronous frame")
  r.u16le("Input size")
  r.u16le("Output size")
  r.u32le("Response time")
  r.u16le("Reserved")
  r.u32le("Device type")
  const vendor = vendors.get(r.u32le("Vendor"))
  if (vendor !== undefined) out.claim("sender", "vendor", vendor, RULE, 0.95, r.at - 4, 4)
  r.u32le("Product code")
  r.u32le("Revision number")
  const serial = r.u32le("Serial number")
  if (serial !== 0) out.claim("sender", "serial", String(serial), RULE, 0.95, r.at - 4, 4)
  r.skip(24, "Vendor's own, dates of configuration and application")
  const at = r.at
  // Addresses too begin with their lowest byte.
  const d = r.u8()
  const c = r.u8()
  const b = r.u8()
  const a = r.u8()
  if (r.trace !== null) r.trace.field("IP address", at, 4, `${a}.${b}.${c}.${d}`)
  if ((a | b | c | d) !== 0) out.binding("sender", `${a}.${b}.${c}.${d}`, "announcement", at, 4)
  r.u32le("Subnet mask")
  r.u32le("Default gateway")
  const nameAt = r.at
  const name = r.text(32, "Host name").replace(/\0.*$/s, "").trim()
  if (/^[\x21-\x7e]+$/.test(name)) out.claim("sender", "hostname", name, RULE, 0.95, nameAt, 32)
}

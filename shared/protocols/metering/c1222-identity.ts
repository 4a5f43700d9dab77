/** Who a meter says it is: ANSI C12.22 clause 5.3.2.4.1 (identification service) and table 1 of ANSI C12.19. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Element } from "../osi/ber.ts"
import type { Findings } from "../dissector.ts"

const RELATIVE = 0x80
const UNIVERSAL = 0x06

/** An object identifier as people write it; "" where the element is none. A relative one begins with a dot. */
export function titleText(bytes: Uint8Array, { identifier, from, to }: Element): string {
  if ((identifier !== UNIVERSAL && identifier !== RELATIVE) || to <= from || to - from > 64) return ""
  const parts: number[] = []
  let part = 0
  for (let at = from; at < to; at++) {
    part = part * 128 + (bytes[at]! & 0x7f)
    if (part > 0xffff_ffff) return ""
    if (bytes[at]! >= 0x80) continue
    if (parts.length === 0 && identifier === UNIVERSAL) {
      const first = Math.min(Math.floor(part / 40), 2)
      parts.push(first, part - 40 * first)
    } else parts.push(part)
    part = 0
  }
  return (identifier === RELATIVE ? "." : "") + parts.join(".")
}

const SECURITY = 4
const SESSION = 5
const CLASS = 6
const IDENTITY = 7

/** Standard, version, revision, then features until a zero. */
export function readIdentity(r: Reader, out: Findings): void {
  r.u8("Standard")
  r.u8("Version")
  r.u8("Revision")
  while (r.left > 0) {
    const feature = r.u8("Feature")
    if (feature === SESSION) r.u8("Sessions")
    else if (feature === SECURITY || feature === CLASS) {
      r.u8("Kind of identifier")
      r.skip(r.u8("Length"), feature === CLASS ? "Device class" : "Security mechanism")
    } else if (feature === IDENTITY) {
      const length = r.u8("Length")
      if (length < 1) throw new Malformed("C12.22 device identity without its format")
      r.u8("Format")
      const at = r.at
      const identity = r.text(length - 1, "Device identity").trim()
      if (/^[\x21-\x7e][\x20-\x7e]*$/.test(identity))
        out.claim("sender", "serial", identity, "C12.22 device identity", 0.9, at, length - 1)
    } else return
  }
}

/** Not verified: manufacturer (4), model (8), versions and revisions of hardware and firmware, serial number (16, or 8 in BCD). */
export function readManufacturer(r: Reader, out: Findings, count: number): void {
  if (count < 24) return
  const at = r.at
  const manufacturer = plain(r.text(4, "Manufacturer"))
  const model = plain(r.text(8, "Model"))
  const hardware = `${r.u8("Hardware version")}.${r.u8("Hardware revision")}`
  const firmware = `${r.u8("Firmware version")}.${r.u8("Firmware revision")}`
  if (manufacturer === "" || model === "") return
  const rule = "C12.19 manufacturer identification"
  out.claim("sender", "vendor", manufacturer, rule, 0.9, at, 4)
  out.claim("sender", "model", model, rule, 0.95, at + 4, 8)
  out.claim("sender", "hardware", hardware, rule, 0.9, at + 12, 2)
  out.claim("sender", "firmware", firmware, rule, 0.9, at + 14, 2)
  if (count < 32) return
  const serial = plain(r.text(16, "Serial number"))
  if (serial !== "") out.claim("sender", "serial", serial, rule, 0.95, at + 16, 16)
}

function plain(text: string): string {
  const value = text.replace(/\0.*$/s, "").trim()
  return /^[\x21-\x7e][\x20-\x7e]*$/.test(value) ? value : ""
}

/** What a Modbus server says of itself: report server id (function 17) and device identification (43/14), sections 6.13 and 6.21 of V1.1b3. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import type { Findings, Whose } from "../dissector.ts"

const none = /\0+$/

/** A device-specific id, then the run indicator 0x00 or 0xff, then what the vendor likes to add. */
export function readServerId(r: Reader, out: Findings, whose: Whose): void {
  const count = r.u8("Byte count")
  if (count > r.left) throw new Malformed(`Modbus server id: byte count is ${count}, ${r.left} bytes are there`)
  if (count < 2) return
  r.u8("Server id")
  const at = r.at
  const running = r.u8("Run indicator status")
  if (running === 0xff) out.claim(whose, "mode", "run", "Modbus report server id", 0.7, at, 1)
  if (running === 0x00) out.claim(whose, "mode", "stop", "Modbus report server id", 0.7, at, 1)
  const text = r.at
  const value = r
    .text(count - 2, "Additional data")
    .replace(none, "")
    .trim()
  if (/^[\x20-\x7e]{4,}$/.test(value)) {
    out.claim(whose, "description", value, "Modbus report server id", 0.8, text, count - 2)
  }
}

/** Objects of device identification: what each says of the device. */
const objects: readonly { readonly field: ClaimField; readonly confidence: number }[] = [
  { field: "vendor", confidence: 0.95 },
  { field: "model", confidence: 0.9 },
  { field: "firmware", confidence: 0.95 },
  { field: "description", confidence: 0.5 },
  { field: "description", confidence: 0.9 },
  { field: "model", confidence: 0.95 },
  { field: "location", confidence: 0.6 },
]

export function readIdentification(r: Reader, out: Findings, whose: Whose): void {
  r.u8("Read device identification code")
  r.u8("Conformity level")
  r.u8("More follows")
  r.u8("Next object identifier")
  const count = r.u8("Number of objects")
  for (let n = 0; n < count; n++) {
    r.group("Object")
    const id = r.u8("Object identifier")
    const length = r.u8("Object length")
    if (length > r.left) {
      throw new Malformed(`Modbus identification object ${id}: length is ${length}, ${r.left} bytes are there`)
    }
    const at = r.at
    const value = r.text(length, "Object value").replace(none, "").trim()
    r.endGroup()
    const meaning = objects[id]
    if (meaning === undefined || !/^[\x20-\x7e\xa0-\xff]+$/.test(value)) continue
    out.claim(whose, meaning.field, value, "Modbus device identification", meaning.confidence, at, length)
  }
}

/** What a BACnet device says of itself: I-Am (ASHRAE 135 clause 16.10) and properties of its device object (clauses 12.11, 15.5, 15.7). */
import type { Reader } from "../bytes/reader.ts"
import type { ClaimField } from "../facts/claim-field.ts"
import { bacnetVendors } from "./bacnet-names.ts"
import type { Findings } from "./dissector.ts"

const DEVICE = 8
const OPENING = 6
const CLOSING = 7
/** Opening tags nest this deep at most. */
const DEEPEST = 16

/** Properties of the device object (clause 21, BACnetPropertyIdentifier). */
const properties: ReadonlyMap<number, { readonly field: ClaimField; readonly confidence: number }> = new Map([
  [28, { field: "description", confidence: 0.8 }],
  [44, { field: "firmware", confidence: 0.95 }],
  [58, { field: "location", confidence: 0.8 }],
  [70, { field: "model", confidence: 0.95 }],
  [77, { field: "stationName", confidence: 0.9 }],
  [121, { field: "vendor", confidence: 0.95 }],
  [372, { field: "serial", confidence: 0.95 }],
])

/** A tag (clause 20.2.1): reused, reading one writes it. `length` is that of the contents; opening and closing tags have none. */
const tag = { number: 0, context: false, kind: 0, length: 0 }

function readTag(r: Reader): void {
  const first = r.u8("Tag")
  tag.number = first >> 4
  tag.context = (first & 8) !== 0
  tag.kind = first & 7
  if (tag.number === 15) tag.number = r.u8("Tag number")
  tag.length = tag.context && tag.kind >= OPENING ? 0 : tag.kind
  if (tag.kind !== 5) return
  tag.length = r.u8("Length")
  if (tag.length === 254) tag.length = r.u16("Length")
  else if (tag.length === 255) tag.length = r.u32("Length")
}

const isOpening = (): boolean => tag.context && tag.kind === OPENING
const isClosing = (): boolean => tag.context && tag.kind === CLOSING

function readNumber(r: Reader, name: string): number {
  if (tag.length === 1) return r.u8(name)
  if (tag.length === 2) return r.u16(name)
  if (tag.length === 3) return r.u24(name)
  if (tag.length === 4) return r.u32(name)
  r.skip(tag.length, name)
  return -1
}

/** The device's object identifier, its largest message, whether it segments, its vendor. */
export function readIAm(r: Reader, out: Findings): void {
  readTag(r)
  const object = readNumber(r, "Object identifier")
  if (object >>> 22 !== DEVICE) return
  for (const name of ["Maximum APDU length accepted", "Segmentation supported"]) {
    readTag(r)
    readNumber(r, name)
  }
  readTag(r)
  const at = r.at
  const vendor = bacnetVendors.get(readNumber(r, "Vendor identifier"))
  if (vendor !== undefined) out.claim("sender", "vendor", vendor, "BACnet I-Am", 0.9, at, r.at - at)
}

/** Object, property, perhaps an index into it, the value. */
export function readPropertyAnswer(r: Reader, out: Findings): void {
  readTag(r)
  const isDevice = readNumber(r, "Object identifier") >>> 22 === DEVICE
  readTag(r)
  const property = readNumber(r, "Property identifier")
  readTag(r)
  if (!isOpening()) {
    readNumber(r, "Array index")
    readTag(r)
  }
  if (isOpening()) readValue(r, out, isDevice ? property : -1)
}

/** Objects, each with its properties and their values or errors. */
export function readPropertiesAnswer(r: Reader, out: Findings): void {
  while (r.left > 0) {
    readTag(r)
    const isDevice = readNumber(r, "Object identifier") >>> 22 === DEVICE
    readTag(r)
    if (!isOpening()) return
    let property = -1
    while (r.left > 0) {
      readTag(r)
      if (isClosing()) break
      if (isOpening()) readValue(r, out, isDevice && tag.number === 4 ? property : -1)
      else if (tag.number === 2) property = readNumber(r, "Property identifier")
      else readNumber(r, "Array index")
    }
  }
}

/** From behind an opening tag to its closing one. A text of a property that names the device is a claim. */
function readValue(r: Reader, out: Findings, property: number): void {
  let depth = 1
  while (depth > 0 && depth < DEEPEST) {
    readTag(r)
    if (isOpening()) depth++
    else if (isClosing()) depth--
    else if (!tag.context && tag.number === 7) readText(r, out, depth === 1 ? property : -1)
    // An application-tagged boolean has its value in the tag (clause 20.2.3).
    else if (tag.context || tag.number !== 1) r.skip(tag.length, "Value")
  }
}

/** The first octet tells the character set: 0 is UTF-8 (clause 20.2.9). */
function readText(r: Reader, out: Findings, property: number): void {
  if (tag.length === 0) return
  const length = tag.length - 1
  const set = r.u8("Character set")
  const at = r.at
  if (set !== 0) return r.skip(length, "Value")
  const value = r.utf8(length, "Value").trim()
  const meaning = properties.get(property)
  if (meaning === undefined || value === "") return
  out.claim("sender", meaning.field, value, "BACnet device object", meaning.confidence, at, length)
}

/** What BACnet devices say of themselves: I-Am (ASHRAE 135 clause 16.10) and properties of the device object (clauses 12.11, 15.5, 15.7). */
import type { Reader } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import { bacnetVendors } from "./bacnet-names.ts"
import { DEVICE } from "./bacnet-objects.ts"
import { isApplication, isClosing, isContext, isOpening, readNumber, readTag } from "./bacnet-tags.ts"
import { skipContents, skipValue, tag } from "./bacnet-tags.ts"
import { bacnetLetters } from "./bacnet-values.ts"
import type { Findings, Whose } from "../dissector.ts"

const SYSTEM_STATUS = 112
const VENDOR = 120
const DATABASE_REVISION = 155
const RULE = "BACnet device object"
/** No device has this number (clause 12.11.1): it is the one of a device that got none yet, or stands for any. */
const UNCONFIGURED = 0x3fffff

type Meaning = {
  readonly field: ClaimField
  readonly confidence: number
  readonly prefix?: string
  readonly rule?: string
}
/** Texts of the device object (clause 21, BACnetPropertyIdentifier). */
const texts: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [12, { field: "firmware", confidence: 0.6, prefix: "application software ", rule: "BACnet application software" }],
  [28, { field: "description", confidence: 0.8 }],
  [44, { field: "firmware", confidence: 0.95 }],
  [58, { field: "location", confidence: 0.8 }],
  [70, { field: "model", confidence: 0.95 }],
  [77, { field: "stationName", confidence: 0.9 }],
  [121, { field: "vendor", confidence: 0.95 }],
  [372, { field: "serial", confidence: 0.95 }],
])
/** States of the device that say whether it runs (BACnetDeviceStatus); of the others none is told. */
const modes: Readonly<Record<number, string>> = { 0: "run", 1: "run", 3: "program", 4: "stop" }

/** The device's object identifier, its largest message, whether it segments, its vendor. */
export function readIAm(r: Reader, out: Findings, whose: Whose | null): void {
  if (!readTag(r) || !isApplication(12)) return
  const at = r.at
  const object = readNumber(r, "Object identifier")
  if (object >>> 22 !== DEVICE) return
  if (!readTag(r)) return
  readNumber(r, "Maximum APDU length accepted")
  if (!readTag(r)) return
  readNumber(r, "Segmentation supported")
  if (!readTag(r) || whose === null) return
  const vendorAt = r.at
  const vendor = bacnetVendors.get(readNumber(r, "Vendor identifier"))
  const instance = object & 0x3fffff
  if (instance !== UNCONFIGURED) out.claim(whose, "description", `BACnet device ${instance}`, "BACnet I-Am", 0.5, at, 4)
  if (vendor !== undefined) out.claim(whose, "vendor", vendor, "BACnet I-Am", 0.9, vendorAt, r.at - vendorAt)
}

/** Object, property, perhaps an index into it, the value. `told`: each value is a result of its own. */
export function readPropertyAnswer(r: Reader, out: Findings, whose: Whose | null, told: boolean): void {
  if (!readTag(r) || !isContext(0)) return
  const isDevice = readNumber(r, "Object identifier") >>> 22 === DEVICE
  if (!readTag(r) || !isContext(1)) return
  const property = readNumber(r, "Property identifier")
  if (!readTag(r)) return
  if (isContext(2)) {
    readNumber(r, "Array index")
    if (!readTag(r)) return
  }
  if (isOpening(3)) readValue(r, out, isDevice ? whose : null, property, told)
}

/** Objects, each with its properties and their values or errors. */
export function readPropertiesAnswer(r: Reader, out: Findings, whose: Whose | null, told: boolean): void {
  while (readTag(r) && isContext(0)) {
    const isDevice = readNumber(r, "Object identifier") >>> 22 === DEVICE
    if (!readTag(r) || !isOpening(1)) return
    let property = -1
    while (readTag(r) && !isClosing(1)) {
      if (isOpening(4)) readValue(r, out, isDevice ? whose : null, property, told)
      else if (isOpening(5)) {
        skipValue(r)
        if (told) out.result(false)
      } else if (isContext(2)) property = readNumber(r, "Property identifier")
      else skipContents(r, "Array index")
    }
  }
}

/** From behind an opening tag to behind its closing one. */
function readValue(r: Reader, out: Findings, whose: Whose | null, property: number, told: boolean): void {
  const start = r.at
  const meaning = texts.get(property)
  if (whose !== null && readTag(r)) {
    if (meaning !== undefined && isApplication(7)) readText(r, out, whose, meaning)
    else if (!tag.context && (tag.number === 9 || tag.number === 2)) readState(r, out, whose, property)
    else r.at = start
  }
  const end = skipValue(r)
  if (told) out.result(true, start, end - start)
}

/** The first octet tells the character set. */
function readText(r: Reader, out: Findings, whose: Whose, meaning: Meaning): void {
  if (tag.length === 0) return
  const length = tag.length - 1
  const set = r.u8("Character set")
  const at = r.at
  if (set !== 0 && set !== 4 && set !== 5) return r.skip(length, "Value")
  if (set === 0) r.utf8(length, "Value")
  else r.skip(length, "Value")
  const value = bacnetLetters(set, r.bytes.subarray(at, at + length)).trim()
  if (value === "") return
  out.claim(whose, meaning.field, (meaning.prefix ?? "") + value, meaning.rule ?? RULE, meaning.confidence, at, length)
}

function readState(r: Reader, out: Findings, whose: Whose, property: number): void {
  const at = r.at
  const { length } = tag
  const value = readNumber(r, "Value")
  const mode = property === SYSTEM_STATUS ? modes[value] : undefined
  const vendor = property === VENDOR ? bacnetVendors.get(value) : undefined
  if (mode !== undefined) out.claim(whose, "mode", mode, "BACnet system status", 0.9, at, length)
  else if (vendor !== undefined) out.claim(whose, "vendor", vendor, "BACnet vendor identifier", 0.9, at, length)
  else if (property === DATABASE_REVISION && value >= 0)
    out.claim(whose, "project", `database revision ${value}`, "BACnet database revision", 0.6, at, length)
}

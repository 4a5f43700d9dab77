/** What requests reach and write: ANSI/ASHRAE 135-2020 clauses 13 (alarms, events), 14 (files), 15 (objects), 16 (device management). */
import type { Reader } from "../../bytes/reader.ts"

import { others, placeFile, placeObject, placeOther, placeText, WHOLE } from "./bacnet-places.ts"
import { bacnetProtocol, COMMUNICATION, OVERRIDE, REINITIALIZE, RELEASE } from "./bacnet-protocol.ts"
import { isApplication, isClosing, isContext, isOpening } from "./bacnet-tags.ts"
import { readNumber, readTag, skipContents, skipValue, tag } from "./bacnet-tags.ts"
import type { Findings } from "../dissector.ts"

const ALL = 8
const REQUIRED = 105
const OPTIONAL = 80
const OBJECT = "Object identifier"
const PROPERTY = "Property identifier"
const INDEX = "Array index"

/** Places of this kind stand for several properties: the answer brings more values than places were named. True: it does. */
export function readRequestPlaces(r: Reader, out: Findings, service: number, part: number): boolean {
  switch (service) {
    case 12:
    case 26:
      readProperty(r, out, part)
      break
    case 14:
      return readProperties(r, out, part)
    case 15:
    case 8:
    case 9:
      readWrite(r, out, part)
      break
    case 16:
      readWrites(r, out, part)
      break
    case 6:
    case 7:
      readFileAccess(r, out, part, service === 7)
      break
    default:
      readRareRequest(r, out, service, part)
  }
  return false
}

function readRareRequest(r: Reader, out: Findings, service: number, part: number): void {
  switch (service) {
    case 0:
    case 5:
    case 27:
    case 28:
      return readObjectOf(r, out, service, part)
    case 10:
      return readCreation(r, out, part)
    case 11:
      if (readTag(r) && isApplication(12)) placeObject(out, part, readNumber(r, OBJECT), WHOLE, -1)
      return
    case 17:
      return readChoice(r, out, COMMUNICATION, 1)
    case 18:
      return readPrivate(r, out)
    case 19:
      return readText(r, out, part)
    case 20:
      return readChoice(r, out, REINITIALIZE, 0)
  }
}

/** Object, property, perhaps an index into it (clauses 15.5 and 15.8). */
function readProperty(r: Reader, out: Findings, part: number): void {
  if (!readTag(r) || !isContext(0)) return
  const object = readNumber(r, OBJECT)
  if (!readTag(r) || !isContext(1)) return
  const property = readNumber(r, PROPERTY)
  const index = r.left > 0 && r.bytes[r.at]! >> 3 === 5 && readTag(r) ? readNumber(r, INDEX) : -1
  if (property >= 0) placeObject(out, part, object, property, index)
}

/** Objects, each with a list of properties (clause 15.7). */
function readProperties(r: Reader, out: Findings, part: number): boolean {
  let several = false
  while (readTag(r) && isContext(0)) {
    const object = readNumber(r, OBJECT)
    if (!readTag(r) || !isOpening(1)) break
    while (readTag(r) && isContext(0)) {
      const property = readNumber(r, PROPERTY)
      const index = r.left > 0 && r.bytes[r.at]! >> 3 === 3 && readTag(r) ? readNumber(r, INDEX) : -1
      if (property < 0) continue
      if (property === ALL || property === REQUIRED || property === OPTIONAL) several = true
      placeObject(out, part, object, property, index)
    }
    if (!isClosing(1)) break
  }
  return several
}

/** What is written where: reused. `priority` 0: none was given. */
const write = { object: 0, property: 0, index: 0, value: 0, end: 0, priority: 0, isNull: false }

/** Clause 15.9; lists that are added to and taken from (15.1, 15.2) are laid out alike. */
function readWrite(r: Reader, out: Findings, part: number): void {
  if (!readTag(r) || !isContext(0)) return
  write.object = readNumber(r, OBJECT)
  if (readTag(r) && isContext(1) && readWritten(r, 2)) tellWrite(out, part)
}

/** From the property on; `first`: the number of the tag of the index, which the tags of the value and the priority follow. */
function readWritten(r: Reader, first: number): boolean {
  write.property = readNumber(r, PROPERTY)
  write.index = -1
  write.priority = 0
  if (write.property < 0 || !readTag(r)) return false
  if (isContext(first)) {
    write.index = readNumber(r, INDEX)
    if (!readTag(r)) return false
  }
  if (!isOpening(first + 1)) return false
  write.value = r.at
  write.isNull = r.left > 0 && r.bytes[r.at] === 0 && r.bytes[r.at + 1] === (((first + 1) << 4) | 15)
  skipValue(r)
  if (r.left > 0 && r.bytes[r.at]! >> 3 === (first + 2) * 2 + 1 && readTag(r))
    write.priority = readNumber(r, "Priority")
  write.end = r.at
  return true
}

const isOverride = (): boolean => write.priority >= 1 && write.priority <= 8

function tellWrite(out: Findings, part: number): void {
  if (isOverride()) out.detail(bacnetProtocol, (write.isNull ? RELEASE : OVERRIDE) + write.priority)
  placeObject(out, part, write.object, write.property, write.index)
  out.written(write.value, write.end - write.value)
}

/** Objects, each with properties (clause 15.10). What overrides is told behind the others: a detail takes the places that follow it. */
function readWrites(r: Reader, out: Findings, part: number): void {
  const start = r.at
  eachWrite(r, out, part, false)
  const end = r.at
  r.at = start
  const { trace } = r
  r.trace = null
  eachWrite(r, out, part, true)
  r.trace = trace
  r.at = end
}

function eachWrite(r: Reader, out: Findings, part: number, overrides: boolean): void {
  while (readTag(r) && isContext(0)) {
    const object = readNumber(r, OBJECT)
    if (!readTag(r) || !isOpening(1)) return
    while (readTag(r) && isContext(0)) {
      write.object = object
      if (!readWritten(r, 1)) return
      if (isOverride() === overrides) tellWrite(out, part)
    }
    if (!isClosing(1)) return
  }
}

/** A file, and where in it: a position in the stream or a record (clauses 14.1 and 14.2); what is written is not kept. */
function readFileAccess(r: Reader, out: Findings, part: number, writes: boolean): void {
  if (!readTag(r) || !isApplication(12)) return
  const file = readNumber(r, OBJECT)
  if (!readTag(r)) return
  const isRecords = isOpening(1)
  if (!isRecords && !isOpening(0)) return
  if (!readTag(r) || !isApplication(3)) return
  const { length } = tag
  const said = readNumber(r, isRecords ? "Start record" : "Start position")
  // Signed: -1 is the end of the file.
  placeFile(out, part, file & 0x3fffff, isRecords, length <= 4 && said >= 2 ** (length * 8 - 1) ? -1 : said)
  if (!writes && readTag(r) && isApplication(2)) readNumber(r, isRecords ? "Record count" : "Octet count")
}

/** Subscriptions, acknowledgements, operations: tagged parameters, one of which is the object that they are about. */
function readObjectOf(r: Reader, out: Findings, service: number, part: number): void {
  const which = service === 27 ? 3 : 1
  let object = -1
  let property = WHOLE
  while (readTag(r)) {
    if (isContext(which) && tag.length === 4) object = readNumber(r, OBJECT)
    else if (service === 28 && isOpening(4)) {
      if (readTag(r) && isContext(0)) property = readNumber(r, PROPERTY)
      break
    } else skipContents(r, "Parameter")
  }
  if (object >= 0) placeObject(out, part, object, property, -1)
}

/** A type, or a whole identifier (clause 15.3). */
function readCreation(r: Reader, out: Findings, part: number): void {
  if (!readTag(r) || !isOpening(0) || !readTag(r)) return
  if (isContext(0)) placeObject(out, part, readNumber(r, "Object type") * 0x400000 + 0x3fffff, WHOLE, -1)
  else if (isContext(1)) placeObject(out, part, readNumber(r, OBJECT), WHOLE, -1)
}

/** What the device is to do stands behind this tag (clauses 16.1 and 16.4). The password, which follows, is not read. */
function readChoice(r: Reader, out: Findings, details: number, number: number): void {
  while (readTag(r)) {
    if (!isContext(number) || tag.length > 2) {
      skipContents(r, "Parameter")
      continue
    }
    const choice = readNumber(r, "What to do")
    if (choice >= 0 && choice < 256) out.detail(bacnetProtocol, details + choice)
    return
  }
}

function readPrivate(r: Reader, out: Findings): void {
  if (!readTag(r) || !isContext(0)) return
  const vendor = readNumber(r, "Vendor identifier")
  if (readTag(r) && isContext(1) && vendor >= 0)
    placeOther(out, others.service, vendor, readNumber(r, "Service number"))
}

/** Clauses 16.5 and 16.6: who sends, perhaps a class, a priority, the message. */
function readText(r: Reader, out: Findings, part: number): void {
  while (readTag(r)) {
    if (isOpening(1)) skipValue(r)
    else if (isContext(3) && tag.length > 1) {
      placeText(out, part, r.at + 1, tag.length - 1)
      return skipContents(r, "Message")
    } else skipContents(r, "Parameter")
  }
}

/** Unconfirmed services that ask or command. */
export function readUnconfirmedPlaces(r: Reader, out: Findings, service: number, part: number): void {
  switch (service) {
    case 4:
      return readPrivate(r, out)
    case 5:
      return readText(r, out, part)
    case 7:
      return readWhoHas(r, out, part)
    case 8:
      return readWhoIs(r, out)
  }
}

/** A range of instances, or everybody (clause 16.10). */
function readWhoIs(r: Reader, out: Findings): void {
  if (r.left === 0) return placeOther(out, others.any, 0, 0)
  if (!readTag(r) || !isContext(0)) return
  const low = readNumber(r, "Lowest instance")
  if (!readTag(r) || !isContext(1)) return
  const high = readNumber(r, "Highest instance")
  if (low >= 0 && high >= low) placeOther(out, others.devices, low, high - low + 1)
}

/** An object, or a name of one, that is looked for (clause 16.9). */
function readWhoHas(r: Reader, out: Findings, part: number): void {
  while (readTag(r)) {
    if (isContext(2)) return placeObject(out, part, readNumber(r, OBJECT), WHOLE, -1)
    if (isContext(3) && tag.length > 1) {
      placeText(out, part, r.at + 1, tag.length - 1)
      return skipContents(r, "Object name")
    }
    skipContents(r, "Limit")
  }
}

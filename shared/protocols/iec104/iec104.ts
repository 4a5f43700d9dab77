/**
 * IEC 60870-5-104: control field and length of IEC 60870-5-104 section 5 (APCI), data units of IEC 60870-5-101 section 7 with the
 * sizes that section 7 of the companion standard fixes: two octets of cause, two of common address, three of object address.
 */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { iec104Commands } from "./iec104-commands.ts"
import type { About, Dissector, Findings, Outcome } from "../dissector.ts"
import { elementBytes } from "./iec104-elements.ts"
import { iec104CauseNames, iec104TypeNames } from "./iec104-names.ts"
import { areaOf, iec104PlaceText, iec104ValueText } from "./iec104-places.ts"
import { protocol } from "../protocol.ts"

const START = 0x68
/** Octets of the control field, and the longest APDU after the length octet. */
const CONTROL = 4
const LONGEST = 253
/** Type, qualifier, cause with originator, common address. */
const UNIT_HEAD = 6

/** Details are causes of transmission, and from here on the functions of the link: "start:act" and the like. */
const LINK = 256
/** + the cause of what is refused; the test flag. */
const NEGATIVE = 0x1000
const TEST = 0x2000
/** + what is done with a file. */
const FILE = 0x4000
const fileDeeds: readonly (readonly [key: string, name: string])[] = [
  ["call", "file is called"],
  ["delete", "file is deleted"],
  ["write", "file is sent to the station"],
]
const CALL = 0
const DELETE = 1
const WRITE = 2
/** File ready, call or select, segment. */
const FILE_READY = 120
const FILE_CALL = 122
const FILE_SEGMENT = 125
const linkNames: ReadonlyMap<number, string> = new Map([
  [0x04, "start data transfer"],
  [0x08, "data transfer started"],
  [0x10, "stop data transfer"],
  [0x20, "data transfer stopped"],
  [0x40, "test frame"],
  [0x80, "test frame confirmed"],
])

const iec104Protocol = protocol({
  name: "iec104",
  title: "IEC 60870-5-104",
  family: "ot",
  wireshark: "iec60870_104",
  wiresharkFunction: (code) => `iec60870_asdu.typeid == ${code}`,
  commands: iec104Commands,
  functionName: (code) => iec104TypeNames.get(code),
  placeText: iec104PlaceText,
  valueText: iec104ValueText,
  partText: (station) => `common address ${station}`,
  detailKey,
  detailName,
})

function detailKey(code: number): string {
  if (code >= FILE) return `file:${fileDeeds[code - FILE]?.[0] ?? "other"}`
  if (code === TEST) return "test"
  if (code >= NEGATIVE) return `negative:${code - NEGATIVE}`
  return code < LINK ? `cause:${code}` : `link:${code - LINK}`
}

function detailName(code: number): string | undefined {
  if (code >= FILE) return fileDeeds[code - FILE]?.[1]
  if (code === TEST) return "the test flag is set"
  if (code >= NEGATIVE) return `refused: ${iec104CauseNames.get(code - NEGATIVE) ?? `cause ${code - NEGATIVE}`}`
  return code < LINK ? iec104CauseNames.get(code) : linkNames.get(code - LINK)
}

export const iec104: Dissector = {
  protocol: iec104Protocol,
  tcp: [2404],
  anyPort: true,

  size(bytes, from, to) {
    if (bytes[from] !== START) return -1
    if (to - from < 2) return 0
    const length = bytes[from + 1]!
    return length < CONTROL || length > LONGEST ? -1 : 2 + length
  },

  probe(bytes, from, to) {
    if (to - from < 2 + CONTROL || bytes[from] !== START) return false
    const length = bytes[from + 1]!
    if (length < CONTROL || length > LONGEST) return false
    const control = bytes[from + 2]!
    if ((control & 1) === 0) return length >= CONTROL + UNIT_HEAD && isUnit(bytes, from + 2 + CONTROL, to)
    // A supervisory frame has a sequence number only, a link function nothing but itself.
    if ((control & 3) === 1) return length === CONTROL && control === 1 && bytes[from + 3] === 0
    return length === CONTROL && isLinkFunction(bytes, from + 2)
  },

  read(r, about, out) {
    r.group("Control information")
    const start = r.u8("Start")
    if (start !== START) throw new Malformed(`IEC 104 start is ${start}, not 104`)
    const length = r.u8("APDU length")
    if (length < CONTROL || length > LONGEST)
      throw new Malformed(`IEC 104 length is ${length}, outside ${CONTROL} to ${LONGEST}`)
    const end = r.at + length
    const control = r.u8("Control octet 1")
    if ((control & 1) === 0) {
      r.u8("Send sequence number, high")
      r.u16le("Receive sequence number")
      r.endGroup()
      r.need(end - r.at)
      r.end = end
      return readUnit(r, about, out)
    }
    r.skip(CONTROL - 1, (control & 3) === 1 ? "Receive sequence number" : "Control octets 2 to 4")
    r.endGroup()
    if ((control & 3) === 3) out.detail(iec104Protocol, LINK + (control & 0xfc))
    if (r.at < end) throw new Malformed(`IEC 104 frame without data has ${length} octets, not ${CONTROL}`)
  },
}

/** Exactly one function is asked for or confirmed (section 5.1, figure 8), and the other octets are zero. */
function isLinkFunction(bytes: Uint8Array, at: number): boolean {
  const asked = bytes[at]! & 0xfc
  return (asked & (asked - 1)) === 0 && asked !== 0 && (bytes[at + 1]! | bytes[at + 2]! | bytes[at + 3]!) === 0
}

/** A known type, at least one object, a cause that is defined: strong enough beside the length to name the protocol. */
function isUnit(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at < UNIT_HEAD) return false
  const cause = bytes[at + 2]! & 0x3f
  return iec104TypeNames.has(bytes[at]!) && (bytes[at + 1]! & 0x7f) > 0 && (iec104CauseNames.has(cause) || cause > 47)
}

function readUnit(r: Reader, about: About, out: Findings): void {
  r.group("Application service data unit")
  const type = r.u8("Type identification")
  const qualifier = r.u8("Number of objects, and whether their addresses follow each other")
  const cause = r.u8("Cause of transmission, negative, test")
  r.u8("Originator address")
  const station = r.u16le("Common address")
  const count = qualifier & 0x7f
  const { bytes, at } = r
  const object = r.left >= 3 ? bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) : 0
  const outcome = outcomeOf(type, cause)
  out.operation(iec104Protocol, type, outcome, referenceOf(type, station, object))
  if (outcome !== "request" && outcome !== "message") out.part(iec104Protocol, station)
  else if (isReport(type)) out.part(iec104Protocol, station)
  if (count > 0 && r.left < 3) throw new Malformed(`IEC 104 unit of ${count} objects has ${r.left} octets of them`)
  const deed = (cause & 0x40) === 0 && count > 0 ? fileDeed(r, about, type) : -1
  if (deed >= 0) out.detail(iec104Protocol, FILE + deed)
  if (deed >= 0 || outcome === "request" || (outcome === "message" && isReport(type)))
    readObjects(r, out, type, station, qualifier)
  out.detail(iec104Protocol, cause & 0x3f)
  if ((cause & 0x40) !== 0) out.detail(iec104Protocol, NEGATIVE + (cause & 0x3f))
  if ((cause & 0x80) !== 0) out.detail(iec104Protocol, TEST)
  if (r.left >= 3) r.skip(r.at === at ? 3 : 0, "Information object address")
  if (r.left > 0) r.skip(r.left, "Information elements")
  r.endGroup()
}

/**
 * 101 section 7.4.11: who controls calls a file (select, request, sections), deletes it, or says that one is ready for the station and sends
 * it. The other way round the station does what it was asked for.
 */
function fileDeed(r: Reader, about: About, type: number): number {
  if (type < FILE_READY || about.direction < 0) return -1
  if (type === FILE_READY || type === FILE_SEGMENT) return about.direction > 0 ? WRITE : -1
  // Object address, name of the file, of the section, what is asked.
  if (type !== FILE_CALL || r.left < 7) return -1
  const asked = r.bytes[r.at + 6]! & 15
  return asked === 4 ? DELETE : asked === 3 ? -1 : CALL
}

/** Types that a controlled station sends unasked or when it is interrogated. */
const isReport = (type: number): boolean => type < 45 || type === 70

/** 101 section 7.2.3: 6, 8 and 5 ask, 7 and 9 confirm (with bit 6: refuse), 44 to 47 refuse; all else is told. */
function outcomeOf(type: number, cause: number): Outcome {
  if (isReport(type)) return "message"
  const why = cause & 0x3f
  if (why === 6 || why === 8 || why === 5) return (cause & 0x40) === 0 ? "request" : "exception"
  if (why === 7 || why === 9) return (cause & 0x40) === 0 ? "response" : "exception"
  return why >= 44 && why <= 47 ? "exception" : "message"
}

/** A confirmation repeats type, station and object of what it confirms. */
const referenceOf = (type: number, station: number, object: number): number =>
  (Math.imul(station + 1, 0x9e3779b1) ^ (object << 7) ^ type) & 0x7fffffff

/** Objects have an address each, or (bit 7 of the qualifier) one for the first, which the others follow. */
function readObjects(r: Reader, out: Findings, type: number, station: number, qualifier: number): void {
  const size = elementBytes(type)
  const isSequence = (qualifier & 0x80) !== 0
  let address = 0
  for (let n = 0; n < (qualifier & 0x7f); n++) {
    if (n === 0 || !isSequence) {
      if (r.left < 3) return
      const low = r.u16le("Information object address")
      address = low | (r.u8("Information object address, high") << 16)
    } else address++
    out.place(areaOf(station, type), address, 1)
    if (size < 0 || size > r.left) return
    if (size > 0) {
      out.written(r.at, size)
      r.skip(size, "Information element")
    }
  }
}

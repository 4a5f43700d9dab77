/** Attributes and methods of COSEM objects in get, set, action and their answers: IEC 62056-5-3 section 8.5, by logical names. */
import { fingerprint } from "../../bytes/fingerprint.ts"
import type { Reader } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import { RESULT } from "./dlms-errors.ts"
import { ATTRIBUTE, dlmsProtocol, METHOD, methodCode, writeCode } from "./dlms-names.ts"
import type { About, Findings } from "../dissector.ts"

const READ = 0x05
const GET = 0xc0
const SET = 0xc1
const ACTION = 0xc3

/** Kinds of requests and answers: one object, or several of them. */
const NORMAL = 1
const LISTS: ReadonlyMap<number, number> = new Map([
  [GET, 3],
  [SET, 4],
  [ACTION, 3],
])
/** Section 8.4.5, of what does not fit into one unit: a write or an action begins with its object, or with several of them. */
const BLOCKS_OF_SET = 2
const BLOCKS_OF_ACTION = 4
const BLOCKS_OF_LIST = 5
/** An answer in blocks: whether this is the last, its number, then bytes or what went wrong. */
const BLOCK = 2
/** The answer ends before its result. */
const NOT_TOLD = 256
/** Class, OBIS, attribute or method. */
const DESCRIPTOR = 9

/** What was asked for last, by the four bits of the invocation: which property of the meter, 0 none. */
type Memory = { asked: Uint8Array }
const noMemory = (): Memory => ({ asked: new Uint8Array(16) })

/** 0-0:42.0.0 the logical device name, 0-0:96.1.0 the serial number, 1-0:0.2.0 the firmware (IEC 62056-6-1, abstract objects). */
const properties: readonly (readonly [ClaimField, readonly number[]])[] = [
  ["stationName", [0, 0, 42, 0, 0, 255]],
  ["serial", [0, 0, 96, 1, 0, 255]],
  ["firmware", [1, 0, 0, 2, 0, 255]],
]

export function readRequest(r: Reader, about: About, out: Findings, tag: number): void {
  const kind = r.u8("Kind")
  const from = r.at
  const invocation = r.u8("Invocation and priority") & 15
  const isList = kind === LISTS.get(tag) || (tag !== GET && kind === BLOCKS_OF_LIST)
  const isBlocks = (tag === SET && kind === BLOCKS_OF_SET) || (tag === ACTION && kind === BLOCKS_OF_ACTION)
  out.operation(dlmsProtocol, tag, "request", invocation, fingerprint(r.bytes, from + 1, r.end))
  about.recall(noMemory).asked[invocation] = 0
  if (kind !== NORMAL && !isList && !isBlocks) return
  let count = isList ? r.u8("Number of objects") : 1
  for (; count > 0 && r.left >= DESCRIPTOR; count--) {
    const isPlain = readDescriptor(r, about, out, tag, kind === NORMAL ? invocation : -1)
    if (!isPlain) return
  }
}

/** False where the selection of a part follows, whose length only its content tells. */
function readDescriptor(r: Reader, about: About, out: Findings, tag: number, invocation: number): boolean {
  r.group("Object")
  const at = r.at
  const type = r.u16("Class")
  r.skip(6, "OBIS")
  const member = r.u8(tag === ACTION ? "Method" : "Attribute")
  if (tag === ACTION) out.detail(dlmsProtocol, methodCode(type, member))
  else if (tag === SET) out.detail(dlmsProtocol, writeCode(type))
  out.named(tag === ACTION ? METHOD : ATTRIBUTE, at, DESCRIPTOR)
  if (invocation >= 0 && tag === GET && type === 1 && member === 2)
    about.recall(noMemory).asked[invocation] = propertyOf(r.bytes, at + 2)
  const isLast = invocation >= 0
  const follows =
    (tag !== ACTION || isLast) && r.left > 0 ? r.u8(tag === ACTION ? "Parameters follow" : "Selection") : 0
  const holdsValue = isLast && r.left > 0 && (tag === SET ? follows === 0 : tag === ACTION && follows !== 0)
  if (holdsValue) out.written(r.at, r.left)
  r.endGroup()
  return follows === 0
}

function propertyOf(bytes: Uint8Array, at: number): number {
  for (let n = 0; n < properties.length; n++)
    if (properties[n]![1].every((byte, i) => bytes[at + i] === byte)) return n + 1
  return 0
}

export function readAnswer(r: Reader, about: About, out: Findings, tag: number): void {
  const kind = r.u8("Kind")
  const invocation = r.u8("Invocation and priority") & 15
  if (tag === GET && kind === BLOCK && r.left >= 6) return readBlock(r, out, invocation)
  const at = r.at
  // One object: of a set and an action the result, of a get the choice of data (0) or the result.
  const result = kind === NORMAL && r.left > 0 ? (tag === GET ? getResult(r) : r.u8("Result")) : 0
  out.operation(dlmsProtocol, tag, result === 0 ? "response" : "exception", invocation)
  if (result > 0 && result < NOT_TOLD) out.detail(dlmsProtocol, RESULT + result)
  if (kind !== NORMAL) return
  if (tag === GET && result === 0 && r.left > 0) {
    out.result(true, r.at, r.left)
    claim(r, about, out, invocation)
  } else out.result(result === 0, at, 0)
}

/** The value begins in block 1; the others go on. */
function readBlock(r: Reader, out: Findings, invocation: number): void {
  r.u8("Last block")
  const number = r.u32("Block number")
  const failed = r.u8("Choice") !== 0
  out.operation(dlmsProtocol, GET, failed ? "exception" : "response", invocation)
  if (failed && r.left > 0) out.detail(dlmsProtocol, RESULT + r.u8("Result"))
  if (failed || number !== 1 || r.left === 0) return
  const first = r.u8("Length of the block")
  if (first > 0x80) r.skip(first & 0x7f, "Length of the block, the rest")
  out.result(true, r.at, r.left)
}

/** Of each variable a choice: 0 its value or that it was written, 1 why not. Where a value ends, only its content tells. */
export function readShortAnswer(r: Reader, out: Findings, tag: number): void {
  const count = r.left > 0 ? r.u8("Number of variables") : 0
  const isRefused = count === 1 && r.left >= 2 && r.bytes[r.at] === 1
  out.operation(dlmsProtocol, tag, isRefused ? "exception" : "response")
  for (let n = 0; n < count && r.left > 0; n++) {
    const choice = r.u8("Choice")
    if (choice === 1 && r.left > 0) {
      out.detail(dlmsProtocol, RESULT + r.u8("Result"))
      out.result(false)
    } else if (choice !== 0 || tag === READ) {
      if (choice === 0 && n === count - 1) out.result(true, r.at, r.left)
      return
    } else out.result(true)
  }
}

function getResult(r: Reader): number {
  if (r.u8("Choice") === 0) return 0
  return r.left > 0 ? r.u8("Result") : NOT_TOLD
}

/** A string of octets (9) or of letters (10) answers for one of the properties. */
function claim(r: Reader, about: About, out: Findings, invocation: number): void {
  const property = properties[about.recall(noMemory).asked[invocation]! - 1]
  if (property === undefined || r.left < 2) return
  const type = r.u8("Type of the value")
  const length = r.u8("Length of the value")
  if ((type !== 9 && type !== 10) || length > r.left) return
  const at = r.at
  const text = r.text(length, "Value").replace(/\0+$/, "").trim()
  if (!/^[\x20-\x7e]{2,}$/.test(text)) return
  out.claim("sender", property[0], text, "DLMS identification", 0.95, at, length)
  // The logical device name begins with the three letters of its maker.
  const maker = property[0] === "stationName" ? makers.get(text.slice(0, 3)) : undefined
  if (maker !== undefined) out.claim("sender", "vendor", maker, "DLMS identification", 0.8, at, 3)
}

const makers: ReadonlyMap<string, string> = new Map([
  ["EMH", "EMH metering"],
  ["ISK", "Iskraemeco"],
  ["KAM", "Kamstrup"],
  ["LGZ", "Landis+Gyr"],
  ["ZIV", "ZIV"],
])

/** An optional time, then the object that changed. */
export function readEvent(r: Reader, out: Findings): void {
  if (r.left > 0 && r.u8("Time follows") !== 0 && r.left > 0) r.skip(r.u8("Length of the time"), "Time")
  if (r.left < DESCRIPTOR) return
  const at = r.at
  r.u16("Class")
  r.skip(6, "OBIS")
  r.u8("Attribute")
  out.named(ATTRIBUTE, at, DESCRIPTOR)
}

/**
 * The answers of an S7 controller's system status list (SZL) that tell what it is: Siemens "System Software for
 * S7-300/400 System and Standard Functions" volume 2, chapter 33: lists 0x0011, 0x001C, 0x0132 and 0x0424.
 */
import type { Reader } from "../../bytes/reader.ts"
import { Malformed } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import type { Findings, Whose } from "../dissector.ts"

const MODULE_RULE = "S7comm SZL 0x0011"
const COMPONENT_RULE = "S7comm SZL 0x001C"
const PROTECTION_RULE = "S7comm SZL 0x0132"
const MODE_RULE = "S7comm SZL 0x0424"

/** Reads one list from its SZL-ID on; a list cut into several data units gives the records that are whole. */
export function readSystemList(r: Reader, out: Findings, whose: Whose): void {
  const id = r.u16("SZL-ID")
  r.u16("SZL index")
  const length = r.u16("Length of a record")
  const count = r.u16("Number of records")
  if (count > 0 && length === 0) throw new Malformed(`SZL 0x${id.toString(16)}: ${count} records of 0 bytes`)
  const list = id & 0xff
  for (let record = 0; record < count && r.left >= length; record++) {
    r.group("Record")
    const next = r.at + length
    if (list === 0x11 && length === 28) readModule(r, out, whose)
    else if (list === 0x1c && length === 34) readComponent(r, out, whose)
    else if (list === 0x24 && id >> 8 === 0x04 && length === 20) readMode(r, out, whose)
    else if (list === 0x32 && length >= 12) readProtection(r, out, whose)
    else r.skip(length, "Data")
    r.at = next
    r.endGroup()
  }
}

/** 0x0011: index 1 the module, 6 its hardware, 7 its firmware, 0x81 the boot loader. */
function readModule(r: Reader, out: Findings, whose: Whose): void {
  const index = r.u16("Index")
  const orderAt = r.at
  const order = r.text(20, "Order number").replace(/[\0 ]+$/, "")
  r.u16("Module type")
  const versionAt = r.at
  const first = r.u16("Version, first half")
  const second = r.u16("Version, second half")
  if (index === 1 && /^[\x20-\x7e]{4,}$/.test(order)) {
    out.claim(whose, "orderNumber", order, MODULE_RULE, 0.95, orderAt, 20)
    if (/^6(ES7|GK|AV|SL)/.test(order)) out.claim(whose, "vendor", "Siemens", MODULE_RULE, 0.95, orderAt, 20)
  }
  if (index === 6 && first > 0 && first < 256) {
    out.claim(whose, "hardware", String(first), MODULE_RULE, 0.9, versionAt, 2)
  }
  if (index === 7 && first >> 8 === 0x56) {
    const version = `V${first & 0xff}.${second >> 8}.${second & 0xff}`
    out.claim(whose, "firmware", version, MODULE_RULE, 0.95, versionAt, 4)
  }
}

const componentFields: ReadonlyMap<number, ClaimField> = new Map([
  [1, "hostname"],
  [5, "serial"],
  [7, "model"],
  [11, "location"],
])

/** 0x001C: index 1 the controller's name, 2 the module's, 3 plant, 4 copyright, 5 serial number, 7 module type, 8 memory card, 11 place. */
function readComponent(r: Reader, out: Findings, whose: Whose): void {
  const index = r.u16("Index") & 0xff
  const at = r.at
  const value = r
    .text(32, "Name")
    .replace(/\0[^]*$/, "")
    .trim()
  if (!/^[\x20-\x7e\xa0-\xff]{2,}$/.test(value)) return
  const field = componentFields.get(index)
  if (field !== undefined) out.claim(whose, field, value, COMPONENT_RULE, 0.95, at, 32)
  if (index === 2) out.claim(whose, "description", value, COMPONENT_RULE, 0.9, at, 32)
  if (index === 4 && /siemens/i.test(value)) out.claim(whose, "vendor", "Siemens", COMPONENT_RULE, 0.95, at, 32)
  if (index === 7 && /^(CPU|IM\d+.*CPU)/.test(value)) out.claim(whose, "type", "plc", COMPONENT_RULE, 0.95, at, 32)
}

/** 0x0424: the low half of the fourth byte is the operating state. */
function readMode(r: Reader, out: Findings, whose: Whose): void {
  r.u16("Event")
  r.u8("Event attributes")
  const at = r.at
  const state = r.u8("Operating states, earlier and present") & 0x0f
  const mode = s7Mode(state)
  if (mode !== undefined) out.claim(whose, "mode", mode, MODE_RULE, 0.95, at, 1)
}

/** Positions of the mode selector of list 0x0132. */
const selectors: Readonly<Record<number, string>> = { 1: "RUN", 2: "RUN-P", 3: "STOP", 4: "MRES" }
const guards = ["", "no password needed", "writing needs the password", "reading and writing need the password"]

/** 0x0132, 0x0232, index 4: levels of protection by selector, by password and valid, then the position of the mode selector. */
function readProtection(r: Reader, out: Findings, whose: Whose): void {
  if (r.u16("Index") !== 4) return
  r.u16("Level set by the mode selector")
  r.u16("Level set by the password")
  const levelAt = r.at
  const level = r.u16("Valid level")
  const at = r.at
  const selector = selectors[r.u16("Position of the mode selector")]
  const guarded = guards[level]
  if (level >= 1 && guarded !== undefined)
    out.claim(whose, "protection", `level ${level}: ${guarded}`, PROTECTION_RULE, 0.95, levelAt, 2)
  if (selector !== undefined) out.claim(whose, "keySwitch", selector, PROTECTION_RULE, 0.95, at, 2)
}

/** Operating states of list 0x0424. */
function s7Mode(state: number): string | undefined {
  if (state >= 1 && state <= 4) return "stop"
  if (state === 8 || state === 9) return "run"
  if (state === 0x0d) return "fault"
  return undefined
}

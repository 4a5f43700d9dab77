/** PROFINET real time frames: IEC 61158-6-10 section 4.2.2.3 (frame identifiers), 4.7 (cyclic data), 4.8 and 5.2.9 (alarms). */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import * as kinds from "./profinet-rt-names.ts"
import { CERTAIN, noStates, RUNNING, tellStates, VALID } from "./profinet-rt-states.ts"
import { rtProtocol } from "./profinet-rt-names.ts"

const ALARM_HIGH = 0xfc01
const ALARM_LOW = 0xfe01
/** Kinds of alarm packets: data, not acknowledged, acknowledged, error. */
const DATA = 1

export const profinetRt: Dissector = {
  protocol: rtProtocol,
  ethertypes: [0x8892],

  probe(bytes, from, to) {
    if (to - from < 4) return false
    return kindOf((bytes[from]! << 8) | bytes[from + 1]!) > 0 || isAlarm((bytes[from]! << 8) | bytes[from + 1]!)
  },

  read(r, about, out) {
    const id = r.u16("Frame identifier")
    if (isAlarm(id)) return readAlarm(r, out)
    const kind = kindOf(id)
    out.operation(rtProtocol, kind, "message")
    if (kind > kinds.CYCLIC_IRT_TWICE || r.left < 6) return r.skip(r.left, "Data")
    // Cyclic data ends with the cycle counter, the data status and the transfer status (section 4.7.2).
    r.skip(r.left - 4, "User data")
    r.u16("Cycle counter")
    const at = r.at
    const status = r.u8("Data status")
    const transfer = r.u8("Transfer status")
    const before = about.recall(noStates).change(id, (transfer << 8) | status)
    if (before === (transfer << 8) + status) return
    if (transfer === 0 && (status & CERTAIN) === VALID)
      out.claim("sender", "mode", (status & RUNNING) === 0 ? "stop" : "run", "PROFINET data status", 0.9, at, 1)
    tellStates(out, before, status, transfer)
  },
}

const isAlarm = (id: number): boolean => id === ALARM_HIGH || id === ALARM_LOW

/** 0: reserved ranges, which are not ours. */
function kindOf(id: number): number {
  if (id >= 0xc000) return id <= 0xf7ff ? kinds.CYCLIC : id <= 0xfbff ? kinds.CYCLIC_MANY : acyclic(id)
  if (id >= 0x8000) return id <= 0xbbff ? kinds.CYCLIC : kinds.CYCLIC_MANY
  if (id >= 0x0100) return id <= 0x06ff ? kinds.CYCLIC_IRT : id <= 0x0fff ? kinds.CYCLIC_IRT_TWICE : 0
  return id >= 0x0020 && id <= 0x0081 ? kinds.SYNC : 0
}

function acyclic(id: number): number {
  if (id >= 0xff00) {
    if (id <= 0xff1f) return kinds.ANNOUNCE
    if (id <= 0xff3f) return kinds.FOLLOW_UP
    if (id <= 0xff7f) return kinds.DELAY
    return id <= 0xff8f ? kinds.FRAGMENT : 0
  }
  if (id === 0xfe02) return kinds.SERVICE
  return id >= 0xfefc ? kinds.DISCOVERY : 0
}

function readAlarm(r: Reader, out: Findings): void {
  r.group("Alarm packet")
  r.u16("Destination endpoint")
  r.u16("Source endpoint")
  const type = r.u8("Type and version") & 15
  r.u8("Flags and window size")
  r.u16("Send sequence number")
  r.u16("Acknowledged sequence number")
  const length = r.u16("Length of the variable part")
  r.endGroup()
  if (length > r.left) throw new Malformed(`PROFINET alarm of ${length} bytes, ${r.left} are there`)
  const padding = r.left - length
  r.end = r.at + length
  if (type === DATA && length >= 6) readBlock(r, out)
  else {
    out.operation(rtProtocol, kinds.PACKETS + type, "message")
    if (length >= 4) tellStatus(out, r.u32("PNIO status"))
  }
  if (r.left > 0) r.skip(r.left, "Data")
  r.end += padding
  if (padding > 0) r.skip(padding, "Padding")
}

function tellStatus(out: Findings, status: number): void {
  if (status !== 0) out.detail(rtProtocol, kinds.STATUS + (status & 0xffffff))
}

/** Blocks 0x0001 and 0x0002 notify, of high and low priority; 0x8001 and 0x8002 acknowledge. */
function readBlock(r: Reader, out: Findings): void {
  r.group("Alarm")
  const block = r.u16("Block type")
  r.u16("Block length")
  r.u16("Block version")
  if ((block & 0x7fff) === 0 || (block & 0x7fff) > 2) {
    out.operation(rtProtocol, kinds.PACKETS + DATA, "message")
    return r.endGroup()
  }
  const type = r.u16("Alarm type")
  r.u32("API")
  const slot = r.u16("Slot")
  const subslot = r.u16("Subslot")
  if (block < 0x8000) {
    r.u32("Module")
    r.u32("Submodule")
    r.u16("Alarm specifier")
    out.operation(rtProtocol, kinds.ALARMS + type, "message")
    readUser(r, out, ((slot & 0x7fff) << 16) | subslot)
  } else {
    r.u16("Alarm specifier")
    const status = r.u32("PNIO status")
    out.operation(rtProtocol, kinds.ACKNOWLEDGED, status === 0 ? "message" : "exception")
    tellStatus(out, status)
  }
  r.endGroup()
}

/** What the alarm brings along; of the diagnosis of channels (0x8000, 0x8002, 0x8003) the first is told (section 5.2.8). */
function readUser(r: Reader, out: Findings, where: number): void {
  const structure = r.left >= 8 ? r.u16("User structure") : 0
  if (structure !== 0x8000 && structure !== 0x8002 && structure !== 0x8003) return out.place(where, 0, 0)
  const channel = r.u16("Channel")
  r.u16("Channel properties")
  out.place(where, channel + 1, r.u16("Channel error"))
}

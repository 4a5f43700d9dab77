/** Where DNP3 requests reach, in words: points by group and index, classes, the clock, files, of one outstation (IEEE 1815-2012 annex A). */
import type { PlaceFacts } from "../protocol.ts"

/** A group that stands for the outstation as a whole. */
export const WHOLE = 255
/** In `count`: the variation in the lowest 8 bits, how many above; this many and more: all of them. */
const MOST = 0xffff
export const areaOf = (address: number, group: number): number => (address << 8) | group
export const countOf = (count: number, variation: number): number => (Math.min(count, MOST) << 8) | variation
export const ALL = MOST

const groups: Readonly<Record<number, string>> = {
  0: "device attributes",
  1: "binary inputs",
  2: "binary input events",
  3: "double-bit inputs",
  4: "double-bit input events",
  10: "binary outputs",
  11: "binary output events",
  12: "binary output commands",
  13: "binary output command events",
  20: "counters",
  21: "frozen counters",
  22: "counter events",
  23: "frozen counter events",
  30: "analog inputs",
  31: "frozen analog inputs",
  32: "analog input events",
  33: "frozen analog input events",
  34: "analog input deadbands",
  40: "analog output status",
  41: "analog outputs",
  42: "analog output events",
  43: "analog output command events",
  50: "time and date",
  51: "common time of occurrence",
  52: "time delay",
  60: "classes",
  70: "files",
  80: "internal indications",
  81: "device storage",
  82: "device profile",
  83: "private registration",
  85: "data set prototype",
  86: "data set descriptor",
  87: "data set",
  88: "data set events",
  90: "application",
  91: "status of operation",
  101: "binary coded decimal",
  102: "unsigned integers",
  110: "octet strings",
  111: "octet string events",
  112: "virtual terminal output",
  113: "virtual terminal events",
  120: "authentication",
  121: "security statistics",
  122: "security statistic events",
}
const classes = ["", "class 0 data", "class 1 events", "class 2 events", "class 3 events"]
export const groupName = (group: number): string => groups[group] ?? `group ${group}`

const latin = new TextDecoder("latin1")

export function dnp3PlaceText({ area, from, count, name }: PlaceFacts): string {
  const address = area >> 8
  const group = area & 255
  const station = address >= 65533 ? `all outstations (${address})` : `address ${address}`
  if (group === WHOLE) return station
  if (name.length > 0) return `${station}, file ${latin.decode(name)}`
  const variation = count & 255
  const many = count >> 8
  if (group === 60) return `${station}, ${classes[variation] ?? "all classes"}`
  if (group === 50) return `${station}, ${groupName(group)}`
  const words = `${station}, ${groupName(group)} (group ${group})`
  if (many === ALL) return `${words}, all`
  return many > 1 ? `${words} ${from} to ${from + many - 1}` : `${words} ${from}`
}

const operations = ["nothing", "pulse on", "pulse off", "latch on", "latch off"]
const trips = ["", ", close", ", trip", ""]

/** Annex A.8.1: code, count, times on and off, status. */
function controlText(value: Uint8Array): string {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  const code = value[0]!
  const what = `${operations[code & 15] ?? `operation ${code & 15}`}${trips[code >> 6]!}${(code & 0x20) === 0 ? "" : ", clear"}`
  if ((code & 15) !== 1 && (code & 15) !== 2) return what
  return `${what}, ${value[1]!} × ${view.getUint32(2, true)} ms on, ${view.getUint32(6, true)} ms off`
}

export function dnp3ValueText({ area, count }: PlaceFacts, value: Uint8Array): string {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  const variation = count & 255
  switch (area & 255) {
    case 12:
      if (variation === 1 && value.length >= 11) return controlText(value)
      break
    case 41:
    case 34:
      return numberText(area & 255, variation, view)
    case 50:
      if (value.length >= 6)
        return new Date(view.getUint16(4, true) * 2 ** 32 + view.getUint32(0, true))
          .toISOString()
          .replace("T", " ")
          .replace("Z", "")
      break
    case 10:
    case 80:
      return (value[0] ?? 0) === 0 ? "off" : "on"
  }
  return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(" ")
}

/** Variations of analog outputs: 32 bits, 16 bits, float, double; of deadbands: 16 bits, 32 bits, float. */
function numberText(group: number, variation: number, view: DataView): string {
  const kind = group === 34 ? [0, 2, 1, 3][variation] : variation
  if (kind === 1 && view.byteLength >= 4) return String(view.getInt32(0, true))
  if (kind === 2 && view.byteLength >= 2) return String(view.getInt16(0, true))
  if (kind === 3 && view.byteLength >= 4) return String(Number(view.getFloat32(0, true).toPrecision(7)))
  return kind === 4 && view.byteLength >= 8 ? String(view.getFloat64(0, true)) : "?"
}

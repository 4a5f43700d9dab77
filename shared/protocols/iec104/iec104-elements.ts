/** Information elements of IEC 60870-5-101 section 7.2.6, as the types of section 7.3 and of IEC 60870-5-104 section 8 put them together. */

/** Octets behind the object address by type; file segments (125) have their own length. */
const sizes: Readonly<Record<number, number>> = {
  ...{ 1: 1, 2: 4, 3: 1, 4: 4, 5: 2, 6: 5, 7: 5, 8: 8, 9: 3, 10: 6, 11: 3, 12: 6, 13: 5, 14: 8, 15: 5, 16: 8 },
  ...{ 17: 6, 18: 7, 19: 7, 20: 5, 21: 2, 30: 8, 31: 8, 32: 9, 33: 12, 34: 10, 35: 10, 36: 12, 37: 12 },
  ...{ 38: 10, 39: 11, 40: 11, 45: 1, 46: 1, 47: 1, 48: 3, 49: 3, 50: 5, 51: 4, 58: 8, 59: 8, 60: 8, 61: 10 },
  ...{ 62: 10, 63: 12, 64: 11, 70: 1, 100: 1, 101: 1, 102: 0, 103: 7, 104: 2, 105: 1, 106: 2, 107: 9 },
  ...{ 110: 3, 111: 3, 112: 5, 113: 1, 120: 6, 121: 7, 122: 4, 123: 5, 124: 4, 126: 13, 127: 16 },
}
export const elementBytes = (type: number): number => sizes[type] ?? -1

const quality = (octet: number): string =>
  [
    [0x80, "invalid"],
    [0x40, "not topical"],
    [0x20, "substituted"],
    [0x10, "blocked"],
  ]
    .filter(([bit]) => (octet & Number(bit)) !== 0)
    .map(([, word]) => `, ${word}`)
    .join("")

/** Of measured values the lowest bit is an overflow (7.2.6.3). */
const measured = (octet: number): string => ((octet & 1) === 0 ? "" : ", overflow") + quality(octet)
const doubles = ["between", "off", "on", "undetermined"]
const steps = ["not permitted", "lower", "higher", "not permitted"]
const act = (octet: number): string => ((octet & 0x80) === 0 ? "" : ", select")
const round = (value: number): string => String(Number(value.toPrecision(7)))

/** Which reading a type has, with and without time. */
const kinds: Readonly<Record<number, string>> = {
  ...{
    1: "single",
    2: "single",
    30: "single",
    3: "double",
    4: "double",
    31: "double",
    5: "step",
    6: "step",
    32: "step",
  },
  ...{ 7: "bits", 8: "bits", 33: "bits", 9: "normalized", 10: "normalized", 34: "normalized", 21: "bare" },
  ...{
    11: "scaled",
    12: "scaled",
    35: "scaled",
    13: "float",
    14: "float",
    36: "float",
    15: "total",
    16: "total",
    37: "total",
  },
  ...{
    45: "command",
    58: "command",
    46: "double command",
    59: "double command",
    47: "step command",
    60: "step command",
  },
  ...{
    48: "normalized point",
    61: "normalized point",
    49: "scaled point",
    62: "scaled point",
    50: "float point",
    63: "float point",
  },
  ...{ 51: "bare bits", 64: "bare bits", 100: "interrogation", 101: "counters", 103: "time", 105: "reset" },
  ...{ 110: "normalized", 111: "scaled", 112: "float", 120: "file ready", 122: "file call" },
}

/** In words; undefined where the type has no reading here. */
export function elementText(type: number, value: Uint8Array): string | undefined {
  const kind = kinds[type]
  if (kind === undefined || value.length < Math.min(elementBytes(type), 16)) return undefined
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  const first = value[0] ?? 0
  const isParameter = type >= 110 && type <= 112
  switch (kind) {
    case "single":
      return `${(first & 1) === 0 ? "off" : "on"}${quality(first)}`
    case "double":
      return `${doubles[first & 3]!}${quality(first)}`
    case "step":
      return `${(first << 25) >> 25}${(first & 0x80) === 0 ? "" : ", moving"}${measured(value[1]!)}`
    case "bits":
      return `0x${view.getUint32(0, true).toString(16).padStart(8, "0")}${measured(value[4]!)}`
    case "bare bits":
      return `0x${view.getUint32(0, true).toString(16).padStart(8, "0")}`
    case "normalized":
      return round(view.getInt16(0, true) / 32768) + (isParameter ? "" : measured(value[2]!))
    case "bare":
      return round(view.getInt16(0, true) / 32768)
    case "scaled":
      return String(view.getInt16(0, true)) + (isParameter ? "" : measured(value[2]!))
    case "float":
      return round(view.getFloat32(0, true)) + (isParameter ? "" : measured(value[4]!))
    case "total":
      return `${view.getInt32(0, true)}${(value[4]! & 0x80) === 0 ? "" : ", invalid"}`
    default:
      return commandText(kind, value, view, first)
  }
}

function commandText(kind: string, value: Uint8Array, view: DataView, first: number): string | undefined {
  switch (kind) {
    case "command":
      return `${(first & 1) === 0 ? "off" : "on"}${act(first)}`
    case "double command":
      return `${["not permitted", "off", "on", "not permitted"][first & 3]!}${act(first)}`
    case "step command":
      return `${steps[first & 3]!}${act(first)}`
    case "normalized point":
      return round(view.getInt16(0, true) / 32768) + act(value[2]!)
    case "scaled point":
      return String(view.getInt16(0, true)) + act(value[2]!)
    case "float point":
      return round(view.getFloat32(0, true)) + act(value[4]!)
    case "interrogation":
      return first === 20 ? "whole station" : first > 20 && first <= 36 ? `group ${first - 20}` : String(first)
    case "counters":
      return (
        (["read", "freeze", "freeze and reset", "reset"][first >> 6] ?? "") +
        ((first & 63) === 5 ? ", all" : `, group ${first & 63}`)
      )
    case "reset":
      return first === 1 ? "whole process" : first === 2 ? "pending events" : String(first)
    case "file ready":
      return `${fileText(view)}, ${value[2]! + value[3]! * 256 + value[4]! * 65_536} bytes`
    case "file call":
      return `${fileText(view)}: ${["default", "select file", "request file", "deactivate file", "delete file", "select section", "request section"][value[3]! & 15] ?? value[3]!}`
    default:
      return timeText(value, view)
  }
}

/** Names of files (7.2.6.33). */
const files = ["", "default", "disturbance data", "sequences of events", "sequences of recorded analogue values"]
function fileText(view: DataView): string {
  const name = view.getUint16(0, true)
  return `file ${name}${name > 0 && name < files.length ? ` (${files[name]})` : ""}`
}

const two = (value: number): string => String(value).padStart(2, "0")

/** CP56Time2a (7.2.6.18): milliseconds, minute, hour, day, month, year. */
function timeText(value: Uint8Array, view: DataView): string {
  const milliseconds = view.getUint16(0, true)
  const date = `20${two(value[6]! & 127)}-${two(value[5]! & 15)}-${two(value[4]! & 31)}`
  return `${date} ${two(value[3]! & 31)}:${two(value[2]! & 63)}:${two(Math.floor(milliseconds / 1000))}`
}

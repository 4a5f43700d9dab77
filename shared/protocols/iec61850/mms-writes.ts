/**
 * What a read or write is about. IEC 61850-8-1 maps a data object's attributes to names like "CSWI1$CO$Pos$Oper": the functional constraint
 * stands second (IEC 61850-7-2 table 20), and what is done to a control object last (IEC 61850-8-1 section 20).
 */
import { element, elementAt } from "../osi/ber.ts"

/** Details by code: what was written, in the words of the standard. */
export const mmsWrites: ReadonlyMap<number, string> = new Map([
  [1, "operate a control object"],
  [2, "select a control object"],
  [3, "cancel a control"],
  [4, "write a set point or setting"],
  [5, "change a setting group"],
  [6, "change a report control block"],
  [7, "change a GOOSE or sampled value control block"],
  [8, "change the configuration"],
  [9, "disable a report"],
  [10, "disable GOOSE or sampled values"],
  [11, "purge the buffer of a report"],
  [12, "change the mode of a logical node"],
])

const constraints: Readonly<Record<string, number>> = {
  $SP$: 4,
  $SG$: 5,
  $SE$: 5,
  $RP$: 6,
  $BR$: 6,
  $GO$: 7,
  $MS$: 7,
  $US$: 7,
  $CF$: 8,
  $DC$: 8,
}
const controls: Readonly<Record<string, number>> = { $Oper: 1, $SBOw: 2, $Cancel: 3 }

/** Names are at most 64 letters after the domain's (IEC 61850-8-1 section 7.3.4), and stand first. */
const MOST = 160

const DOLLAR = 0x24
const value = element()

/** Where the functional constraint begins, or -1. */
function constraintAt(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at + 4 <= end; at++) if (bytes[at] === DOLLAR && bytes[at + 3] === DOLLAR) return at
  return -1
}

/** The code of what is named between `from` and `to` and written as `values` to `last`, or 0. */
export function writeOf(bytes: Uint8Array, from: number, to: number, values: number, last: number): number {
  const end = Math.min(to, from + MOST)
  const at = constraintAt(bytes, from, end)
  if (at < 0) return 0
  const constraint = String.fromCharCode(...bytes.subarray(at, at + 4))
  const rest = /^[\w$]*/.exec(String.fromCharCode(...bytes.subarray(at + 3, end)))![0]
  if (constraint === "$CO$") return controlOf(rest)
  const code = constraints[constraint] ?? 0
  if (code === 4 && rest.includes("$SGCB")) return 5
  if (code !== 6 && code !== 7) return code
  const said = elementAt(bytes, values, last, value) && value.identifier === 0x83 ? bytes[value.from]! : -1
  if (code === 6 && said > 0 && rest.endsWith("$PurgeBuf")) return 11
  if (said === 0 && /\$(Rpt|Go|Sv)Ena$/.test(rest)) return code === 6 ? 9 : 10
  return code
}

/** The name ends where letters, digits, "$" and "_" do. */
function controlOf(name: string): number {
  if (name.startsWith("$Mod$") && name.includes("$Oper")) return 12
  for (const [part, code] of Object.entries(controls)) if (name.includes(part)) return code
  return 0
}

/** Reading "…$CO$Pos$SBO" selects it. Cheap: what has no such constraint is passed over. */
export function isSelect(bytes: Uint8Array, from: number, to: number): boolean {
  const at = constraintAt(bytes, from, Math.min(to, from + MOST))
  if (at < 0 || bytes[at + 1] !== 0x43 || bytes[at + 2] !== 0x4f) return false
  return bytes[to - 4] === DOLLAR && bytes[to - 3] === 0x53 && bytes[to - 2] === 0x42 && bytes[to - 1] === 0x4f
}

/** IEC 61850-7-3 sections 7.9.2 and 7.9.3: nameplates of the logical device (LLN0) and of the device (LPHD). */
export const plates = [
  ["", ""],
  ["vendor", "$vendor"],
  ["firmware", "$swRev"],
  ["hardware", "$hwRev"],
  ["serial", "$serNum"],
  ["model", "$model"],
  ["location", "$location"],
  ["description", "$d"],
] as const
/** The nameplate as a whole: its first attribute is the vendor, and in a logical device's the second the revision of its software. */
export const WHOLE_NAMEPLATE = 100
export const WHOLE_PHYSICAL = 101

/** Which field of a nameplate is read, or 0. */
export function plateOf(bytes: Uint8Array, from: number, to: number): number {
  const end = Math.min(to, from + MOST)
  const at = constraintAt(bytes, from, end)
  if (at < 4 || bytes[at + 1] !== 0x44 || bytes[at + 2] !== 0x43) return 0
  const rest = String.fromCharCode(...bytes.subarray(at + 4, end))
  const node = String.fromCharCode(...bytes.subarray(at - 4, at))
  const isDevice = node === "LLN0" && rest.startsWith("NamPlt")
  const isPhysical = /^(LPHD|PHD\d)$/.test(node) && rest.startsWith("PhyNam")
  if (!isDevice && !isPhysical) return 0
  if (rest.length === 6) return isDevice ? WHOLE_NAMEPLATE : WHOLE_PHYSICAL
  return Math.max(
    0,
    plates.findIndex(([, name], n) => n > 0 && rest.slice(6) === name),
  )
}

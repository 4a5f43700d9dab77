/** The declaration of cyclic CIP data: its directions, what its sequence numbers show, and where it goes. */
import { protocol, type PlaceFacts } from "../protocol.ts"

/** Directions, which the Forward Open tells. */
export const unknown = 0
export const outputs = 1
export const inputs = 2
const functionNames = ["data of a connection opened before", "outputs to the target", "inputs from the target"]

const findings = [
  ["sequence-skipped", "sequence numbers were skipped"],
  ["sequence-repeated", "sequence number was repeated"],
  ["sequence-back", "sequence number went back"],
] as const
export const SKIPPED = 0
export const REPEATED = 1
export const BACK = 2

/** One direction of a connection as a place: see `placeText`. */
export type IoConnection = {
  /** `outputs` or `inputs`. */
  readonly code: number
  readonly area: number
  readonly from: number
  readonly count: number
}

/** In `area`: that the Forward Open is not known, and the identifier's upper half. */
export const UNKNOWN_AREA = 1 << 27

export const cipIoProtocol = protocol({
  name: "cip-io",
  title: "CIP I/O",
  family: "ot",
  wireshark: "cipio",
  functionName: (code) => functionNames[code],
  detailKey: (code) => findings[code]?.[0] ?? String(code),
  detailName: (code) => findings[code]?.[1],
  placeText,
  valueText,
})

/** Direction, slot + 1, the identifier's top bit, whether there is an assembly, its instance; then the identifier and the interval. */
function placeText({ area, from, count }: PlaceFacts): string {
  if ((area & UNKNOWN_AREA) !== 0) return `connection ${hexadecimal((area & 0xffff) * 0x10000 + from)}`
  const slot = ((area >> 18) & 255) - 1
  const isInput = (area & (1 << 26)) !== 0
  const assembly = (area & (1 << 16)) === 0 ? "" : ` ${isInput ? "from" : "to"} assembly ${area & 0xffff}`
  const identifier = hexadecimal(from + ((area >> 17) & 1) * 0x80000000)
  return `${slot < 0 ? "" : `slot ${slot}, `}${isInput ? "inputs" : "outputs"}${assembly} every ${count / 1000} ms, connection ${identifier}`
}

const hexadecimal = (value: number): string => `0x${value.toString(16).padStart(8, "0")}`

/**
 * Section 3-6.1.4: outputs may begin with a header of 32 bits whose lowest says run or idle. Whether they do stands in the device's data sheet (EDS) and
 * in no message, so it is no proof of how the originator runs.
 */
function valueText({ area }: PlaceFacts, value: Uint8Array): string {
  const bytes = Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(" ")
  const isHeader = value.length >= 4 && value[0]! <= 1 && (value[1]! | value[2]! | value[3]!) === 0
  if (!isHeader || (area & (UNKNOWN_AREA | (1 << 26))) !== 0) return bytes
  return `${bytes} (${value[0] === 1 ? "run" : "idle"}, if the device uses the 32-bit header)`
}

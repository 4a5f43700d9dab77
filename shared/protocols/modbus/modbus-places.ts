/** Where Modbus requests reach, in words: "Modbus application protocol specification" V1.1b3 section 4.3 (data model) and 6. */
import type { PlaceFacts } from "../protocol.ts"

/** Kinds of data: the lowest four bits of an area; the unit stands above them, and above that the number of a file. */
export const kinds = { coils: 0, inputs: 1, holding: 2, input: 3, file: 4, queue: 5, identification: 6 } as const
export type Kind = (typeof kinds)[keyof typeof kinds]

export const areaOf = (unit: number, kind: Kind, file = 0): number => (file << 12) | (unit << 4) | kind

const titles: Readonly<Record<number, readonly [one: string, many: string]>> = {
  [kinds.coils]: ["coil", "coils"],
  [kinds.inputs]: ["discrete input", "discrete inputs"],
  [kinds.holding]: ["holding register", "holding registers"],
  [kinds.input]: ["input register", "input registers"],
  [kinds.file]: ["record", "records"],
  [kinds.queue]: ["FIFO queue of register", "FIFO queues of registers"],
  [kinds.identification]: ["identification object", "identification objects"],
}

/** Numbers count from 0, as they stand in the message and as Wireshark shows them. */
export function modbusPlaceText({ area, from, count }: PlaceFacts): string {
  const unit = `unit ${(area >> 4) & 255}`
  const [one = "place", many = "places"] = titles[area & 15] ?? []
  const file = (area & 15) === kinds.file ? `file ${area >>> 12}, ` : ""
  return `${unit}, ${file}${count > 1 ? `${many} ${from} to ${from + count - 1}` : `${one} ${from}`}`
}

/** Registers as unsigned numbers, coils as on and off: the first few of what was read or written. */
export function modbusValueText({ area, count }: PlaceFacts, value: Uint8Array): string {
  const kind = area & 15
  if (kind === kinds.coils || kind === kinds.inputs) return bitsText(count, value)
  const numbers: number[] = []
  for (let at = 0; at + 1 < value.length; at += 2) numbers.push((value[at]! << 8) | value[at + 1]!)
  return numbers.join(", ") + (count > numbers.length ? ", …" : "")
}

/** Section 6.1: the lowest bit of the first byte is the first coil. A single coil is written as 0xff00 or 0x0000 (6.5). */
function bitsText(count: number, value: Uint8Array): string {
  if (count === 1 && value.length === 2) return value[0] === 0xff ? "on" : "off"
  const shown = Math.min(count, value.length * 8, 16)
  const bits = Array.from({ length: shown }, (_, n) => ((value[n >> 3]! >> (n & 7)) & 1 ? "on" : "off"))
  return bits.join(", ") + (count > shown ? ", …" : "")
}

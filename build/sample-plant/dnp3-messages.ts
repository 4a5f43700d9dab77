/** DNP3 frames (IEEE 1815) with the check sums of their blocks. */
import { dnp3Checksum } from "../../shared/protocols/dnp3/dnp3-link.ts"
import { join, type Part, u16le } from "./bytes.ts"

/** One frame with one transport segment; `toOutstation` says who is the master. */
export function dnp3(
  toOutstation: boolean,
  target: number,
  source: number,
  sequence: number,
  application: Part,
): Uint8Array {
  const user = join([0xc0 | (sequence & 0x3f)], application)
  const header = join([0x05, 0x64, 5 + user.length, toOutstation ? 0xc4 : 0x44], u16le(target), u16le(source))
  const parts: Part[] = [header, u16le(dnp3Checksum(header, 0, 8))]
  for (let at = 0; at < user.length; at += 16) {
    const block = user.subarray(at, at + 16)
    parts.push(block, u16le(dnp3Checksum(block, 0, block.length)))
  }
  return join(...parts)
}

const control = (sequence: number): number => 0xc0 | (sequence & 0x0f)

/** Classes 1, 2, 3 and 0. */
export const readClasses = (sequence: number): readonly number[] => [
  control(sequence),
  1,
  ...[2, 3, 4, 1].flatMap((variation) => [0x3c, variation, 0x06]),
]

/** Binary inputs with flags (group 1 variation 2) and 16-bit analogue inputs with flags (group 30 variation 2). */
export const measured = (sequence: number, inputs: readonly number[], values: readonly number[]): Uint8Array =>
  join(
    [control(sequence), 0x81, 0, 0, 1, 2, 0, 0, inputs.length - 1],
    inputs.map((on) => (on ? 0x81 : 0x01)),
    [30, 2, 0, 0, values.length - 1],
    values.flatMap((value) => [0x01, ...u16le(value)]),
  )

/** All device attributes: group 0 variation 254. */
export const readAttributes = (sequence: number): readonly number[] => [control(sequence), 1, 0, 254, 0, 0, 0]

/** 252 vendor, 250 model, 248 serial number, 242 software version: each with its header. */
export const attributes = (sequence: number, of: readonly (readonly [number, string])[]): Uint8Array =>
  join(
    [control(sequence), 0x81, 0, 0],
    ...of.map(([variation, text]) => join([0, variation, 0, 0, 0, 1, text.length], text)),
  )

/** Modbus/TCP messages (application protocol specification V1.1b3). */
import { join, type Part, u16 } from "./bytes.ts"

export const modbus = (transaction: number, unit: number, pdu: Part): Uint8Array =>
  join(u16(transaction & 0xffff), [0, 0], u16(1 + pdu.length), [unit], pdu)

export const readRegisters = (code: number, from: number, count: number): Uint8Array =>
  join([code], u16(from), u16(count))

export const registers = (code: number, values: readonly number[]): Uint8Array =>
  join([code, values.length * 2], values.flatMap(u16))

export const bits = (code: number, bytes: readonly number[]): Uint8Array => join([code, bytes.length], bytes)

export const writeRegister = (at: number, value: number): Uint8Array => join([6], u16(at), u16(value))

export const writeRegisters = (at: number, values: readonly number[]): Uint8Array =>
  join([16], u16(at), u16(values.length), [values.length * 2], values.flatMap(u16))

export const wroteRegisters = (at: number, count: number): Uint8Array => join([16], u16(at), u16(count))

export const exception = (code: number, reason: number): readonly number[] => [code | 0x80, reason]

export const identify: readonly number[] = [43, 14, 1, 0]

/** Vendor, product code and revision. */
export const identification = (objects: readonly string[]): Uint8Array =>
  join([43, 14, 1, 1, 0, 0, objects.length], ...objects.map((text, id) => join([id, text.length], text)))

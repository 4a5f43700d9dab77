/** EtherNet/IP and CIP messages (CIP volumes 1 and 2). */
import { join, type Part, u16, u16le, u32le, zeros } from "./bytes.ts"

export type Identity = {
  readonly vendor: number
  readonly type: number
  readonly code: number
  readonly revision: readonly [number, number]
  readonly status: number
  readonly serial: number
  readonly name: string
}

export const enip = (command: number, session: number, context: number, payload: Part): Uint8Array =>
  join(u16le(command), u16le(payload.length), u32le(session), zeros(4), u32le(context), zeros(4), zeros(4), payload)

export const registerSession = (session: number): Uint8Array => enip(0x65, session, 0, [1, 0, 0, 0])
export const listIdentity: Uint8Array = enip(0x63, 0, 0, "")

const identityFields = (one: Identity): Uint8Array =>
  join(
    u16le(one.vendor),
    u16le(one.type),
    u16le(one.code),
    one.revision,
    u16le(one.status),
    u32le(one.serial),
    [one.name.length],
    one.name,
  )

export const identityAnswer = (ip: readonly number[], one: Identity): Uint8Array => {
  const item = join([1, 0, 0, 2], u16(44818), ip, zeros(8), identityFields(one), [3])
  return enip(0x63, 0, 0, join([1, 0, 0x0c, 0], u16le(item.length), item))
}

/** Unconnected: no address, then the message. */
export const unconnected = (session: number, context: number, message: Part): Uint8Array =>
  enip(0x6f, session, context, join(zeros(4), [10, 0, 2, 0], zeros(4), [0xb2, 0], u16le(message.length), message))

/** Connected: the connection's number, then the message after its sequence count. */
export const connected = (session: number, connection: number, sequence: number, message: Part): Uint8Array =>
  enip(
    0x70,
    session,
    0,
    join(
      zeros(4),
      [0, 0, 2, 0, 0xa1, 0, 4, 0],
      u32le(connection),
      [0xb1, 0],
      u16le(2 + message.length),
      u16le(sequence & 0xffff),
      message,
    ),
  )

export const readIdentity: readonly number[] = [0x01, 2, 0x20, 1, 0x24, 1]
export const identityRead = (one: Identity): Uint8Array => join([0x81, 0, 0, 0], identityFields(one))

const symbol = (tag: string): Uint8Array => join([0x91, tag.length], tag, tag.length & 1 ? [0] : [])
export const readTag = (tag: string): Uint8Array => join([0x4c, symbol(tag).length / 2], symbol(tag), [1, 0])
/** 0xC4 is a 32-bit whole number. */
export const tagValue = (value: number): Uint8Array => join([0xcc, 0, 0, 0, 0xc4, 0], u32le(value))
export const writeTag = (tag: string, value: number): Uint8Array =>
  join([0x4d, symbol(tag).length / 2], symbol(tag), [0xc4, 0, 1, 0], u32le(value))
export const tagWritten: readonly number[] = [0xcd, 0, 0, 0]

/** Forward open of a class 3 connection to the message router; `wants` is the number that the answer is asked to use. */
export const forwardOpen = (wants: number, serial: number): Uint8Array =>
  join(
    [0x54, 2, 0x20, 6, 0x24, 1, 10, 14],
    zeros(4),
    u32le(wants),
    u16le(serial),
    u16le(1),
    u32le(0x12345678),
    [3, 0, 0, 0],
    u32le(2_000_000),
    u16le(0x43f4),
    u32le(2_000_000),
    u16le(0x43f4),
    [0xa3, 2, 0x20, 2, 0x24, 1],
  )
export const forwardOpened = (gives: number, wants: number, serial: number): Uint8Array =>
  join(
    [0xd4, 0, 0, 0],
    u32le(gives),
    u32le(wants),
    u16le(serial),
    u16le(1),
    u32le(0x12345678),
    u32le(2_000_000),
    u32le(2_000_000),
    [0, 0],
  )

/** Cyclic inputs or outputs on UDP port 2222. */
export const cyclic = (connection: number, sequence: number, bytes: readonly number[]): Uint8Array =>
  join(
    [2, 0, 2, 0x80, 8, 0],
    u32le(connection),
    u32le(sequence),
    [0xb1, 0],
    u16le(2 + bytes.length),
    u16le(sequence & 0xffff),
    bytes,
  )

/** PROFINET DCP and real time frames (IEC 61158-6-10). */
import { join, type Part, u16, u32, zeros } from "./bytes.ts"

export const IDENTIFY_GROUP = [0x01, 0x0e, 0xcf, 0, 0, 0]

const dcp = (
  frameId: number,
  service: number,
  type: number,
  transaction: number,
  delay: number,
  blocks: Part,
): Uint8Array => join(u16(frameId), [service, type], u32(transaction), u16(delay), u16(blocks.length), blocks)

export const identifyAll = (transaction: number): Uint8Array => dcp(0xfefe, 5, 0, transaction, 1, [0xff, 0xff, 0, 0])

export type Station = {
  readonly station: string
  readonly type: string
  readonly vendor: number
  readonly device: number
  /** 1: IO device, 2: IO controller. */
  readonly role: number
}

const block = (option: number, suboption: number, value: Part): Uint8Array =>
  join([option, suboption], u16(2 + value.length), [0, 0], value, value.length & 1 ? [0] : [])

export const identified = (
  transaction: number,
  one: Station,
  ip: readonly number[],
  gateway: readonly number[],
): Uint8Array =>
  dcp(
    0xfeff,
    5,
    1,
    transaction,
    0,
    join(
      block(2, 5, [2, 1, 2, 2, 2, 3, 2, 4, 1, 2]),
      block(2, 1, one.type),
      block(2, 2, one.station),
      block(2, 3, join(u16(one.vendor), u16(one.device))),
      block(2, 4, [one.role, 0]),
      block(1, 2, join(ip, [255, 255, 255, 0], gateway)),
    ),
  )

/** Class 1 cyclic data. Data status 0x35: valid, primary, provider running, no problem; 0x25 when the provider stopped. */
export const cyclicData = (frameId: number, data: readonly number[], cycle: number, running: boolean): Uint8Array =>
  join(u16(frameId), data, zeros(Math.max(0, 40 - data.length)), u16(cycle & 0xffff), [running ? 0x35 : 0x25, 0])

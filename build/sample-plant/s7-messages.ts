/** S7comm messages in COTP in TPKT, as S7-300/400 stations exchange them. */
import { join, padded, type Part, u16, zeros } from "./bytes.ts"

export const tpkt = (payload: Part): Uint8Array => join([3, 0], u16(4 + payload.length), payload)
const data = (payload: Part): Uint8Array => tpkt(join([2, 0xf0, 0x80], payload))

/** Connection request and confirm; kind 1 is a programming device, 2 an operator panel; slot of the controller. */
const connection = (type: number, targetReference: number, reference: number, kind: number, slot: number): Uint8Array =>
  tpkt(join([0x11, type], u16(targetReference), u16(reference), [0, 0xc0, 1, 0x0a, 0xc1, 2, 1, 0, 0xc2, 2, kind, slot]))
export const connect = (kind: number, slot: number): Uint8Array => connection(0xe0, 0, 7, kind, slot)
export const confirm = (kind: number, slot: number): Uint8Array => connection(0xd0, 7, 3, kind, slot)

export const job = (reference: number, parameters: Part, content: Part = ""): Uint8Array =>
  data(join([0x32, 1, 0, 0], u16(reference & 0xffff), u16(parameters.length), u16(content.length), parameters, content))

export const answer = (reference: number, parameters: Part, content: Part = ""): Uint8Array =>
  data(
    join(
      [0x32, 3, 0, 0],
      u16(reference & 0xffff),
      u16(parameters.length),
      u16(content.length),
      [0, 0],
      parameters,
      content,
    ),
  )

const userData = (reference: number, parameters: Part, content: Part): Uint8Array =>
  data(join([0x32, 7, 0, 0], u16(reference & 0xffff), u16(parameters.length), u16(content.length), parameters, content))

export const setup: readonly number[] = [0xf0, 0, 0, 1, 0, 1, 1, 0xe0]

/** Read `count` bytes of a data block from byte `from`. */
export const readVar = (block: number, from: number, count: number): Uint8Array =>
  join([4, 1, 0x12, 0x0a, 0x10, 2], u16(count), u16(block), [0x84, from >> 13, (from >> 5) & 255, (from << 3) & 255])
export const readDone: readonly number[] = [4, 1]
export const values = (bytes: readonly number[]): Uint8Array => join([0xff, 4], u16(bytes.length * 8), bytes)

export const writeVar = (block: number, from: number, count: number): Uint8Array =>
  join([5, 1, 0x12, 0x0a, 0x10, 2], u16(count), u16(block), [0x84, from >> 13, (from >> 5) & 255, (from << 3) & 255])
export const writeData = (bytes: readonly number[]): Uint8Array => join([0, 4], u16(bytes.length * 8), bytes)
export const writeDone: readonly number[] = [5, 1]

/** Asks for a system status list. */
export const askList = (reference: number, list: number, index: number): Uint8Array =>
  userData(reference, [0, 1, 0x12, 4, 0x11, 0x44, 1, 0], join([0xff, 9, 0, 4], u16(list), u16(index)))

export const list = (
  reference: number,
  sequence: number,
  id: number,
  index: number,
  records: readonly Uint8Array[],
): Uint8Array => {
  const size = records[0]!.length
  const content = join(u16(id), u16(index), u16(size), u16(records.length), ...records)
  const head = [0, 1, 0x12, 8, 0x12, 0x84, 1, sequence, 0, 0, 0, 0]
  return userData(reference, head, join([0xff, 9], u16(content.length), content))
}

/** SZL 0x0011: the module, its hardware and its firmware ("V3.2.6" as numbers). */
export function moduleRecords(order: string, firmware: readonly [number, number, number]): readonly Uint8Array[] {
  const record = (index: number, version: readonly number[]): Uint8Array =>
    join(u16(index), padded(order, 20), [0, 0xc0], version)
  return [record(1, [0, 0, 0, 1]), record(6, [0, 4, 0, 1]), record(7, [0x56, ...firmware])]
}

/** SZL 0x001C: names of the station, the module and its type, and the serial number. */
export function componentRecords(station: string, serial: string, type: string): readonly Uint8Array[] {
  const record = (index: number, text: string): Uint8Array => join(u16(index), padded(text, 32, "\0"))
  return [
    record(1, station),
    record(2, type),
    record(4, "Original Siemens Equipment"),
    record(5, serial),
    record(7, type),
  ]
}

/** SZL 0x0424: 8 is run, 4 is stop. */
export const modeRecord = (state: number): Uint8Array => join([0x51, 0x44, 0xff, state], zeros(16))

export const stop: Part = join([0x29, 0, 0, 0, 0, 0, 9], "P_PROGRAM")
export const stopped: readonly number[] = [0x29]

/** Told by the controller unasked: mode transition to stop (0) or run (2). */
export const transition = (state: number): Uint8Array => userData(0, [1, 0, 0x10, 0x10, 0, 0, state, 0], "")

export const requestDownload = (file: string, size: number): Uint8Array => {
  const lengths = `1${String(size).padStart(6, "0")}${String(size - 80).padStart(6, "0")}`
  return join([0x1a, 0, 1, 0, 0, 0, 0, 0, file.length], file, [lengths.length], lengths)
}
export const downloadBlock = (file: string): Uint8Array => join([0x1b, 0, 0, 0, 0, 0, 0, 0, file.length], file)
export const downloadEnded = (file: string): Uint8Array => join([0x1c, 0, 0, 0, 0, 0, 0, 0, file.length], file)
/** More blocks follow, or not; then the block's bytes with their length. */
export const blockData = (more: boolean): readonly number[] => [0x1b, more ? 1 : 0]
export const blockBytes = (bytes: Uint8Array): Uint8Array => join(u16(bytes.length), [0, 0xfb], bytes)

/** _INSE with a block's name links it in; P_PROGRAM starts the controller. */
export const insertBlock = (file: string): Uint8Array =>
  join([0x28, 0, 0, 0, 0, 0, 0, 0xfd], u16(2 + file.length), [1, 0], file, [5], "_INSE")
export const startProgram: Part = join([0x28, 0, 0, 0, 0, 0, 0, 0xfd, 0, 0, 9], "P_PROGRAM")

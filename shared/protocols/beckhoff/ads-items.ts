/** What ADS requests reach and what answers bring; requests in sum put several into one (definitions of Beckhoff's open source ADS library). */
import type { Reader } from "../../bytes/reader.ts"
import { adsProtocol, ERROR, SERVICE, STATE } from "./ads-protocol.ts"
import { SYSTEM_SERVICE } from "./ads-names.ts"
import { areaOf, kinds } from "./ads-places.ts"
import type { Findings } from "../dissector.ts"

const READ = 2
const WRITE = 3
const WRITE_CONTROL = 5
const ADD_NOTIFICATION = 6
const READ_WRITE = 9

const HANDLE_BY_NAME = 0xf003
const VALUE_BY_NAME = 0xf004
const VALUE_BY_HANDLE = 0xf005
const INFORMATION = 0xf007
const INFORMATION_MORE = 0xf009
const SUM_READ = 0xf080
const SUM_WRITE = 0xf081
const SUM_READ_WRITE = 0xf082
const SUM_READ_MORE = 0xf083
const SUM_READ_SHORT = 0xf084
const CLEAR_INPUTS = 0xf040
const CLEAR_OUTPUTS = 0xf050

/** Requests in sum have 500 parts at most; this many are told. */
const most = 100
const handles = 1024

export type Memory = {
  /** Of the last requests, by invoke id: which it was, its group, and how many parts it has. */
  readonly invoke: Float64Array
  readonly group: Float64Array
  readonly parts: Int32Array
  /** Of the last read in sum: its invoke id, and how long its parts are. */
  sum: number
  readonly lengths: Float64Array
  /** The name whose handle is asked for, and by whose invoke id. */
  asked: number
  askedName: Uint8Array | null
  /** Names by port and handle. */
  readonly names: Map<number, Uint8Array>
}
export const noMemory = (): Memory => ({
  invoke: new Float64Array(16).fill(-1),
  group: new Float64Array(16),
  parts: new Int32Array(16),
  sum: -1,
  lengths: new Float64Array(most),
  asked: -1,
  askedName: null,
  names: new Map(),
})

const u32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
const handleKey = (port: number, handle: number): number => port * 0x100000000 + handle

/** A group, an offset and a length, as they stand in the message: `at`. What stands behind a handle has a name, if it was asked for before. */
function tellAddress(r: Reader, out: Findings, memory: Memory, port: number, at: number): void {
  const group = u32(r.bytes, at)
  const name = group === VALUE_BY_HANDLE ? memory.names.get(handleKey(port, u32(r.bytes, at + 4))) : undefined
  if (name === undefined) return out.named(areaOf(kinds.address, port), at, 12)
  const { bytes } = r
  r.bytes = name
  out.named(areaOf(kinds.symbol, port), 0, name.length)
  r.bytes = bytes
}

export function readAdsRequest(
  r: Reader,
  out: Findings,
  memory: Memory,
  command: number,
  port: number,
  invoke: number,
): void {
  switch (command) {
    case READ:
    case WRITE:
    case ADD_NOTIFICATION:
      return readPlain(r, out, memory, command, port)
    case READ_WRITE:
      return readBoth(r, out, memory, port, invoke)
    case WRITE_CONTROL:
      if (r.left < 8) return
      out.detail(adsProtocol, STATE + r.u16le("ADS state"))
      r.u16le("Device state")
      return out.place(areaOf(kinds.state, port), 0, 0)
  }
}

/** What the group itself says that is done. The registry and the clock are asked by what writes a question and reads the answer. */
function tellService(out: Findings, group: number, port: number, asks: boolean): void {
  const isService = port === SYSTEM_SERVICE && group < (asks ? 200 : 0x10000)
  const isWrite = group === SUM_WRITE || group === SUM_READ_WRITE || group === CLEAR_INPUTS || group === CLEAR_OUTPUTS
  if (isService || isWrite) out.detail(adsProtocol, SERVICE + group)
}

function readPlain(r: Reader, out: Findings, memory: Memory, command: number, port: number): void {
  if (r.left < 12) return
  const at = r.at
  const group = r.u32le("Index group")
  r.u32le("Index offset")
  const length = r.u32le("Length")
  if (command === WRITE) tellService(out, group, port, false)
  tellAddress(r, out, memory, port, at)
  if (command === WRITE && length <= r.left) {
    out.written(r.at, length)
    r.skip(length, "Data")
  }
}

/** Group, offset, how much is read and written, and what is written: a name, a list of parts, or a value. */
function readBoth(r: Reader, out: Findings, memory: Memory, port: number, invoke: number): void {
  if (r.left < 16) return
  const at = r.at
  const group = r.u32le("Index group")
  const count = r.u32le("Index offset")
  r.u32le("Read length")
  const length = r.u32le("Write length")
  if (length > r.left) return
  const slot = invoke & 15
  memory.invoke[slot] = invoke
  memory.group[slot] = group
  memory.parts[slot] = 0
  tellService(out, group, port, true)
  if (group >= SUM_READ && group <= SUM_READ_SHORT)
    memory.parts[slot] = readSum(r, out, memory, group, count, port, invoke)
  else if (group === HANDLE_BY_NAME || group === VALUE_BY_NAME || group === INFORMATION || group === INFORMATION_MORE) {
    out.named(areaOf(kinds.symbol, port), r.at, length)
    if (group === HANDLE_BY_NAME && length <= 256) {
      memory.asked = invoke
      memory.askedName = r.bytes.slice(r.at, r.at + length)
    }
  } else tellAddress(r, out, memory, port, at)
  if (length > 0 && r.left >= length) r.skip(length, "Data")
}

/** How many parts it has: each a group, an offset and a length (two of them where it reads and writes), then what is written. */
function readSum(
  r: Reader,
  out: Findings,
  memory: Memory,
  group: number,
  count: number,
  port: number,
  invoke: number,
): number {
  const size = group === SUM_READ_WRITE ? 16 : 12
  if (count * size > r.left) return 0
  let data = r.at + count * size
  const shown = Math.min(count, most)
  const remembers = group !== SUM_WRITE && group !== SUM_READ_WRITE
  if (remembers) memory.sum = invoke
  for (let n = 0; n < shown; n++) {
    const at = r.at + n * size
    const length = u32(r.bytes, at + 8)
    if (remembers) memory.lengths[n] = length
    const written = group === SUM_WRITE ? length : group === SUM_READ_WRITE ? u32(r.bytes, at + 12) : 0
    if (data + written > r.end) return n
    if (group === SUM_READ_WRITE && written > 0 && isByName(u32(r.bytes, at)))
      out.named(areaOf(kinds.symbol, port), data, written)
    else {
      tellAddress(r, out, memory, port, at)
      if (written > 0) out.written(data, written)
    }
    data += written
  }
  return shown
}
const isByName = (group: number): boolean =>
  group === HANDLE_BY_NAME || group === VALUE_BY_NAME || group === INFORMATION_MORE

/** Behind the result: a length and as many bytes. */
export function readAdsAnswer(
  r: Reader,
  out: Findings,
  memory: Memory,
  command: number,
  port: number,
  invoke: number,
): void {
  if ((command !== READ && command !== READ_WRITE) || r.left < 4) return
  const length = r.u32le("Length")
  if (length > r.left) return
  const slot = invoke & 15
  const isKnown = command === READ_WRITE && memory.invoke[slot] === invoke
  if (!isKnown) return out.result(true, r.at, length)
  const group = memory.group[slot]!
  memory.invoke[slot] = -1
  if (group >= SUM_READ && group <= SUM_READ_SHORT)
    return readSumAnswer(r, out, memory, group, memory.parts[slot]!, invoke)
  out.result(true, r.at, length)
  if (group === HANDLE_BY_NAME && memory.asked === invoke && length === 4) keepHandle(memory, port, u32(r.bytes, r.at))
}

function keepHandle(memory: Memory, port: number, handle: number): void {
  if (memory.askedName === null || memory.names.size >= handles) return
  memory.names.set(handleKey(port, handle), memory.askedName)
  memory.askedName = null
}

/** A result for each part, beside it a length where lengths may differ, then the values. */
function readSumAnswer(r: Reader, out: Findings, memory: Memory, group: number, parts: number, invoke: number): void {
  const hasLength = group === SUM_READ_WRITE || group === SUM_READ_MORE || group === SUM_READ_SHORT
  const size = hasLength ? 8 : 4
  if (parts * size > r.left) return
  const isRead = group !== SUM_WRITE && (hasLength || memory.sum === invoke)
  let data = r.at + parts * size
  for (let n = 0; n < parts; n++) {
    const error = u32(r.bytes, r.at + n * size)
    if (error !== 0) out.detail(adsProtocol, ERROR + (error & 0xffff))
    const length = !isRead ? 0 : hasLength ? u32(r.bytes, r.at + n * size + 4) : memory.lengths[n]!
    out.result(error === 0, data, data + length <= r.end ? length : 0)
    data += length
  }
}

/**
 * The A-compatible frame 1E of the MC protocol, binary code: SH(NA)-080008 "MELSEC communication protocol" part 3, FX3U-ENET JY997D18101 chapter 9.
 * It has no length and next to no constants: a request must be exactly as long as its contents make it, and a port proves nothing. Not verified
 * against a capture.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { BIT_UNITS, FRAME_1E, devicesIn } from "./slmp-devices.ts"
import { ABNORMAL_1E, END_1E } from "./slmp-end-codes.ts"
import { COMMANDS_1E } from "./slmp-names.ts"
import { slmpProtocol } from "./slmp-protocol.ts"

/** Command, PC number, monitoring timer. */
const HEAD = 4
/** Device number, device code, number of points, zero. */
const DEVICES = 8
/** A device of its own in a random write, before what is written. */
const DEVICE = 6
const ANSWER = 0x80
const ABNORMAL = 0x5b
/** The own station; others are behind a MELSECNET. */
const OWN = 0xff
/** 60 s in units of 250 ms: the manual recommends up to 10 s. */
const LONGEST_TIMER = 240
/** Batch reading of bit devices word by word is the longest. */
const MOST_WORDS = 256

const READ_BITS = 0x00
const READ_WORDS = 0x01
const WRITE_BITS = 0x02
const WRITE_WORDS = 0x03
const TEST_BITS = 0x04
const TEST_WORDS = 0x05
const RUN = 0x13
const MODEL = 0x15
const LOOPBACK = 0x16

/** Codes of devices, low byte first, as those of 3E. */
const codes: ReadonlyMap<number, number> = new Map([
  [0x4420, 0xa8], // D
  [0x5220, 0xaf], // R
  [0x5720, 0xb4], // W
  [0x5820, 0x9c], // X
  [0x5920, 0x9d], // Y
  [0x4d20, 0x90], // M
  [0x4620, 0x93], // F
  [0x4220, 0xa0], // B
  [0x5320, 0x98], // S
  [0x544e, 0xc2], // TN
  [0x5453, 0xc1], // TS
  [0x5443, 0xc0], // TC
  [0x434e, 0xc5], // CN
  [0x4353, 0xc4], // CS
  [0x4343, 0xc3], // CC
])

const codeAt = (bytes: Uint8Array, at: number): number => codes.get(bytes[at]! | (bytes[at + 1]! << 8)) ?? 0

export const slmp1E: Dissector = {
  protocol: slmpProtocol,
  // No port is a hint: both directions must agree.
  tcp: [],
  udp: [],
  anyPort: true,

  /** An answer says no length: it is as long as what came. */
  size(bytes, from, to) {
    if (bytes[from]! >= ANSWER) return isCommand(bytes[from]! - ANSWER) ? to - from : -1
    return requestLength(bytes, from, to)
  },

  probe(bytes, from, to) {
    if (to - from < 2 || !isCommand(bytes[from]! & 0x7f)) return false
    if (bytes[from]! >= ANSWER) return isAnswer(bytes, from, to - from)
    return isRequest(bytes, from, to) && requestLength(bytes, from, to) === to - from
  },

  read(r, about, out) {
    r.need(2)
    const command = r.bytes[r.at]! & 0x7f
    if (!isCommand(command)) throw new Malformed(`MELSEC frame 1E: no command ${command}`)
    if (r.bytes[r.at]! >= ANSWER) return readAnswer(r, about, out, command)
    r.need(HEAD)
    if (!isRequest(r.bytes, r.at, r.end)) throw new Malformed("MELSEC frame 1E: no such station or device")
    readRequest(r, about, out, command)
  },
}

const isCommand = (command: number): boolean => command <= TEST_WORDS || (command >= RUN && command <= LOOPBACK)

/** -1: none; 0: more bytes are needed. */
function requestLength(bytes: Uint8Array, from: number, to: number): number {
  const command = bytes[from]!
  if (!isCommand(command)) return -1
  if (command >= RUN && command < LOOPBACK) return HEAD
  if (to - from <= HEAD) return 0
  if (command === LOOPBACK) return HEAD + 1 + bytes[from + HEAD]!
  if (command >= TEST_BITS) return HEAD + 2 + pointsAt(bytes, from + HEAD) * (DEVICE + command - TEST_BITS + 1)
  if (to - from < HEAD + DEVICES) return 0
  const points = pointsAt(bytes, from + HEAD + DEVICE)
  const written = command === WRITE_BITS ? (points + 1) >> 1 : command === WRITE_WORDS ? points * 2 : 0
  return HEAD + DEVICES + written
}

const pointsAt = (bytes: Uint8Array, at: number): number => (bytes[at] === 0 ? 256 : bytes[at]!)

/** What has no device must stand by its station and timer alone. */
function isRequest(bytes: Uint8Array, from: number, to: number): boolean {
  const command = bytes[from]!
  const pc = bytes[from + 1]!
  if (to - from < HEAD || pc === 0 || (pc > 64 && pc !== OWN)) return false
  if (command >= RUN) return pc === OWN && bytes[from + 3] === 0 && bytes[from + 2]! <= LONGEST_TIMER
  const at = from + HEAD
  if (command >= TEST_BITS) return to - at >= 2 + DEVICE && bytes[at + 1] === 0 && isDevice(bytes, at + 2)
  return to - at >= DEVICES && isDevice(bytes, at) && bytes[at + 7] === 0
}

/** No device has a number of more than 16 bits. */
const isDevice = (bytes: Uint8Array, at: number): boolean =>
  bytes[at + 2] === 0 && bytes[at + 3] === 0 && codeAt(bytes, at + 4) !== 0

function isAnswer(bytes: Uint8Array, from: number, length: number): boolean {
  const code = bytes[from + 1]!
  if (code !== 0) return code === ABNORMAL ? length === 4 : code >= 0x50 && code <= 0x60 && length === 2
  switch (bytes[from]! - ANSWER) {
    case READ_BITS:
      return length > 2 && length <= 2 + 128 && areBits(bytes, from + 2, from + length)
    case READ_WORDS:
      return length > 2 && (length & 1) === 0 && length <= 2 + MOST_WORDS * 2
    case MODEL:
      return length === 4
    case LOOPBACK:
      return length > 3 && length === 3 + bytes[from + 2]!
    default:
      return length === 2
  }
}

/** Two points to a byte, each 0 or 1. */
function areBits(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((bytes[at]! & 0xee) !== 0) return false
  return true
}

type Memory = { command: number; bytes: number }
const noMemory = (): Memory => ({ command: -1, bytes: 0 })

function readRequest(r: Reader, about: About, out: Findings, command: number): void {
  const { at } = r
  r.u8("Command")
  r.u8("PC number")
  r.u16le("Monitoring timer, 0.25 s")
  const to = command === WRITE_BITS || command === WRITE_WORDS ? at + HEAD + DEVICES : r.end
  out.operation(slmpProtocol, COMMANDS_1E + command, "request", -1, fingerprint(r.bytes, at, Math.min(to, r.end)))
  const memory = about.recall(noMemory)
  memory.command = command
  memory.bytes = 0
  if (command <= WRITE_WORDS) batch(r, out, command, memory)
  else if (command <= TEST_WORDS) test(r, out, command)
  if (r.left > 0) r.skip(r.left, "Data")
}

/** The device last read. */
let number = 0
let code = 0

function device(r: Reader): void {
  number = r.u32le("Device number")
  code = codeAt(r.bytes, r.at)
  r.u16le("Device code")
}

function batch(r: Reader, out: Findings, command: number, memory: Memory): void {
  device(r)
  const points = r.u8("Number of points") || 256
  r.u8("Zero")
  if (code === 0 || number > 0xffff) return
  const bits = command === READ_BITS || command === WRITE_BITS
  out.place(FRAME_1E | code | (bits ? BIT_UNITS : 0), number, bits ? points : devicesIn(code, points))
  const bytes = bits ? (points + 1) >> 1 : points * 2
  if (command === WRITE_BITS || command === WRITE_WORDS) out.written(r.at, Math.min(bytes, r.left))
  else memory.bytes = bytes
}

/** Random writing, which the manual calls a test. */
function test(r: Reader, out: Findings, command: number): void {
  const points = r.u8("Number of points") || 256
  r.u8("Zero")
  const bits = command === TEST_BITS
  const size = bits ? 1 : 2
  for (let n = 0; n < points; n++) {
    device(r)
    r.need(size)
    if (code !== 0 && number <= 0xffff) {
      out.place(FRAME_1E | code | (bits ? BIT_UNITS : 0), number, bits ? 1 : devicesIn(code, 1))
      out.written(r.at, size)
    }
    r.skip(size, bits ? "On or off" : "Value")
  }
}

function readAnswer(r: Reader, about: About, out: Findings, command: number): void {
  r.u8("Command, answered")
  const complete = r.u8("Complete code")
  const memory = about.recall(noMemory)
  const asked = memory.command === command ? memory.bytes : 0
  memory.command = -1
  out.operation(slmpProtocol, COMMANDS_1E + command, complete === 0 ? "response" : "exception")
  if (complete !== 0) {
    if (complete === ABNORMAL && r.left > 0) out.detail(slmpProtocol, ABNORMAL_1E + r.u8("Abnormal code"))
    else out.detail(slmpProtocol, END_1E + complete)
  } else if (asked > 0) out.result(true, r.at, Math.min(asked, r.left))
  else if (command === MODEL && r.left >= 1) readModel(r, out)
  if (r.left > 0) r.skip(r.left, "Data")
}

/** JY997D18101 section 9.4.3; the codes of other series are not told by a source at hand. */
function readModel(r: Reader, out: Findings): void {
  const { at } = r
  if (r.u8("Model code") === 0xf3) out.claim("sender", "model", "FX3U/FX3UC", "MELSEC model code", 0.9, at, 1)
  out.claim("sender", "vendor", "Mitsubishi Electric", "MELSEC model code", 0.8, at, 1)
}

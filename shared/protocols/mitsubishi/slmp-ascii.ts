/**
 * SLMP and the MC protocol in ASCII code, frames 3E and 4E: SH(NA)-080956ENG chapter 4. Every field of the binary frame stands there as
 * hexadecimal digits, the highest first; devices by their letters. Not verified against a capture.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { ASCII, BIT_UNITS, deviceNamed, devicesIn } from "./slmp-devices.ts"
import * as names from "./slmp-names.ts"
import { KEPT, noMemory, slmpPorts, slmpProtocol } from "./slmp-protocol.ts"

/** Subheader, network, station, module, multidrop station, length; a 4E frame has a serial number and four zeros more. */
const HEAD_3E = 18
const HEAD_4E = 26
const LONGEST = 8192
const REQUEST = 0x35
const ANSWER = 0x44

function digit(letter: number): number {
  if (letter >= 0x30 && letter <= 0x39) return letter - 0x30
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : -1
}

/** The number of so many digits; -1 where one is none. */
function numberAt(bytes: Uint8Array, at: number, digits: number): number {
  let value = 0
  for (let n = 0; n < digits; n++) {
    const next = digit(bytes[at + n]!)
    if (next < 0) return -1
    value = value * 16 + next
  }
  return value
}

/** "5000", "5400" and the answers "D000", "D400". */
const isSubheader = (bytes: Uint8Array, from: number): boolean =>
  (bytes[from] === REQUEST || bytes[from] === ANSWER) &&
  (bytes[from + 1] === 0x30 || bytes[from + 1] === 0x34) &&
  bytes[from + 2] === 0x30 &&
  bytes[from + 3] === 0x30
const headOf = (bytes: Uint8Array, from: number): number => (bytes[from + 1] === 0x34 ? HEAD_4E : HEAD_3E)
const lengthAt = (bytes: Uint8Array, from: number): number => numberAt(bytes, from + headOf(bytes, from) - 4, 4)

/** The same bounds as in binary code (section 4.2). */
function isHead(bytes: Uint8Array, from: number): boolean {
  if (!isSubheader(bytes, from)) return false
  const head = headOf(bytes, from)
  if (head === HEAD_4E && (numberAt(bytes, from + 4, 4) < 0 || numberAt(bytes, from + 8, 4) !== 0)) return false
  const at = from + head - 14
  const network = numberAt(bytes, at, 2)
  const station = numberAt(bytes, at + 2, 2)
  const module = numberAt(bytes, at + 4, 4)
  const drop = numberAt(bytes, at + 8, 2)
  if (network < 0 || network > 239 || station < 0 || (network === 0 && station !== 0xff)) return false
  if (drop < 0 || drop > 31 || (module !== 0x3ff && (module < 0x3d0 || module > 0x3e3))) return false
  const length = lengthAt(bytes, from)
  return length >= 4 && length <= LONGEST
}

export const slmpAscii: Dissector = {
  protocol: slmpProtocol,
  tcp: slmpPorts,
  udp: slmpPorts,
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < HEAD_3E) return to - from >= 4 && !isSubheader(bytes, from) ? -1 : 0
    if (!isSubheader(bytes, from)) return -1
    if (to - from < headOf(bytes, from)) return 0
    return isHead(bytes, from) ? headOf(bytes, from) + lengthAt(bytes, from) : -1
  },

  probe(bytes, from, to) {
    if (to - from < HEAD_3E + 4 || !isSubheader(bytes, from)) return false
    const at = from + headOf(bytes, from)
    if (at + 4 > to || !isHead(bytes, from) || numberAt(bytes, at, 4) < 0) return false
    if (bytes[from] === ANSWER) return true
    if (at + 12 > to || lengthAt(bytes, from) < 12) return false
    return names.isSlmpCommand(numberAt(bytes, at + 4, 4)) && numberAt(bytes, at + 8, 4) >= 0
  },

  read(r, about, out) {
    r.need(HEAD_3E)
    const from = r.at
    if (!isSubheader(r.bytes, from)) throw new Malformed("SLMP in ASCII code: no such subheader")
    r.need(headOf(r.bytes, from))
    if (!isHead(r.bytes, from)) throw new Malformed("SLMP in ASCII code: no such station, module or length")
    const length = lengthAt(r.bytes, from)
    const isLong = headOf(r.bytes, from) === HEAD_4E
    r.group("Head")
    r.skip(4, "Subheader")
    const serial = isLong ? take(r, 4, "Serial number") : -1
    if (isLong) r.skip(4, "Reserved")
    r.skip(2, "Network")
    r.skip(2, "Station")
    r.skip(4, "Module")
    r.skip(2, "Multidrop station")
    r.skip(4, "Length")
    r.endGroup()
    r.need(length)
    r.end = r.at + length
    if (r.bytes[from] === ANSWER) readAnswer(r, about, out, serial)
    else readRequest(r, about, out, serial)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

function take(r: Reader, digits: number, name: string): number {
  r.need(digits)
  const value = numberAt(r.bytes, r.at, digits)
  if (value < 0) throw new Malformed(`SLMP in ASCII code: ${name} has letters that are no digits`)
  r.skip(digits, name)
  return value
}

function readRequest(r: Reader, about: About, out: Findings, serial: number): void {
  take(r, 4, "Monitoring timer, 0.25 s")
  const { at } = r
  const command = take(r, 4, "Command")
  const sub = take(r, 4, "Subcommand")
  const shape = about.recall(noMemory)[serial < 0 ? 0 : serial % KEPT]!
  shape.command = command
  shape.bytes = shape.words = shape.doubles = 0
  const to = command === names.WRITE ? Math.min(r.at + (sub < 2 ? 12 : 16), r.end) : r.end
  out.operation(slmpProtocol, command, "request", serial, fingerprint(r.bytes, at, to))
  if ((command !== names.READ && command !== names.WRITE) || sub > 3) return
  const isBits = (sub & 1) !== 0
  if (!readDevice(r, sub > 1 ? 4 : 2, sub > 1 ? 8 : 6)) return
  const points = take(r, 4, "Number of points")
  if (points === 0) return
  out.place(code | ASCII | (isBits ? BIT_UNITS : 0), number, isBits ? points : devicesIn(code, points))
  const digits = isBits ? points : points * 4
  if (command === names.WRITE) out.written(r.at, Math.min(digits, r.left))
  else shape.bytes = digits
}

/** The device last read. */
let code = 0
let number = 0

/** Letters filled with asterisks or blanks, then the number in the radix of the device. */
function readDevice(r: Reader, letters: number, digits: number): boolean {
  const name = r.text(letters, "Device").replace(/[* ]+$/, "")
  const device = deviceNamed(name)
  const text = r.text(digits, "Device number")
  if (device === undefined || !(device.radix === 16 ? /^[0-9A-F]+$/ : /^[0-9]+$/).test(text)) return false
  code = device.code
  number = parseInt(text, device.radix)
  return number < 0x7fff_0000
}

function readAnswer(r: Reader, about: About, out: Findings, serial: number): void {
  const shape = about.recall(noMemory)[serial < 0 ? 0 : serial % KEPT]!
  const end = take(r, 4, "End code")
  const refused = end !== 0
  // A refusal repeats where it was sent (10 digits) and what was asked.
  const repeated = refused && r.left >= 18 ? numberAt(r.bytes, r.at + 10, 4) : -1
  const command = repeated >= 0 ? repeated : shape.command
  const digits = shape.bytes
  shape.command = -1
  out.operation(slmpProtocol, command < 0 ? names.ANSWER : command, refused ? "exception" : "response", serial)
  if (refused) out.detail(slmpProtocol, end)
  if (refused || command < 0) return
  if (command === names.READ && digits > 0) out.result(true, r.at, Math.min(digits, r.left))
  else if (command === names.TYPE_NAME && r.left >= 20) readTypeName(r, out)
}

/** 16 letters, then the code of the type. */
function readTypeName(r: Reader, out: Findings): void {
  const { at } = r
  const model = r.text(16, "Type name").trim()
  r.skip(4, "Type code")
  if (!/^[\x20-\x7e]+$/.test(model)) return
  out.claim("sender", "model", model, "SLMP type name", 0.95, at, 16)
  out.claim("sender", "vendor", "Mitsubishi Electric", "SLMP type name", 0.9, at, 16)
}

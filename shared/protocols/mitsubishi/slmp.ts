/**
 * SLMP and the MC protocol of MELSEC controllers, binary code, frames 3E and 4E: SH(NA)-080956ENG "SLMP reference manual", chapter 4
 * (message formats). In ASCII code they are read by slmp-ascii.ts, frame 1E by slmp-1e.ts. Not verified against a capture.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import * as names from "./slmp-names.ts"
import { isPlain, readPlaces, readValues } from "./slmp-places.ts"
import { KEPT, noMemory, slmpPorts, slmpProtocol } from "./slmp-protocol.ts"

/** The first byte of the subheader; an answer has the highest bit set. A 4E frame has a serial number and two zeros more. */
const FRAME_3E = 0x50
const FRAME_4E = 0x54
/** Subheader, network, station, module, multidrop station, length. */
const HEAD_3E = 9
const HEAD_4E = 13
/** The longest data of a frame (section 4.2: 1920 bytes of devices; files and labels a little more). */
const LONGEST = 4096

export const slmp: Dissector = {
  protocol: slmpProtocol,
  tcp: slmpPorts,
  udp: slmpPorts,
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < HEAD_3E) return to - from >= 2 && !isSubheader(bytes, from) ? -1 : 0
    if (to - from < headOf(bytes, from)) return 0
    return isHead(bytes, from) ? headOf(bytes, from) + lengthAt(bytes, from) : -1
  },

  probe(bytes, from, to) {
    if (to - from < HEAD_3E + 2 || !isHead(bytes, from)) return false
    const at = from + headOf(bytes, from)
    if ((bytes[from]! & 0x80) !== 0) return at + 2 <= to
    if (at + 6 > to || lengthAt(bytes, from) < 6) return false
    return names.isSlmpCommand(bytes[at + 2]! | (bytes[at + 3]! << 8)) && bytes[at + 5] === 0
  },

  read(r, about, out) {
    r.need(HEAD_3E)
    if (!isHead(r.bytes, r.at)) throw new Malformed("SLMP head: no such subheader, station or module")
    r.group("Head")
    const isAnswer = (r.u8("Subheader") & 0x80) !== 0
    r.u8("Subheader, second byte")
    let serial = -1
    if ((r.bytes[r.at - 2]! & 0x7f) === FRAME_4E) {
      serial = r.u16le("Serial number")
      r.u16le("Reserved")
    }
    r.u8("Network")
    r.u8("Station")
    r.u16le("Module")
    r.u8("Multidrop station")
    const length = r.u16le("Length")
    r.endGroup()
    r.need(length)
    r.end = r.at + length
    if (isAnswer) readAnswer(r, about, out, serial)
    else readRequest(r, about, out, serial)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

const headOf = (bytes: Uint8Array, from: number): number => ((bytes[from]! & 0x7f) === FRAME_4E ? HEAD_4E : HEAD_3E)

function lengthAt(bytes: Uint8Array, from: number): number {
  const at = from + headOf(bytes, from) - 2
  return bytes[at]! | (bytes[at + 1]! << 8)
}

function isSubheader(bytes: Uint8Array, from: number): boolean {
  const kind = bytes[from]! & 0x7f
  return (kind === FRAME_3E || kind === FRAME_4E) && bytes[from + 1] === 0
}

/** Section 4.2: the station 255 is the one connected to; modules are the CPUs (03FF, 03D0 on, 03E0 on) or slots (up to 01FF). */
function isHead(bytes: Uint8Array, from: number): boolean {
  if (!isSubheader(bytes, from)) return false
  const head = headOf(bytes, from)
  if (head === HEAD_4E && (bytes[from + 4] !== 0 || bytes[from + 5] !== 0)) return false
  const at = from + head - 7
  const module = bytes[at + 2]! | (bytes[at + 3]! << 8)
  // The own network is 0 with station 255; others have numbers up to 239.
  if (bytes[at]! > 239 || (bytes[at] === 0 && bytes[at + 1] !== 0xff) || bytes[at + 4]! > 31) return false
  if (module !== 0x3ff && (module < 0x3d0 || module > 0x3e3)) return false
  const length = lengthAt(bytes, from)
  return length >= 2 && length <= LONGEST
}

function readRequest(r: Reader, about: About, out: Findings, serial: number): void {
  r.u16le("Monitoring timer, 0.25 s")
  const at = r.at
  const command = r.u16le("Command")
  const sub = r.u16le("Subcommand")
  const shape = about.recall(noMemory)[serial < 0 ? 0 : serial % KEPT]!
  shape.command = command
  // Of a contiguous write: device and number of points, not what is written.
  const to = command === names.WRITE && isPlain(sub) ? Math.min(at + 10, r.end) : r.end
  out.operation(slmpProtocol, command, "request", serial, fingerprint(r.bytes, at, to))
  readPlaces(r, out, command, sub, shape)
}

function readAnswer(r: Reader, about: About, out: Findings, serial: number): void {
  const shape = about.recall(noMemory)[serial < 0 ? 0 : serial % KEPT]!
  const end = r.u16le("End code")
  const refused = end !== 0
  const command = refused && r.left >= 9 ? refusedCommand(r) : shape.command
  shape.command = -1
  out.operation(slmpProtocol, command < 0 ? names.ANSWER : command, refused ? "exception" : "response", serial)
  if (refused) out.detail(slmpProtocol, end)
  if (refused || command < 0) return
  if (command === names.TYPE_NAME) readTypeName(r, out)
  else readValues(r, out, shape)
}

/** Section 4.3: a refusal repeats where it was sent and what was asked. */
function refusedCommand(r: Reader): number {
  r.u8("Network")
  r.u8("Station")
  r.u16le("Module")
  r.u8("Multidrop station")
  const command = r.u16le("Command")
  r.u16le("Subcommand")
  return command
}

/** Section 5.3, "read type name": 16 letters, then the code of the type. */
function readTypeName(r: Reader, out: Findings): void {
  if (r.left < 18) return
  const at = r.at
  const model = r.text(16, "Type name").replace(/\0.*$/s, "").trim()
  r.u16le("Type code")
  if (!/^[\x20-\x7e]+$/.test(model)) return
  out.claim("sender", "model", model, "SLMP type name", 0.95, at, 16)
  out.claim("sender", "vendor", "Mitsubishi Electric", "SLMP type name", 0.9, at, 16)
}

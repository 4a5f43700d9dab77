/**
 * CC-Link IE Field Network Basic: BAP-C2010ENG-001 chapter 9, as the public sample code of the CC-Link Partner Association and rt-labs'
 * stack have it. SLMP frames on ports of their own: 61450 cyclic data, 61451 search and addressing. Numbers low byte first.
 */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { endCodeKey, endCodeName } from "./slmp-end-codes.ts"

const FRAME_3E = 0x50
const FRAME_4E = 0x54
const ANSWER = 0x80
/** Subheader, network, station, module, multidrop station, length; a 4E frame has a serial number and two zeros more. */
const HEAD_3E = 9
const HEAD_4E = 13
const CYCLIC = 0x0e70
const OTHER = 0xffff

const names: ReadonlyMap<number, string> = new Map([
  [0x0e30, "node search"],
  [0x0e31, "IP address set"],
  [0x0e32, "device info compare"],
  [0x0e33, "parameter get"],
  [0x0e34, "parameter set"],
  [0x0e35, "parameter set start"],
  [0x0e36, "parameter set end"],
  [0x0e3a, "parameter set cancel"],
  [CYCLIC, "cyclic data"],
])

const basicProtocol = protocol({
  name: "cc-link-basic",
  title: "CC-Link IE Field Basic",
  family: "ot",
  wireshark: "udp.port in {61450, 61451}",
  functionKey: (code) => (code === OTHER ? "answer" : `0x${code.toString(16).padStart(4, "0")}`),
  functionName: (code) => (code === OTHER ? "answer to a search or a setting" : names.get(code)),
  detailKey: endCodeKey,
  detailName: endCodeName,
  unseen: "BAP-C2010ENG-001 as public sample code of the CC-Link Partner Association and rt-labs' stack have it",
  commands: {
    "0x0e31": { does: "Change the IP address of a slave", technique: "T0836" },
    "0x0e34": { does: "Change parameters of a slave", technique: "T0836" },
  },
})

const isFrame = (first: number): boolean => (first & ~ANSWER) === FRAME_3E || (first & ~ANSWER) === FRAME_4E
const headOf = (first: number): number => ((first & ~ANSWER) === FRAME_4E ? HEAD_4E : HEAD_3E)

export const ccLinkBasic: Dissector = {
  protocol: basicProtocol,
  udp: [61450, 61451],

  probe(bytes, from, to) {
    const first = bytes[from]!
    if (to - from < HEAD_3E + 2 || !isFrame(first) || bytes[from + 1] !== 0) return false
    const head = headOf(first)
    // Network, station, module and multidrop station are always these.
    const at = from + head - 7
    if (to < from + head + 2 || bytes[at] !== 0 || bytes[at + 1] !== 0xff) return false
    if (bytes[at + 2] !== 0xff || bytes[at + 3] !== 0x03 || bytes[at + 4] !== 0) return false
    const length = bytes[at + 5]! | (bytes[at + 6]! << 8)
    return length >= 2 && from + head + length <= to
  },

  read(r, _about, out) {
    r.group("Head")
    const first = r.u8("Subheader")
    if (!isFrame(first)) throw new Malformed(`CC-Link subheader 0x${first.toString(16)}`)
    r.u8("Subheader, second byte")
    const isLong = headOf(first) === HEAD_4E
    const serial = isLong ? r.u16le("Serial number") : -1
    if (isLong) r.u16le("Reserved")
    r.u8("Network")
    r.u8("Station")
    r.u16le("Module")
    r.u8("Multidrop station")
    const length = r.u16le("Length")
    r.endGroup()
    r.need(length)
    r.end = r.at + length
    if ((first & ANSWER) !== 0) readAnswer(r, out, isLong, serial)
    else readRequest(r, out, serial)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

function readRequest(r: Reader, out: Findings, serial: number): void {
  r.u16le("Timer")
  const command = r.u16le("Command")
  r.u16le("Subcommand")
  if (command !== CYCLIC) return out.operation(basicProtocol, command, "request", serial)
  readCyclicHead(r, false)
  const at = r.at
  const state = r.u16le("State of the master")
  r.u16le("Reserved")
  r.skip(8, "Time")
  r.u32le("Master")
  out.operation(basicProtocol, CYCLIC, "request", readSequence(r))
  claimState(out, state & 1, at)
  r.u16le("Timeout")
  r.u16le("Number of timeouts")
  r.u16le("Parameter number")
  r.u16le("Occupied stations")
  r.u16le("Stations with cyclic transmission")
  r.u16le("Reserved")
}

function readAnswer(r: Reader, out: Findings, isLong: boolean, serial: number): void {
  const end = r.u16le("End code")
  // Cyclic data goes in short frames. Long ones answer searches and settings; which one, only their serial number tells.
  if (isLong || end !== 0) return tellEnd(out, OTHER, end, serial)
  const code = readCyclicHead(r, true)
  r.u16le("Vendor")
  r.u16le("Reserved")
  r.u32le("Model")
  r.u16le("Version of the equipment")
  r.u16le("Reserved")
  const at = r.at
  const state = r.u16le("State of the slave")
  r.u16le("Error of the slave")
  r.u32le("Management information")
  r.u32le("Slave")
  tellEnd(out, CYCLIC, code, readSequence(r))
  claimState(out, state & 1, at)
}

function tellEnd(out: Findings, code: number, end: number, reference: number): void {
  out.operation(basicProtocol, code, end === 0 ? "response" : "exception", reference)
  if (end !== 0) out.detail(basicProtocol, end)
}

/** In answers the end code stands where requests have zeros. */
function readCyclicHead(r: Reader, isAnswer: boolean): number {
  const version = r.u16le("Protocol version")
  if (version < 1 || version > 2) throw new Malformed(`CC-Link protocol version is ${version}, not 1 or 2`)
  const code = r.u16le(isAnswer ? "End code" : "Reserved")
  r.u16le("Offset of the cyclic data")
  r.skip(14, "Reserved")
  return code
}

function readSequence(r: Reader): number {
  const group = r.u8("Group")
  r.u8("Reserved")
  return (group << 16) | r.u16le("Sequence number")
}

/** Bit 0: the application runs. */
function claimState(out: Findings, running: number, at: number): void {
  out.claim("sender", "mode", running === 1 ? "run" : "stop", "CC-Link IE state of the application", 0.9, at, 2)
}

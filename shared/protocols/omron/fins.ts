/**
 * OMRON FINS: W342 "CS/CJ/CP/NSJ communications commands" sections 3 (frames) and 5 (commands); over UDP as it stands, over TCP behind
 * the header of W420 "Ethernet units, construction of applications" section 7-4.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings, Whose } from "../dissector.ts"
import { readFinsAnswer } from "./fins-answers.ts"
import { isFinsCommand } from "./fins-names.ts"
import { nodeOf } from "./fins-places.ts"
import { END, finsProtocol } from "./fins-protocol.ts"
import { readFinsRequest } from "./fins-requests.ts"

const PORT = 9600
/** Control, gateways, addresses, service id; then the command. */
const HEAD = 10
const RESPONSE = 0x40

/** "FINS", length of what follows, command, error. */
const TCP_HEAD = 16
const MAGIC = 0x46494e53
const FRAME = 2
/** The longest frame (W420 section 7-4: 2,012 bytes), with command and error. */
const LONGEST = 8 + 2012

const MEMORY_WRITE = 0x0102

export const fins: Dissector = {
  protocol: finsProtocol,
  tcp: [PORT],
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < 8) return to - from >= 4 && !isMagic(bytes, from) ? -1 : 0
    return isMagic(bytes, from) && isLength(bytes, from) ? 8 + ((bytes[from + 6]! << 8) | bytes[from + 7]!) : -1
  },

  probe(bytes, from, to) {
    if (to - from < TCP_HEAD || !isMagic(bytes, from) || !isLength(bytes, from)) return false
    const command = bytes[from + 11]!
    if ((bytes[from + 8]! | bytes[from + 9]! | bytes[from + 10]!) !== 0 || command > 6) return false
    return command !== FRAME || isFrame(bytes, from + TCP_HEAD, to)
  },

  read(r, _about, out) {
    r.group("FINS/TCP header")
    const magic = r.u32("Magic")
    const length = r.u32("Length")
    if (magic !== MAGIC) throw new Malformed(`FINS/TCP magic is ${magic}, not ${MAGIC}`)
    if (length < 8 || length > LONGEST) throw new Malformed(`FINS/TCP length is ${length}, outside 8 to ${LONGEST}`)
    r.need(length)
    r.end = r.at + length
    const command = r.u32("Command")
    r.u32("Error code")
    r.endGroup()
    if (command === FRAME) readFrame(r, out)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

export const finsUdp: Dissector = {
  protocol: finsProtocol,
  udp: [PORT],
  probe: isFrame,
  read(r, _about, out) {
    readFrame(r, out)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

const isMagic = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x46 && bytes[at + 1] === 0x49 && bytes[at + 2] === 0x4e && bytes[at + 3] === 0x53

function isLength(bytes: Uint8Array, from: number): boolean {
  const length = (bytes[from + 6]! << 8) | bytes[from + 7]!
  return (bytes[from + 4]! | bytes[from + 5]!) === 0 && length >= 8 && length <= LONGEST
}

/** Reserved bits and the reserved byte are zero, networks are 0 to 127, gateways 7 at most, and the command exists. */
function isFrame(bytes: Uint8Array, from: number, to: number): boolean {
  const control = bytes[from]!
  const least = HEAD + 2 + ((control & RESPONSE) !== 0 ? 2 : 0)
  if (to - from < least || (control & 0x3e) !== 0 || bytes[from + 1] !== 0 || bytes[from + 2]! > 7) return false
  if (bytes[from + 3]! > 127 || bytes[from + 6]! > 127) return false
  return isFinsCommand((bytes[from + HEAD]! << 8) | bytes[from + HEAD + 1]!)
}

/** Three bits of the end code tell of errors of the relay and of the CPU unit, not of the command (section 5-1-3). */
function readFrame(r: Reader, out: Findings): void {
  r.group("FINS header")
  const control = r.u8("Information control")
  r.u8("Reserved")
  const gateways = r.u8("Gateways allowed")
  if ((control & 0x3e) !== 0 || gateways > 7) throw new Malformed("FINS header: reserved bits are set")
  const network = r.u8("Destination network")
  const node = r.u8("Destination node")
  const unit = r.u8("Destination unit")
  const fromNetwork = r.u8("Source network")
  const fromNode = r.u8("Source node")
  const fromUnit = r.u8("Source unit")
  const reference = r.u8("Service id")
  r.endGroup()
  const at = r.at
  const command = r.u16("Command")
  if ((control & RESPONSE) === 0) {
    // Of a write: area, address and number of items, not what is written.
    const to = command === MEMORY_WRITE ? Math.min(r.at + 6, r.end) : r.end
    out.operation(finsProtocol, command, "request", reference, fingerprint(r.bytes, at, to))
    return readFinsRequest(r, out, command, nodeOf(network, node, unit))
  }
  const main = r.u8("Main response code") & 0x7f
  const sub = r.u8("Sub response code") & 0x3f
  const refused = (main | sub) !== 0
  out.operation(finsProtocol, command, refused ? "exception" : "response", reference)
  if (refused) return out.detail(finsProtocol, END + main * 256 + sub)
  // A gateway between has taken one off: then the sender speaks for another.
  const direct = gateways === 2 || gateways === 7
  const whose = direct && fromUnit === 0 ? "sender" : behind(out, direct, fromNetwork, fromNode, fromUnit)
  readFinsAnswer(r, out, command, whose, direct ? 0 : fromNetwork, direct ? 0 : fromNode)
}

/** A node or unit that is not the controller with the address; reused. */
const other = { part: 0 }

/** The controller itself is a part then, too. */
function behind(out: Findings, direct: boolean, network: number, node: number, unit: number): Whose {
  other.part = direct ? unit : ((network & 127) << 16) | (node << 8) | unit
  out.part(finsProtocol, 0)
  out.part(finsProtocol, other.part)
  return other
}

/** The network layer of BACnet (ANSI/ASHRAE 135-2020 clause 6) and its virtual link over IP (annex J): who stands where, and their own messages. */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { NO_PART, others, partOf, placeOther } from "./bacnet-places.ts"
import { bacnetProtocol, LINK, NETWORK } from "./bacnet-protocol.ts"
import type { Findings, Outcome } from "../dissector.ts"

/** Where a message goes and where it comes from, behind routers: reused, reading the head writes it. */
export const route = { target: NO_PART, source: NO_PART }

/** Every network at once (clause 6.2.2). */
const EVERYWHERE = 0xffff

/** True where a message of the network layer follows, not one of a service. */
export function readNetworkHead(r: Reader): boolean {
  r.group("Network layer")
  const version = r.u8("Version")
  if (version !== 1) throw new Malformed(`BACnet version is ${version}, not 1`)
  const control = r.u8("Control")
  route.target = (control & 0x20) !== 0 ? readAddress(r, "Destination") : NO_PART
  route.source = (control & 0x08) !== 0 ? readAddress(r, "Source") : NO_PART
  if ((control & 0x20) !== 0) r.u8("Hop count")
  r.endGroup()
  return (control & 0x80) !== 0
}

function readAddress(r: Reader, whose: string): number {
  const network = r.u16(`${whose} network`)
  const length = r.u8(`${whose} address length`)
  const at = r.at
  if (length > 0) r.skip(length, `${whose} address`)
  return network === EVERYWHERE ? NO_PART : partOf(r, network, at, length)
}

const ROUTING_TABLE = 6
const ROUTING_TABLE_ANSWER = 7
const networkOutcomes: Readonly<Record<number, Outcome>> = {
  [ROUTING_TABLE]: "request",
  [ROUTING_TABLE_ANSWER]: "response",
}
/** Messages that name networks: one for 0, 2 and 8, a list for 1, 4 and 5 (clause 6.4). */
const namesNetworks: ReadonlySet<number> = new Set([0, 1, 2, 4, 5, 8, 9])
/** Of a message with a list, this many are told. */
const MOST = 32
/** References of what is not a service stand above the invoke ids. */
const REFERENCE = 256

export function readNetworkMessage(r: Reader, out: Findings): void {
  r.group("Network layer message")
  const type = r.u8("Message type")
  const outcome = networkOutcomes[type] ?? "message"
  const reference = outcome === "message" ? -1 : REFERENCE + ROUTING_TABLE
  const code = type === ROUTING_TABLE_ANSWER ? ROUTING_TABLE : type
  out.operation(bacnetProtocol, NETWORK + code, outcome, reference, fingerprint(r.bytes, r.at - 1, r.end))
  if (type >= 0x80 && r.left >= 2) r.u16("Vendor identifier")
  else if (type === ROUTING_TABLE && r.left > 0) readRoutingTable(r, out)
  else if (namesNetworks.has(type))
    for (let n = 0; n < MOST && r.left >= 2; n++) {
      placeOther(out, others.network, r.u16("Network"), 1)
      if (type === 2 || type === 8) break
    }
  if (r.left > 0) r.skip(r.left, "Contents")
  r.endGroup()
}

/** Ports that are changed: a network, a port, and what the maker adds. None: the table is asked for. */
function readRoutingTable(r: Reader, out: Findings): void {
  const count = r.u8("Number of ports")
  for (let n = 0; n < count && n < MOST && r.left >= 4; n++) {
    placeOther(out, others.network, r.u16("Network"), 1)
    r.u8("Port")
    const length = r.u8("Length of the port's settings")
    if (length > r.left) return
    if (length > 0) r.skip(length, "The port's settings")
  }
}

const RESULT = 0
const REGISTER = 5
const DELETE = 8
/** Answers of their own, and what they answer. */
const answers: Readonly<Record<number, number>> = { 3: 2, 7: 6 }
const asks: ReadonlySet<number> = new Set([1, 2, REGISTER, 6, DELETE])

/** `memory`: what was asked last of this kind, because a good result does not repeat it. */
export function readLinkMessage(r: Reader, out: Findings, code: number, memory: { link: number }): void {
  if (code === RESULT) {
    readLinkResult(r, out, memory)
    return
  }
  const answered = answers[code]
  if (answered !== undefined) {
    memory.link = -1
    return out.operation(bacnetProtocol, LINK + answered, "response", REFERENCE + LINK + answered)
  }
  if (!asks.has(code)) return out.operation(bacnetProtocol, LINK + code, "message")
  memory.link = code
  out.operation(bacnetProtocol, LINK + code, "request", REFERENCE + LINK + code, fingerprint(r.bytes, r.at, r.end))
  if (code === REGISTER && r.left >= 2) placeOther(out, others.foreign, r.u16("Time to live"), 1)
}

/** What a result code refuses (annex J.2.1), by its second digit. */
const refusals: readonly number[] = [0, 1, 2, REGISTER, 6, DELETE, 9]

function readLinkResult(r: Reader, out: Findings, memory: { link: number }): void {
  const result = r.u16("Result code")
  const code = result === 0 ? memory.link : (refusals[result >> 4] ?? -1)
  memory.link = -1
  if (code < 0) return out.operation(bacnetProtocol, LINK + RESULT, "message")
  out.operation(bacnetProtocol, LINK + code, result === 0 ? "response" : "exception", REFERENCE + LINK + code)
}

/**
 * KNXnet/IP: KNX specification 3.8.1 (frames), 3.8.2 (core), 3.8.3 (device management), 3.8.4 (tunnelling), 3.8.5 (routing), 3.8.9
 * (security: what is wrapped stays closed); over TCP the frames follow each other.
 */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings, Outcome } from "../dissector.ts"
import { readCemi } from "./knx-cemi.ts"
import { readDescription } from "./knx-identity.ts"
import { knxProtocol } from "./knx-names.ts"
import { serviceNames } from "./knx-services.ts"
import { SESSION } from "./knx-status.ts"

const HEAD = 6
const VERSION = 0x10

const DESCRIBES: ReadonlySet<number> = new Set([0x0202, 0x0204, 0x020c])
const CONFIGURE = 0x0310
const TUNNEL = 0x0420
const ROUTE = 0x0530
const ROUTE_SYSTEM = 0x0533
const SESSION_STATUS = 0x0954

/** Requests that are answered, and answers that name the channel and a sequence number or a status. */
const requests: ReadonlySet<number> = new Set([
  0x0203,
  0x0205,
  0x0207,
  0x0209,
  CONFIGURE,
  TUNNEL,
  0x0422,
  0x0424,
  0x0951,
])
const answers: ReadonlySet<number> = new Set([0x0204, 0x0206, 0x0208, 0x020a, 0x0311, 0x0421, 0x0423, 0x0952])
/** Those that begin with channel and status; a request for the same has the channel first too. */
const withStatus: ReadonlySet<number> = new Set([0x0206, 0x0208, 0x020a])
const acknowledges: ReadonlySet<number> = new Set([0x0311, 0x0421])
const numbered: ReadonlySet<number> = new Set([CONFIGURE, 0x0311, TUNNEL, 0x0421, 0x0422, 0x0423, 0x0424, 0x0425])

const lengthAt = (bytes: Uint8Array, from: number): number => (bytes[from + 4]! << 8) | bytes[from + 5]!
const isHead = (bytes: Uint8Array, from: number): boolean =>
  bytes[from] === HEAD && bytes[from + 1] === VERSION && serviceNames.has((bytes[from + 2]! << 8) | bytes[from + 3]!)

export const knx: Dissector = {
  protocol: knxProtocol,
  tcp: [3671],
  udp: [3671],
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < HEAD) return to - from >= 4 && !isHead(bytes, from) ? -1 : 0
    if (!isHead(bytes, from)) return -1
    const length = lengthAt(bytes, from)
    return length < HEAD ? -1 : length
  },

  probe(bytes, from, to) {
    if (to - from < HEAD || !isHead(bytes, from)) return false
    const length = lengthAt(bytes, from)
    return length >= HEAD && from + length <= to
  },

  read(r, _about, out) {
    r.group("KNXnet/IP header")
    const head = r.u8("Header length")
    const version = r.u8("Version")
    if (head !== HEAD || version !== VERSION)
      throw new Malformed(`KNXnet/IP header of ${head} bytes, version ${version}`)
    const service = r.u16("Service")
    const length = r.u16("Total length")
    r.endGroup()
    if (length < HEAD) throw new Malformed(`KNXnet/IP total length is ${length}, less than ${HEAD}`)
    r.need(length - HEAD)
    r.end = r.at + length - HEAD
    readService(r, out, service)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

function readService(r: Reader, out: Findings, service: number): void {
  if (numbered.has(service)) return readNumbered(r, out, service)
  if (withStatus.has(service) && r.left >= 2) {
    const channel = r.u8("Channel")
    const status = r.u8("Status")
    // A refused connection has no channel, and the answer to a new one none that was asked for.
    return tellAnswer(out, service - 1, status, service === 0x0206 ? -1 : channel)
  }
  if (service === SESSION_STATUS && r.left >= 1) {
    const status = r.u8("Session status")
    out.operation(knxProtocol, service, status === 1 || status === 2 ? "exception" : "message")
    return out.detail(knxProtocol, SESSION + status)
  }
  const outcome: Outcome = requests.has(service) ? "request" : answers.has(service) ? "response" : "message"
  const channel = (service === 0x0207 || service === 0x0209) && r.left > 0 ? r.u8("Channel") : -1
  out.operation(knxProtocol, outcome === "response" ? service - 1 : service, outcome, channel)
  if (DESCRIBES.has(service)) readDescription(r, out, service !== 0x0204)
  else if (service === ROUTE || service === ROUTE_SYSTEM) readCemi(r, out, true)
}

function tellAnswer(out: Findings, request: number, status: number, reference: number): void {
  out.operation(knxProtocol, request, status === 0 ? "response" : "exception", reference)
  if (status !== 0) out.detail(knxProtocol, status)
}

/** Connection header: its length, channel, sequence number, status or nothing. */
function readNumbered(r: Reader, out: Findings, service: number): void {
  r.group("Connection header")
  const length = r.u8("Structure length")
  if (length !== 4) throw new Malformed(`KNXnet/IP connection header of ${length} bytes, not 4`)
  const channel = r.u8("Channel")
  const sequence = r.u8("Sequence number")
  const status = r.u8("Status")
  r.endGroup()
  const reference = (channel << 8) | sequence
  if (acknowledges.has(service)) return tellAnswer(out, service - 1, status, reference)
  const isAnswer = service === 0x0423
  const outcome: Outcome = isAnswer ? "response" : service === 0x0425 ? "message" : "request"
  out.operation(knxProtocol, isAnswer ? 0x0422 : service, outcome, reference)
  if (service === TUNNEL || service === CONFIGURE) readCemi(r, out, false)
}

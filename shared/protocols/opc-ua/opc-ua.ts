/**
 * OPC UA over TCP: OPC 10000-6 (release 1.05) sections 7.1 (connection), 6.7.2 (secure conversation: chunks and their headers) and
 * 5.2 (binary encoding); services of OPC 10000-4.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { isBad, opcUaAnswer, tellStatus } from "./opc-ua-answers.ts"
import {
  readCreateSessionRequest,
  readCreateSessionResponse,
  readFindServers,
  readGetEndpoints,
} from "./opc-ua-applications.ts"
import { readCertificate } from "./opc-ua-certificate.ts"
import { Chunks, signatures } from "./opc-ua-chunks.ts"
import { readConnection } from "./opc-ua-connection.ts"
import { opcUaCommands } from "./opc-ua-commands.ts"
import { details, opcUaDetailKey, opcUaDetailName, POLICY_NONE, policyAt } from "./opc-ua-details.ts"
import {
  readLength,
  readNodeId,
  readResult,
  skipRequestHeader,
  skipResponseHeader,
  skipText,
} from "./opc-ua-encoding.ts"
import { ABORTED, CLO, FINAL, LONGEST, MSG, OPN } from "./opc-ua-head.ts"
import { isHead, isLength, isMessage, lengthOf, shortest } from "./opc-ua-head.ts"
import { beginWanted, noneWanted, wantedSlot, type Wanted } from "./opc-ua-identity.ts"
import * as names from "./opc-ua-names.ts"
import { opcUaPlaceText, opcUaValueText } from "./opc-ua-places.ts"
import { opcUaRequest } from "./opc-ua-requests.ts"
import { protocol, type Protocol } from "../protocol.ts"

/** Sequence number and request. */
const SEQUENCE = 8

const OPEN_CHANNEL = 446
const CLOSE_CHANNEL = 452
const CREATE_SESSION = 461
const READ = 631
const WRITE = 673
const PUBLISH = 826

const opcUaProtocol = protocol({
  name: "opc-ua",
  title: "OPC UA",
  family: "ot",
  wireshark: "opcua",
  wiresharkFunction: (code) =>
    /^\d+$/.test(names.opcUaServiceKey(code)) ? `opcua.servicenodeid.numeric == ${code}` : "opcua",
  commands: opcUaCommands,
  functionKey: names.opcUaServiceKey,
  functionName: names.opcUaServiceName,
  detailKey: opcUaDetailKey,
  detailName: opcUaDetailName,
  placeText: opcUaPlaceText,
  valueText: opcUaValueText,
})

/** What a request asked for, by the low bits of its number: a fault does not repeat it. */
const KEPT = 256
type Memory = {
  readonly request: Float64Array
  readonly service: Uint16Array
  /** The message of each side that goes on in the next chunk. */
  readonly chunks: readonly [Chunks, Chunks]
  readonly wanted: Wanted
  /** The policy of the channel, as its opening said; 0: another, or it was not seen. */
  policy: number
  /** Was it told how messages are secured? */
  isModeTold: boolean
}
const noMemory = (): Memory => ({
  request: new Float64Array(KEPT).fill(-1),
  service: new Uint16Array(KEPT),
  chunks: [new Chunks(), new Chunks()],
  wanted: noneWanted(),
  policy: 0,
  isModeTold: false,
})

export const opcUa: Dissector = {
  protocol: opcUaProtocol,
  tcp: [4840],
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < 8) return to - from >= 4 && !isHead(bytes, from) ? -1 : 0
    return isHead(bytes, from) && isLength(bytes, from) ? lengthOf(bytes, from) : -1
  },

  probe: isMessage,

  read(r, about, out) {
    r.group("Message header")
    if (!isHead(r.bytes, r.at)) throw new Malformed("OPC UA message of a type that does not exist")
    const type = r.u24("Message type")
    const chunk = r.u8("Chunk type")
    const length = r.u32le("Message size")
    if (length < shortest.get(type)! || length > LONGEST)
      throw new Malformed(`OPC UA message size is ${length}, outside ${shortest.get(type)} to ${LONGEST}`)
    r.need(length - 8)
    r.end = r.at + length - 8
    r.endGroup()
    if (type === MSG || type === OPN || type === CLO) readSecured(r, about, out, type, chunk)
    else readConnection(r, out, opcUaProtocol, type)
    if (r.left > 0) r.skip(r.left, "Contents")
  },
}

function readSecured(r: Reader, about: About, out: Findings, type: number, chunk: number): void {
  const memory = about.recall(noMemory)
  r.group("Security header")
  r.u32le("Secure channel id")
  if (type === OPN) {
    const length = readLength(r, "Security policy URI")
    memory.policy = policyAt(r.bytes, r.at, length)
    memory.isModeTold = memory.policy === POLICY_NONE
    r.skip(length, "Security policy URI")
    readCertificate(r, out, opcUaProtocol, about.time)
    skipText(r, "Receiver certificate thumbprint")
  } else r.u32le("Token id")
  r.endGroup()
  r.need(SEQUENCE)
  const chunks = memory.chunks[about.side === 0 ? 0 : 1]
  const request = requestAt(r)
  const goesOn = type === MSG && chunks.request === request
  if (!goesOn && chunks.request >= 0) readJoined(r, about, out, memory, chunks, false)
  if (!goesOn && chunk !== ABORTED && !isPlain(r)) return readSealed(about, out, memory, type)
  r.group("Sequence header")
  r.u32le("Sequence number")
  r.u32le("Request id")
  r.endGroup()
  if (chunk === ABORTED) {
    if (goesOn) readJoined(r, about, out, memory, chunks, false)
    return
  }
  tellMode(out, memory, type, SIGNED)
  if (!goesOn && (chunk === FINAL || r.trace !== null))
    return readService(r, about, out, memory, request, chunk === FINAL)
  chunks.add(request, r.bytes, r.at, r.end - (signatures[memory.policy] ?? 0))
  if (chunk === FINAL) readJoined(r, about, out, memory, chunks, chunks.isWhole)
}

/** Sequence number, request. */
function requestAt({ bytes, at }: Reader): number {
  return (bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24)) >>> 0
}

/** Reads the message that was put together, or what was seen of one whose rest was lost. */
function readJoined(r: Reader, about: About, out: Findings, memory: Memory, chunks: Chunks, whole: boolean): void {
  const { bytes, at, end } = r
  const { request } = chunks
  chunks.openIn(r)
  readService(r, about, out, memory, request, whole)
  r.open(bytes, at, end)
  if (whole) r.at = end
}

/** Modes of security, where the policy is not None. */
const SIGNED = 2
const SEALED_MODE = 3

/** The opening itself is sealed then: what follows shows the mode. */
function tellMode(out: Findings, memory: Memory, type: number, mode: number): void {
  if (type !== MSG || memory.isModeTold || memory.policy === 0) return
  memory.isModeTold = true
  out.detail(opcUaProtocol, details.mode | mode)
}

/** Is there a service behind the sequence header, as the numeric identifier in namespace 0 that all of them have? */
function isPlain(r: Reader): boolean {
  const at = r.at + SEQUENCE
  const { bytes } = r
  if (r.end - at < 4 || bytes[at] !== 1 || bytes[at + 1] !== 0) return false
  const encoding = bytes[at + 2]! | (bytes[at + 3]! << 8)
  return names.opcUaServiceName(encoding) !== undefined || names.opcUaRequestOf(encoding) >= 0
}

/** Contents that the channel seals: nothing tells the chunks of a message apart. */
function readSealed(about: About, out: Findings, memory: Memory, type: number): void {
  tellMode(out, memory, type, SEALED_MODE)
  if (type === OPN && about.direction !== 0) {
    out.operation(opcUaProtocol, OPEN_CHANNEL, about.direction > 0 ? "request" : "response")
    if (about.direction > 0) out.detail(opcUaProtocol, details.policy | memory.policy)
  } else out.operation(opcUaProtocol, type === CLO ? CLOSE_CHANNEL : names.SEALED, "message")
}

function readService(r: Reader, about: About, out: Findings, memory: Memory, request: number, whole: boolean): void {
  r.group("Service")
  const encoding = readNodeId(r, "Service")
  if (names.isOpcUaRequest(encoding)) {
    const slot = request % KEPT
    memory.request[slot] = request
    memory.service[slot] = encoding
    skipRequestHeader(r)
    out.operation(opcUaProtocol, encoding, "request", request & 0x3fffffff, question(r, encoding))
    if (whole) readRequest(r, about, out, memory, encoding, request)
  } else readAnswer(r, about, out, memory, encoding, request, whole)
  r.endGroup()
}

function readRequest(r: Reader, about: About, out: Findings, memory: Memory, encoding: number, request: number): void {
  const { wanted } = memory
  if (encoding === CREATE_SESSION) return readCreateSessionRequest(r, out, opcUaProtocol, about.time)
  if (encoding === OPEN_CHANNEL) out.detail(opcUaProtocol, details.policy | memory.policy)
  if (encoding === READ) beginWanted(wanted)
  opcUaRequest(encoding)?.(r, out, opcUaProtocol, wanted, memory.policy === POLICY_NONE)
  if (encoding === READ && wanted.isAny) wanted.request[wanted.slot] = request
}

/** Polling asks the same again; what is written and what is acknowledged differs by what happened. */
function question(r: Reader, encoding: number): number {
  if (encoding === WRITE) return -1
  return fingerprint(r.bytes, r.at, encoding === PUBLISH ? r.at : r.end)
}

type Description = (r: Reader, out: Findings, protocol: Protocol, now: number) => void
const descriptions: ReadonlyMap<number, Description> = new Map<number, Description>([
  [425, readFindServers],
  [431, readGetEndpoints],
  [464, readCreateSessionResponse],
])

function readAnswer(
  r: Reader,
  about: About,
  out: Findings,
  memory: Memory,
  encoding: number,
  request: number,
  whole: boolean,
): void {
  const slot = request % KEPT
  const result = readResult(r)
  const asked = memory.request[slot] === request ? memory.service[slot]! : names.SERVICE_FAULT
  const service = encoding === names.SERVICE_FAULT ? asked : names.opcUaRequestOf(encoding)
  memory.request[slot] = -1
  const refused = isBad(result) || encoding === names.SERVICE_FAULT
  out.operation(opcUaProtocol, service, refused ? "exception" : "response", request & 0x3fffffff)
  if (encoding === names.SERVICE_FAULT) out.detail(opcUaProtocol, details.fault)
  if (isBad(result)) tellStatus(out, opcUaProtocol, result)
  if (!whole || refused) return
  const describe = descriptions.get(encoding)
  const read = describe === undefined ? opcUaAnswer(encoding) : undefined
  if (describe === undefined && read === undefined) return
  skipResponseHeader(r)
  if (describe !== undefined) return describe(r, out, opcUaProtocol, about.time)
  const ring = wantedSlot(memory.wanted, request)
  if (ring >= 0) memory.wanted.slot = ring
  read!(r, out, opcUaProtocol, ring >= 0 ? memory.wanted : null)
}

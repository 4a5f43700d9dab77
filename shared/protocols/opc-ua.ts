/**
 * OPC UA over TCP: OPC 10000-6 (release 1.05) sections 7.1 (connection), 6.7.2 (secure conversation: chunks and their headers) and
 * 5.2 (binary encoding); services of OPC 10000-4.
 */
import { fingerprint } from "../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../bytes/reader.ts"
import { opcUaCommands } from "./opc-ua-commands.ts"
import type { About, Dissector, Findings } from "./dissector.ts"
import { readNodeId, readResult, skipRequestHeader, skipResponseHeader, skipText } from "./opc-ua-encoding.ts"
import { ABORTED, CLO, ERR, FINAL, HEL, INTERMEDIATE, LONGEST, MSG, OPN, RHE } from "./opc-ua-head.ts"
import { isHead, isLength, isMessage, lengthOf, shortest } from "./opc-ua-head.ts"
import {
  readCertificate,
  readCreateSessionRequest,
  readCreateSessionResponse,
  readFindServers,
  readGetEndpoints,
  readReadResponse,
} from "./opc-ua-identity.ts"
import * as names from "./opc-ua-names.ts"
import { protocol } from "./protocol.ts"

/** Sequence number and request. */
const SEQUENCE = 8

const OPEN_CHANNEL = 446
const CLOSE_CHANNEL = 452
const CREATE_SESSION = 461
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
})

/** What a request asked for, by the low bits of its number: a fault does not repeat it. */
const KEPT = 256
type Memory = {
  readonly request: Float64Array
  readonly service: Uint16Array
  /** The request whose message goes on in the next chunk, for each side; -1: none. */
  readonly open: [number, number]
}
const noMemory = (): Memory => ({
  request: new Float64Array(KEPT).fill(-1),
  service: new Uint16Array(KEPT),
  open: [-1, -1],
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
    else readConnection(r, out, type)
    if (r.left > 0) r.skip(r.left, "Contents")
  },
}

function readConnection(r: Reader, out: Findings, type: number): void {
  if (type === RHE) {
    out.operation(opcUaProtocol, names.REVERSE_HELLO, "message")
    skipText(r, "Server URI")
    skipText(r, "Endpoint URL")
    return
  }
  if (type === ERR) {
    out.operation(opcUaProtocol, names.ERROR, "message")
    r.u32le("Error")
    skipText(r, "Reason")
    return
  }
  out.operation(opcUaProtocol, names.HELLO, type === HEL ? "request" : "response")
  r.u32le("Protocol version")
  r.u32le("Receive buffer size")
  r.u32le("Send buffer size")
  r.u32le("Maximum message size")
  r.u32le("Maximum chunk count")
  if (type === HEL) skipText(r, "Endpoint URL")
}

function readSecured(r: Reader, about: About, out: Findings, type: number, chunk: number): void {
  const memory = about.recall(noMemory)
  r.group("Security header")
  r.u32le("Secure channel id")
  if (type === OPN) {
    skipText(r, "Security policy URI")
    readCertificate(r, out)
    skipText(r, "Receiver certificate thumbprint")
  } else r.u32le("Token id")
  r.endGroup()
  r.need(SEQUENCE)
  if (chunk === ABORTED) {
    memory.open[about.side === 0 ? 0 : 1] = -1
    return
  }
  if (!isPlain(r)) return readSealed(r, about, out, memory, type, chunk)
  r.group("Sequence header")
  r.u32le("Sequence number")
  const request = r.u32le("Request id")
  r.endGroup()
  if (goesOn(memory, about.side, request, chunk)) return
  readService(r, out, memory, request, chunk === FINAL)
}

/** A message in chunks is one message, told with its first. True: this is a later one. */
function goesOn(memory: Memory, side: number, request: number, chunk: number): boolean {
  const which = side === 0 ? 0 : 1
  const later = memory.open[which] === request
  memory.open[which] = chunk === INTERMEDIATE ? request : -1
  return later
}

/** Is there a service behind the sequence header, as the numeric identifier in namespace 0 that all of them have? */
function isPlain(r: Reader): boolean {
  const at = r.at + SEQUENCE
  const { bytes } = r
  if (r.end - at < 4 || bytes[at] !== 1 || bytes[at + 1] !== 0) return false
  const encoding = bytes[at + 2]! | (bytes[at + 3]! << 8)
  return names.opcUaServiceName(encoding) !== undefined || names.opcUaRequestOf(encoding) >= 0
}

/** A later chunk of a message in the clear, or contents that the channel seals: then nothing tells its chunks apart. */
function readSealed(r: Reader, about: About, out: Findings, memory: Memory, type: number, chunk: number): void {
  const { bytes, at } = r
  const request = (bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24)) >>> 0
  if (memory.open[about.side === 0 ? 0 : 1] === request) {
    goesOn(memory, about.side, request, chunk)
    return
  }
  if (type === OPN && about.direction !== 0)
    out.operation(opcUaProtocol, OPEN_CHANNEL, about.direction > 0 ? "request" : "response")
  else out.operation(opcUaProtocol, type === CLO ? CLOSE_CHANNEL : names.SEALED, "message")
}

function readService(r: Reader, out: Findings, memory: Memory, request: number, whole: boolean): void {
  r.group("Service")
  const encoding = readNodeId(r, "Service")
  const slot = request % KEPT
  const reference = request & 0x3fffffff
  if (names.isOpcUaRequest(encoding)) {
    memory.request[slot] = request
    memory.service[slot] = encoding
    skipRequestHeader(r)
    out.operation(opcUaProtocol, encoding, "request", reference, question(r, encoding))
    if (whole && encoding === CREATE_SESSION) readCreateSessionRequest(r, out)
  } else {
    const failed = readResult(r)
    const asked = memory.request[slot] === request ? memory.service[slot]! : names.SERVICE_FAULT
    const service = encoding === names.SERVICE_FAULT ? asked : names.opcUaRequestOf(encoding)
    memory.request[slot] = -1
    const refused = failed || encoding === names.SERVICE_FAULT
    out.operation(opcUaProtocol, service, refused ? "exception" : "response", reference)
    if (whole && !refused) readAnswer(r, out, encoding)
  }
  r.endGroup()
}

/** Polling asks the same again; what is written and what is acknowledged differs by what happened. */
function question(r: Reader, encoding: number): number {
  if (encoding === WRITE) return -1
  return fingerprint(r.bytes, r.at, encoding === PUBLISH ? r.at : r.end)
}

const answers: ReadonlyMap<number, (r: Reader, out: Findings) => void> = new Map([
  [425, readFindServers],
  [431, readGetEndpoints],
  [464, readCreateSessionResponse],
  [634, readReadResponse],
])

function readAnswer(r: Reader, out: Findings, encoding: number): void {
  const read = answers.get(encoding)
  if (read === undefined) return
  skipResponseHeader(r)
  read(r, out)
}

/**
 * Remote procedure calls of Windows over TCP and in the pipes of SMB (The Open Group C706 chapter 12, MS-RPCE 2.1.1): which interface a client
 * binds, what it calls there, and what is refused. OPC Classic and everything else that is built on DCOM goes this way. What is sent along is not read.
 */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { rpcFaultName } from "../osi/rpc-faults.ts"
import { protocol } from "../protocol.ts"
import { dcerpcCommands } from "./dcerpc-commands.ts"
import {
  ALTER,
  BIND,
  FAULT,
  HEADER,
  isHead,
  isLittle,
  isWholeHead,
  lengthOf,
  REQUEST,
  RESPONSE,
} from "./dcerpc-head.ts"
import { functionKey, functionName, functionOf, interfaceName, interfaceOf } from "./dcerpc-names.ts"

/** The first fragment of a call or an answer (pfc_first_frag). */
const FIRST = 1

const dcerpcProtocol = protocol({
  name: "dcerpc",
  title: "DCE/RPC",
  family: "office",
  wireshark: "dcerpc",
  functionKey,
  functionName,
  wiresharkFunction: (code) => `dcerpc.opnum == ${code % 4096}`,
  detailKey: (status) => `fault:${status.toString(16)}`,
  detailName: (status) => {
    const why = rpcFaultName(status)
    return why === undefined ? undefined : `refused: ${why}`
  },
  commands: dcerpcCommands,
})

const mostContexts = 256
const mostCalls = 256
const mostStreams = 2 ** 20

/** Of one connection: of all pipes where it carries pipes. */
class Session {
  /** Interfaces by context and stream. */
  readonly contexts = new Map<number, number>()
  /** Functions that wait for their answer, by call and stream. */
  readonly calls = new Map<number, number>()
}
const begin = (): Session => new Session()

export const dcerpc: Dissector = {
  protocol: dcerpcProtocol,
  tcp: [135],
  over: ["smb-pipe"],
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < HEADER) return isHead(bytes, from, to) ? 0 : -1
    return isHead(bytes, from, to) ? lengthOf(bytes, from) : -1
  },

  probe: isWholeHead,

  read(r, about, out) {
    const session = about.recall(begin)
    const little = isLittle(r.bytes, r.at)
    r.u16("Version")
    const type = r.u8("Type")
    const flags = r.u8("Flags")
    r.skip(8, "Data representation, lengths")
    const call = little ? r.u32le("Call") : r.u32("Call")
    if (type === BIND || type === ALTER) readBind(session, r, little, about.stream)
    else if (type === REQUEST && (flags & FIRST) !== 0) readRequest(session, r, little, call, about.stream, out)
    else if ((type === RESPONSE && (flags & FIRST) !== 0) || type === FAULT) {
      const key = within(about.stream, 2 ** 32, call)
      const code = session.calls.get(key)
      session.calls.delete(key)
      const outcome = type === FAULT ? "exception" : "response"
      if (code !== undefined) {
        out.operation(dcerpcProtocol, code, outcome, referenceOf(about.stream, call))
        if (type === FAULT) readFault(r, out, little)
      }
    }
    if (r.left > 0) r.skip(r.left, "Content")
  },
}

/** Section 12.6.4.7. What C706 lists is below 2^29; Windows also passes results of programs on, which say nothing here. */
function readFault(r: Reader, out: Findings, little: boolean): void {
  if (r.left < 12) return
  r.skip(8, "Room, context, cancels")
  const status = little ? r.u32le("Status") : r.u32("Status")
  if (status > 0 && status < 0x2000_0000) out.detail(dcerpcProtocol, status)
}

/** Contexts and calls are numbered anew in each stream. */
const within = (stream: number, room: number, number: number): number => (stream % mostStreams) * room + number
const referenceOf = (stream: number, call: number): number =>
  stream === 0 ? call : (call ^ (stream << 20)) & 0x3fffffff

/** Section 12.6.4.3: largest fragments, group, then contexts with the interface that each is for. */
function readBind({ contexts }: Session, r: Reader, little: boolean, stream: number): void {
  r.skip(8, "Fragment sizes and group")
  const count = r.u8("Contexts")
  r.skip(3, "Padding")
  for (let n = 0; n < count; n++) {
    const context = little ? r.u16le("Context") : r.u16("Context")
    const syntaxes = r.u8("Transfer syntaxes")
    r.skip(1, "Padding")
    const { at } = r
    r.skip(20)
    const uuid = uuidAt(r.bytes, at, little)
    const number = interfaceOf(uuid)
    if (r.trace !== null) r.trace.field("Interface", at, 20, `${uuid} (${interfaceName(number)})`)
    put(contexts, within(stream, 2 ** 16, context), number, mostContexts)
    r.skip(syntaxes * 20, "Transfer syntaxes")
  }
}

/** Section 12.6.4.9: room wanted, context, operation. */
function readRequest(s: Session, r: Reader, little: boolean, call: number, stream: number, out: Findings): void {
  r.skip(4, "Room wanted")
  const context = little ? r.u16le("Context") : r.u16("Context")
  const operation = little ? r.u16le("Operation") : r.u16("Operation")
  const code = functionOf(s.contexts.get(within(stream, 2 ** 16, context)) ?? 0, operation)
  put(s.calls, within(stream, 2 ** 32, call), code, mostCalls)
  out.operation(dcerpcProtocol, code, "request", referenceOf(stream, call))
}

/** The oldest makes room. */
function put(map: Map<number, number>, key: number, value: number, most: number): void {
  map.delete(key)
  if (map.size >= most)
    for (const oldest of map.keys()) {
      map.delete(oldest)
      break
    }
  map.set(key, value)
}

const hexadecimal = (bytes: Uint8Array, from: number, to: number): string =>
  Array.from(bytes.subarray(from, to), (byte) => byte.toString(16).padStart(2, "0")).join("")

/** Appendix A: the first three parts in the sender's order. */
function uuidAt(bytes: Uint8Array, at: number, little: boolean): string {
  const part = (from: number, length: number): string => {
    const one = bytes.slice(at + from, at + from + length)
    return hexadecimal(little ? one.reverse() : one, 0, length)
  }
  return `${part(0, 4)}-${part(4, 2)}-${part(6, 2)}-${hexadecimal(bytes, at + 8, at + 10)}-${hexadecimal(bytes, at + 10, at + 16)}`
}

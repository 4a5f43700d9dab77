/**
 * Remote procedure calls of Windows over TCP (The Open Group C706 chapter 12, MS-RPCE): which interface a client binds, what it calls there, and what is refused.
 * OPC Classic and everything else that is built on DCOM goes this way. What is sent along is not read.
 */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { dcerpcCommands, functionKey, functionName, functionOf, interfaceOf } from "./dcerpc-names.ts"

const REQUEST = 0
const RESPONSE = 2
const FAULT = 3
const BIND = 11
const ALTER = 14
const types: ReadonlySet<number> = new Set([REQUEST, RESPONSE, FAULT, BIND, 12, 13, ALTER, 15, 16, 17, 18, 19])
const HEADER = 16
/** The object that a request is about stands before its content (pfc_object_uuid). */
const FIRST = 1

const dcerpcProtocol = protocol({
  name: "dcerpc",
  title: "DCE/RPC",
  family: "office",
  wireshark: "dcerpc",
  functionKey,
  functionName,
  wiresharkFunction: (code) => `dcerpc.opnum == ${code % 4096}`,
  commands: dcerpcCommands,
})

const mostContexts = 64
const mostCalls = 256

class Session {
  /** Interfaces by context. */
  readonly contexts = new Map<number, number>()
  /** Functions that wait for their answer, by call. */
  readonly calls = new Map<number, number>()
}
const begin = (): Session => new Session()

const isLittle = (bytes: Uint8Array, from: number): boolean => (bytes[from + 4]! & 0x10) !== 0
const u16 = (bytes: Uint8Array, at: number, little: boolean): number =>
  little ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!

export const dcerpc: Dissector = {
  protocol: dcerpcProtocol,
  tcp: [135],
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < HEADER) return isHead(bytes, from, to) ? 0 : -1
    return isHead(bytes, from, to) ? u16(bytes, from + 8, isLittle(bytes, from)) : -1
  },

  probe: (bytes, from, to) => to - from >= HEADER && isHead(bytes, from, to),

  read(r, about, out) {
    const session = about.recall(begin)
    const little = isLittle(r.bytes, r.at)
    r.u16("Version")
    const type = r.u8("Type")
    const flags = r.u8("Flags")
    r.skip(8, "Data representation, lengths")
    const call = little ? r.u32le("Call") : r.u32("Call")
    if (type === BIND || type === ALTER) readBind(session, r, little)
    else if (type === REQUEST && (flags & FIRST) !== 0) readRequest(session, r, little, call, out)
    else if ((type === RESPONSE && (flags & FIRST) !== 0) || type === FAULT) {
      const code = session.calls.get(call)
      session.calls.delete(call)
      if (code !== undefined) out.operation(dcerpcProtocol, code, type === FAULT ? "exception" : "response", call)
    }
    if (r.left > 0) r.skip(r.left, "Content")
  },
}

/** Version 5.0 or 5.1, a type that exists, a data representation of what is in use, and a length that holds the header. */
function isHead(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] !== 5) return false
  if (to - from > 1 && bytes[from + 1]! > 1) return false
  if (to - from > 2 && !types.has(bytes[from + 2]!)) return false
  if (to - from < HEADER) return true
  const representation = bytes[from + 4]!
  if ((representation & 0xef) !== 0 || bytes[from + 5] !== 0 || bytes[from + 6] !== 0 || bytes[from + 7] !== 0)
    return false
  return u16(bytes, from + 8, isLittle(bytes, from)) >= HEADER
}

/** Section 12.6.4.3: largest fragments, group, then contexts with the interface that each is for. */
function readBind({ contexts }: Session, r: Reader, little: boolean): void {
  r.skip(8, "Fragment sizes and group")
  const count = r.u8("Contexts")
  r.skip(3, "Padding")
  for (let n = 0; n < count && contexts.size < mostContexts; n++) {
    const context = little ? r.u16le("Context") : r.u16("Context")
    const syntaxes = r.u8("Transfer syntaxes")
    r.skip(1, "Padding")
    const { at } = r
    r.skip(20, "Interface")
    contexts.set(context, interfaceOf(uuidAt(r.bytes, at, little)))
    r.skip(syntaxes * 20, "Transfer syntaxes")
  }
}

/** Section 12.6.4.9: room wanted, context, operation. */
function readRequest(session: Session, r: Reader, little: boolean, call: number, out: Findings): void {
  r.skip(4, "Room wanted")
  const context = little ? r.u16le("Context") : r.u16("Context")
  const operation = little ? r.u16le("Operation") : r.u16("Operation")
  const code = functionOf(session.contexts.get(context) ?? 0, operation)
  if (session.calls.size >= mostCalls) session.calls.clear()
  session.calls.set(call, code)
  out.operation(dcerpcProtocol, code, "request", call)
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

/** The blocks of PROFINET context management: IEC 61158-6-10 section 5.2 (every block: type, length, version; numbers high byte first). */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { readIdentification, readInitiator, readResponder, readStation } from "./profinet-cm-identity.ts"
import { cmProtocol, CONTROL, controlNames, NOWHERE, STATUS, writtenCode } from "./profinet-cm-names.ts"

/** What stands before the blocks: the head of the remote call. */
export type Head = {
  at: number
  kind: number
  flags: number
  little: boolean
  /** The object is a PROFINET device or controller, so it tells its maker. */
  isObject: boolean
  operation: number
  sequence: number
  fragment: number
}

const CONNECT = 0
const READ = 2
const READ_IMPLICIT = 5
const MULTIPLE = 0xe040

/** What the current message is about; set for each. */
type Message = { isRequest: boolean; operation: number; isDone: boolean; object: number }
const message: Message = { isRequest: false, operation: 0, isDone: false, object: -1 }

/** The arguments of an operation, then blocks. Of answers: PNIO status (error, its kind, two codes; 0: none). */
export function readBody(r: Reader, out: Findings, head: Head): void {
  const { little, sequence, operation } = head
  const isRequest = head.kind === 0
  r.group("Arguments")
  const first = little
    ? r.u32le(isRequest ? "Longest answer" : "PNIO status")
    : r.u32(isRequest ? "Longest answer" : "PNIO status")
  const length = little ? r.u32le("Length of the arguments") : r.u32("Length of the arguments")
  r.skip(12, "Array: most, offset, count")
  r.endGroup()
  if (length > r.left) throw new Malformed(`PROFINET CM arguments of ${length} bytes, ${r.left} are there`)
  r.end = r.at + length
  message.isRequest = isRequest
  message.operation = operation
  message.isDone = isRequest || first === 0
  message.object = head.isObject ? head.at + 8 : -1
  if (isRequest) out.operation(cmProtocol, operation, "request", sequence, question(r, operation))
  else {
    out.operation(cmProtocol, operation, first === 0 ? "response" : "exception", sequence)
    tellStatus(out, first)
  }
  readBlocks(r, out, false)
}

/** Which service answers, its function tells already. */
function tellStatus(out: Findings, status: number): void {
  if (status !== 0) out.detail(cmProtocol, STATUS + (status & 0xffffff))
}

/** Reading asks the same if all from the relation to the index is the same; a sequence number stands before it. */
function question(r: Reader, operation: number): number {
  if ((operation !== READ && operation !== READ_IMPLICIT) || r.left < 40) return -1
  return fingerprint(r.bytes, r.at + 8, r.at + 36)
}

/** `inside`: these are the writes of a multiple write. */
function readBlocks(r: Reader, out: Findings, inside: boolean): void {
  while (r.left >= 6) {
    r.group("Block")
    const type = r.u16("Block type")
    const length = r.u16("Block length")
    // It counts the version too.
    if (length < 2 || length - 2 > r.left - 2)
      throw new Malformed(`PROFINET CM block 0x${type.toString(16)} of ${length} bytes, ${r.left} are there`)
    const end = r.end
    const next = r.at + length
    r.end = next
    r.u16("Block version")
    const data = readBlock(r, out, type)
    if (r.left > 0) r.skip(r.left, "Content")
    r.end = end
    r.endGroup()
    if (data >= 0) readRecord(r, out, data, inside)
  }
  if (r.left > 0) r.skip(r.left, "Padding")
}

/** The length of the record's data behind a head of a read or write, else -1. */
function readBlock(r: Reader, out: Findings, type: number): number {
  if (type === 0x0008 || type === 0x8008 || type === 0x0009 || type === 0x8009) return readAccess(r, out, type)
  if (message.isRequest && controlNames.has(type)) out.detail(cmProtocol, CONTROL + type)
  if (message.operation !== CONNECT || !message.isDone) return -1
  if (type === 0x0101 && message.isRequest) readInitiator(r, out)
  else if (type === 0x8101) readResponder(r, out, message.object)
  else if (type === 0x8106) readStation(r, out)
  return -1
}

let slot = 0
let subslot = 0
let index = 0

/** Sequence, relation, API, slot, subslot, two bytes of nothing, index, length of the data, then what differs. */
function readAccess(r: Reader, out: Findings, type: number): number {
  r.u16("Sequence number")
  r.skip(16, "Application relation")
  const api = r.u32("API")
  slot = r.u16("Slot")
  subslot = r.u16("Subslot")
  r.u16("Padding")
  index = r.u16("Index")
  const length = r.u32("Length of the record")
  if (type === 0x8008) {
    r.u16("Additional value 1")
    r.u16("Additional value 2")
    const status = r.u32("PNIO status")
    // Where the whole failed, this repeats why.
    if (index === MULTIPLE || !message.isDone) return 0
    out.result(status === 0)
    tellStatus(out, status)
    return 0
  }
  if (type === 0x8009) return length
  if (index !== MULTIPLE) {
    if (type === 0x0008) out.detail(cmProtocol, writtenCode(index))
    const where = slot >= 0x7fff ? NOWHERE : (slot << 16) | subslot
    out.place(where, index, Math.min(api, 0x7fffffff))
  }
  return type === 0x0008 ? length : 0
}

/** The data behind the head of a write request or of a read's answer. */
function readRecord(r: Reader, out: Findings, length: number, inside: boolean): void {
  if (length === 0) return
  if (index === MULTIPLE && message.isRequest && !inside) return readBlocks(r, out, true)
  if (length > r.left) throw new Malformed(`PROFINET CM record of ${length} bytes, ${r.left} are there`)
  const at = r.at
  if (message.isRequest) out.written(at, length)
  else if (message.isDone) out.result(true, at, length)
  const end = r.end
  r.end = at + length
  // The head's own submodules: the device itself, and its interface.
  const isOwn = slot === 0 && (subslot <= 1 || subslot === 0x8000)
  if (!message.isRequest && message.isDone && isOwn && index >= 0xaff0 && index <= 0xaff3) readIdentification(r, out)
  if (r.left > 0) r.skip(r.left, "Record")
  r.end = end
  // Within a multiple write, each write begins at a multiple of four bytes.
  const padding = inside ? (4 - (length & 3)) & 3 : 0
  if (padding > 0 && r.left >= padding) r.skip(padding, "Padding")
}

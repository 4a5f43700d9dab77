/**
 * DLMS/COSEM, the reading of meters: IEC 62056-4-7 section 5 (wrapper over TCP and UDP: version, source, destination, length), IEC
 * 62056-5-3 section 8 (application units; BER for associations, A-XDR for the rest). What is ciphered is named as such.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { element, follow } from "../osi/ber.ts"
import { ASSOCIATIONS, EXCEPTIONS, SERVICE_ERRORS } from "./dlms-errors.ts"
import { answers, dlmsProtocol, PROOFS, SHORT, tagNames } from "./dlms-names.ts"
import { readAnswer, readEvent, readRequest, readShortAnswer } from "./dlms-objects.ts"
import type { About, Dissector, Findings } from "../dissector.ts"

const HEAD = 8
const VERSION = 1
const LONGEST = 0xffff

const ASSOCIATE = 0x60
const ASSOCIATED = 0x61
const EXCEPTION = 0xd8
const SERVICE_ERROR = 0x0e
const READ = 0x05
const WRITE = 0x06
const EVENT = 0xc2

const isHead = (bytes: Uint8Array, from: number): boolean => bytes[from] === 0 && bytes[from + 1] === VERSION
const lengthOf = (bytes: Uint8Array, from: number): number => (bytes[from + 6]! << 8) | bytes[from + 7]!
export const isTag = (tag: number): boolean => tagNames.has(tag) || answers.has(tag)

export const dlms: Dissector = {
  protocol: dlmsProtocol,
  // A version of 1 is all that marks the wrapper: it stays on its port.
  tcp: [4059],
  udp: [4059],

  size(bytes, from, to) {
    if (to - from < HEAD) return to - from >= 2 && !isHead(bytes, from) ? -1 : 0
    if (!isHead(bytes, from)) return -1
    const length = lengthOf(bytes, from)
    return length === 0 || HEAD + length > LONGEST ? -1 : HEAD + length
  },

  probe(bytes, from, to) {
    return to - from > HEAD && isHead(bytes, from) && lengthOf(bytes, from) > 0 && isTag(bytes[from + HEAD]!)
  },

  read(r, about, out) {
    r.group("Wrapper")
    const version = r.u16("Version")
    if (version !== VERSION) throw new Malformed(`DLMS wrapper version is ${version}, not ${VERSION}`)
    r.u16("Source")
    r.u16("Destination")
    const length = r.u16("Length")
    r.endGroup()
    r.need(length)
    r.end = r.at + length
    readUnit(r, about, out)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

export function readUnit(r: Reader, about: About, out: Findings): void {
  const start = r.at
  const tag = r.u8("Tag")
  const asked = answers.get(tag)
  if (tag === ASSOCIATE || tag === ASSOCIATED) return readAssociation(r, out, start, tag)
  if (tag >= 0xc0 && tag <= 0xc7 && tag !== EVENT && r.left >= 2) {
    if (asked === undefined) return readRequest(r, about, out, tag)
    return readAnswer(r, about, out, asked)
  }
  if (tag === EXCEPTION || tag === SERVICE_ERROR) return readError(r, out, tag)
  if (asked === READ || asked === WRITE) return readShortAnswer(r, out, asked)
  if (asked !== undefined) out.operation(dlmsProtocol, asked, "response")
  else if (isMessage.has(tag)) out.operation(dlmsProtocol, tag, "message")
  else out.operation(dlmsProtocol, tag, "request", -1, fingerprint(r.bytes, start, r.end))
  if (tag === EVENT) readEvent(r, out)
  else if (tag === READ || tag === WRITE) readShortNames(r, out)
}

/** State and service; or the service that failed, class and code of its error. */
function readError(r: Reader, out: Findings, tag: number): void {
  out.operation(dlmsProtocol, tag, "exception")
  if (tag === SERVICE_ERROR && r.left > 0) r.u8("Service")
  if (r.left >= 2) out.detail(dlmsProtocol, (tag === EXCEPTION ? EXCEPTIONS : SERVICE_ERRORS) + r.u16("Error"))
}

/** Units that nothing answers, or whose ciphered content may be either. */
const isMessage: ReadonlySet<number> = new Set([
  0x0f, 0x16, 0x18, 0x36, 0x38, 0xc2, 0xca, 0xd2, 0xdb, 0xdc, 0xdd, 0xdf, 0xe0,
])

const found = element()

/** The mechanism's name ends with its number; an association was accepted with result 0. */
function readAssociation(r: Reader, out: Findings, start: number, tag: number): void {
  const { bytes, end } = r
  if (tag === ASSOCIATE) {
    out.operation(dlmsProtocol, ASSOCIATE, "request")
    const isNamed = follow(bytes, start, end, [ASSOCIATE, 0x8b], found)
    out.detail(dlmsProtocol, PROOFS + (isNamed && found.to - found.from === 7 ? bytes[found.to - 1]! : 0))
    return
  }
  const isAccepted = follow(bytes, start, end, [ASSOCIATED, 0xa2, 0x02], found) && bytes[found.to - 1] === 0
  out.operation(dlmsProtocol, ASSOCIATE, isAccepted ? "response" : "exception")
  if (isAccepted) return
  for (const source of [1, 2])
    if (follow(bytes, start, end, [ASSOCIATED, 0xa3, 0xa0 | source, 0x02], found) && found.to === found.from + 1)
      out.detail(dlmsProtocol, ASSOCIATIONS + (source << 8) + bytes[found.from]!)
}

/** A count, then for each variable a choice: 2 is a plain name. */
function readShortNames(r: Reader, out: Findings): void {
  let count = r.u8("Number of variables")
  for (; count > 0 && r.left >= 3; count--) {
    if (r.u8("Access") !== 2) return
    out.place(SHORT, r.u16("Short name"), 1)
  }
}

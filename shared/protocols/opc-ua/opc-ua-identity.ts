/** What values that are read from an OPC UA server tell of it: OPC 10000-5 section 12 (status, build information), OPC 10000-100 (nameplate). */
import { fingerprint } from "../../bytes/fingerprint.ts"
import type { Reader } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import type { Findings } from "../dissector.ts"
import { readExtension, readLength, skipText } from "./opc-ua-encoding.ts"

/** Encodings of ServerStatusDataType and BuildInfo (OPC 10000-6 annex A). */
const SERVER_STATUS = 864
const BUILD_INFO = 340
/** Built-in types (section 5.1.2). */
const INT32 = 6
const STRING = 12
const LOCALIZED = 21
const EXTENSION_OBJECT = 22

/** A text that the application gives for itself. */
export function claimText(
  r: Reader,
  out: Findings,
  field: ClaimField,
  name: string,
  rule: string,
  confidence: number,
): void {
  const length = readLength(r, name)
  if (length === 0) return
  const at = r.at
  const value = r.utf8(length, name).trim()
  if (value !== "") out.claim("sender", field, value, rule, confidence, at, length)
}

/** What answers to reads tell of the server, by what was asked for: a ring of requests with a field for each of their first nodes. */
export type Wanted = {
  readonly request: Float64Array
  readonly fields: Uint8Array
  /** The place in the ring of the request that is read, or whose answer is. */
  slot: number
  isAny: boolean
  /** What stands before the names of the nameplate that is read: 0: none was; -1: several, so that it is not the server's own. */
  plate: number
}
const REQUESTS = 4
const NODES = 32
export const noneWanted = (): Wanted => ({
  request: new Float64Array(REQUESTS).fill(-1),
  fields: new Uint8Array(REQUESTS * NODES),
  slot: 0,
  isAny: false,
  plate: 0,
})

export function beginWanted(wanted: Wanted): void {
  if (wanted.isAny) wanted.slot = (wanted.slot + 1) % REQUESTS
  wanted.isAny = false
  wanted.request[wanted.slot] = -1
  wanted.fields.fill(0, wanted.slot * NODES, (wanted.slot + 1) * NODES)
}

/** The ring's place of a request, or -1. */
export function wantedSlot(wanted: Wanted, request: number): number {
  for (let slot = 0; slot < REQUESTS; slot++) if (wanted.request[slot] === request) return slot
  return -1
}

type Told = readonly [field: ClaimField, rule: string, confidence: number, name: string]
const BUILT = "OPC UA build information"
const PLATE = "OPC UA nameplate"
/** Read by number: nodes of the server object (NodeIds.csv). Read by name: the nameplate of OPC 10000-100 section 4.5.2. */
const told: readonly Told[] = [
  ["description", "", 0, ""],
  ["mode", "OPC UA server state", 0.5, "2259"],
  ["model", BUILT, 0.85, "2261"],
  ["vendor", BUILT, 0.9, "2263"],
  ["firmware", BUILT, 0.85, "2264"],
  ["vendor", PLATE, 0.6, "Manufacturer"],
  ["model", PLATE, 0.6, "Model"],
  ["serial", PLATE, 0.6, "SerialNumber"],
  ["hardware", PLATE, 0.6, "HardwareRevision"],
  ["firmware", PLATE, 0.6, "SoftwareRevision"],
  ["orderNumber", PLATE, 0.6, "ProductCode"],
]
const STATE = 1
const FIRST_NAME = 5

/** The node of a read, `length` bytes at `at`: remembered where its value tells what the server is. */
export function wantedOf(wanted: Wanted, n: number, bytes: Uint8Array, at: number, length: number): void {
  if (n >= NODES) return
  const form = bytes[at]
  let field = 0
  if (form === 1 && bytes[at + 1] === 0) field = fieldOfNumber(bytes[at + 2]! | (bytes[at + 3]! << 8))
  else if (form === 3 && wanted.plate >= 0) field = fieldOfName(wanted, bytes, at + 7, at + length)
  if (field === 0) return
  wanted.fields[wanted.slot * NODES + n] = field
  wanted.isAny = true
}

const fieldOfNumber = (number: number): number =>
  number === 2259 ? STATE : number === 2261 ? 2 : number === 2263 ? 3 : number === 2264 ? 4 : 0

/** "Device.SerialNumber": the last part is a name of the nameplate, and what stands before is the same for all of them. */
function fieldOfName(wanted: Wanted, bytes: Uint8Array, from: number, to: number): number {
  for (let field = FIRST_NAME; field < told.length; field++) {
    const name = told[field]![3]
    const at = to - name.length
    if (at < from || (at > from && isWordByte(bytes[at - 1]!)) || !isTextAt(bytes, at, name)) continue
    const plate = fingerprint(bytes, from, at) & 0x7fffffff
    wanted.plate = wanted.plate === 0 || wanted.plate === plate ? plate : -1
    return wanted.plate < 0 ? 0 : field
  }
  return 0
}

const isWordByte = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f

function isTextAt(bytes: Uint8Array, at: number, text: string): boolean {
  for (let n = 0; n < text.length; n++) if (bytes[at + n] !== text.charCodeAt(n)) return false
  return true
}

/** States that say how the server runs (OPC 10000-5 section 12.6); the others say nothing of a running state. */
const states: Readonly<Record<number, string>> = { 0: "run", 1: "fault", 5: "test" }

/** A value that was read, from its type on: the server's status, what it was built from, or what the request asked for as number `n`. */
export function claimValue(r: Reader, out: Findings, wanted: Wanted | null, n: number, from: number): void {
  const type = r.bytes[from]!
  if (type === EXTENSION_OBJECT) return again(r, from + 1, () => claimStructure(r, out))
  if (wanted === null || n >= NODES) return
  const field = wanted.fields[wanted.slot * NODES + n]!
  if (field === 0) return
  if (field === STATE) return claimState(r, out, type, from + 1)
  const [claimed, rule, confidence, name] = told[field]!
  if (field >= FIRST_NAME && wanted.plate < 0) return
  if (type === STRING) again(r, from + 1, () => claimText(r, out, claimed, name, rule, confidence))
  else if (type === LOCALIZED && r.bytes[from + 1] === 2)
    again(r, from + 2, () => claimText(r, out, claimed, name, rule, confidence))
}

function claimState(r: Reader, out: Findings, type: number, at: number): void {
  const state = type === INT32 && r.end - at >= 4 ? states[r.bytes[at]!] : undefined
  if (state !== undefined) out.claim("sender", "mode", state, "OPC UA server state", 0.5, at, 4)
}

/** What was passed over is read for what it tells. */
function again(r: Reader, from: number, read: () => void): void {
  const { at } = r
  r.at = from
  read()
  r.at = at
}

function claimStructure(r: Reader, out: Findings): void {
  const type = readExtension(r, "Value")
  if (type === SERVER_STATUS) {
    r.skip(16, "Start time and current time")
    claimState(r, out, INT32, r.at)
    r.u32le("State")
  } else if (type !== BUILD_INFO) return
  r.group("Build information")
  skipText(r, "Product URI")
  claimText(r, out, "vendor", "Manufacturer name", BUILT, 0.9)
  claimText(r, out, "model", "Product name", BUILT, 0.85)
  claimText(r, out, "firmware", "Software version", BUILT, 0.85)
  r.endGroup()
}

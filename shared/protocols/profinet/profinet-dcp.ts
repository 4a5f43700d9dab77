/** PROFINET Discovery and Configuration Protocol: IEC 61158-6-10 section 4.3 (frame ids 0xFEFC to 0xFEFF, services, blocks). */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings, Outcome } from "../dissector.ts"
import { dcpProtocol, errorCode, RESET, RESPONSE, settingCode } from "./profinet-dcp-names.ts"
import { profinetVendors } from "./profinet-vendors.ts"

const GET = 3
const SET = 4
const IDENTIFY = 5
const RULE = "PROFINET DCP"

export const profinetDcp: Dissector = {
  protocol: dcpProtocol,
  ethertypes: [0x8892],

  probe(bytes, from, to) {
    if (to - from < 12 || bytes[from] !== 0xfe || bytes[from + 1]! < 0xfc) return false
    const service = bytes[from + 2]!
    return service >= GET && service <= 6 && (bytes[from + 3]! & 0xfa) === 0
  },

  read(r, _about, out) {
    r.u16("Frame identifier")
    const service = r.u8("Service identifier")
    const type = r.u8("Service type")
    const transaction = r.u32("Transaction identifier") & 0x7fffffff
    r.u16("Response delay")
    const length = r.u16("Data length")
    const isRefused = service === SET && type === 1 && length <= r.left && isSetRefused(r.bytes, r.at, r.at + length)
    out.operation(dcpProtocol, (service << 8) | type, isRefused ? "exception" : outcomeOf(type), transaction)
    if (length > r.left) throw new Malformed(`PROFINET DCP data length is ${length}, ${r.left} bytes are there`)
    r.end = r.at + length
    if (service === GET && type === 0) return readQuestions(r, out)
    while (r.left >= 4) readBlock(r, out, service, type)
  },
}

const outcomeOf = (type: number): Outcome => (type === 0 ? "request" : type === 1 ? "response" : "exception")

/** A set succeeds as a whole where each of its blocks is answered with error 0 (section 4.3.1.4.8). */
function isSetRefused(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at + 7 <= to;) {
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!
    if (((bytes[at]! << 8) | bytes[at + 1]!) === RESPONSE && length >= 3 && bytes[at + 6] !== 0) return true
    at += 4 + length + (length & 1)
  }
  return false
}

function readQuestions(r: Reader, out: Findings): void {
  while (r.left >= 2) out.place(r.u16("Option and suboption"), 0, 0)
}

/** A block: option, suboption, length, in answers the block information and in set requests the qualifier, the value, a pad. */
function readBlock(r: Reader, out: Findings, service: number, type: number): void {
  r.group("Block")
  const began = r.at
  const option = r.u8("Option")
  const suboption = r.u8("Suboption")
  const length = r.u16("Block length")
  if (length > r.left)
    throw new Malformed(`PROFINET DCP block ${option}/${suboption} of ${length} bytes, ${r.left} are there`)
  const next = r.at + length
  const end = r.end
  r.end = next
  const tells = (type === 1 && service !== SET) || service === 6
  const sets = service === SET && type === 0
  if (length >= 2 && (tells || sets)) r.u16(sets ? "Block qualifier" : "Block information")
  if (service === GET && tells) out.result(true, r.at, r.left)
  if (tells) readValue(r, out, option, suboption)
  else if (service === SET && type === 1) readVerdict(r, out, (option << 8) | suboption)
  else if (sets) tellSetting(r, out, (option << 8) | suboption)
  if (type === 0 && isEngineering(service, option, suboption))
    out.claim("sender", "type", "engineering-station", `${RULE} request`, 0.5, began, 2)
  if (r.left > 0) r.skip(r.left, "Value")
  r.end = end
  r.at = next
  if ((length & 1) === 1 && r.left > 0) r.u8("Pad")
  r.endGroup()
}

/** Of a reset the qualifier is what tells it. */
function tellSetting(r: Reader, out: Findings, property: number): void {
  out.detail(dcpProtocol, settingCode(property))
  out.place(property, 0, 0)
  if (property === RESET && r.at >= 2) out.written(r.at - 2, 2)
  else if (r.left > 0) out.written(r.at, r.left)
}

function readVerdict(r: Reader, out: Findings, property: number): void {
  if (property !== RESPONSE || r.left < 3) return
  const set = r.u16("Option and suboption that was set")
  const error = r.u8("Block error")
  out.result(error === 0)
  if (error !== 0) out.detail(dcpProtocol, errorCode(error, set))
}

/**
 * Asking for all stations, and naming one, is the work of engineering tools. Asking for one by its name is not: controllers do so
 * to find their devices, and every station does, to see that its own name is free. Controllers also set addresses.
 */
const isEngineering = (service: number, option: number, suboption: number): boolean =>
  service === IDENTIFY ? option === 0xff && suboption === 0xff : service === SET && option === 2 && suboption === 2

/** Option 1 is IP, 2 the device's properties (tables 4.3.1.4.2 and 4.3.1.4.3). */
function readValue(r: Reader, out: Findings, option: number, suboption: number): void {
  const at = r.at
  const length = r.left
  if (option === 1 && suboption === 2 && length === 12) return readAddress(r, out)
  if (option !== 2) return
  if (suboption === 1) claimText(r, out, "description", "Device vendor value")
  else if (suboption === 2) claimText(r, out, "stationName", "Name of station")
  else if (suboption === 3 && length === 4) {
    const vendor = r.u16("Vendor identifier")
    r.u16("Device identifier")
    const name = profinetVendors.get(vendor)
    if (name !== undefined) out.claim("sender", "vendor", name, RULE, 0.95, at, 2)
  } else if (suboption === 4 && length === 2) {
    const role = r.u8("Device role")
    r.u8("Reserved")
    // Bit 0 is an IO device, bit 1 an IO controller, bit 3 a supervisor.
    const kind =
      (role & 2) !== 0 ? "plc" : (role & 8) !== 0 ? "engineering-station" : (role & 1) !== 0 ? "io-adapter" : undefined
    if (kind !== undefined) out.claim("sender", "type", kind, `${RULE} role`, kind === "io-adapter" ? 0.7 : 0.8, at, 1)
  } else if (suboption === 7 && length === 2) {
    r.u16("Device instance")
  }
}

function claimText(r: Reader, out: Findings, field: "description" | "stationName", name: string): void {
  const at = r.at
  const length = r.left
  const value = r.text(length, name).replace(/\0+$/, "").trim()
  if (!/^[\x20-\x7e\xa0-\xff]+$/.test(value)) return
  out.claim("sender", field, value, RULE, 0.95, at, length)
  // "Manufacturer specific" in IEC's words; Siemens and most others put the type of the station there.
  if (field === "description") out.claim("sender", "model", value, RULE, 0.8, at, length)
}

function readAddress(r: Reader, out: Findings): void {
  const at = r.at
  const a = r.u8()
  const b = r.u8()
  const c = r.u8()
  const d = r.u8()
  if (r.trace !== null) r.trace.field("IP address", at, 4, `${a}.${b}.${c}.${d}`)
  r.u32("Subnet mask")
  r.u32("Standard gateway")
  if ((a | b | c | d) !== 0) out.binding("sender", `${a}.${b}.${c}.${d}`, "announcement", at, 4)
}

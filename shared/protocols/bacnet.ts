/** BACnet/IP and BACnet over Ethernet: ANSI/ASHRAE 135-2020 annex J (BVLC), clause 6 (NPDU), clauses 5 and 20.1 (APDU). */
import { fingerprint } from "../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../bytes/reader.ts"
import { bacnetCommands } from "./bacnet-commands.ts"
import { readIAm, readPropertiesAnswer, readPropertyAnswer } from "./bacnet-identity.ts"
import { bacnetConfirmedServices, bacnetUnconfirmedServices } from "./bacnet-names.ts"
import type { About, Dissector, Findings } from "./dissector.ts"
import { protocol } from "./protocol.ts"

const BVLC = 0x81
const FORWARDED = 0x04
/** BVLC functions that carry an NPDU: forwarded, distribute broadcast, original unicast, original broadcast. */
const carries: ReadonlySet<number> = new Set([FORWARDED, 0x09, 0x0a, 0x0b])
const LAST_FUNCTION = 0x0c

/** Unconfirmed services are counted as this + service. */
const UNCONFIRMED = 256

const READ_PROPERTY = 12
const READ_PROPERTY_MULTIPLE = 14

const bacnetProtocol = protocol({
  name: "bacnet",
  title: "BACnet",
  family: "ot",
  wireshark: "bacnet",
  wiresharkFunction: (code) =>
    code < UNCONFIRMED ? `bacapp.confirmed_service == ${code}` : `bacapp.unconfirmed_service == ${code - UNCONFIRMED}`,
  commands: bacnetCommands,
  functionKey: (code) => (code < UNCONFIRMED ? `confirmed:${code}` : `unconfirmed:${code - UNCONFIRMED}`),
  functionName: (code) =>
    code < UNCONFIRMED ? bacnetConfirmedServices[code] : bacnetUnconfirmedServices[code - UNCONFIRMED],
})

/** The service that each invoke id asked for last: a reject and an abort do not repeat it. -1: unknown. */
type Memory = Int16Array
const noMemory = (): Memory => new Int16Array(256).fill(-1)

export const bacnet: Dissector = {
  protocol: bacnetProtocol,
  udp: [47808],
  anyPort: true,

  probe(bytes, from, to) {
    if (to - from < 4 || bytes[from] !== BVLC || bytes[from + 1]! > LAST_FUNCTION) return false
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    if (!carries.has(bytes[from + 1]!)) return length === to - from
    // Test tools write lengths that are too short; the datagram is as long as it is.
    const network = from + (bytes[from + 1] === FORWARDED ? 10 : 4)
    return length >= 4 && length <= to - from && isNetworkLayer(bytes, network, to)
  },

  read(r, about, out) {
    r.group("BACnet virtual link control")
    const start = r.at
    r.u8("Type")
    const code = r.u8("Function")
    const length = r.u16("Length")
    if (length < 4) throw new Malformed(`BACnet length is ${length}, less than 4`)
    if (code === FORWARDED) r.skip(6, "Address of the origin")
    r.endGroup()
    r.need(start + length - r.at)
    // What a broadcast management device forwards is said by another: who it is stands in its address, not in its frame.
    if (carries.has(code)) readNetwork(r, about, out, code !== FORWARDED)
    else if (r.left > 0) r.skip(r.left, "Contents")
  },
}

/** ISO 8802-2 type 1 with the service access point of BACnet (clause 7). */
export const bacnetEthernet: Dissector = {
  protocol: bacnetProtocol,
  over: ["llc:82"],
  probe: isNetworkLayer,
  read: (r, about, out) => readNetwork(r, about, out, true),
}

/** Version 1, and control bits 6 and 4 are reserved (clause 6.2.2). */
function isNetworkLayer(bytes: Uint8Array, at: number, to: number): boolean {
  return to - at >= 3 && bytes[at] === 1 && (bytes[at + 1]! & 0x50) === 0
}

/** `own`: the sender of the frame may be who speaks. */
function readNetwork(r: Reader, about: About, out: Findings, own: boolean): void {
  r.group("Network layer")
  const version = r.u8("Version")
  if (version !== 1) throw new Malformed(`BACnet version is ${version}, not 1`)
  const control = r.u8("Control")
  if ((control & 0x20) !== 0) readAddress(r, "Destination")
  const routed = (control & 0x08) !== 0
  if (routed) readAddress(r, "Source")
  if ((control & 0x20) !== 0) r.u8("Hop count")
  r.endGroup()
  if ((control & 0x80) !== 0) {
    r.skip(r.left, "Network layer message")
    return
  }
  // A router speaks for the devices behind it: what they say of themselves is not about the router.
  readApplication(r, about, out, own && !routed)
}

function readAddress(r: Reader, whose: string): void {
  r.u16(`${whose} network`)
  const length = r.u8(`${whose} address length`)
  if (length > 0) r.skip(length, `${whose} address`)
}

function readApplication(r: Reader, about: About, out: Findings, own: boolean): void {
  r.group("Application layer")
  const first = r.u8("PDU type and flags")
  const memory = about.recall(noMemory)
  switch (first >> 4) {
    case 0:
      readRequest(r, out, memory, (first & 8) !== 0)
      break
    case 1:
      readUnconfirmed(r, out, own)
      break
    case 2:
      readSimpleAnswer(r, out)
      break
    case 3:
      readAnswer(r, out, (first & 8) !== 0, own)
      break
    case 5:
      readError(r, out)
      break
    case 6:
    case 7:
      readRefusal(r, out, memory)
  }
  if (r.left > 0) r.skip(r.left, "Contents")
  r.endGroup()
}

/** A message in segments is counted once, with its first (clause 5.2). False: this is a later one. */
function isFirst(r: Reader, segmented: boolean): boolean {
  if (!segmented) return true
  const sequence = r.u8("Sequence number")
  r.u8("Proposed window size")
  return sequence === 0
}

function readRequest(r: Reader, out: Findings, memory: Memory, segmented: boolean): void {
  r.u8("Maximum segments and size accepted")
  const invoke = r.u8("Invoke identifier")
  const first = isFirst(r, segmented)
  const service = r.u8("Service")
  memory[invoke] = service
  if (first) out.operation(bacnetProtocol, service, "request", invoke, fingerprint(r.bytes, r.at, r.end))
}

function readUnconfirmed(r: Reader, out: Findings, own: boolean): void {
  const service = r.u8("Service")
  out.operation(bacnetProtocol, UNCONFIRMED + service, "message")
  if (service === 0 && own) readIAm(r, out)
}

function readSimpleAnswer(r: Reader, out: Findings): void {
  const invoke = r.u8("Invoke identifier")
  out.operation(bacnetProtocol, r.u8("Service"), "response", invoke)
}

function readAnswer(r: Reader, out: Findings, segmented: boolean, own: boolean): void {
  const invoke = r.u8("Invoke identifier")
  const first = isFirst(r, segmented)
  const service = r.u8("Service")
  if (first) out.operation(bacnetProtocol, service, "response", invoke)
  if (!own || segmented) return
  if (service === READ_PROPERTY) readPropertyAnswer(r, out)
  else if (service === READ_PROPERTY_MULTIPLE) readPropertiesAnswer(r, out)
}

function readError(r: Reader, out: Findings): void {
  const invoke = r.u8("Invoke identifier")
  out.operation(bacnetProtocol, r.u8("Service"), "exception", invoke)
}

function readRefusal(r: Reader, out: Findings, memory: Memory): void {
  const invoke = r.u8("Invoke identifier")
  r.u8("Reason")
  const service = memory[invoke]!
  memory[invoke] = -1
  if (service >= 0) out.operation(bacnetProtocol, service, "exception", invoke)
}

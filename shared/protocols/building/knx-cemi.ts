/** What travels on the KNX bus, in its common external message interface: KNX specification 3.6.3 section 4, application services 3.3.7. */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { ASKED, DEVICE, GROUP, HEARD, knxProtocol, LOCAL, MEMORY, OWN_PROPERTY, PROPERTY } from "./knx-names.ts"
import { applicationOf } from "./knx-services.ts"
import { PROPERTY_ERROR } from "./knx-status.ts"

const DATA_REQUEST = 0x11
const DATA_INDICATION = 0x29
const PROPERTY_WRITE = 0xf6
const PROPERTY_READ = 0xfc

const WRITE_CONFIRMATION = 0xf5
const READ_CONFIRMATION = 0xfb

const GROUP_WRITE = 0x080
const MEMORY_WRITE = 0x280
const PROPERTY_VALUE_WRITE = 0x3d7

/** `isRouted`: told to all on the network, so that what is indicated is what the sender asks for. */
export function readCemi(r: Reader, out: Findings, isRouted: boolean): void {
  r.group("cEMI")
  const code = r.u8("Message code")
  const isAsked = code === DATA_REQUEST || (isRouted && code === DATA_INDICATION)
  if (code === DATA_REQUEST || code === DATA_INDICATION) readData(r, out, isAsked)
  else {
    const isRefused = (code === WRITE_CONFIRMATION || code === READ_CONFIRMATION) && hasNoElement(r)
    out.operation(knxProtocol, LOCAL + code, isRefused ? "exception" : "message")
    if (code === PROPERTY_WRITE || code === PROPERTY_READ) readOwnProperty(r, out, code === PROPERTY_WRITE)
    else if (isRefused) readPropertyError(r, out)
  }
  r.endGroup()
}

/** Section 4.1.7: a confirmation of no element says that it was refused, and why. */
const hasNoElement = (r: Reader): boolean => r.left >= 7 && r.bytes[r.at + 4]! >> 4 === 0

function readPropertyError(r: Reader, out: Findings): void {
  r.u16("Object type")
  r.u8("Object instance")
  r.u8("Property")
  r.u16("Elements and first element")
  out.detail(knxProtocol, PROPERTY_ERROR + r.u8("Error"))
}

/** Object type, instance, property, four bits of a count and twelve of the first element, then the value. */
function readOwnProperty(r: Reader, out: Findings, isWritten: boolean): void {
  const type = r.u16("Object type")
  r.u8("Object instance")
  const property = r.u8("Property")
  r.u16("Elements and first element")
  out.place((OWN_PROPERTY << 16) | type, property, 0)
  if (isWritten && r.left > 0) out.written(r.at, r.left)
}

/** Two control fields, source, target, length; then the transport's bits and ten of the application's service. */
function readData(r: Reader, out: Findings, isAsked: boolean): void {
  const more = r.u8("Length of additional information")
  if (more > 0) r.skip(more, "Additional information")
  r.u8("Control field 1")
  const control = r.u8("Control field 2")
  r.u16("Source address")
  const target = r.u16("Target address")
  const length = r.u8("Length")
  if (r.left < 2 || length === 0) return
  const transport = r.u8("Transport control and service")
  const at = r.at
  // The highest bit tells the transport's own messages: connect, disconnect, acknowledge.
  if ((transport & 0x80) !== 0) return
  const bits = ((transport & 3) << 8) | r.u8("Service and data")
  const service = applicationOf(bits)
  out.operation(knxProtocol, (isAsked ? ASKED : HEARD) + service, "message")
  if (!isAsked) return
  if ((control & 0x80) !== 0) tellGroup(r, out, target, service, length, at)
  else tellDevice(r, out, target, service, bits)
}

function tellGroup(r: Reader, out: Findings, target: number, service: number, length: number, at: number): void {
  const isShort = length === 1
  out.place(GROUP << 16, target, isShort ? 0 : 1)
  if (service !== GROUP_WRITE) return
  if (isShort) out.written(at, 1)
  else if (r.left > 0) out.written(r.at, Math.min(r.left, length - 1))
}

function tellDevice(r: Reader, out: Findings, target: number, service: number, bits: number): void {
  if ((service === MEMORY_WRITE || service === 0x200) && r.left >= 2) {
    const address = r.u16("Memory address")
    out.place((MEMORY << 16) | target, address, bits & 0x3f)
    if (service === MEMORY_WRITE && r.left > 0) out.written(r.at, r.left)
  } else if ((service === 0x1fb || service === 0x1fd) && r.left >= 4) {
    const count = r.u8("Number of bytes")
    const address = r.u24("Memory address")
    out.place((MEMORY << 16) | target, address, count)
    if (service === 0x1fb && r.left > 0) out.written(r.at, r.left)
  } else if ((service === 0x3d5 || service === PROPERTY_VALUE_WRITE) && r.left >= 4) {
    const object = r.u8("Object index")
    const property = r.u8("Property")
    r.u16("Elements and first element")
    out.place((PROPERTY << 16) | target, (object << 8) | property, 0)
    if (service === PROPERTY_VALUE_WRITE && r.left > 0) out.written(r.at, r.left)
  } else {
    out.place((DEVICE << 16) | target, 0, 0)
  }
}

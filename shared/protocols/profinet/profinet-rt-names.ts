/** Names of PROFINET real time: frame identifiers and alarms of IEC 61158-6-10 sections 4.2.2.3 and 5.2.9, channel errors of 5.2.8. */
import { protocol, type PlaceFacts } from "../protocol.ts"
import { statusKey, statusName } from "./profinet-status.ts"

/** Function codes: kinds of frames, then kinds of alarm packets, then alarms by their type. */
export const CYCLIC = 1
export const CYCLIC_MANY = 2
export const CYCLIC_IRT = 3
export const CYCLIC_IRT_TWICE = 4
export const SYNC = 5
export const ANNOUNCE = 6
export const FOLLOW_UP = 7
export const DELAY = 8
export const FRAGMENT = 9
export const SERVICE = 10
export const DISCOVERY = 11
export const PACKETS = 0x20
export const ACKNOWLEDGED = 0x30
export const ALARMS = 0x1000
/** Details: states by their number, then why an alarm was refused or a connection aborted. */
export const STATUS = 0x1000000

const frames = [
  undefined,
  "cyclic data, class 1",
  "cyclic data, class 1, to many",
  "cyclic data, class 3",
  "cyclic data, class 3, over two ways",
  "clock synchronisation",
  "clock announcement",
  "clock follow-up",
  "line delay measurement",
  "fragment",
  "remote service",
  "discovery and configuration",
]
const packets = [
  undefined,
  "alarm data",
  "alarm not acknowledged",
  "alarm transport acknowledged",
  "connection aborted",
]

const alarms: ReadonlyMap<number, string> = new Map([
  [0x01, "diagnosis"],
  [0x02, "process"],
  [0x03, "pull"],
  [0x04, "plug"],
  [0x05, "status"],
  [0x06, "update"],
  [0x07, "media redundancy"],
  [0x08, "controlled by supervisor"],
  [0x09, "released"],
  [0x0a, "plug of a wrong submodule"],
  [0x0b, "return of submodule"],
  [0x0c, "diagnosis disappears"],
  [0x0d, "multicast communication mismatch"],
  [0x0e, "port data changed"],
  [0x0f, "synchronisation data changed"],
  [0x10, "isochronous mode problem"],
  [0x11, "network component problem"],
  [0x12, "time data changed"],
  [0x13, "dynamic frame packing problem"],
  [0x14, "media redundancy with planned duplication problem"],
  [0x1e, "upload and retrieval"],
  [0x1f, "pull of module"],
])

const channelErrors: ReadonlyMap<number, string> = new Map([
  [0x01, "short circuit"],
  [0x02, "undervoltage"],
  [0x03, "overvoltage"],
  [0x04, "overload"],
  [0x05, "overtemperature"],
  [0x06, "wire break"],
  [0x07, "upper limit exceeded"],
  [0x08, "lower limit exceeded"],
  [0x09, "error"],
  [0x0a, "simulation active"],
  [0x0f, "parameter missing"],
  [0x10, "parameterisation fault"],
  [0x11, "power supply fault"],
  [0x12, "fuse blown"],
  [0x13, "communication fault"],
  [0x14, "ground fault"],
  [0x15, "reference point lost"],
  [0x16, "process event lost"],
  [0x17, "threshold warning"],
  [0x18, "output disabled"],
  [0x19, "functional safety event"],
  [0x1a, "external fault"],
  [0x1f, "temporary fault"],
  [0x40, "safety: destination address mismatch"],
  [0x4d, "safety: transmission error"],
  [0x4e, "safety: timeout"],
  [0x8000, "data transmission impossible"],
  [0x8001, "remote mismatch"],
  [0x8002, "media redundancy mismatch"],
  [0x8003, "synchronisation mismatch"],
  [0x8004, "isochronous mode mismatch"],
  [0x8005, "multicast mismatch"],
  [0x8007, "fibre optic mismatch"],
  [0x8008, "network component mismatch"],
  [0x8009, "time mismatch"],
  [0x800c, "system redundancy mismatch"],
])

function functionKey(code: number): string {
  if (code < PACKETS) return `frame:${code}`
  if (code < ALARMS) return code === ACKNOWLEDGED ? "alarm:acknowledged" : `rta:${code - PACKETS}`
  return `alarm:${code - ALARMS}`
}

function functionName(code: number): string | undefined {
  if (code < PACKETS) return frames[code]
  if (code === ACKNOWLEDGED) return "alarm acknowledged"
  if (code < ALARMS) return packets[code - PACKETS]
  const alarm = alarms.get(code - ALARMS)
  return alarm === undefined ? undefined : `alarm: ${alarm}`
}

/** `area` is slot and subslot, `from` a channel (from 1 on, 0: none is named, 0x8001: the whole submodule), `count` its error. */
function placeText({ area, from, count }: PlaceFacts): string {
  const subslot = area & 0xffff
  const slot = `slot ${area >> 16}, subslot ${subslot < 0x8000 ? subslot : `0x${subslot.toString(16)}`}`
  if (from === 0) return slot
  const error = channelErrors.get(count) ?? `error 0x${count.toString(16).padStart(4, "0")}`
  return from === 0x8001 ? `${slot}: ${error}` : `${slot}, channel ${from - 1}: ${error}`
}

/** States of cyclic data by the numbers of profinet-rt-states.ts: told when they change, and at first where they are not as usual. */
const states = [
  ["state:backup", "the sender is the backup of a redundant pair"],
  ["state:primary", "the sender is the primary of a redundant pair"],
  ["data:invalid", "the data are not valid"],
  ["data:valid", "the data are valid again"],
  ["provider:stop", "the sender's application stopped"],
  ["provider:run", "the sender's application runs again"],
  ["problem", "the station has a problem"],
  ["problem:over", "the station has no problem any more"],
  ["transfer:failed", "the frame was damaged on its way"],
  ["transfer:good", "frames arrive whole again"],
] as const

/** Class 253 aborts a connection, others refuse an alarm. */
function reason(status: number): string | undefined {
  const why = statusName(status)
  if (why === undefined) return undefined
  return (status & 0xff00) === 0xfd00 ? `connection aborted: ${why}` : `refused: ${why}`
}

export const rtProtocol = protocol({
  name: "profinet-rt",
  title: "PROFINET RT",
  family: "ot",
  wireshark: "pn_rt",
  functionKey,
  functionName,
  detailKey: (code) => (code >= STATUS ? statusKey(code - STATUS) : (states[code]?.[0] ?? String(code))),
  detailName: (code) => (code >= STATUS ? reason(code - STATUS) : states[code]?.[1]),
  placeText,
})

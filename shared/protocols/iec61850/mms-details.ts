/** What is counted of MMS beside its services: what a write is about, why something is refused. */
import { mmsWrites } from "./mms-writes.ts"

/** Below these stand the kinds of writes. */
export const details = { select: 0x100, error: 0x10000, reject: 0x20000, access: 0x30000, status: 0x40000 } as const

/** ISO 9506-2 ServiceError: its classes, and the codes of those that say most. */
const errorClasses = [
  ...["vmd state", "application reference", "definition", "resource", "service", "service preempted"],
  ...["time resolution", "access", "initiate", "conclude", "cancel", "file", "others"],
] as const
const errorCodes: Readonly<Record<number, readonly string[]>> = {
  0: ["other", "vmd state conflict", "vmd operational problem", "domain transfer problem", "state machine id invalid"],
  2: [
    "other",
    "object undefined",
    "invalid address",
    "type unsupported",
    "type inconsistent",
    "object exists",
    "object attribute inconsistent",
  ],
  3: [
    "other",
    "memory unavailable",
    "processor resource unavailable",
    "mass storage unavailable",
    "capability unavailable",
    "capability unknown",
  ],
  4: [
    "other",
    "primitives out of sequence",
    "object state conflict",
    "pdu size",
    "continuation invalid",
    "object constraint conflict",
  ],
  7: ["other", "object access unsupported", "object non-existent", "object access denied", "object invalidated"],
  11: [
    "other",
    "filename ambiguous",
    "file busy",
    "filename syntax error",
    "content type invalid",
    "position invalid",
    "file access denied",
    "file non-existent",
    "duplicate filename",
    "insufficient space in filestore",
  ],
}

/** DataAccessError. */
const accessErrors = [
  ...["object invalidated", "hardware fault", "temporarily unavailable", "object access denied", "object undefined"],
  ...["invalid address", "type unsupported", "type inconsistent", "object attribute inconsistent"],
  ...["object access unsupported", "object non-existent", "object value invalid"],
] as const

/** RejectPDU: what was rejected. */
const rejected = [
  ...["", "confirmed request", "confirmed response", "confirmed error", "unconfirmed message", "message"],
  ...["cancel request", "cancel response", "cancel error", "conclude request", "conclude response", "conclude error"],
] as const

/** ISO 9506-2 StatusResponse: what the device may do, and how well it is. */
const logical = [
  "state changes allowed",
  "no state changes allowed",
  "limited services permitted",
  "support services allowed",
] as const
const physical = ["operational", "partially operational", "inoperable", "needs commissioning"] as const

export function mmsDetailKey(code: number): string {
  if (code === details.select) return "read:select"
  if (code < details.error) return `write:${code}`
  const pair = `${(code >> 8) & 0xff}:${code & 0xff}`
  if (code >= details.status) return `${((code >> 8) & 0xff) === 0 ? "logical" : "physical"}:${code & 0xff}`
  if (code >= details.access) return `access:${code & 0xff}`
  return code >= details.reject ? `reject:${pair}` : `error:${pair}`
}

export function mmsDetailName(code: number): string | undefined {
  if (code === details.select) return "select a control object"
  if (code < details.error) return mmsWrites.get(code)
  const value = code & 0xff
  const kind = (code >> 8) & 0xff
  if (code >= details.status) return kind === 0 ? named("logical", logical[value]) : named("physical", physical[value])
  if (code >= details.access) return accessErrors[value]
  if (code >= details.reject) return rejected[kind] === undefined ? undefined : `${rejected[kind]} rejected`
  const title = errorClasses[kind]
  return title === undefined ? undefined : `${title}: ${errorCodes[kind]?.[value] ?? `code ${value}`}`
}

const named = (what: string, state: string | undefined): string | undefined =>
  state === undefined ? undefined : `${what} status: ${state}`

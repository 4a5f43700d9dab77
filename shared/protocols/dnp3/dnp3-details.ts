/** Details of DNP3: what a function does to a group of objects, the internal indications of answers (IEEE 1815-2012 table 4-3), damage. */
import { dnp3Commands } from "./dnp3-commands.ts"
import { dnp3FunctionNames } from "./dnp3-names.ts"
import { groupName } from "./dnp3-places.ts"

/** These + function × 256 + group, or + the number of the bit. Files that are opened count as if the mode were the group. */
const OF_GROUP = 0x10000
export const INDICATION = 0x20000
export const CHECKSUM = 0x30000
/** + the code of an authentication error (group 120 variation 7). */
export const AUTHENTICATION = 0x40000
export const CONFIRM_ASKED = 0x50000

const indications = [
  "broadcast received",
  "class 1 events",
  "class 2 events",
  "class 3 events",
  "clock needs to be set",
  "points under local control",
  "device trouble",
  "device restarted",
  "function not supported",
  "object unknown",
  "parameter error",
  "event buffer overflow",
  "already executing",
  "configuration corrupt",
  "reserved indication IIN2.6 is set",
  "reserved indication IIN2.7 is set",
]
/** IEEE 1815-2012 annex A.45.7. */
const authenticationErrors: Readonly<Record<number, string>> = {
  1: "authentication failed",
  2: "unexpected response to a challenge",
  3: "no response to a challenge",
  4: "aggressive mode is not supported",
  5: "MAC algorithm is not supported",
  6: "key wrap algorithm is not supported",
  7: "authorization failed",
  8: "method of changing update keys is not permitted",
  9: "invalid signature",
  10: "invalid certification data",
  11: "unknown user",
  12: "too many requests for the status of session keys",
}
const modes: Readonly<Record<number, string>> = {
  1: "open file for reading",
  2: "open file for writing",
  3: "open file for appending",
}

export function dnp3DetailKey(code: number): string {
  if (code >= CONFIRM_ASKED) return "confirm-from-master"
  if (code >= AUTHENTICATION) return `authentication:${code - AUTHENTICATION}`
  if (code >= CHECKSUM) return "crc error"
  if (code >= INDICATION) return `iin:${code - INDICATION}`
  return `${(code >> 8) & 255}:${code & 255}`
}

export function dnp3DetailName(code: number): string | undefined {
  if (code >= CONFIRM_ASKED) return "the master asked for a confirmation, which only outstations do"
  if (code >= AUTHENTICATION) return authenticationErrors[code - AUTHENTICATION] ?? "authentication error"
  if (code >= CHECKSUM) return "wrong check sum"
  if (code >= INDICATION) return indications[code - INDICATION]
  const fn = (code >> 8) & 255
  return fn === 25 ? modes[code & 255] : `${dnp3FunctionNames.get(fn) ?? fn}: ${groupName(code & 255)}`
}

const ofGroup: ReadonlySet<number> = new Set(
  Object.keys(dnp3Commands).flatMap((key) => {
    const [, fn, group] = /^(\d+):(\d+)$/.exec(key) ?? []
    return fn === undefined ? [] : [OF_GROUP + Number(fn) * 256 + Number(group)]
  }),
)

/** The detail that tells what the function does to this group; -1 where the function says it all. */
export function detailOf(fn: number, group: number): number {
  const code = OF_GROUP + fn * 256 + group
  return ofGroup.has(code) ? code : -1
}

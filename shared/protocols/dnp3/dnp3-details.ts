/** Details of DNP3: what a function does to a group of objects, the internal indications of answers (IEEE 1815-2012 table 4-3), damage. */
import { dnp3Commands } from "./dnp3-commands.ts"
import { dnp3FunctionNames } from "./dnp3-names.ts"
import { groupName } from "./dnp3-places.ts"

/** These + function × 256 + group, or + the number of the bit. Files that are opened count as if the mode were the group. */
const OF_GROUP = 0x10000
export const INDICATION = 0x20000
export const CHECKSUM = 0x30000

const indications = [
  "broadcast received",
  "class 1 events",
  "class 2 events",
  "class 3 events",
  "clock needs to be set",
  "points under local control",
  "trouble",
  "restarted",
  "function not supported",
  "object unknown",
  "parameter error",
  "event buffer overflow",
  "already executing",
  "configuration corrupt",
  "reserved 1",
  "reserved 2",
]
const modes: Readonly<Record<number, string>> = {
  1: "open file for reading",
  2: "open file for writing",
  3: "open file for appending",
}

export function dnp3DetailKey(code: number): string {
  if (code >= CHECKSUM) return "crc error"
  if (code >= INDICATION) return `iin:${code - INDICATION}`
  return `${(code >> 8) & 255}:${code & 255}`
}

export function dnp3DetailName(code: number): string | undefined {
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

/**
 * PNIO status: why a PROFINET device refuses, or ends a connection (IEC 61158-6-10 section 5.2.6; numbers as Wireshark lists them). Of its
 * four bytes, the first (which service answers) is left out; then how to read the others, error code 1 and error code 2.
 */
import { abortReasons, blockParameters, blocks, machines } from "./profinet-status-names.ts"

const READ_WRITE = 0x80
const OTHER = 0x81
const ABORTED = 0xfd

/** Of reading and writing: what fails of the application, of the access, of the resources. */
const records: ReadonlyMap<number, string> = new Map([
  [0xa0, "read error in the application"],
  [0xa1, "write error in the application"],
  [0xa2, "module failed"],
  [0xa7, "application is busy"],
  [0xa8, "versions do not match"],
  [0xa9, "feature is not supported"],
  [0xb0, "index of the record is not valid"],
  [0xb1, "length of the record is wrong"],
  [0xb2, "slot or subslot is not valid"],
  [0xb3, "type does not match"],
  [0xb4, "area is not valid"],
  [0xb5, "not possible in the present state"],
  [0xb6, "access is denied"],
  [0xb7, "range is not valid"],
  [0xb8, "parameter is not valid"],
  [0xb9, "type is not valid"],
  [0xba, "not possible over the backup connection"],
  [0xc0, "another one reads at the same time"],
  [0xc1, "another one writes at the same time"],
  [0xc2, "resource is busy"],
  [0xc3, "resource is not available"],
])

/** The maker of the device says what they mean. */
const isOwn = (code: number): boolean =>
  (code >= 0xaa && code <= 0xaf) || (code >= 0xbb && code <= 0xbf) || (code >= 0xc8 && code <= 0xcf)

/** The three bytes after the first. */
export const statusKey = (status: number): string => `status:${status.toString(16).padStart(6, "0")}`

export function statusName(status: number): string | undefined {
  const code = (status >> 8) & 0xff
  const second = status & 0xff
  const decode = status >> 16
  if (decode === READ_WRITE) return isOwn(code) ? "the device maker's own reason" : records.get(code)
  if (decode !== OTHER) return undefined
  if (code === ABORTED) return abortReasons[second]
  if (code === 0xff && second === 0xff) return "ended by the user"
  const block = blocks.get(code)
  if (block === undefined) return machineError(code, second)
  const parameter = blockParameters(block, second)
  return parameter === undefined ? `${block.title} is wrong` : `${block.title} is wrong: ${parameter}`
}

function machineError(code: number, second: number): string | undefined {
  const machine = machines.get(code)
  if (machine === undefined) return undefined
  const [title, errors] = machine
  const error = errors[second] ?? ""
  return error === "" ? `error of ${title}` : error
}

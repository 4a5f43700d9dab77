/** What HART commands name and write, and what answers bring (HCF_SPEC-127 and HCF_SPEC-151). */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings, Whose } from "../dissector.ts"
import { readIdentifier, readLongTag, readSubDevice, readTag } from "./hart-ip-identity.ts"
import { hasPlace } from "./hart-ip-places.ts"
import { hartIpProtocol, LOCK } from "./hart-ip-protocol.ts"

const READ_VARIABLES = 9
const READ_OLD_VARIABLES = 33
const LOCK_DEVICE = 71
const WRITE_VARIABLE = 79
/** Commands that ask and write nothing. */
const asks = (command: number): boolean => command <= 3

/** `part`: who is asked, behind the server; 0: the server. */
export function readHartRequest(r: Reader, out: Findings, command: number, part: number): void {
  if (command === READ_VARIABLES || command === READ_OLD_VARIABLES) {
    while (r.left > 0) out.place(part, command, r.u8("Device variable") + 1)
    return
  }
  if (command === WRITE_VARIABLE) return readForce(r, out, part)
  if (command === LOCK_DEVICE && r.left > 0) out.detail(hartIpProtocol, LOCK + r.bytes[r.at]!)
  // Other commands that act name no place of their own: behind a server, who is meant is told.
  if (!hasPlace(command)) return part > 0 ? out.place(part, command, 0) : undefined
  out.place(part, command, 0)
  if (!asks(command) && r.left > 0) out.written(r.at, r.left)
}

/** A variable, whether it is forced, unit, value, status. */
function readForce(r: Reader, out: Findings, part: number): void {
  if (r.left < 7) return
  out.place(part, WRITE_VARIABLE, r.u8("Device variable") + 1)
  r.u8("Write command")
  out.written(r.at, 5)
}

const identify: ReadonlyMap<number, (r: Reader, out: Findings, whose: Whose) => void> = new Map([
  [0, readIdentifier],
  [11, readIdentifier],
  [13, readTag],
  [20, readLongTag],
  [21, readIdentifier],
])

export function readHartAnswer(r: Reader, out: Findings, command: number, whose: Whose | null): void {
  if (command === READ_VARIABLES) return readVariables(r, out, 1, 8, 2)
  if (command === READ_OLD_VARIABLES) return readVariables(r, out, 0, 6, 1)
  if (command === 84) return readSubDevice(r, out)
  if (asks(command) && command > 0) return out.result(true, r.at, r.left)
  if (whose !== null) identify.get(command)?.(r, out, whose)
}

/** Slots of `size` bytes behind `head`; in each, unit and value stand at `at`. A unit of 250 or more and a value that is no number mean none. */
function readVariables(r: Reader, out: Findings, head: number, size: number, at: number): void {
  if (r.left < head) return
  if (head > 0) r.u8("Extended device status")
  while (r.left >= size) {
    out.result(true, r.at + at, 5)
    r.skip(size, "Device variable")
  }
}

/**
 * The upper layers that MMS stands on: session (ITU-T X.225 section 8), presentation (X.226 section 8) and association control
 * (X.227 section 9). Only the way through them is known here: to the value that the application sends.
 */
import { elementAt, follow, type Element } from "./ber.ts"

/** Session: connect and accept carry user data in a parameter, data transfer behind two headers (category 0 and 2 concatenated). */
const CONNECT = 13
const ACCEPT = 14
const TRANSFER = 1
const USER_DATA = 0xc1
const EXTENDED_USER_DATA = 0xc2

/** Presentation: fully encoded data, a list of values, the value in one ASN.1 type. */
const transfer: readonly number[] = [0x61, 0x30, 0xa0]
/** The same in the normal-mode parameters of a connection, then the association's user information and the external value in it. */
const association = (apdu: number): readonly number[] => [0x31, 0xa2, ...transfer, apdu, 0xbe, 0x28, 0xa0]
const request = association(0x60)
const answer = association(0x61)

/** Where the application's value lies in a session data unit. False: this is none, or it carries no such value. */
export function applicationValue(bytes: Uint8Array, from: number, to: number, into: Element): boolean {
  const kind = bytes[from]!
  if (kind === CONNECT) return inParameter(bytes, from, to, into) && follow(bytes, into.from, into.to, request, into)
  if (kind === ACCEPT) return inParameter(bytes, from, to, into) && follow(bytes, into.from, into.to, answer, into)
  if (kind !== TRANSFER || !parameterAt(bytes, from, to, into)) return false
  const second = into.to
  if (second >= to || bytes[second] !== TRANSFER || !parameterAt(bytes, second, to, into)) return false
  const data = into.to
  // The presentation data unit is all there is: nothing else begins like this by chance.
  return elementAt(bytes, data, to, into) && into.to === to && follow(bytes, data, to, transfer, into)
}

/** The user data among the parameters of a session data unit. */
function inParameter(bytes: Uint8Array, from: number, to: number, into: Element): boolean {
  if (!parameterAt(bytes, from, to, into)) return false
  const end = into.to
  for (let at = into.from; at < end; at = into.to) {
    if (!parameterAt(bytes, at, end, into)) return false
    if (into.identifier === USER_DATA || into.identifier === EXTENDED_USER_DATA) return true
  }
  return false
}

/** An identifier and a length of one octet, or 255 and two more (X.225 section 8.2.5): data units and parameters alike. */
function parameterAt(bytes: Uint8Array, at: number, end: number, into: Element): boolean {
  if (at + 2 > end) return false
  const long = bytes[at + 1] === 255
  if (long && at + 4 > end) return false
  into.identifier = bytes[at]!
  into.from = at + (long ? 4 : 2)
  into.to = into.from + (long ? (bytes[at + 2]! << 8) | bytes[at + 3]! : bytes[at + 1]!)
  return into.to <= end
}

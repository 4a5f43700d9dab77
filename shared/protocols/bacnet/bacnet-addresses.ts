/**
 * Addresses of two bytes and more behind BACnet routers (ANSI/ASHRAE 135-2020 clause 6.2.2.1), each under a number of 12 bits: parts and places are
 * integers. A number is made of the bytes; where two addresses of a network make the same, the later one takes the next that is free.
 */

/** Of one network 4,095 are told apart, of all together so many. */
const MOST = 65_536
const NUMBERS = 0xfff

const known = new Map<number, Uint8Array>()

/** The number within `network`, which is less than 4,095. */
export function numberOfAddress(network: number, bytes: Uint8Array, at: number, length: number): number {
  const first = mixed(bytes, at, length)
  let number = first
  for (let tries = 0; tries < 16; tries++) {
    const other = known.get(network * 0x1000 + number)
    if (other === undefined) {
      if (known.size < MOST) known.set(network * 0x1000 + number, bytes.slice(at, at + length))
      return number
    }
    if (isSame(other, bytes, at, length)) return number
    number = (number + 1) % NUMBERS
  }
  return first
}

/** The last 12 bits, mixed with a sum of what stands before: mostly that is the same within a network. Of BACnet/IP the port stands last and counts as before. */
function mixed(bytes: Uint8Array, at: number, length: number): number {
  const isIp = length === 6 && bytes[at + 4] === 0xba && (bytes[at + 5]! & 0xf0) === 0xc0
  const end = isIp ? at + 4 : at + length
  let sum = isIp ? bytes[at + 5]! & 15 : 0
  for (let n = at; n < end - 2; n++) sum = Math.imul(sum ^ bytes[n]!, 0x01000193)
  sum = Math.imul(sum ^ (bytes[end - 2]! >> 4), 0x01000193)
  const last = (bytes[end - 2]! << 8) | bytes[end - 1]!
  return ((last ^ sum ^ (sum >>> 12) ^ (sum >>> 24)) & NUMBERS) % NUMBERS
}

function isSame(one: Uint8Array, bytes: Uint8Array, at: number, length: number): boolean {
  if (one.length !== length) return false
  for (let n = 0; n < length; n++) if (one[n] !== bytes[at + n]) return false
  return true
}

/** As its network writes it: BACnet/IP (annex J, the usual port left out), an Ethernet or other long address in hexadecimal; undefined: not known any more. */
export function addressText(network: number, number: number): string | undefined {
  const bytes = known.get(network * 0x1000 + number)
  if (bytes === undefined) return undefined
  const port = bytes.length === 6 ? (bytes[4]! << 8) | bytes[5]! : 0
  if ((port & 0xfff0) === 0xbac0) return `${bytes.subarray(0, 4).join(".")}${port === 0xbac0 ? "" : `:${port}`}`
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(bytes.length === 6 ? ":" : "")
}

/** For the state between captures: places keep their numbers. */
export const saveBacnetAddresses = (): readonly (readonly [key: number, address: readonly number[]])[] =>
  [...known].map(([key, address]) => [key, [...address]])

export function restoreBacnetAddresses(saved: ReturnType<typeof saveBacnetAddresses>): void {
  for (const [key, address] of saved) if (!known.has(key)) known.set(key, Uint8Array.from(address))
}

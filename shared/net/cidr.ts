/** Ranges of IPv4 addresses as people write them: "10.1.0.0/16", or an address and a mask. */
import { ipv4Number, ipv4Text } from "./ip.ts"

export type Cidr = {
  /** Normal form: the first address and the length of the prefix. */
  readonly text: string
  readonly first: number
  readonly last: number
}

const leastBits = 8

/** The range, or in words why the text is none. */
export function readCidr(text: string): Cidr | string {
  const [address = "", length = "", ...more] = text.trim().split("/")
  const number = ipv4Number(address)
  if (number < 0 || more.length > 0)
    return `“${text.slice(0, 60)}” is no IPv4 range. Write it like 10.1.0.0/16; IPv6 is not configured here.`
  const bits = length.includes(".") ? bitsOfMask(length) : /^\d{1,2}$/.test(length) ? Number(length) : -1
  if (bits < leastBits || bits > 32)
    return `“${text.slice(0, 60)}” has no usable mask. Write the length of the prefix, ${leastBits} to 32, behind a slash, like 10.1.0.0/16.`
  const size = 2 ** (32 - bits)
  const first = Math.floor(number / size) * size
  return { text: `${ipv4Text(first)}/${bits}`, first, last: first + size - 1 }
}

/** Length of the prefix of "255.255.0.0"; -1 where the text is no mask. */
function bitsOfMask(mask: string): number {
  const hosts = 2 ** 32 - 1 - ipv4Number(mask)
  const bits = 32 - Math.log2(hosts + 1)
  return ipv4Number(mask) >= 0 && Number.isInteger(bits) ? bits : -1
}

export function isInside(cidr: string, address: string): boolean {
  const range = readCidr(cidr)
  const number = ipv4Number(address)
  return typeof range !== "string" && number >= range.first && number <= range.last
}

const widthOf = (cidr: string): number => Number(cidr.split("/")[1])

/** Of the ranges, the narrowest that holds one of the addresses. */
export function narrowest<Range extends { readonly cidr: string }>(
  ranges: readonly Range[],
  addresses: readonly string[],
): Range | undefined {
  let best: Range | undefined
  for (const one of ranges)
    if (addresses.some((address) => isInside(one.cidr, address)) && (!best || widthOf(one.cidr) > widthOf(best.cidr)))
      best = one
  return best
}

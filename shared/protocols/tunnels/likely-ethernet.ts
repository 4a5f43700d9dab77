/** Does an Ethernet frame begin here? Where no field of the tunnel says so. */

/** Header checks of what is most often carried: IPv4, IPv6, ARP, tags, LLC, and EtherTypes of plants. */
export function isLikelyEthernet(b: Uint8Array, at: number, end: number): boolean {
  if (at + 18 > end) return false
  const type = (b[at + 12]! << 8) | b[at + 13]!
  const next = at + 14
  if ((b[at + 6]! & 1) !== 0) return false // no group sends
  switch (type) {
    case 0x0800:
      return b[next]! >> 4 === 4 && (b[next]! & 15) >= 5 && next + ((b[next + 2]! << 8) | b[next + 3]!) <= end
    case 0x86dd:
      return b[next]! >> 4 === 6 && next + 40 + ((b[next + 4]! << 8) | b[next + 5]!) <= end
    case 0x0806:
      return b[next] === 0 && b[next + 1] === 1
    case 0x8100:
    case 0x88a8:
    case 0x8847:
    case 0x8863:
    case 0x8864:
    case 0x8892:
    case 0x88a4:
    case 0x88b8:
    case 0x88ba:
    case 0x88cc:
    case 0x88f7:
      return true
    default:
      return type >= 3 && type < 0x600 && next + type <= end && (b[next + 2]! & 3) === 3
  }
}

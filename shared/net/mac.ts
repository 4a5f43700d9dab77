/** Ethernet addresses as text and as two integers: the upper 32 bits and the lower 16. */

const hex = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, "0"))

/** "00:1d:9c:…" from int32 upper bits and the lower 16. */
export const macText = (high: number, low: number): string =>
  `${hex[high >>> 24]}:${hex[(high >>> 16) & 255]}:${hex[(high >>> 8) & 255]}:${hex[high & 255]}:${hex[low >>> 8]}:${hex[low & 255]}`

export const macAt = (bytes: Uint8Array, at: number): string =>
  `${hex[bytes[at]!]}:${hex[bytes[at + 1]!]}:${hex[bytes[at + 2]!]}:${hex[bytes[at + 3]!]}:${hex[bytes[at + 4]!]}:${hex[bytes[at + 5]!]}`

/** Group addresses (IEEE 802, the individual/group bit), broadcast among them. */
export const isGroupMac = (mac: string): boolean => (parseInt(mac.slice(0, 2), 16) & 1) === 1

/** Addresses that a network card did not get from its maker (the universal/local bit). */
export const isLocalMac = (mac: string): boolean => (parseInt(mac.slice(0, 2), 16) & 2) === 2

/** Addresses shared by a group of routers: VRRP (RFC 9568), HSRP v1 and v2, GLBP. */
export const isVirtualRouterMac = (mac: string): boolean =>
  mac.startsWith("00:00:5e:00:01:") ||
  mac.startsWith("00:00:5e:00:02:") ||
  mac.startsWith("00:00:0c:07:ac:") ||
  mac.startsWith("00:00:0c:9f:f") ||
  mac.startsWith("00:07:b4:00:")

/** The layers that carry everything else, as bits of one integer: a frame's stack is their union. */
export const layer = {
  eth: 1,
  vlan: 2,
  llc: 4,
  snap: 8,
  prp: 16,
  sll: 32,
  loop: 64,
  raw: 128,
  arp: 256,
  ipv4: 512,
  ipv6: 1024,
  icmp: 2048,
  icmpv6: 4096,
  wlan: 8192,
  tcp: 16384,
  udp: 32768,
} as const

/** Their names in the result document. */
export const layerNames = Object.keys(layer) as readonly (keyof typeof layer)[]

/** A station of the sample plant: where it is and how it sends. */
import { fromHex } from "./bytes.ts"

export type Host = {
  readonly name: string
  readonly mac: readonly number[]
  readonly ip: readonly number[]
  /** VLAN that the sensor sees it on; 0: beyond the router. */
  readonly vlan: number
  /** Initial time to live: 64 for most controllers, 128 for Windows, 255 for network gear. */
  readonly ttl: number
  /** Routers that its packets have passed when the plant's own sends them on. */
  readonly hops: number
}

export const address = (text: string): readonly number[] => text.split(".").map(Number)
export const addressText = (ip: readonly number[]): string => ip.join(".")

/** A station on one of the plant's own VLANs: 10 for control (10.20.10.0/24), 20 for supervision (10.20.20.0/24). */
export const local = (name: string, mac: string, ip: string, ttl = 64): Host => ({
  name,
  mac: fromHex(mac),
  ip: address(ip),
  vlan: Number(ip.split(".")[2]),
  ttl,
  hops: 0,
})

/** A station of the office (one router away) or of the internet. */
export const remote = (name: string, ip: string, ttl: number, hops: number): Host => ({
  name,
  mac: [],
  ip: address(ip),
  vlan: 0,
  ttl,
  hops,
})

/** The subnet a device is drawn in: a configured one, else /24 of IPv4, /64 of IPv6, or none. */
import { tunnelTitle } from "../../model/tunnel-title.ts"

export const noSubnet = "no IP address"

export function subnetOf(addresses: readonly string[]): string {
  const address = addresses.find((each) => each.includes(".")) ?? addresses[0]
  if (address === undefined) return noSubnet
  if (address.includes(".")) return `${address.split(".").slice(0, 3).join(".")}.0/24`
  return address.toLowerCase().startsWith("fe80") ? "fe80::/64" : `${address.split(":").slice(0, 4).join(":")}::/64`
}

type Placed = {
  readonly addresses: readonly string[]
  readonly tunnel?: string | undefined
  /** That people configured, in words. */
  readonly subnet?: string | undefined
}

/** Where it is drawn: in the subnet that people configured, or by its address. A subnet inside a tunnel is another than the same one outside. */
export const subnetOfDevice = ({ addresses, tunnel, subnet }: Placed): string =>
  tunnel === undefined ? subnet || subnetOf(addresses) : `${subnetOf(addresses)} in ${tunnelTitle(tunnel)}`

/** A text that sorts addresses and subnets by their numbers. */
export const addressRank = (address: string): string =>
  address.includes(".")
    ? address
        .split(/[./]/)
        .map((part) => part.padStart(3, "0"))
        .join(".")
    : `~${address}`

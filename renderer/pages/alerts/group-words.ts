import { addressKind } from "../../../shared/net/ip.ts"
import { isGroupMac } from "../../../shared/net/mac.ts"

const everyone: ReadonlySet<string> = new Set(["ff:ff:ff:ff:ff:ff", "255.255.255.255", "ff02::1"])
const mac = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/

/** Who hears what is sent to an address that is no device's; "" where it is one device's. */
export function groupWords(address: string): string {
  if (everyone.has(address)) return "Everyone on this network"
  const isGroup = mac.test(address) ? isGroupMac(address) : address !== "" && addressKind(address) === "group"
  return isGroup ? "A group of devices" : ""
}

/** Names for what has no dissector, and functions by their specification's keys. */
import type { FunctionCount } from "../model/device.ts"
import { declaredProtocols } from "../protocols/protocol.ts"
import { overEthernet, overIp, overTcp, type Pairs } from "./pairs.ts"

/** IANA protocol numbers, as far as plants carry them. */
const ipProtocols: Readonly<Record<number, string>> = {
  1: "icmp",
  2: "igmp",
  4: "ip-in-ip",
  6: "tcp",
  17: "udp",
  41: "ipv6-in-ip",
  46: "rsvp",
  47: "gre",
  50: "esp",
  51: "ah",
  58: "icmpv6",
  88: "eigrp",
  89: "ospf",
  103: "pim",
  112: "vrrp",
  132: "sctp",
}

/** "tcp", "udp", an IP protocol, "arp", or the EtherType in hexadecimal. */
export function carrierName(carrier: number, port: number): string {
  if (carrier === overIp) return ipProtocols[port] ?? `ip-${port}`
  if (carrier !== overEthernet) return carrier === overTcp ? "tcp" : "udp"
  if (port === 0x0806) return "arp"
  return port >= 0x10000 ? "llc" : `ethertype-${port.toString(16).padStart(4, "0")}`
}

export function functionCounts(pairs: Pairs, operations: readonly number[]): readonly FunctionCount[] {
  return operations.map((operation) => {
    const protocol = declaredProtocols()[pairs.operations.word(operation, 1)]!
    const code = pairs.operations.word(operation, 2)
    return {
      protocol: protocol.name,
      key: protocol.functionKey?.(code) ?? String(code),
      name: protocol.functionName?.(code) ?? "",
      requests: pairs.requests[operation]!,
      responses: pairs.responses[operation]!,
      exceptions: pairs.exceptions[operation]!,
      messages: pairs.messages[operation]!,
    }
  })
}

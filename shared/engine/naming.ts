/** Names for what has no dissector, and functions by their specification's keys. */
import type { FunctionCount } from "../model/device.ts"
import { wirelessOnly } from "../flows/walk-wireless.ts"
import { declaredProtocols } from "../protocols/protocol.ts"
import { detailCodes, overEthernet, overIp, overTcp, type Pairs } from "./pairs.ts"

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
  115: "l2tp",
  132: "sctp",
  137: "mpls",
}

/** "tcp", "udp", an IP protocol, "arp", or the EtherType in hexadecimal. */
export function carrierName(carrier: number, port: number): string {
  if (carrier === overIp) return ipProtocols[port] ?? `ip-${port}`
  if (carrier !== overEthernet) return carrier === overTcp ? "tcp" : "udp"
  if (port === 0x0806) return "arp"
  if (port === wirelessOnly) return "wlan"
  return port >= 0x10000 ? "llc" : `ethertype-${port.toString(16).padStart(4, "0")}`
}

/** A function, or (from `detailCodes` on) a detail of requests: the protocol, the key and the specification's name or "". */
export function functionOf(
  pairs: Pairs,
  operation: number,
): { readonly protocol: string; readonly key: string; readonly name: string } {
  const protocol = declaredProtocols()[pairs.operations.word(operation, 1)]!
  const code = pairs.operations.word(operation, 2)
  const detail = code - detailCodes
  if (detail >= 0) {
    const key = protocol.detailKey?.(detail) ?? `detail:${detail}`
    return { protocol: protocol.name, key, name: protocol.detailName?.(detail) ?? "" }
  }
  const key = protocol.functionKey?.(code) ?? String(code)
  return { protocol: protocol.name, key, name: protocol.functionName?.(code) ?? "" }
}

/** Of functions only: details are measured over time, and not counted twice. */
export function functionCounts(pairs: Pairs, operations: readonly number[]): readonly FunctionCount[] {
  const functions = operations.filter((operation) => pairs.operations.word(operation, 2) < detailCodes)
  return functions.map((operation) => {
    return {
      ...functionOf(pairs, operation),
      requests: pairs.requests[operation]!,
      responses: pairs.responses[operation]!,
      exceptions: pairs.exceptions[operation]!,
      messages: pairs.messages[operation]!,
      lastSeen: pairs.counted[operation]!,
    }
  })
}

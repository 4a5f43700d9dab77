/** What is inside tunnels: addresses, conversations, and how many frames have which layer. */
import type { Result } from "../make/result-of.ts"
import type { Oracle } from "./compare.ts"

type Values = Map<string, string>

/** Ours, and what tshark calls it: tunnels, and the layers that can stand in them. */
const tunnels: readonly (readonly [ours: string, theirs: readonly string[]])[] = [
  ["vxlan", ["vxlan"]],
  ["geneve", ["geneve"]],
  ["gre", ["gre"]],
  ["erspan", ["erspan"]],
  ["teredo", ["teredo"]],
  ["gtp", ["gtp"]],
  ["ppp", ["ppp"]],
  ["pppoe", ["pppoes", "pppoed"]],
  ["l2tp", ["l2tp"]],
  ["mpls", ["mpls"]],
  ["capwap", ["capwap", "capwap.data"]],
]
const layers: readonly (readonly [ours: string, theirs: readonly string[]])[] = [
  ["eth", ["eth"]],
  ["ipv4", ["ip"]],
  ["ipv6", ["ipv6"]],
  ["arp", ["arp"]],
  ["tcp", ["tcp"]],
  ["udp", ["udp"]],
  ["wlan", ["wlan"]],
  ["igmp", ["igmp"]],
  ["ntp", ["ntp"]],
]

const carriers = ["ip", "ipv6"]
/** IP right behind IP, and not quoted by ICMP. */
const isIpInIp = ([path]: readonly [string, number, number]): boolean => {
  const names = path.replaceAll(":ipv6.fraghdr", "").split(":")
  if (names.some((name) => name.startsWith("icmp"))) return false
  return names.some((name, at) => carriers.includes(name) && carriers.includes(names[at + 1] ?? ""))
}

export const hasTunnels = ({ frames_with: frames, phs }: Oracle): boolean =>
  tunnels.some(([, theirs]) => theirs.some((name) => (frames[name] ?? 0) > 0)) || phs.some(isIpInIp)

/** What ICMP quotes is listed by tshark like what tunnels carry: compared only where there are tunnels. */
export function innerOfOracle(oracle: Oracle, values: Values): void {
  if (!hasTunnels(oracle)) return
  for (const address of oracle.inner_ip) values.set(`inner ip ${address}`, "1")
  values.set("inner tcp conversations", String(oracle.conversations.inner_tcp))
  values.set("inner udp conversations", String(oracle.conversations.inner_udp))
  for (const [ours, theirs] of [...tunnels, ...layers]) {
    const frames = theirs.reduce((sum, name) => sum + (oracle.frames_with[name] ?? 0), 0)
    if (frames > 0) values.set(`frames with ${ours}`, String(frames))
  }
}

export function innerOfResult(oracle: Oracle, result: Result, values: Values): void {
  const { conversations = { tcp: 0, udp: 0 }, opened = [] } = result.tunnels ?? {}
  for (const { addresses, beneathIp } of opened)
    if (beneathIp) for (const address of addresses) values.set(`inner ip ${address}`, "1")
  values.set("inner tcp conversations", String(conversations.tcp))
  values.set("inner udp conversations", String(conversations.udp))
  for (const [ours] of hasTunnels(oracle) ? [...tunnels, ...layers] : tunnels) {
    const frames = result.protocols[ours]?.packets ?? 0
    if (frames > 0) values.set(`frames with ${ours}`, String(frames))
  }
}

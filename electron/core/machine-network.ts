/** What the operating system says of this computer's network, and how a person changes it there. The sensor itself changes nothing of it. */
import { getServers } from "node:dns"
import { existsSync, readFileSync } from "node:fs"
import { hostname, networkInterfaces, release, type } from "node:os"
import { isLoopback } from "../../shared/net/loopback.ts"
import { ipv4Text } from "../../shared/net/ip.ts"

export type MachineNetwork = {
  readonly system: string
  readonly hostName: string
  readonly gateway: string
  readonly dns: string[]
  readonly interfaces: { name: string; mac: string; addresses: { address: string; mask: string }[] }[]
  readonly change: { how: string; commands: string[] }
}

/** Destination 0, flag 2 (gateway): proc(5), /proc/net/route; addresses are little-endian hexadecimal. */
export function gatewayOf(routes: string): string {
  for (const line of routes.split("\n").slice(1)) {
    const [, destination = "", gateway = "", flags = ""] = line.split(/\s+/)
    if (destination !== "00000000" || (parseInt(flags, 16) & 2) === 0) continue
    const bytes = gateway.match(/../g)?.reverse().join("") ?? ""
    return ipv4Text(parseInt(bytes, 16) | 0)
  }
  return ""
}

function gateway(): string {
  const routes = "/proc/net/route"
  return existsSync(routes) ? gatewayOf(readFileSync(routes, "utf8")) : ""
}

/** A sentence and commands for the kind of system, as Node names platforms. */
export function howToChange(
  platform: string,
  card: string,
  has: (path: string) => boolean,
): { how: string; commands: string[] } {
  if (platform === "win32")
    return {
      how: "Windows: Settings, Network & internet, the connection's properties, Edit. Or in a console opened as administrator:",
      commands: [
        `netsh interface ip set address name="${card}" static ADDRESS MASK GATEWAY`,
        `netsh interface ip set dns name="${card}" static DNS-SERVER`,
        'powershell Rename-Computer -NewName "HOST-NAME"',
      ],
    }
  if (platform === "darwin")
    return {
      how: "macOS: System Settings, Network, the connection, Details, TCP/IP. Or in Terminal:",
      commands: [
        `networksetup -setmanual "${card}" ADDRESS MASK GATEWAY`,
        `networksetup -setdnsservers "${card}" DNS-SERVER`,
        "sudo scutil --set HostName HOST-NAME",
      ],
    }
  if (has("/usr/bin/nmcli"))
    return {
      how: "Linux with NetworkManager: the network page of the desktop's settings. Or in a terminal:",
      commands: [
        `sudo nmcli device modify ${card} ipv4.method manual ipv4.addresses ADDRESS/BITS ipv4.gateway GATEWAY ipv4.dns DNS-SERVER`,
        "sudo hostnamectl set-hostname HOST-NAME",
      ],
    }
  return {
    how: "Linux: write the address into /etc/network/interfaces (Debian), a file below /etc/netplan (Ubuntu) or /etc/systemd/network, or for this session in a terminal:",
    commands: [
      `sudo ip address add ADDRESS/BITS dev ${card}`,
      "sudo ip route replace default via GATEWAY",
      "sudo hostnamectl set-hostname HOST-NAME",
    ],
  }
}

export function machineNetwork(): MachineNetwork {
  const interfaces = Object.entries(networkInterfaces()).map(([name, all]) => ({
    name,
    mac: all?.[0]?.mac ?? "",
    addresses: (all ?? []).map(({ address, netmask, family, cidr }) => ({
      address: address.replace(/%.*$/, ""),
      mask: family === "IPv6" ? (cidr?.split("/")[1] ?? "") : netmask,
    })),
  }))
  const card = interfaces.find(({ addresses }) => addresses.some(({ address }) => !isLoopback(address)))
  return {
    system: `${type()} ${release()}`,
    hostName: hostname(),
    gateway: gateway(),
    dns: getServers().map((server) => server.replace(/^\[|\](:\d+)?$/g, "")),
    interfaces,
    change: howToChange(process.platform, card?.name ?? "eth0", existsSync),
  }
}

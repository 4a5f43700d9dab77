/** Which protocols and ports are a session by which somebody works on a device from afar, or a tunnel into the plant. */

export type SessionWay = {
  readonly title: string
  /** Names of recognised protocols. */
  readonly protocols: readonly string[]
  /** Ports of the IANA service name registry, or of the vendor's manual, where no protocol is recognised. */
  readonly tcp: readonly number[]
  readonly udp?: readonly number[]
}

/** Ways to sit in front of a screen or a command line from afar. */
export const seatWays: readonly SessionWay[] = [
  { title: "Remote desktop (RDP)", protocols: ["rdp"], tcp: [3389] },
  { title: "SSH", protocols: ["ssh"], tcp: [22] },
  { title: "Telnet", protocols: ["telnet"], tcp: [23] },
  { title: "VNC", protocols: ["vnc"], tcp: [5800, 5900, 5901, 5902, 5903] },
  { title: "TeamViewer", protocols: ["teamviewer"], tcp: [5938] },
  { title: "AnyDesk", protocols: [], tcp: [7070] },
  { title: "Radmin", protocols: [], tcp: [4899] },
  { title: "pcAnywhere", protocols: [], tcp: [5631] },
  { title: "Remote login (rlogin)", protocols: [], tcp: [513] },
  { title: "Remote shell (rsh)", protocols: [], tcp: [514] },
  { title: "X Window System", protocols: [], tcp: [6000, 6001] },
]
const sessionWays: readonly SessionWay[] = [
  ...seatWays,
  { title: "VPN (OpenVPN)", protocols: ["openvpn"], tcp: [] },
  { title: "VPN (WireGuard)", protocols: ["wireguard"], tcp: [] },
  { title: "VPN (IPsec)", protocols: ["isakmp"], tcp: [], udp: [4500] },
  { title: "VPN (PPTP)", protocols: [], tcp: [1723] },
]
/** Spoken by these over the ports of Windows remote management. */
const management: ReadonlySet<number> = new Set([5985, 5986])
const overManagement: ReadonlySet<string> = new Set(["http", "tls", ""])

/** `protocol`: as it was recognised, "" for none. "" where it is no such session. */
export function sessionTitle(protocol: string, isTcp: boolean, port: number): string {
  if (isTcp && management.has(port) && overManagement.has(protocol)) return "Windows remote management"
  if (protocol !== "") return sessionWays.find(({ protocols }) => protocols.includes(protocol))?.title ?? ""
  return sessionWays.find(({ tcp, udp = [] }) => (isTcp ? tcp : udp).includes(port))?.title ?? ""
}

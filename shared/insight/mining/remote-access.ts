/** Ways to work on a computer or controller from afar: by the protocol that was recognised, or by a well-known port alone. */

export type RemoteWay = {
  readonly title: string
  /** Names of recognised protocols. */
  readonly protocols: readonly string[]
  /** Ports of the IANA service name registry, or of the vendor's manual. */
  readonly tcp: readonly number[]
}

export const remoteWays: readonly RemoteWay[] = [
  { title: "Remote desktop (RDP)", protocols: ["rdp"], tcp: [3389] },
  { title: "SSH", protocols: ["ssh"], tcp: [22] },
  { title: "Telnet", protocols: ["telnet"], tcp: [23] },
  { title: "VNC", protocols: ["vnc"], tcp: [5800, 5900, 5901, 5902, 5903] },
  { title: "FTP", protocols: ["ftp"], tcp: [21] },
  { title: "TeamViewer", protocols: ["teamviewer"], tcp: [5938] },
  { title: "AnyDesk", protocols: [], tcp: [7070] },
  { title: "Radmin", protocols: [], tcp: [4899] },
  { title: "pcAnywhere", protocols: [], tcp: [5631] },
  { title: "Remote login (rlogin)", protocols: [], tcp: [513] },
  { title: "Remote shell (rsh)", protocols: [], tcp: [514] },
  { title: "Windows remote management", protocols: [], tcp: [5985, 5986] },
  { title: "X Window System", protocols: [], tcp: [6000, 6001] },
]

/** What a recognised protocol is told as outranks the port: a web server on port 5900 is no VNC. */
const saysNothing: ReadonlySet<string> = new Set(["tcp", "tpkt"])

/** Null where it is none; `certain`: the protocol itself was recognised. */
export function remoteWay(flow: {
  readonly protocol: string
  readonly transport: string
  readonly port: number
}): { readonly title: string; readonly certain: boolean } | null {
  const spoken = remoteWays.find(({ protocols }) => protocols.includes(flow.protocol))
  if (spoken) return { title: spoken.title, certain: true }
  if (flow.transport !== "tcp" || !saysNothing.has(flow.protocol)) return null
  const usual = remoteWays.find(({ tcp }) => tcp.includes(flow.port))
  return usual ? { title: usual.title, certain: false } : null
}

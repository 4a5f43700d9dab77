/** Ways to work on a computer or controller from afar: by the protocol that was recognised, or by a well-known port alone. */

import { seatWays, type SessionWay } from "../../model/remote-way.ts"

const remoteWays: readonly SessionWay[] = [
  ...seatWays,
  { title: "FTP", protocols: ["ftp"], tcp: [21] },
  { title: "Windows remote management", protocols: [], tcp: [5985, 5986] },
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

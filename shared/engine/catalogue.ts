/** The dissectors, arranged for looking up: by port, by EtherType, by what carries them. */
import { dissectors as declared } from "../protocols/index.ts"
import type { Dissector } from "../protocols/dissector.ts"

/** Every property in the same order, absent or not: objects of one shape are read at one cost, where every message passes. */
const shape: object = {
  protocol: undefined,
  size: undefined,
  probe: undefined,
  read: undefined,
  tcp: undefined,
  udp: undefined,
  ethertypes: undefined,
  over: undefined,
  anyPort: undefined,
  takesPieces: undefined,
} satisfies Record<keyof Dissector, unknown>

const dissectors: readonly Dissector[] = declared.map((dissector) => ({ ...shape, ...dissector }))

const none: readonly Dissector[] = []

function byPort(ports: (dissector: Dissector) => readonly number[] | undefined): readonly (readonly Dissector[])[] {
  const table: (readonly Dissector[])[] = new Array<readonly Dissector[]>(65_536).fill(none)
  for (const dissector of dissectors) {
    for (const port of ports(dissector) ?? []) table[port] = [...table[port]!, dissector]
  }
  return table
}

function byKey<Key>(
  keys: (dissector: Dissector) => readonly Key[] | undefined,
): ReadonlyMap<Key, readonly Dissector[]> {
  const table = new Map<Key, readonly Dissector[]>()
  for (const dissector of dissectors) {
    for (const key of keys(dissector) ?? []) table.set(key, [...(table.get(key) ?? []), dissector])
  }
  return table
}

export const onTcp = byPort((d) => d.tcp)
export const onUdp = byPort((d) => d.udp)
export const onEtherType = byKey((d) => d.ethertypes)
export const over = byKey((d) => d.over)
/** Recognised by structure alone. */
export const anyTcpPort = dissectors.filter((d) => d.anyPort === true && (d.tcp !== undefined || d.size !== undefined))
export const anyUdpPort = dissectors.filter((d) => d.anyPort === true && d.udp !== undefined)
const ipNames: readonly string[] = Array.from({ length: 256 }, (_, number) => `ip:${number}`)
/** What listens to this protocol number of IP (IANA) instead of a port. */
export const ipName = (number: number): string => ipNames[number] ?? ""

/**
 * EtherCAT: a frame goes through all slaves and comes back to the master with another source: each slave controller that processes it
 * sets the locally administered bit (Beckhoff, ESC datasheet, section I, chapter 3: SOURCE_MAC[1] is set to 1). The card that such
 * frames seem to come from is none: they are the master's. Both ways must have been seen on one VLAN, for a master's own
 * address may be a locally administered one.
 */
import type { RingWay } from "../facts/fact.ts"
import { isLocalMac } from "../net/mac.ts"

export class Rings {
  /** MACs, and the VLANs on which their frames went this way. */
  private readonly vlans: Readonly<Record<RingWay, Map<string, Set<number>>>> = { out: new Map(), back: new Map() }

  /** False where it was known. */
  learn(mac: string, vlan: number, way: RingWay): boolean {
    const known = this.vlans[way].get(mac)
    if (known === undefined) this.vlans[way].set(mac, new Set([vlan]))
    else if (known.has(vlan)) return false
    else known.add(vlan)
    return true
  }

  /** Whose frames come back under this address, as far as both ways were seen; undefined: nobody's but its own. */
  masterOf(mac: string): string | undefined {
    const back = isLocalMac(mac) ? this.vlans.back.get(mac) : undefined
    if (back === undefined) return undefined
    const master = otherOf(mac)
    const out = this.vlans.out.get(master)
    if (out === undefined) return undefined
    for (const vlan of back) if (out.has(vlan)) return master
    return undefined
  }

  /** The address under which this one's frames come back; undefined where it can't be told from its own. */
  markedOf(mac: string): string | undefined {
    return this.vlans.out.has(mac) && !isLocalMac(mac) ? otherOf(mac) : undefined
  }

  all(): readonly (readonly [mac: string, vlan: number, way: RingWay])[] {
    return (["out", "back"] as const).flatMap((way) =>
      [...this.vlans[way]].flatMap(([mac, vlans]) => [...vlans].map((vlan) => [mac, vlan, way] as const)),
    )
  }
}

/** The same address with the other locally administered bit. */
const otherOf = (mac: string): string =>
  (parseInt(mac.slice(0, 2), 16) ^ 2).toString(16).padStart(2, "0") + mac.slice(2)

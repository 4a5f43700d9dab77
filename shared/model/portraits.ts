/** Devices as they are written out: everything that is known of the observations that are one device, put together anew where it changed. */
import type { EndpointId, EndpointMeasure } from "../facts/fact.ts"
import { derivedClaims, type Behaviour } from "./derived-claims.ts"
import type { Claim, Device } from "./device.ts"
import { keyIn, ownKey, scopeOfKey, type Identities } from "./identities.ts"
import type { Parts } from "./parts.ts"
import { macOf, portrait, sum, type Known } from "./portrait.ts"
import type { SaidClaims } from "./said-claims.ts"
import type { Speakers } from "./speakers.ts"

export type ModelSources = {
  /** The maker of a network card by the prefix of its MAC, "" where unknown. */
  readonly vendorOf: (mac: string) => string
  readonly measure: (endpoint: EndpointId) => EndpointMeasure
  readonly vlanOf: (endpoint: EndpointId) => number
  /** The tunnel that it is seen in, in words; "" for none. */
  readonly tunnelOf: (endpoint: EndpointId) => string
  readonly mostDevices: number
  readonly mostClaims: number
}

/** The observations that are one device. */
export type Unit = {
  readonly key: string
  readonly id: string
  readonly aliases: string[]
  readonly endpoints: Set<EndpointId>
  shown: boolean
  /** How it was written out last; undefined once something but its traffic changed. */
  written: Written | undefined
}

/** A device as it was written out, with what that rests on beside the facts about the device itself. */
type Written = {
  readonly device: Device
  readonly claims: readonly Claim[]
  readonly revision: number
  readonly otServers: number
  readonly addresses: readonly string[]
  readonly saidOfAddresses: number
}

type Given = {
  readonly identity: Identities
  readonly claims: SaidClaims
  readonly speakers: Speakers
  readonly parts: Parts
  readonly sources: ModelSources
  readonly unitOf: ReadonlyMap<EndpointId, Unit>
}

export class Portraits {
  /** What an endpoint did first that only engineering does. */
  private readonly engineering = new Map<EndpointId, string>()
  private readonly given: Given

  constructor(given: Given) {
    this.given = given
  }

  worked(endpoint: EndpointId, work: string): void {
    if (!this.engineering.has(endpoint)) this.engineering.set(endpoint, work)
  }

  /** As it was written out last, or, where something but its traffic changed since, as it is. */
  of(unit: Unit): Written {
    return (unit.written ??= this.portrayed(unit))
  }

  /** As it is, with its traffic of now. */
  now(unit: Unit): Written {
    return (unit.written = this.remeasured(unit) ?? this.portrayed(unit))
  }

  save(): [EndpointId, string][] {
    return [...this.engineering]
  }

  private remeasured(unit: Unit): Written | undefined {
    const { written } = unit
    if (written === undefined || written.revision !== this.given.identity.revision(unit.key)) return undefined
    // Further ends of its tunnel may have shown themselves.
    if (this.given.identity.isInside(unit.key)) return undefined
    if (written.otServers !== this.otServers(unit)) return undefined
    if (written.saidOfAddresses !== this.given.claims.countOf(written.addresses)) return undefined
    const measures = sum(this.measures(unit))
    if (measures.firstSeen !== written.device.firstSeen) return undefined
    return { ...written, device: { ...written.device, ...measures } }
  }

  private portrayed(unit: Unit): Written {
    const claims = this.allClaims(unit)
    const known = this.known(unit)
    return {
      device: portrait(known, claims),
      claims,
      revision: this.given.identity.revision(unit.key),
      otServers: this.otServers(unit),
      addresses: known.addresses,
      saidOfAddresses: this.given.claims.countOf(known.addresses),
    }
  }

  private measures(unit: Unit): readonly EndpointMeasure[] {
    return Array.from(unit.endpoints, (endpoint) => this.given.sources.measure(endpoint))
  }

  private allClaims(unit: Unit): readonly Claim[] {
    const found: Claim[] = [...this.given.claims.of(unit.key)]
    for (const endpoint of unit.endpoints) found.push(...this.given.claims.of(endpoint))
    for (const key of this.given.parts.hostKeys(unit.endpoints)) found.push(...this.given.claims.of(key))
    const scope = scopeOfKey(unit.key)
    for (const address of this.given.identity.addressesOf(unit.key))
      found.push(...this.given.claims.of(keyIn(`ip:${address}`, scope)))
    const unique = [...new Map(found.map((claim) => [`${claim.field}|${claim.rule}|${claim.value}`, claim])).values()]
    return [...unique, ...derivedClaims(this.behaviour(unit), unique, this.given.sources.vendorOf)].sort(
      (a, b) => b.confidence - a.confidence || a.time - b.time || (a.value < b.value ? -1 : 1),
    )
  }

  private behaviour(unit: Unit): Behaviour {
    const [engineering = ""] = [...unit.endpoints].flatMap((endpoint) => this.engineering.get(endpoint) ?? [])
    return {
      mac: macOf(ownKey(unit.key)),
      firstSeen: this.firstSeen(unit),
      engineering,
      protocols: this.given.speakers.protocolsOf(unit.endpoints),
      otServers: this.otServers(unit),
      router: this.given.identity.isRouter(unit.key),
      fronts: this.given.parts.fronts(unit.endpoints),
    }
  }

  private otServers(unit: Unit): number {
    const servers = new Set<string>()
    for (const endpoint of unit.endpoints) {
      for (const fact of this.given.speakers.of(endpoint)) {
        const server = this.given.unitOf.get(fact.server)
        if (fact.ot && fact.client === endpoint && server !== undefined) servers.add(server.id)
      }
    }
    return servers.size
  }

  private firstSeen(unit: Unit): number {
    let first = Number.MAX_SAFE_INTEGER
    for (const endpoint of unit.endpoints) first = Math.min(first, this.given.sources.measure(endpoint).firstSeen)
    return first
  }

  private known(unit: Unit): Known {
    const { key, id, aliases } = unit
    const endpoints = [...unit.endpoints]
    return {
      key: ownKey(key),
      id,
      aliases,
      addresses: this.given.identity.addressesOf(key),
      router: this.given.identity.isRouter(key),
      vlans: endpoints.map((endpoint) => this.given.sources.vlanOf(endpoint)),
      tunnel: !this.given.identity.isInside(key) ? "" : this.given.sources.tunnelOf(endpoints[0]!),
      protocols: this.given.speakers.protocolsOf(unit.endpoints),
      measures: this.measures(unit),
    }
  }
}

/** The plant as traffic shows it: facts in, devices out. It never sees a byte. */
import { changingFields } from "../facts/claim-field.ts"
import type { EndpointId, EndpointMeasure, Fact } from "../facts/fact.ts"
import { isLocalMac } from "../net/mac.ts"
import { deviceId } from "./device-id.ts"
import { macOf, portrait, sum, type Known } from "./portrait.ts"
import { guesses, isEngineering } from "./classify.ts"
import type { Claim, Device, DeviceProtocol } from "./device.ts"
import { productGuesses } from "./product-types.ts"
import { Identities, keyIn, ownKey, scopeOfKey, within } from "./identities.ts"
import { partKey, Parts } from "./parts.ts"

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

export type ModelChanges = {
  readonly devices: readonly Device[]
  readonly claims: readonly { readonly device: string; readonly claims: readonly Claim[] }[]
  readonly merged: readonly { readonly id: string; readonly into: string }[]
  /** Endpoints that belong to another device than before. */
  readonly moved: readonly EndpointId[]
}

type Unit = {
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

type SavedUnit = {
  readonly key: string
  readonly id: string
  readonly aliases: readonly string[]
  readonly shown: boolean
}

/** What the engine kept of the endpoints. */
type SavedEndpoints = {
  readonly count: number
  readonly hops: Uint8Array
  mac(endpoint: EndpointId): string
  vlan(endpoint: EndpointId): number
  address(endpoint: EndpointId): string
  /** "" for none. */
  tunnel(endpoint: EndpointId): string
  measure(endpoint: EndpointId): EndpointMeasure
}

type Spoken = Fact & { kind: "protocol" }

const spokenKey = ({ client, server, protocol, port }: Spoken): string => `${client}|${server}|${protocol}|${port}`

export class Model {
  /** Devices that found no place; their traffic is counted all the same. */
  refused = 0
  private readonly identity = new Identities()
  private readonly units = new Map<string, Unit>()
  private readonly unitOf = new Map<EndpointId, Unit>()
  private readonly ids = new Set<string>()
  private readonly present = new Set<EndpointId>()
  private readonly first = new Map<EndpointId, { readonly time: number; readonly text: string }>()
  private readonly claimsOf = new Map<EndpointId | string, Claim[]>()
  /** How often something new was said of an address that no one device owns: it holds for all that have it. */
  private readonly saidOf = new Map<string, number>()
  private readonly engineering = new Map<EndpointId, string>()
  private readonly controllers = new Set<EndpointId>()
  private readonly heard = new Set<string>()
  private readonly spoken = new Map<EndpointId, Spoken[]>()
  private readonly dirty = new Set<Unit>()
  private readonly parts = new Parts()
  private readonly moved = new Set<EndpointId>()
  private readonly merged: { id: string; into: string }[] = []
  private readonly saved = new Map<string, SavedUnit>()
  private readonly sources: ModelSources

  constructor(sources: ModelSources) {
    this.sources = sources
  }

  learn(fact: Fact): void {
    switch (fact.kind) {
      case "endpoint":
        this.first.set(fact.endpoint, { time: fact.time, text: firstText(fact) })
        this.identity.learn(fact)
        return
      case "distance":
        this.present.add(fact.endpoint)
        this.alter(this.unitOf.get(fact.endpoint))
        this.identity.learn(fact)
        return
      case "alive":
        this.present.add(fact.endpoint)
        this.alter(this.unitOf.get(fact.endpoint))
        return
      case "binding":
        this.identity.learn(fact)
        this.alter(this.units.get(this.identity.ownerByName(fact.mac, "", fact.tunnel)))
        return
      case "protocol":
        this.speak(fact)
        return
      case "part":
        this.parts.learn(fact.part, fact.time, this.first.get(fact.part.endpoint)?.text ?? "")
        this.alter(this.unitOf.get(fact.part.endpoint))
        return
      case "operation":
        if (fact.outcome === "request" && isEngineering(fact.protocol, fact.key, fact.technique)) {
          this.engineering.set(fact.client, this.engineering.get(fact.client) ?? `${fact.protocol} ${fact.key}`)
          this.alter(this.unitOf.get(fact.client))
        }
        return
      case "claim":
        return // claims come with their frames, through `claim`
      case "refusal":
      case "place":
      case "attempt":
      case "signIn":
      case "presented":
      case "asked":
      case "resolved":
      case "carried":
      case "web":
      case "file":
      case "marker":
      case "lease":
      case "longText":
      case "statement":
      case "malformed":
      case "resolve":
        return // judged, and counted where they belong; no device is another for them
      default:
        fact satisfies never
    }
  }

  /** True when the claim was new: the frames behind it are worth keeping. */
  claim(fact: Fact & { kind: "claim" }, capture: string): boolean {
    const { about, field, value, rule, confidence, time, spans } = fact
    const key = this.ownerOf(about)
    if (key === "") return false
    const list = this.claimsOf.get(key) ?? []
    if (list.length === 0) this.claimsOf.set(key, list)
    const before = list.findIndex((known) => known.field === field && known.value === value && known.rule === rule)
    const claim = { field, value, rule, confidence, time, capture, spans }
    // A state that comes back is as new as its latest proof; of everything else the first proof stays.
    if (before >= 0 && changingFields.has(field) && time > list[before]!.time) list[before] = claim
    else if (before >= 0 || list.length >= this.sources.mostClaims) return false
    else list.push(claim)
    this.alter(this.unitOfClaim(about, key))
    if (typeof key === "string" && key.startsWith("ip:"))
      this.saidOf.set(key.slice(3), (this.saidOf.get(key.slice(3)) ?? 0) + 1)
    return true
  }

  private ownerOf(about: (Fact & { kind: "claim" })["about"]): EndpointId | string {
    if (typeof about === "number") return about
    return "endpoint" in about ? partKey(about) : this.identity.ownerByName(about.mac, about.address, about.tunnel)
  }

  private unitOfClaim(about: (Fact & { kind: "claim" })["about"], key: EndpointId | string): Unit | undefined {
    if (typeof about === "object" && "endpoint" in about) return this.unitOf.get(about.endpoint)
    return typeof key === "number" ? this.unitOf.get(key) : this.units.get(key)
  }

  /** Claims that carry `from` as their capture carry `to` now. */
  renameCapture(from: string, to: string): void {
    for (const list of this.claimsOf.values()) {
      list.forEach((claim, n) => claim.capture === from && (list[n] = { ...claim, capture: to }))
    }
    for (const unit of this.units.values()) unit.written = undefined
  }

  /** The device that an endpoint is part of; undefined for groups and for what never showed itself. */
  deviceOf(endpoint: EndpointId): string | undefined {
    const unit = this.unitOf.get(endpoint)
    return unit?.shown === true ? unit.id : undefined
  }

  hasHeard(fact: Spoken): boolean {
    return this.heard.has(spokenKey(fact))
  }

  /** It answered in a protocol of process control. */
  isController(endpoint: EndpointId): boolean {
    return this.controllers.has(endpoint)
  }

  /** What the device behind an endpoint is known for, as far as traffic told; "" where nothing did. */
  strongest(endpoint: EndpointId, field: Claim["field"]): string {
    const unit = this.unitOf.get(endpoint)
    if (unit === undefined) return this.saidSoFar(endpoint, field)
    unit.written ??= this.portrayed(unit)
    return unit.written.claims.find((claim) => claim.field === field)?.value ?? ""
  }

  /** Of who is no device yet: it was first seen a moment ago. */
  private saidSoFar(endpoint: EndpointId, field: Claim["field"]): string {
    const said = (this.claimsOf.get(endpoint) ?? []).filter((claim) => claim.field === field)
    const best = said.reduce<Claim | undefined>(
      (one, other) => (one === undefined || other.confidence > one.confidence ? other : one),
      undefined,
    )
    if (best !== undefined || field !== "vendor") return best?.value ?? ""
    const mac = this.first.get(endpoint)?.text.split("|")[0] ?? ""
    return mac === "" || isLocalMac(mac) || isMadeUp(mac) ? "" : this.sources.vendorOf(mac)
  }

  /** What was said last of a field by this rule; "" where nothing was. */
  said({ about, field, rule }: Pick<Fact & { kind: "claim" }, "about" | "field" | "rule">): string {
    let latest: Claim | undefined
    for (const claim of this.claimsOf.get(this.ownerOf(about)) ?? [])
      if (claim.field === field && claim.rule === rule && claim.time >= (latest?.time ?? 0)) latest = claim
    return latest?.value ?? ""
  }

  hasSaid({
    about,
    field,
    rule,
    value,
  }: Pick<Fact & { kind: "claim" }, "about" | "field" | "rule" | "value">): boolean {
    const said = this.claimsOf.get(this.ownerOf(about)) ?? []
    return said.some((claim) => claim.field === field && claim.rule === rule && claim.value === value)
  }

  /** Traffic was counted on the endpoint: its device is written out again. */
  touch(endpoint: EndpointId): void {
    const unit = this.unitOf.get(endpoint)
    if (unit !== undefined) this.dirty.add(unit)
  }

  /** Everything that changed since the last call, whole. */
  changes(): ModelChanges {
    this.settle()
    const devices: Device[] = []
    const claims: { device: string; claims: readonly Claim[] }[] = []
    for (const unit of this.dirty) if (this.shows(unit)) this.write(unit, devices, claims)
    this.dirty.clear()
    const merged = this.merged.splice(0)
    const moved = [...this.moved]
    this.moved.clear()
    return { devices, claims, merged, moved }
  }

  /** Decides which observations are one device, as `changes` does, and leaves it at that. */
  settle(): void {
    for (const { endpoint, from, to } of this.identity.settle()) this.move(endpoint, from, to)
    for (const unit of this.dirty) {
      if (unit.endpoints.size === 0) this.dissolve(unit)
      else if (!unit.shown && this.shows(unit)) this.show(unit)
    }
  }

  save() {
    return {
      bindings: this.identity.bindings(),
      present: [...this.present],
      engineering: [...this.engineering],
      parts: this.parts.save(),
      spoken: [...new Set([...this.spoken.values()].flat())],
      claims: [...this.claimsOf],
      units: [...this.units.values()].map(({ key, id, aliases, shown }) => ({ key, id, aliases, shown })),
    }
  }

  /** Into an empty model. What it becomes is what it was: nothing of it counts as a change. */
  restore(saved: ReturnType<Model["save"]>, endpoints: SavedEndpoints): void {
    for (const unit of saved.units) this.saved.set(unit.key, unit)
    for (const { id, aliases } of saved.units) for (const known of [id, ...aliases]) this.ids.add(known)
    for (let endpoint = 0; endpoint < endpoints.count; endpoint++) {
      const time = endpoints.measure(endpoint).firstSeen
      const [mac, vlan, address] = [endpoints.mac(endpoint), endpoints.vlan(endpoint), endpoints.address(endpoint)]
      this.learn({ kind: "endpoint", endpoint, mac, vlan, address, ...within(endpoints.tunnel(endpoint)), time })
      const hops = endpoints.hops[endpoint]!
      if (hops < 255) this.learn({ kind: "distance", endpoint, hops, time })
    }
    // States of before tunnels were opened name none.
    for (const [mac, address, how, tunnel = ""] of saved.bindings)
      this.learn({ kind: "binding", mac, vlan: -1, address, ...within(tunnel), how, time: 0 })
    for (const endpoint of saved.present) this.present.add(endpoint)
    // States of before sub-devices were known have none.
    this.parts.restore((saved as Partial<typeof saved>).parts ?? [])
    for (const fact of saved.spoken) this.speak(fact)
    for (const [endpoint, work] of saved.engineering) this.engineering.set(endpoint, work)
    for (const [key, claims] of saved.claims) this.claimsOf.set(key, [...claims])
    this.changes()
  }

  private move(endpoint: EndpointId, from: string, to: string): void {
    const old = this.units.get(from)
    if (old !== undefined) {
      old.endpoints.delete(endpoint)
      this.alter(old)
    }
    this.unitOf.delete(endpoint)
    this.moved.add(endpoint)
    if (to === "") return
    const unit = this.units.get(to) ?? this.make(to, endpoint)
    if (unit === undefined) return
    unit.endpoints.add(endpoint)
    this.unitOf.set(endpoint, unit)
    this.alter(unit)
    // Emptied by this move: what it was is now part of the other.
    if (old !== undefined && old.endpoints.size === 0 && old.shown) {
      unit.aliases.push(old.id, ...old.aliases)
      this.merged.push({ id: old.id, into: unit.id })
      old.shown = false
    }
  }

  private make(key: string, endpoint: EndpointId): Unit | undefined {
    if (this.units.size >= this.sources.mostDevices) {
      this.refused++
      return undefined
    }
    const saved = this.saved.get(key)
    const id = saved?.id ?? this.newId(this.first.get(endpoint)?.text ?? key)
    const unit: Unit = {
      key,
      id,
      aliases: [...(saved?.aliases ?? [])],
      endpoints: new Set(),
      shown: false,
      written: undefined,
    }
    this.units.set(key, unit)
    return unit
  }

  private newId(text: string): string {
    let id = deviceId(text)
    for (let n = 2; this.ids.has(id); n++) id = deviceId(`${text}#${n}`)
    this.ids.add(id)
    return id
  }

  private dissolve(unit: Unit): void {
    this.dirty.delete(unit)
    this.units.delete(unit.key)
    if (unit.shown) this.merged.push({ id: unit.id, into: "" })
    for (const id of this.parts.dissolve(unit.key)) this.merged.push({ id, into: "" })
  }

  private speak(fact: Spoken): void {
    const key = spokenKey(fact)
    if (this.heard.has(key)) return
    this.heard.add(key)
    if (fact.ot) this.controllers.add(fact.server)
    for (const endpoint of [fact.client, fact.server]) {
      const list = this.spoken.get(endpoint)
      if (list === undefined) this.spoken.set(endpoint, [fact])
      else list.push(fact)
      this.alter(this.unitOf.get(endpoint))
    }
  }

  /** More than its traffic changed: what is known of it is put together anew. */
  private alter(unit: Unit | undefined): void {
    if (unit === undefined) return
    unit.written = undefined
    this.dirty.add(unit)
  }

  private show(unit: Unit): void {
    unit.shown = true
    for (const endpoint of unit.endpoints) this.moved.add(endpoint)
  }

  private write(unit: Unit, devices: Device[], claims: { device: string; claims: readonly Claim[] }[]): void {
    unit.written = this.newlyMeasured(unit) ?? this.portrayed(unit)
    const { device: host, claims: all } = unit.written
    devices.push(host)
    claims.push({ device: unit.id, claims: all })
    const { shown, gone } = this.parts.of(host, unit.key, unit.endpoints, (key) => this.claimsOf.get(key) ?? [])
    for (const { device, claims: said } of shown) {
      devices.push(device)
      claims.push({ device: device.id, claims: said })
    }
    for (const id of gone) this.merged.push({ id, into: "" })
  }

  private shows(unit: Unit): boolean {
    for (const endpoint of unit.endpoints) if (this.present.has(endpoint)) return true
    return this.identity.hasProof(unit.key)
  }

  /** The device as it was, with its traffic of now; undefined where more than that is new. */
  private newlyMeasured(unit: Unit): Written | undefined {
    const { written } = unit
    if (written === undefined || written.revision !== this.identity.revision(unit.key)) return undefined
    // Further ends of its tunnel may have shown themselves.
    if (this.identity.isInside(unit.key)) return undefined
    if (written.otServers !== this.otServers(unit)) return undefined
    if (written.saidOfAddresses !== this.saidOfAddresses(written.addresses)) return undefined
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
      revision: this.identity.revision(unit.key),
      otServers: this.otServers(unit),
      addresses: known.addresses,
      saidOfAddresses: this.saidOfAddresses(known.addresses),
    }
  }

  private saidOfAddresses(addresses: readonly string[]): number {
    return addresses.reduce((sum, address) => sum + (this.saidOf.get(address) ?? 0), 0)
  }

  private measures(unit: Unit): readonly EndpointMeasure[] {
    return Array.from(unit.endpoints, (endpoint) => this.sources.measure(endpoint))
  }

  private allClaims(unit: Unit): readonly Claim[] {
    const found: Claim[] = [...(this.claimsOf.get(unit.key) ?? [])]
    for (const endpoint of unit.endpoints) found.push(...(this.claimsOf.get(endpoint) ?? []))
    for (const key of this.parts.hostKeys(unit.endpoints)) found.push(...(this.claimsOf.get(key) ?? []))
    const scope = scopeOfKey(unit.key)
    for (const address of this.identity.addressesOf(unit.key))
      found.push(...(this.claimsOf.get(keyIn(`ip:${address}`, scope)) ?? []))
    const unique = [...new Map(found.map((claim) => [`${claim.field}|${claim.rule}|${claim.value}`, claim])).values()]
    return [...unique, ...this.derived(unit, unique)].sort(
      (a, b) => b.confidence - a.confidence || a.time - b.time || (a.value < b.value ? -1 : 1),
    )
  }

  /** What no single frame says: the maker of the network card, the kind of device by what it speaks. */
  private derived(unit: Unit, said: readonly Claim[]): readonly Claim[] {
    const time = this.firstSeen(unit)
    const found: Claim[] = []
    const derive = (field: Claim["field"], value: string, rule: string, confidence: number): void =>
      void found.push({ field, value, rule, confidence, time, spans: [] })
    const mac = macOf(ownKey(unit.key))
    const vendor = mac === "" || isLocalMac(mac) || isMadeUp(mac) ? "" : this.sources.vendorOf(mac)
    if (vendor !== "") derive("vendor", vendor, "MAC prefix", 0.3)
    const [work = ""] = [...unit.endpoints].flatMap((endpoint) => this.engineering.get(endpoint) ?? [])
    const named = (fields: readonly Claim["field"][]): readonly string[] => [
      ...new Set([...said, ...found].filter((c) => fields.includes(c.field)).map((c) => c.value)),
    ]
    const peers = {
      systems: named(["os"]),
      engineering: work,
      protocols: this.protocolsOf(unit),
      otServers: this.otServers(unit),
      router: this.identity.isRouter(unit.key),
      fronts: this.parts.fronts(unit.endpoints),
    }
    const products = productGuesses(named(["model", "orderNumber", "description", "software"]), named(["vendor"]))
    for (const { type, rule, confidence } of [...products, ...guesses(peers)]) derive("type", type, rule, confidence)
    return found
  }

  private protocolsOf(unit: Unit): readonly DeviceProtocol[] {
    const roles = new Map<string, DeviceProtocol["role"]>()
    for (const endpoint of unit.endpoints) {
      for (const { protocol, client } of this.spoken.get(endpoint) ?? []) {
        const role = client === endpoint ? "client" : "server"
        const known = roles.get(protocol)
        roles.set(protocol, known === undefined || known === role ? role : "both")
      }
    }
    return [...roles].map(([name, role]) => ({ name, role })).sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  private otServers(unit: Unit): number {
    const servers = new Set<string>()
    for (const endpoint of unit.endpoints) {
      for (const fact of this.spoken.get(endpoint) ?? []) {
        const server = this.unitOf.get(fact.server)
        if (fact.ot && fact.client === endpoint && server !== undefined) servers.add(server.id)
      }
    }
    return servers.size
  }

  private firstSeen(unit: Unit): number {
    let first = Number.MAX_SAFE_INTEGER
    for (const endpoint of unit.endpoints) first = Math.min(first, this.sources.measure(endpoint).firstSeen)
    return first
  }

  private known(unit: Unit): Known {
    const { key, id, aliases } = unit
    const endpoints = [...unit.endpoints]
    return {
      key: ownKey(key),
      id,
      aliases,
      addresses: this.identity.addressesOf(key),
      router: this.identity.isRouter(key),
      vlans: endpoints.map((endpoint) => this.sources.vlanOf(endpoint)),
      tunnel: !this.identity.isInside(key) ? "" : this.sources.tunnelOf(endpoints[0]!),
      protocols: this.protocolsOf(unit),
      measures: this.measures(unit),
    }
  }
}

/** What the id of a device is made of. */
const firstText = ({ mac, vlan, address, tunnel }: Fact & { kind: "endpoint" }): string =>
  `${mac}|${vlan}|${address}${tunnel === undefined ? "" : `|${tunnel}`}`

/** All zeros, and the small numbers of simulated networks: no maker gave them, though the registry names one. */
const isMadeUp = (mac: string): boolean => mac.startsWith("00:00:00:00:00:")

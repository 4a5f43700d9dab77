/** The plant as traffic shows it: facts in, devices out. It never sees a byte. */
import type { EndpointId, EndpointMeasure, Fact } from "../facts/fact.ts"
import { deviceId } from "./device-id.ts"
import { Portraits, type ModelSources, type Unit } from "./portraits.ts"
import { isEngineering } from "./classify.ts"
import { cardMaker } from "./derived-claims.ts"
import type { Claim, Device } from "./device.ts"
import { Identities, within } from "./identities.ts"
import { partKey, Parts } from "./parts.ts"
import { SaidClaims } from "./said-claims.ts"
import { Speakers, type Spoken } from "./speakers.ts"

export type ModelChanges = {
  readonly devices: readonly Device[]
  readonly claims: readonly { readonly device: string; readonly claims: readonly Claim[] }[]
  readonly merged: readonly { readonly id: string; readonly into: string }[]
  /** Endpoints that belong to another device than before. */
  readonly moved: readonly EndpointId[]
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

export class Model {
  /** Devices that found no place; their traffic is counted all the same. */
  refused = 0
  private readonly identity = new Identities()
  private readonly units = new Map<string, Unit>()
  private readonly unitOf = new Map<EndpointId, Unit>()
  private readonly ids = new Set<string>()
  private readonly present = new Set<EndpointId>()
  private readonly first = new Map<EndpointId, { readonly time: number; readonly text: string }>()
  private readonly claims: SaidClaims
  private readonly speakers = new Speakers()
  private readonly dirty = new Set<Unit>()
  private readonly parts = new Parts()
  private readonly moved = new Set<EndpointId>()
  private readonly merged: { id: string; into: string }[] = []
  private readonly saved = new Map<string, SavedUnit>()
  private readonly sources: ModelSources
  private readonly portraits: Portraits

  constructor(sources: ModelSources) {
    this.sources = sources
    this.claims = new SaidClaims(sources.mostClaims)
    const { identity, claims, speakers, parts, unitOf } = this
    this.portraits = new Portraits({ identity, claims, speakers, parts, sources, unitOf })
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
      case "ring":
        this.identity.learn(fact)
        return
      case "protocol":
        if (this.speakers.learn(fact)) this.alterBoth(fact)
        return
      case "part":
        this.parts.learn(fact.part, fact.time, this.first.get(fact.part.endpoint)?.text ?? "")
        this.alter(this.unitOf.get(fact.part.endpoint))
        return
      case "operation":
        if (fact.outcome === "request" && isEngineering(fact.protocol, fact.key, fact.technique)) {
          this.portraits.worked(fact.client, `${fact.protocol} ${fact.key}`)
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
    if (!this.claims.add(key, { field, value, rule, confidence, time, capture, spans })) return false
    this.alter(this.unitOfClaim(about, key))
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
    this.claims.renameCapture(from, to)
    for (const unit of this.units.values()) unit.written = undefined
  }

  /** The device that an endpoint is part of; undefined for groups and for what never showed itself. */
  deviceOf(endpoint: EndpointId): string | undefined {
    const unit = this.unitOf.get(endpoint)
    return unit?.shown === true ? unit.id : undefined
  }

  hasHeard(fact: Spoken): boolean {
    return this.speakers.hasHeard(fact)
  }

  /** It answered in a protocol of process control. */
  isController(endpoint: EndpointId): boolean {
    return this.speakers.isController(endpoint)
  }

  /** What the device behind an endpoint is known for, as far as traffic told; "" where nothing did. */
  strongest(endpoint: EndpointId, field: Claim["field"]): string {
    const unit = this.unitOf.get(endpoint)
    if (unit === undefined) return this.saidSoFar(endpoint, field)
    return this.portraits.of(unit).claims.find((claim) => claim.field === field)?.value ?? ""
  }

  /** The same of whoever a claim is about; of a part, what it said of itself. */
  knownFor(about: (Fact & { kind: "claim" })["about"], field: Claim["field"]): string {
    const owner = this.ownerOf(about)
    return typeof owner === "number" ? this.strongest(owner, field) : this.saidSoFar(owner, field)
  }

  /** Of who is no device yet: it was first seen a moment ago. */
  private saidSoFar(endpoint: EndpointId | string, field: Claim["field"]): string {
    const said = this.claims.of(endpoint).filter((claim) => claim.field === field)
    const best = said.reduce<Claim | undefined>(
      (one, other) => (one === undefined || other.confidence > one.confidence ? other : one),
      undefined,
    )
    if (best !== undefined || field !== "vendor" || typeof endpoint === "string") return best?.value ?? ""
    return cardMaker(this.first.get(endpoint)?.text.split("|")[0] ?? "", this.sources.vendorOf)
  }

  /** What was said last of a field by this rule; "" where nothing was. */
  said({ about, field, rule }: Pick<Fact & { kind: "claim" }, "about" | "field" | "rule">): string {
    return this.claims.latest(this.ownerOf(about), field, rule)
  }

  hasSaid({
    about,
    field,
    rule,
    value,
  }: Pick<Fact & { kind: "claim" }, "about" | "field" | "rule" | "value">): boolean {
    return this.claims.has(this.ownerOf(about), field, rule, value)
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
      rings: this.identity.rings(),
      present: [...this.present],
      engineering: this.portraits.save(),
      parts: this.parts.save(),
      spoken: this.speakers.save(),
      claims: this.claims.save(),
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
    // States of before rings were told have none.
    for (const [mac, vlan, way, tunnel] of (saved as Partial<typeof saved>).rings ?? [])
      this.learn({ kind: "ring", mac, vlan, way, ...within(tunnel), time: 0 })
    for (const endpoint of saved.present) this.present.add(endpoint)
    // States of before sub-devices were known have none.
    this.parts.restore((saved as Partial<typeof saved>).parts ?? [])
    for (const fact of saved.spoken) this.learn(fact)
    for (const [endpoint, work] of saved.engineering) this.portraits.worked(endpoint, work)
    this.claims.restore(saved.claims)
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

  private alterBoth({ client, server }: Spoken): void {
    this.alter(this.unitOf.get(client))
    this.alter(this.unitOf.get(server))
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
    const { device: host, claims: all } = this.portraits.now(unit)
    devices.push(host)
    claims.push({ device: unit.id, claims: all })
    const { shown, gone } = this.parts.of(host, unit.key, unit.endpoints, (key) => this.claims.of(key))
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
}

/** What the id of a device is made of. */
const firstText = ({ mac, vlan, address, tunnel }: Fact & { kind: "endpoint" }): string =>
  `${mac}|${vlan}|${address}${tunnel === undefined ? "" : `|${tunnel}`}`

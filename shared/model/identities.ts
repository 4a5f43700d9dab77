/** One `Identity` for each tunnel, and one for all that is in none: the same address in two of them is two devices. */
import type { Binding, EndpointId, Fact, RingWay, TunnelScope } from "../facts/fact.ts"
import { Identity } from "./identity.ts"

/** Stands between the key within a tunnel and the tunnel. */
const mark = " in "

/** "" for none. */
export const scopeOfKey = (key: string): TunnelScope => {
  const at = key.indexOf(mark)
  return at < 0 ? "" : key.slice(at + mark.length)
}

/** "mac:…" or "ip:…". */
export const ownKey = (key: string): string => {
  const at = key.indexOf(mark)
  return at < 0 ? key : key.slice(0, at)
}

export const keyIn = (key: string, scope: TunnelScope): string =>
  key === "" || scope === "" ? key : key + mark + scope

type Moved = ReturnType<Identity["settle"]>[number]
type Learned = Parameters<Identity["learn"]>[0]

export class Identities {
  private readonly outside = new Identity()
  private readonly inside = new Map<TunnelScope, Identity>()
  private readonly scopes = new Map<EndpointId, TunnelScope>()

  learn(fact: Learned): void {
    if (fact.kind === "endpoint" && fact.tunnel !== undefined) this.scopes.set(fact.endpoint, fact.tunnel)
    const scope = fact.kind === "binding" || fact.kind === "ring" ? (fact.tunnel ?? "") : this.scope(fact.endpoint)
    this.at(scope).learn(fact)
  }

  settle(): readonly Moved[] {
    if (this.inside.size === 0) return this.outside.settle()
    const moved = [...this.outside.settle()]
    for (const [scope, identity] of this.inside)
      for (const { endpoint, from, to } of identity.settle())
        moved.push({ endpoint, from: keyIn(from, scope), to: keyIn(to, scope) })
    return moved
  }

  /** The tunnel that an endpoint is in; "" for none. */
  private scope(endpoint: EndpointId): TunnelScope {
    return this.scopes.size === 0 ? "" : (this.scopes.get(endpoint) ?? "")
  }

  ownerByName(mac: string, address: string, scope: TunnelScope = ""): string {
    return scope === ""
      ? this.outside.ownerByName(mac, address)
      : keyIn(this.at(scope).ownerByName(mac, address), scope)
  }

  /** Keys are taken apart only where there are tunnels: they are asked for with every batch. */
  isRouter(key: string): boolean {
    return this.inside.size === 0 ? this.outside.isRouter(key) : this.of(key).isRouter(ownKey(key))
  }

  addressesOf(key: string): readonly string[] {
    return this.inside.size === 0 ? this.outside.addressesOf(key) : this.of(key).addressesOf(ownKey(key))
  }

  revision(key: string): number {
    return this.inside.size === 0 ? this.outside.revision(key) : this.of(key).revision(ownKey(key))
  }

  hasProof(key: string): boolean {
    return this.inside.size === 0 ? this.outside.hasProof(key) : this.of(key).hasProof(ownKey(key))
  }

  /** Its key names a tunnel. */
  isInside(key: string): boolean {
    return this.inside.size > 0 && scopeOfKey(key) !== ""
  }

  bindings(): readonly (readonly [mac: string, address: string, how: Binding, tunnel: TunnelScope])[] {
    const all: readonly (readonly [TunnelScope, Identity])[] = [["", this.outside], ...this.inside]
    return all.flatMap(([scope, identity]) => identity.bindings().map((binding) => [...binding, scope] as const))
  }

  rings(): readonly (readonly [mac: string, vlan: number, way: RingWay, tunnel: TunnelScope])[] {
    const all: readonly (readonly [TunnelScope, Identity])[] = [["", this.outside], ...this.inside]
    return all.flatMap(([scope, identity]) => identity.rings.all().map((ring) => [...ring, scope] as const))
  }

  private of(key: string): Identity {
    return this.at(scopeOfKey(key))
  }

  private at(scope: TunnelScope): Identity {
    if (scope === "") return this.outside
    let identity = this.inside.get(scope)
    if (identity === undefined) this.inside.set(scope, (identity = new Identity()))
    return identity
  }
}

/** The scope as facts carry it. */
export const within = (tunnel: TunnelScope): Pick<Fact & { kind: "endpoint" }, "tunnel"> =>
  tunnel === "" ? {} : { tunnel }

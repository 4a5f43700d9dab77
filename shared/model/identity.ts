/**
 * Which observations are one device. An endpoint is a (MAC or none, VLAN, address or none); named rules give each an owner.
 *
 * own address     an address that ARP, neighbour discovery or DHCP binds to a MAC, or that sends from it without a router between
 * behind router   an address that reaches us through a MAC it does not own is a device of its own, without that MAC
 * seen twice      an address seen behind a router and also at its own MAC (both sides captured) is that MAC's device
 * proxy ARP       a MAC that answers for addresses which are routers away owns none of them by that answer
 * shared address  the MAC of a group of routers (VRRP, HSRP, GLBP) owns nothing that a real MAC owns
 * ring            what comes back from EtherCAT's slaves under a marked address is its master's, unless that address has others of its own
 * raw IP          without a link layer, an address is the device, or that of the MAC which owns it elsewhere
 */
import { perhapsHere, type Binding, type EndpointId, type Fact } from "../facts/fact.ts"
import { addressKind } from "../net/ip.ts"
import { isGroupMac, isVirtualRouterMac } from "../net/mac.ts"
import { Rings } from "./rings.ts"

type Seen = { readonly endpoint: EndpointId; readonly mac: string; readonly address: string; hops: number }

type Card = {
  readonly mac: string
  readonly virtual: boolean
  readonly endpoints: Seen[]
  readonly bound: Map<string, Binding>
  /** Addresses seen in frames of this MAC, with the fewest hops (255: only ever as the target). */
  readonly addresses: Map<string, number>
  /** Worked out when first asked for after a change: a router's MAC can carry very many addresses. */
  summary: Summary | undefined
  /** The same of the master whose frames come back under its address; null: it stands for itself. */
  master: Card | null | undefined
  /** How often it changed. */
  revision: number
}

type Summary = {
  /** Usable addresses without a binding. */
  readonly unproved: number
  /** One of those is a router away. */
  readonly unprovedFar: boolean
  /** Bound addresses that are a router away. */
  readonly boundFar: number
  /** Addresses that the MAC answered for but never sent from. */
  readonly answersFor: number
}

/** So many addresses without proof of their own, over so many subnets, no single machine has. */
const plentyAddresses = 8
const proxied = 3

export class Identity {
  readonly rings = new Rings()
  private readonly seen = new Map<EndpointId, Seen>()
  private readonly cards = new Map<string, Card>()
  private readonly byAddress = new Map<string, Seen[]>()
  /** MACs that own an address. */
  private readonly owners = new Map<string, Set<string>>()
  private readonly ownerOf = new Map<EndpointId, string>()
  private readonly dirtyCards = new Set<Card>()
  private readonly dirtyAddresses = new Set<string>()

  learn(fact: Fact & { kind: "endpoint" | "distance" | "binding" | "ring" }): void {
    if (fact.kind === "endpoint") this.endpoint(fact)
    else if (fact.kind === "distance") this.distance(fact.endpoint, fact.hops)
    else if (fact.kind === "ring") this.ring(fact)
    else this.bind(fact.mac, fact.address, fact.how)
  }

  /** Owner keys that changed since the last call: endpoint, from ("" at first), to ("": no device). */
  settle(): readonly { readonly endpoint: EndpointId; readonly from: string; readonly to: string }[] {
    const moved: { endpoint: EndpointId; from: string; to: string }[] = []
    for (const card of this.dirtyCards) for (const address of card.addresses.keys()) this.judge(card, address)
    const touched = new Set<Seen>()
    for (const card of this.dirtyCards) for (const seen of card.endpoints) touched.add(seen)
    for (const address of this.dirtyAddresses) for (const seen of this.byAddress.get(address) ?? []) touched.add(seen)
    this.dirtyCards.clear()
    this.dirtyAddresses.clear()
    for (const seen of touched) {
      const from = this.ownerOf.get(seen.endpoint) ?? ""
      const to = this.owner(seen)
      if (from === to) continue
      this.ownerOf.set(seen.endpoint, to)
      moved.push({ endpoint: seen.endpoint, from, to })
    }
    return moved
  }

  /** The device key that a message means by a MAC or an address. */
  ownerByName(mac: string, address: string): string {
    const card = this.cards.get(mac)
    if (mac !== "" && !isGroupMac(mac)) return `mac:${card === undefined ? mac : this.standing(card).mac}`
    return address === "" ? "" : this.addressOwner(address)
  }

  isRouter(key: string): boolean {
    const card = this.cards.get(key.slice(4))
    if (card === undefined || !key.startsWith("mac:")) return false
    return card.virtual || [...card.addresses].some(([address, hops]) => isFar(hops) && !this.owns(card, address))
  }

  /** Addresses that a MAC owns, in the order in which they were seen. */
  addressesOf(key: string): readonly string[] {
    if (key.startsWith("ip:")) return [key.slice(3)]
    const card = this.cards.get(key.slice(4))
    if (card === undefined) return []
    const named = [...new Set([...card.addresses.keys(), ...card.bound.keys()])]
    return named.filter(
      (address) => address !== "" && usable(address) && (this.owns(card, address) || this.isBound(card, address)),
    )
  }

  /** As long as this stays, so do its addresses, and whether it is a router. */
  revision(key: string): number {
    return key.startsWith("mac:") ? (this.cards.get(key.slice(4))?.revision ?? 0) : 0
  }

  hasProof(key: string): boolean {
    return key.startsWith("mac:") && (this.cards.get(key.slice(4))?.bound.size ?? 0) > 0
  }

  /** MAC, address and how they were bound. */
  bindings(): readonly (readonly [mac: string, address: string, how: Binding])[] {
    return [...this.cards.values()].flatMap(({ mac, bound }) =>
      [...bound].map(([address, how]) => [mac, address, how] as const),
    )
  }

  private endpoint(fact: Fact & { kind: "endpoint" }): void {
    const seen: Seen = { endpoint: fact.endpoint, mac: fact.mac, address: fact.address, hops: 255 }
    this.seen.set(fact.endpoint, seen)
    const card = fact.mac === "" ? undefined : this.card(fact.mac)
    if (card !== undefined) {
      card.endpoints.push(seen)
      if (!card.addresses.has(fact.address)) card.addresses.set(fact.address, 255)
      this.changed(card)
    }
    if (fact.address !== "") {
      const list = this.byAddress.get(fact.address)
      if (list === undefined) this.byAddress.set(fact.address, [seen])
      else list.push(seen)
      this.dirtyAddresses.add(fact.address)
    }
  }

  private distance(endpoint: EndpointId, hops: number): void {
    const seen = this.seen.get(endpoint)
    if (seen === undefined) return
    seen.hops = hops
    const card = seen.mac === "" ? undefined : this.cards.get(seen.mac)
    if (card === undefined) return
    card.addresses.set(seen.address, Math.min(hops, card.addresses.get(seen.address) ?? 255))
    this.changed(card)
  }

  private bind(mac: string, address: string, how: Binding): void {
    if (isGroupMac(mac) || !usable(address)) return
    const card = this.card(mac)
    if (card.bound.has(address)) return
    card.bound.set(address, how)
    if (!card.addresses.has(address)) card.addresses.set(address, 255)
    this.changed(card)
    this.dirtyAddresses.add(address)
  }

  private ring({ mac, vlan, way }: Fact & { kind: "ring" }): void {
    if (!isGroupMac(mac) && this.rings.learn(mac, vlan, way)) this.changed(this.card(mac))
  }

  private changed(card: Card): void {
    card.summary = card.master = undefined
    card.revision++
    this.dirtyCards.add(card)
    const marked = this.cards.get(this.rings.markedOf(card.mac) ?? "")
    if (marked !== undefined) this.changed(marked)
  }

  /** The card that it is: its own, or the master's whose frames come back under its address. */
  private standing(card: Card): Card {
    if (card.master === undefined) {
      const master = this.cards.get(this.rings.masterOf(card.mac) ?? "")
      card.master = master !== undefined && isWithin(card, master) ? master : null
    }
    return card.master ?? card
  }

  private card(mac: string): Card {
    let card = this.cards.get(mac)
    if (card === undefined) {
      card = {
        mac,
        virtual: isVirtualRouterMac(mac),
        endpoints: [],
        bound: new Map(),
        addresses: new Map(),
        summary: undefined,
        master: undefined,
        revision: 0,
      }
      this.cards.set(mac, card)
    }
    return card
  }

  private judge(card: Card, address: string): void {
    if (address === "") return
    const owners = this.owners.get(address) ?? new Set<string>()
    const before = owners.has(card.mac)
    const now = !isGroupMac(card.mac) && this.standing(card) === card && this.owns(card, address)
    if (before === now) return
    if (now) owners.add(card.mac)
    else owners.delete(card.mac)
    this.owners.set(address, owners)
    this.dirtyAddresses.add(address)
  }

  private owns(card: Card, address: string): boolean {
    if (!usable(address) || card.virtual) return false
    if (this.isBound(card, address)) return true
    const kind = addressKind(address)
    if (kind === "local") return true
    const hops = card.addresses.get(address) ?? 255
    const { unproved, unprovedFar } = this.summary(card)
    if (hops === 255) return kind !== "public" && !unprovedFar
    if (hops === perhapsHere && unproved === 1 && card.bound.size === 0) return true
    if (hops > 0) return kind === "private" && unproved === 1 && card.bound.size === 0
    return unproved <= (kind === "private" ? 4 * plentyAddresses : plentyAddresses)
  }

  private isBound(card: Card, address: string): boolean {
    if (!card.bound.has(address) || card.virtual) return false
    const hops = card.addresses.get(address) ?? 255
    const { boundFar, answersFor } = this.summary(card)
    if (isFar(hops)) return boundFar < proxied
    return hops === 0 || answersFor < plentyAddresses
  }

  private summary(card: Card): Summary {
    if (card.summary !== undefined) return card.summary
    let [unproved, unprovedFar, boundFar, answersFor] = [0, false, 0, 0]
    for (const [address, hops] of card.addresses) {
      if (card.bound.has(address)) {
        if (isFar(hops)) boundFar++
        if (hops === 255) answersFor++
      } else if (usable(address) && addressKind(address) !== "local") {
        unproved++
        unprovedFar ||= isFar(hops)
      }
    }
    card.summary = { unproved, unprovedFar, boundFar, answersFor }
    return card.summary
  }

  private owner(seen: Seen): string {
    if (seen.mac !== "" && isGroupMac(seen.mac)) return ""
    if (seen.address !== "" && addressKind(seen.address) === "group") return ""
    const own = seen.mac === "" || seen.mac === "00:00:00:00:00:00" ? undefined : this.cards.get(seen.mac)
    if (own === undefined) return usable(seen.address) ? this.addressOwner(seen.address) : ""
    const card = this.standing(own)
    if (!usable(seen.address)) return `mac:${card.mac}`
    if (this.owns(card, seen.address)) return `mac:${card.mac}`
    if (card.virtual) {
      const owner = this.addressOwner(seen.address)
      return owner.startsWith("mac:") ? owner : seen.hops === 0 || seen.hops === 255 ? `mac:${card.mac}` : owner
    }
    return this.addressOwner(seen.address)
  }

  private addressOwner(address: string): string {
    const owners = this.owners.get(address)
    const [only] = owners ?? []
    return owners !== undefined && owners.size === 1 ? `mac:${only!}` : `ip:${address}`
  }
}

const usable = (address: string): boolean => {
  if (address === "") return false
  const kind = addressKind(address)
  return kind !== "none" && kind !== "group"
}

/** All its addresses are the other's too: slaves let frames of other protocols pass as well. */
const isWithin = (card: Card, master: Card): boolean =>
  [...card.addresses.keys()].every((address) => master.addresses.has(address) || !usable(address))

const isFar = (hops: number): boolean => hops > 0 && hops < 255

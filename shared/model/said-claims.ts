/** Everything that traffic claimed, by whom it is about: an endpoint, a part of a host, a name that the message gave. */
import { changingFields } from "../facts/claim-field.ts"
import type { EndpointId } from "../facts/fact.ts"
import type { Claim } from "./device.ts"

export type Subject = EndpointId | string

export class SaidClaims {
  private readonly claims = new Map<Subject, Claim[]>()
  /** How often something new was said of an address that no one device owns: it holds for all that have it. */
  private readonly ofAddress = new Map<string, number>()
  private readonly most: number

  /** `most`: claims that are kept about one. */
  constructor(most: number) {
    this.most = most
  }

  /** False where it was said before, or there is no more room. */
  add(about: Subject, claim: Claim): boolean {
    const { field, value, rule, time } = claim
    const list = this.claims.get(about) ?? []
    if (list.length === 0) this.claims.set(about, list)
    const before = list.findIndex((known) => known.field === field && known.value === value && known.rule === rule)
    // A state that comes back is as new as its latest proof; of everything else the first proof stays.
    if (before >= 0 && changingFields.has(field) && time > list[before]!.time) list[before] = claim
    else if (before >= 0 || list.length >= this.most) return false
    else list.push(claim)
    if (typeof about === "string" && about.startsWith("ip:")) this.countAddress(about.slice(3))
    return true
  }

  of(about: Subject): readonly Claim[] {
    return this.claims.get(about) ?? nothing
  }

  /** What was said last of a field by this rule; "" where nothing was. */
  latest(about: Subject, field: Claim["field"], rule: string): string {
    let latest: Claim | undefined
    for (const claim of this.of(about))
      if (claim.field === field && claim.rule === rule && claim.time >= (latest?.time ?? 0)) latest = claim
    return latest?.value ?? ""
  }

  has(about: Subject, field: Claim["field"], rule: string, value: string): boolean {
    return this.of(about).some((claim) => claim.field === field && claim.rule === rule && claim.value === value)
  }

  /** Grows whenever something new is said of one of these addresses. */
  countOf(addresses: readonly string[]): number {
    return addresses.reduce((sum, address) => sum + (this.ofAddress.get(address) ?? 0), 0)
  }

  /** Claims that carry `from` as their capture carry `to` now. */
  renameCapture(from: string, to: string): void {
    for (const list of this.claims.values())
      list.forEach((claim, n) => claim.capture === from && (list[n] = { ...claim, capture: to }))
  }

  save(): [Subject, readonly Claim[]][] {
    return [...this.claims]
  }

  restore(saved: readonly (readonly [Subject, readonly Claim[]])[]): void {
    for (const [about, claims] of saved) this.claims.set(about, [...claims])
  }

  private countAddress(address: string): void {
    this.ofAddress.set(address, (this.ofAddress.get(address) ?? 0) + 1)
  }
}

const nothing: readonly Claim[] = []

/** What was claimed already: most claims are repeats, and a repeat must not cost a string. */
import { changingFields, claimFields, type ClaimField } from "../facts/claim-field.ts"
import type { Fact, Part } from "../facts/fact.ts"
import { limits } from "../flows/limits.ts"

type Subject = (Fact & { kind: "claim" })["about"]

export class ToldClaims {
  /** Values claimed: by value, by rule, about whom (endpoint and field as one number, or a text). */
  private readonly claimed = new Map<string, Map<string, Set<number | string>>>()
  /** The last value of what changes: by rule, by who and field (as one number, or a text). */
  private readonly states = new Map<string, Map<number | string, string>>()

  isNew(about: Subject, field: ClaimField, rule: string, value: string): boolean {
    return changingFields.has(field)
      ? this.isNewState(about, field, rule, value)
      : this.isNewValue(about, field, rule, value)
  }

  /** Of what changes, every change is new, and so is the way back. Cyclic traffic tells it in every frame: no string is built. */
  private isNewState(about: Subject, field: ClaimField, rule: string, value: string): boolean {
    let byWho = this.states.get(rule)
    if (byWho === undefined) {
      byWho = new Map()
      if (this.states.size < limits.distinct) this.states.set(rule, byWho)
    }
    const key = keyOf(about, field)
    const before = byWho.get(key)
    if (before === value) return false
    if (before !== undefined || byWho.size < limits.distinct) byWho.set(key, value)
    return true
  }

  /** What a device is, it says once. Names are announced over and over, so a repeat costs no new string. */
  private isNewValue(about: Subject, field: ClaimField, rule: string, value: string): boolean {
    let byRule = this.claimed.get(value)
    if (byRule === undefined) {
      byRule = new Map()
      if (this.claimed.size < limits.distinct) this.claimed.set(value, byRule)
    }
    let who = byRule.get(rule)
    if (who === undefined) {
      who = new Set()
      byRule.set(rule, who)
    }
    const key = keyOf(about, field)
    if (who.has(key)) return false
    who.add(key)
    return true
  }
}

const keyOf = (about: Subject, field: ClaimField): number | string =>
  typeof about === "number" ? about * claimFields.length + claimFields.indexOf(field) : `${whoText(about)}|${field}`

const whoText = (about: Exclude<Subject, number>): string =>
  "endpoint" in about ? partKeyText(about) : `${about.mac} ${about.address} ${about.vlan} ${about.tunnel ?? ""}`

const partKeyText = ({ endpoint, protocol, name }: Part): string => `${endpoint} ${protocol} ${name}`

/** A rule while somebody writes it: what stands in the form, and what is wrong with it, beside each field. */
import { operatorsOf, ruleFaults } from "../../../shared/detections/custom/check-rule.ts"
import { fieldOf, fieldsOf, isTopic, topics, type Topic } from "../../../shared/detections/custom/fields.ts"
import type { Condition, Operator, Rule } from "../../../shared/detections/custom/rule.ts"
import { emptyCondition } from "../../../shared/detections/custom/rule-templates.ts"
import type { RuleInput } from "../../state/custom-rules.svelte.ts"

export class RuleDraft {
  rule = $state.raw<Rule>() as Rule
  /** Short names of the protocols there are; empty until they are known. */
  protocols = $state.raw<readonly string[]>([])
  /** Everything is judged once somebody has tried to save or to test. */
  tried = $state(false)
  /** Fields that somebody has been at. */
  #touched = $state.raw<ReadonlySet<string>>(new Set())
  readonly #faults = $derived(ruleFaults(this.rule, this.protocols.length > 0 ? this.protocols : [this.rule.protocol]))

  constructor(rule: Rule) {
    this.rule = rule
  }

  get isSound(): boolean {
    return this.#faults.length === 0
  }
  get faults(): number {
    return this.#faults.length
  }

  /** What stands beside the field, "" while nobody was there yet. */
  errorOf(at: string): string {
    const fault = this.#faults.find((one) => one.at === at)
    return fault && (this.tried || this.#touched.has(at)) ? fault.text : ""
  }

  touch(...at: readonly string[]): void {
    this.#touched = new Set([...this.#touched, ...at])
  }

  set(part: Partial<Rule>): void {
    this.rule = { ...this.rule, ...part }
    this.touch(...Object.keys(part))
  }

  /** Another thing is watched: conditions on what it has not got are begun anew. */
  watch(about: string): void {
    if (!isTopic(about)) return
    const known = new Set(fieldsOf(about).map(({ id }) => id))
    const kept = this.rule.sets
      .map((set) => set.filter(({ field }) => known.has(field)))
      .filter((set) => set.length > 0)
    const { hasProtocol }: Topic = topics[about]
    const protocol = hasProtocol ? this.rule.protocol : ""
    this.set({ about, protocol, sets: kept.length > 0 ? kept : [[emptyCondition]] })
  }

  addSet(): void {
    this.set({ sets: [...this.rule.sets, [emptyCondition]] })
  }
  addCondition(set: number): void {
    this.#sets((all, at) => (at === set ? [...all, emptyCondition] : all))
  }
  remove(set: number, condition: number): void {
    const sets = this.rule.sets
      .map((all, at) => (at === set ? all.toSpliced(condition, 1) : all))
      .filter((all) => all.length > 0)
    this.#touched = new Set([...this.#touched].filter((at) => !at.startsWith("sets.")))
    this.set({ sets })
  }
  change(set: number, condition: number, part: Partial<Condition>): void {
    this.#sets((all, at) => (at === set ? all.map((one, n) => (n === condition ? { ...one, ...part } : one)) : all))
    this.touch(...Object.keys(part).map((name) => `sets.${set}.${condition}.${name}`))
  }
  /** A field of another kind is compared otherwise. */
  choose(set: number, condition: number, field: string): void {
    const { about } = this.rule
    const known = isTopic(about) ? fieldOf(about, field) : undefined
    const now = this.rule.sets[set]?.[condition]
    if (!known || !now) return
    const allowed = operatorsOf[known.type]
    const operator: Operator = allowed.includes(now.operator) ? now.operator : allowed[0]!
    const choices = Object.keys(known.choices ?? {})
    const value = choices.length > 0 ? choices[0]! : ""
    this.change(set, condition, { field, operator })
    this.#sets((all, at) =>
      at === set ? all.map((one, n) => (n === condition ? { ...one, value, to: "", other: "" } : one)) : all,
    )
  }

  get input(): RuleInput {
    const { sets, windows, ...rest } = this.rule
    return {
      ...rest,
      sets: sets.map((set) => set.map((one) => ({ ...one }))),
      windows: windows.map((one) => ({ ...one, days: [...one.days] })),
    }
  }

  #sets(make: (set: readonly Condition[], at: number) => readonly Condition[]): void {
    this.rule = { ...this.rule, sets: this.rule.sets.map(make) }
    this.touch("sets")
  }
}

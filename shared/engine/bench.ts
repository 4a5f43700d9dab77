/** Dissectors that fail by a bug of their own: after some errors they sit out the run, and the result says so. */
import { limits } from "../flows/limits.ts"
import type { Dissector } from "../protocols/dissector.ts"

export type Benched = { readonly dissector: string; readonly error: string; readonly errors: number }

export class Bench {
  readonly benched: Benched[] = []
  /** Unexpected errors of dissectors, benched or not yet. */
  bugs = 0
  lastBug = ""
  private readonly errors = new Map<string, number>()
  private readonly off = new Set<Dissector>()
  /** Asked for every message, and as a rule nobody sits here. */
  private isEmpty = true

  holds(dissector: Dissector): boolean {
    return !this.isEmpty && this.off.has(dissector)
  }

  failed(dissector: Dissector, error: unknown): void {
    const { name } = dissector.protocol
    this.bugs++
    this.lastBug = `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
    const errors = (this.errors.get(name) ?? 0) + 1
    this.errors.set(name, errors)
    if (errors < limits.dissectorErrors) return
    this.off.add(dissector)
    this.isEmpty = false
    this.benched.push({ dissector: name, error: error instanceof Error ? error.message : String(error), errors })
  }
}

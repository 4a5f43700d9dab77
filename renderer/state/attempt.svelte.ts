/** One thing a person tries: whether it is under way, and why it was refused. */
import { problemOf, type Problem } from "./notices.svelte.ts"

const none: Problem = { sentence: "", remedy: "", reason: "" }

export class Attempt {
  busy = $state.raw(false)
  problem = $state.raw<Problem>(none)

  /** True when it went through. A second press while one is under way does nothing. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.problem = none
    try {
      await act()
      return true
    } catch (failure) {
      this.problem = problemOf(failure)
      return false
    } finally {
      this.busy = false
    }
  }

  clear(): void {
    this.problem = none
  }

  /** What stands below the field that was refused, "" for all others. */
  errorOf(field: string): string {
    const { reason, sentence, remedy } = this.problem
    return reason === field ? `${sentence} ${remedy}`.trim() : ""
  }
}

/** What every step gets from the wizard: where it stands and the ways out of it. */
import type { Step } from "../../parts/Steps.svelte"
import type { Attempt } from "../../state/attempt.svelte.ts"

export type Walk = {
  readonly steps: readonly Step[]
  readonly moving: Attempt
  readonly onback: (() => void) | null
  readonly onlater: () => void
  /** The step is done: on to the next. */
  readonly onward: () => Promise<boolean>
}

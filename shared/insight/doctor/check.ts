/** One thing the capture doctor looks at: what was found, what it means for what can be seen, and what to do. */
import type { CaptureHealth } from "../../model/capture-health.ts"

/** good: nothing in the way. limits: some of it can't be seen. prevents: the capture does not serve its purpose before this is put right. */
export type Verdict = "good" | "limits" | "prevents"

export type Figure = { readonly name: string; readonly value: string }

export type Check = {
  readonly id: string
  readonly title: string
  readonly verdict: Verdict
  readonly finding: string
  /** Why it matters; "" where there is nothing to say. */
  readonly why: string
  readonly advice: readonly string[]
  readonly figures: readonly Figure[]
}

/** What the doctor is given. */
export type Patient = {
  readonly health: CaptureHealth
  readonly counted: {
    readonly read: number
    readonly truncated: number
    readonly malformed: number
    readonly recognised: number
    readonly unsupportedLink: number
  }
  /** Of the capture file or the driver, in words. */
  readonly drops: readonly string[]
  readonly isLive: boolean
  /** Microseconds since 1970 UTC. */
  readonly now: number
}

export type Examine = (patient: Patient) => Check

/** A check that found nothing. */
export const good = (id: string, title: string, finding: string, figures: readonly Figure[] = []): Check => ({
  ...{ id, title, verdict: "good", finding, why: "", advice: [], figures },
})

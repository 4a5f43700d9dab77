/** Where an activation stands at a moment, and what may be shared then. Pure: the time is an argument. */
import type { ManagementMode, Share } from "./activation-modes.ts"
import { turnsOnShare } from "./activation-modes.ts"

const microsecondsPerDay = 86_400_000_000
const warnFromDays = 30

export type ActivationStatus = "not-activated" | "active" | "expires-soon" | "expired" | "reactivation-needed"

/** `mode` null: nothing is activated. `legacy`: there is only an activation from before 10.0, without a licence string yet. */
export type ActivationTerm = {
  readonly mode: ManagementMode | null
  readonly validUntil: number | null
  readonly legacy: boolean
}

export function activationStatus(term: ActivationTerm, now: number): ActivationStatus {
  if (term.mode === null) return term.legacy ? "reactivation-needed" : "not-activated"
  if (term.validUntil === null) return "active"
  if (now >= term.validUntil) return "expired"
  return now >= term.validUntil - warnFromDays * microsecondsPerDay ? "expires-soon" : "active"
}

/** Whole days until the end, today counted: 1 on the last day. */
export const daysLeft = (validUntil: number, now: number): number =>
  Math.max(0, Math.ceil((validUntil - now) / microsecondsPerDay))

/** The only three things that an activation governs. Everything else never asks. */
export function mayShare(term: ActivationTerm, share: Share, now: number): boolean {
  const status = activationStatus(term, now)
  return term.mode !== null && (status === "active" || status === "expires-soon") && turnsOnShare(term.mode, share)
}

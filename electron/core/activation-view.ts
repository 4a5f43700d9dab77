/** What the page and the bell say of an activation at a moment. */
import type { ActivationState } from "../../shared/api/contract/activation.ts"
import { managementModes, stoppedInShort, stoppedSentences } from "../../shared/setup/activation-modes.ts"
import { activationStatus, daysLeft } from "../../shared/setup/activation-status.ts"
import type { Condition } from "../../shared/setup/system-messages.ts"
import type { SensorIdentity } from "../crypto/sensor-identity.ts"
import { fileOf, isoTime } from "./activation-judge.ts"
import { termOf } from "./activation-record.ts"
import type { ActivationRecord, LegacyActivation } from "./activation-record.ts"

export type ActivationFacts = {
  readonly record: ActivationRecord
  readonly legacy: LegacyActivation | null
  readonly identity: SensorIdentity
  /** Microseconds since 1970 UTC. */
  readonly now: number
  /** The latest time seen, where the clock is behind it; else null. */
  readonly clockBehind: number | null
}

/** Without a mode (an activation from before 10.0 that ended) it is the mode that its licence string would turn on. */
const lapsedMode = "locally-connected"

export const dayOf = (microseconds: number): string => new Date(microseconds / 1000).toISOString().slice(0, 10)

function legacyView({ record, legacy, now }: ActivationFacts): ActivationState["legacy"] {
  if (!legacy || record.active) return null
  const validUntil = record.licence?.validUntil ?? legacy.validUntil
  return { activationId: legacy.activationId, validUntil, expired: validUntil !== null && validUntil <= now }
}

export function activationView(facts: ActivationFacts): ActivationState {
  const { record, identity } = facts
  const { active, history } = record
  const term = termOf(record, facts.legacy)
  const status = activationStatus(term, facts.now)
  const done = active ?? (term.mode === null ? null : record.licence)
  return {
    sensorId: identity.id,
    sensorQr: identity.qr,
    status,
    file: active && fileOf(active.payload, active.development),
    activatedAt: done?.at ?? null,
    activatedBy: done?.by ?? "",
    termsVersion: done?.termsVersion ?? "",
    bound: !active || active.payload.sensor.id !== null,
    receipt: active?.receipt ?? null,
    turnsOn: term.mode === null ? [] : [...managementModes[term.mode].turnsOn],
    stopped: status === "expired" || status === "reactivation-needed" ? stoppedSentences(term.mode ?? lapsedMode) : [],
    legacy: legacyView(facts),
    history: [...history],
  }
}

function ofTerm({ record, legacy, now }: ActivationFacts): Condition[] {
  const term = termOf(record, legacy)
  const until = term.validUntil ?? 0
  const status = activationStatus(term, now)
  switch (status) {
    case "active":
      return []
    case "not-activated":
      return [{ name: "activation-missing", values: {} }]
    case "reactivation-needed":
      return [{ name: "reactivation-needed", values: {} }]
    case "expires-soon":
      return [{ name: "activation-expires-soon", values: { date: dayOf(until), days: String(daysLeft(until, now)) } }]
    case "expired": {
      const stopped = stoppedInShort(term.mode ?? lapsedMode)
      return [{ name: "activation-expired", values: { date: dayOf(until), stopped } }]
    }
    default:
      return status satisfies never
  }
}

export function activationConditions(facts: ActivationFacts): Condition[] {
  const { clockBehind, now } = facts
  if (clockBehind === null) return ofTerm(facts)
  return [...ofTerm(facts), { name: "clock-behind", values: { now: isoTime(now), seen: isoTime(clockBehind) } }]
}

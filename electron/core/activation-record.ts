/** What the site keeps of its activation: settings rows, each one JSON text, each written whole. */
import type { ActivationPayload } from "../../shared/setup/activation-payload.ts"
import type { ManagementMode } from "../../shared/setup/activation-modes.ts"
import type { ActivationTerm } from "../../shared/setup/activation-status.ts"
import type { Site } from "../handlers/context.ts"

export type ActiveFile = {
  readonly payload: ActivationPayload
  /** SHA-256 of the document: the same file given again is known by it. */
  readonly print: string
  readonly development: boolean
  readonly at: number
  readonly by: string
  readonly termsVersion: string
  readonly receipt: string | null
}

export type HistoryEntry = {
  readonly at: number
  readonly who: string
  readonly what: string
  readonly fileId: string
  readonly mode: string
  readonly termsVersion: string
}

export type ActiveLicence = {
  readonly validUntil: number
  readonly at: number
  readonly by: string
  readonly termsVersion: string
}

export type ActivationRecord = {
  readonly active: ActiveFile | null
  readonly licence: ActiveLicence | null
  readonly history: readonly HistoryEntry[]
}

/** An activation that a version before 10.0 left in the settings. */
export type LegacyActivation = { readonly activationId: string; readonly validUntil: number | null }

const mostHistory = 500
const firstVersionOfFiles = 10
const name = "activation.record"
const empty: ActivationRecord = { active: null, licence: null, history: [] }

export async function loadRecord(site: Site): Promise<ActivationRecord> {
  const kept = await site.query("settings", "get", name)
  return kept === undefined ? empty : (JSON.parse(kept) as ActivationRecord)
}

/** On the disk when it resolves, with one more line of history. */
export async function saveRecord(site: Site, record: ActivationRecord, entry: HistoryEntry): Promise<ActivationRecord> {
  const next = { ...record, history: [entry, ...record.history].slice(0, mostHistory) }
  await site.write("settings", "set", name, JSON.stringify(next))
  return next
}

export async function loadLegacy(site: Site): Promise<LegacyActivation | null> {
  const kept = await site.query("settings", "get", "activation.legacy")
  if (kept === undefined) return null
  const { activationId, version, validUntil } = JSON.parse(kept) as {
    activationId: string
    version: number | string
    validUntil: number | null
  }
  return parseFloat(String(version)) < firstVersionOfFiles ? { activationId, validUntil } : null
}

/** A file counts before a licence string; both of a development authority count only in a development build, which the desk sees to. */
export function termOf(record: ActivationRecord, legacy: LegacyActivation | null): ActivationTerm {
  const { active, licence } = record
  if (active) return { mode: active.payload.mode, validUntil: active.payload.validUntil, legacy: false }
  const byLicence: ManagementMode = "locally-connected"
  if (legacy && licence) return { mode: byLicence, validUntil: licence.validUntil, legacy: true }
  return { mode: null, validUntil: null, legacy: legacy !== null }
}

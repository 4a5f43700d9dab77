/** The words of alerts: severities, states, engines, and why an alert was closed. */
import type { AlertRow } from "../../../shared/api/contract/alerts.ts"
import { engines, severities, type AlertEngine, type Severity } from "../../../shared/detections/alert-kind.ts"

export type AlertStatus = AlertRow["status"]
type Grade = "critical" | "major" | "minor" | "info"

/** From the one that can't wait to the one that can. */
export const severityOrder: readonly Severity[] = [...severities].reverse()
export const engineOrder = Object.keys(engines) as readonly AlertEngine[]
export const statusOrder = ["new", "active", "closed"] as const

const severityTitles: Readonly<Record<Severity, string>> = {
  critical: "Critical",
  major: "Major",
  minor: "Minor",
  warning: "Warning",
}
const statusTitles: Readonly<Record<AlertStatus, string>> = { new: "New", active: "Active", closed: "Closed" }
const grades: Readonly<Record<Severity, Grade>> = {
  critical: "critical",
  major: "major",
  minor: "minor",
  warning: "info",
}
const closedWays: Readonly<Record<AlertRow["closedBy"], string>> = {
  "": "Closed",
  person: "Closed",
  learned: "Closed, learned",
  muted: "Closed, muted",
  silent: "Closed, quiet for 90 days",
}

export const titleOfSeverity = (severity: Severity): string => severityTitles[severity]
export const titleOfStatus = (status: AlertStatus): string => statusTitles[status]
export const titleOfEngine = (engine: AlertEngine): string => engines[engine]
/** Where the column says already that it is about violations. */
export const shortTitleOfEngine = (engine: AlertEngine): string => engines[engine].replace(" violation", "")
/** The mark that a severity is drawn with. */
export const gradeOf = (severity: Severity): Grade => grades[severity]

/** "New", "Closed, learned". */
export const stateWords = ({ status, closedBy }: Pick<AlertRow, "status" | "closedBy">): string =>
  status === "closed" ? closedWays[closedBy] : statusTitles[status]

/** Whether Learn or Mute is on for it. */
export const isLearned = ({ status, closedBy }: AlertRow): boolean => status === "closed" && closedBy === "learned"
export const isMuted = ({ status, closedBy }: AlertRow): boolean => status === "closed" && closedBy === "muted"

/** Why it can't be learned or muted, "" where it can. */
export const whyNotLearned = ({ learnable }: AlertRow): string =>
  learnable ? "" : "This kind can't be learned: it never becomes normal."
export function whyNotMuted({ mutable, source, target }: AlertRow): string {
  if (mutable) return ""
  if (source.internet || target.internet) return "It can't be muted: one of the two ends is on the internet."
  return "This kind can't be muted."
}

/** What a bulk action did, and why it did not do the rest: each reason once, with how many it holds for. */
export function refusalWords(refused: readonly { readonly why: string }[]): string {
  const reasons = new Map<string, number>()
  for (const { why } of refused) reasons.set(why, (reasons.get(why) ?? 0) + 1)
  return [...reasons].map(([why, count]) => (reasons.size === 1 ? why : `${count} because: ${why}`)).join(" ")
}

/** The words for how grave an event is, and for what the timeline is narrowed to. */
import type { TimelineEvent } from "../../../shared/api/contract/timeline.ts"

type EventSeverity = TimelineEvent["severity"]
export const severityWords: Readonly<Record<EventSeverity, string>> = {
  info: "Information",
  notice: "Notice",
  alert: "Alert",
}
/** What `least` of the filter means. */
export const leastWords: Readonly<Record<EventSeverity, string>> = {
  alert: "Alerts only",
  notice: "Alerts and notices",
  info: "All events",
}

/** Why the list of alerts is empty, and what to do next. */
export type EmptyReason = {
  readonly title: string
  readonly text: string
  readonly next: "import" | "all" | "closed" | "detection" | "none"
}
type Known = {
  readonly captures: number
  readonly monitoring: boolean
  readonly learning: boolean
  /** A search, a time or a filter other than the usual one. */
  readonly narrowed: boolean
  /** Alerts of the whole site, closed ones too; null where that is not known. */
  readonly everything: number | null
}

export function whyEmpty({ captures, monitoring, learning, narrowed, everything }: Known): EmptyReason {
  if (captures === 0 && !monitoring)
    return {
      title: "No alerts: nothing was captured yet",
      text: "The sensor judges traffic while it reads it. Import a capture or monitor a live network.",
      next: "import",
    }
  if (narrowed)
    return {
      title: "No alert matches",
      text: "The search, the time and the filters together leave nothing. Alerts that are closed show only where the status filter lets them.",
      next: "all",
    }
  if ((everything ?? 0) > 0)
    return {
      title: "No open alerts",
      text: "Everything that was raised is closed. Nothing waits for you here.",
      next: "closed",
    }
  if (learning)
    return {
      title: "No alerts so far",
      text: "The sensor is learning, so what is merely new raises nothing: policy alerts are quiet until learning is off. Dangerous commands, malware, scans, broken packets and faults do raise alerts, and none was seen.",
      next: "detection",
    }
  return {
    title: "No alerts so far",
    text: "Traffic is judged, and nothing in it gave reason for an alert.",
    next: "none",
  }
}

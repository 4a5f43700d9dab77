/** What the sensor can say of traffic: the catalogue's vocabulary. The entries are data, in catalogue/. */
import type { Technique } from "../facts/technique.ts"

/** The five engines, as the settings and the alerts page name them. */
export const engines = {
  policy: "Policy violation",
  protocol: "Protocol violation",
  malware: "Malware",
  anomaly: "Anomaly",
  operational: "Operational",
} as const

export type AlertEngine = keyof typeof engines

/** From the one that can wait to the one that can't. */
export const severities = ["warning", "minor", "major", "critical"] as const

export type Severity = (typeof severities)[number]

/** Groups of alerts, as forwarded data names them. */
export const categories = {
  "abnormal-communication": "Abnormal communication behaviour",
  "abnormal-http": "Abnormal HTTP communication behaviour",
  authentication: "Authentication",
  backup: "Backup",
  bandwidth: "Bandwidth anomalies",
  "buffer-overflow": "Buffer overflow",
  "command-failures": "Command failures",
  "configuration-changes": "Configuration changes",
  custom: "Custom alerts",
  discovery: "Discovery",
  "firmware-change": "Firmware change",
  "illegal-commands": "Illegal commands",
  "internet-access": "Internet access",
  "operation-failures": "Operation failures",
  "operational-issues": "Operational issues",
  programming: "Programming",
  "remote-access": "Remote access",
  "restart-stop": "Restart and stop commands",
  scan: "Scan",
  "sensor-traffic": "Sensor traffic",
  "malicious-activity": "Suspicion of malicious activity",
  malware: "Suspicion of malware",
  "unauthorized-communication": "Unauthorised communication behaviour",
  unresponsive: "Unresponsive",
} as const

export type Category = keyof typeof categories

/** So many within so many seconds, of what `of` says: a setting, per sensor and per device. */
export type Threshold = {
  readonly count: number
  readonly seconds: number
  readonly of: string
  /** The end whose own threshold holds, where it has one; the target unless said otherwise. */
  readonly decides?: "source"
}

export type AlertKind = {
  /** Stored with every alert, so it never changes: lower case, hyphens. */
  readonly id: string
  readonly title: string
  readonly engine: AlertEngine
  readonly severity: Severity
  readonly category: Category
  /** Whether it is judged on a sensor that nobody has set up otherwise. */
  readonly on: boolean
  readonly threshold?: Threshold
  readonly techniques: readonly Technique[]
  /** Learn: the traffic becomes part of the baseline. */
  readonly learnable: boolean
  /** Mute: the same traffic between the same devices is passed over, without becoming normal. */
  readonly mutable: boolean
  /** Why it matters, in words for the person on duty. */
  readonly why: string
  /** What to do next, in order. */
  readonly steps: readonly string[]
  /** What causes it although nothing is wrong. */
  readonly harmless: string
  /** The fact that no dissector reports yet, by name: the alert is inactive until it does. */
  readonly missing?: string
}

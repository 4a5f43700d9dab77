/** What monitoring keeps over a restart of the sensor, in the table of settings. */
import type { MonitoringSettings } from "../../shared/api/contract/monitoring.ts"
import type { Site } from "../handlers/context.ts"
import type { KeptCounts } from "./monitored-interface.ts"

export type KeptMonitoring = {
  readonly on: boolean
  /** Microseconds since 1970 UTC. */
  readonly since: number
  /** The live capture in the list of captures. */
  readonly session: string
  readonly by: string
  readonly settings: MonitoringSettings
  readonly counts: Readonly<Record<string, KeptCounts>>
}

const name = "monitoring"

export const nothingKept: KeptMonitoring = {
  on: false,
  since: 0,
  session: "",
  by: "",
  settings: { interfaces: [], filter: "", quietSeconds: 60, ringMegabytes: 1024 },
  counts: {},
}

export async function loadMonitoring(site: Site): Promise<KeptMonitoring> {
  const text = await site.query("settings", "get", name)
  return text === undefined ? nothingKept : { ...nothingKept, ...(JSON.parse(text) as Partial<KeptMonitoring>) }
}

export const saveMonitoring = (site: Site, kept: KeptMonitoring): Promise<void> =>
  site.write("settings", "set", name, JSON.stringify(kept))

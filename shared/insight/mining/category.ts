/** What one branch of the category tree is: adding a kind of finding to data mining is one entry of data. */
import type { MiningRecord, SiteFacts } from "./record.ts"

export type Category = {
  /** Its key and those of its parents, "devices/vendor". Records may lie deeper: "protocols/connections/modbus". */
  readonly key: string
  /** Titles from the root. */
  readonly path: readonly string[]
  readonly description: string
  /** Shown also without content, with this reason. */
  readonly whyEmpty?: string
  readonly records: (facts: SiteFacts) => Iterable<MiningRecord>
}

/** Is the category with this key within one of those that were chosen? */
export const isWithin = (key: string, chosen: string): boolean => key === chosen || key.startsWith(`${chosen}/`)

/** A report's filters and its time in words, the same on the page and in exports. */
import { timeText } from "../trends/time-text.ts"
import { listFields } from "./definition.ts"
import type { ReportFilters } from "./definition.ts"

const titles: Readonly<Record<(typeof listFields)[number], string>> = {
  addresses: "IP address",
  macs: "MAC address",
  ports: "port",
  groups: "device group",
  transports: "transport",
  protocols: "protocol",
  tags: "tag",
  states: "state",
}

/** "IP address is 10.1.*.5 or 10.2.0.0/16; value at least 3". */
export function filterWords(filters: ReportFilters): string {
  const said = listFields.flatMap((field) =>
    filters[field].length > 0 ? [`${titles[field]} is ${filters[field].join(" or ")}`] : [],
  )
  if (filters.minimum !== null) said.push(`value at least ${filters.minimum}`)
  if (filters.maximum !== null) said.push(`value at most ${filters.maximum}`)
  const words = said.join("; ")
  return words === "" ? "" : `${words[0]!.toUpperCase()}${words.slice(1)}.`
}

type Window = { readonly until: number; readonly live: boolean; readonly zone: string }

/** What "the last hour" means here. Times are microseconds since 1970 UTC. */
export function windowWords({ within }: ReportFilters, { until, live, zone }: Window): string {
  if (until === 0) return "Nothing was captured yet."
  const at = `${timeText(until / 60e6, zone)} (${zone})`
  const from = live ? `now, ${at}, for the sensor is monitoring` : `the newest packet, ${at}`
  if (within === null) return `Everything seen so far. Times such as “the last 24 hours” count back from ${from}.`
  const unit = within.count === 1 ? within.unit.slice(0, -1) : within.unit
  return `The last ${within.count === 1 ? "" : `${within.count} `}${unit}, counted back from ${from}.`
}

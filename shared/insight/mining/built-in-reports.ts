/** The reports that come with the product. */
import { noFilters } from "./definition.ts"
import type { ReportDefinition } from "./definition.ts"

export type BuiltInReport = ReportDefinition & { readonly id: string }

const report = (
  id: string,
  name: string,
  description: string,
  categories: string,
  states: string[] = [],
): BuiltInReport => ({
  ...{ id, name, description, categories: [categories], order: "category" },
  filters: { ...noFilters, states },
})

export const builtInReports: readonly BuiltInReport[] = [
  report(
    "programming",
    "Programming commands",
    "Devices that sent industrial programming commands: loading, reading, starting, stopping or changing a controller.",
    "programming",
  ),
  report("remote", "Remote access", "Devices that talk through remote-session protocols.", "remote"),
  report("internet", "Internet activity", "Devices that are connected to the internet.", "internet/connections"),
  report("cves", "CVEs", "Devices with known vulnerabilities.", "vulnerabilities/cves"),
  report("excluded-cves", "Excluded CVEs", "Vulnerabilities that a person excluded.", "vulnerabilities/excluded"),
  report("active", "Active devices", "Devices with traffic in the last 24 hours.", "devices/activity", ["Active"]),
  report("nonactive", "Nonactive devices", "Devices that were silent for 7 days or longer.", "devices/activity", [
    "Nonactive",
  ]),
]

/** Reports of data mining evaluated, and the category tree of the site: answered in a site thread. */
import { Refusal } from "../../../shared/api/server.ts"
import type { MiningRecord } from "../../../shared/api/contract/mining.ts"
import type { MadeOutput, ParsedInput } from "../../../shared/api/server.ts"
import { builtInReports } from "../../../shared/insight/mining/built-in-reports.ts"
import { categoryTree } from "../../../shared/insight/mining/category-tree.ts"
import { definitionFault, noFilters } from "../../../shared/insight/mining/definition.ts"
import type { ReportDefinition } from "../../../shared/insight/mining/definition.ts"
import { sinceOf } from "../../../shared/insight/mining/filter-records.ts"
import { filterWords, windowWords } from "../../../shared/insight/mining/filter-words.ts"
import type { MiningRecord as FoundRecord } from "../../../shared/insight/mining/record.ts"
import { runReport } from "../../../shared/insight/mining/run-report.ts"
import type { Database } from "../../store/database.ts"
import { reports } from "../../store/reports.ts"
import { reportGone } from "../report-gone.ts"
import { miningFacts, miningGroups, siteTimes } from "./mining-facts.ts"

function definitionOf(database: Database, { of }: ParsedInput<"mining.run">): ReportDefinition {
  if ("definition" in of) return of.definition
  const builtIn = builtInReports.find(({ id }) => id === of.report)
  if (builtIn) return builtIn
  const kept = reports.get(database, of.report)
  if (!kept) throw reportGone()
  return JSON.parse(kept.value) as ReportDefinition
}

const short = (value: string, most: number): string => (value.length <= most ? value : `${value.slice(0, most - 1)}…`)

/** The contract's texts have limits; what is longer is cut where it can be seen. */
const toldRecord = (one: FoundRecord): MiningRecord => ({
  device: one.device,
  name: short(one.name, 400),
  ...{ address: one.address, mac: one.mac, vlan: one.vlan, peer: short(one.peer, 400), peerDevice: one.peerDevice },
  category: short(one.path.join(" › "), 400),
  text: short(one.text, 400),
  value: short(one.value, 2000),
  ...{ state: one.state, tags: one.tags.slice(0, 20).map((tag) => short(tag, 100)), transport: one.transport },
  ...{ protocol: one.protocol, port: one.port, firstSeen: one.firstSeen, lastSeen: one.lastSeen },
})

export function runMining(database: Database, input: ParsedInput<"mining.run">): MadeOutput<"mining.run"> {
  const definition = definitionOf(database, input)
  const fault = definitionFault(definition)
  if (fault) throw new Refusal("refused", `${fault.reason} ${fault.remedy}`.trim())
  const { newest, zone } = siteTimes(database)
  const until = input.until ?? newest
  const since = sinceOf(definition.filters, until)
  const report = runReport(miningFacts(database, until, since), definition, () => {
    const open = { ...definition, filters: noFilters }
    return runReport(miningFacts(database, until, null), open, () => 0).total
  })
  return {
    ...{ name: definition.name, description: definition.description, total: report.total, shown: report.shown },
    window: windowWords(definition.filters, { until, live: input.until !== undefined, zone }),
    filters: filterWords(definition.filters),
    reason: report.reason,
    lines: report.lines.map((line) =>
      line.is === "heading"
        ? { ...line, key: line.key.slice(0, 2000), text: short(line.text, 2000) }
        : { ...line, key: line.key.slice(0, 6000), record: toldRecord(line.record) },
    ),
  }
}

export function miningCategories(database: Database): MadeOutput<"mining.categories"> {
  const { newest } = siteTimes(database)
  const facts = miningFacts(database, newest, null)
  return {
    categories: categoryTree(facts)
      .slice(0, 2000)
      .map((node) => ({ ...node })),
    groups: miningGroups(facts).slice(0, 2000),
    protocols: [...new Set(facts.flows.map(({ protocol }) => facts.titleOf(protocol)))].sort().slice(0, 500),
  }
}

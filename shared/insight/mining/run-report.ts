/** A report evaluated: its records in their order under headings, bounded, and what a reader must know of it. */
import { addressRank } from "../map/subnet.ts"
import { categories } from "./categories.ts"
import { isWithin } from "./category.ts"
import type { ReportDefinition } from "./definition.ts"
import { recordTest } from "./filter-records.ts"
import type { MiningRecord, SiteFacts } from "./record.ts"

export type ReportLine =
  | {
      readonly is: "heading"
      /** Unique within the report, and the same when the report is evaluated again. */
      readonly key: string
      readonly depth: number
      readonly text: string
      /** Records below it, also those that are not shown. */
      readonly records: number
    }
  | { readonly is: "record"; readonly key: string; readonly depth: number; readonly record: MiningRecord }

export type RunReport = {
  readonly lines: readonly ReportLine[]
  readonly total: number
  /** How many of them are among the lines. */
  readonly shown: number
  /** Why there is nothing and what to do, or "". */
  readonly reason: string
}

export const mostRecords = 20_000

const isChosen = (key: string, { categories: chosen }: ReportDefinition): boolean =>
  chosen.some((one) => isWithin(key, one))

function found(facts: SiteFacts, definition: ReportDefinition): MiningRecord[] {
  const passes = recordTest(definition.filters, facts.until, facts.titleOf)
  const made: MiningRecord[] = []
  for (const category of categories) {
    const isWhole = isChosen(category.key, definition)
    if (!isWhole && !definition.categories.some((one) => isWithin(one, category.key))) continue
    for (const record of category.records(facts))
      if ((isWhole || isChosen(record.category, definition)) && passes(record)) made.push(record)
  }
  return made
}

const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare

/** Ties are settled by what is always there, so that nothing changes its place by itself. */
const byPlace = (a: MiningRecord, b: MiningRecord): number =>
  (addressRank(a.address) < addressRank(b.address) ? -1 : a.address === b.address ? 0 : 1) ||
  compare(a.name, b.name) ||
  compare(a.text, b.text) ||
  compare(a.peer, b.peer) ||
  a.port - b.port ||
  a.vlan - b.vlan
const byActivity = (a: MiningRecord, b: MiningRecord): number => b.lastSeen - a.lastSeen || byPlace(a, b)

const waysOf: Readonly<Record<ReportDefinition["order"], (record: MiningRecord) => readonly string[]>> = {
  category: ({ path, group }) => (group === "" ? path : [...path, group]),
  device: ({ name, device }) => [name === "" ? device : name],
  activity: () => [],
}

type Branch = {
  readonly text: string
  readonly key: string
  readonly under: Map<string, Branch>
  readonly own: MiningRecord[]
  records: number
  /** What is below are values and names, not categories, which have an order of their own. */
  holdsGroups: boolean
}
const branchOf = (text: string, key: string): Branch => ({
  text,
  key,
  under: new Map(),
  own: [],
  records: 0,
  holdsGroups: false,
})

function grow(all: readonly MiningRecord[], order: ReportDefinition["order"]): Branch {
  const root = branchOf("", "")
  for (const record of all) {
    let at = root
    at.records++
    const groupAt = order === "category" && record.group !== "" ? record.path.length : -1
    let level = 0
    for (const text of waysOf[order](record)) {
      // Two devices may bear the same name: in that order the id tells them apart.
      const name = order === "device" ? `${text}|${record.device}` : text
      const next = at.under.get(name) ?? branchOf(text, `${at.key}/${name}`)
      at.under.set(name, next)
      next.records++
      at.holdsGroups ||= level++ === groupAt
      at = next
    }
    at.own.push(record)
  }
  return root
}

function write(branch: Branch, depth: number, lines: ReportLine[], room: { left: number }, sorts: boolean): void {
  const under = [...branch.under.values()]
  if (sorts && branch.holdsGroups) under.sort((a, b) => compare(a.text, b.text))
  if (sorts) branch.own.sort(byPlace)
  for (const below of under) {
    if (room.left <= 0) return
    lines.push({ is: "heading", key: below.key, depth, text: below.text, records: below.records })
    write(below, depth + 1, lines, room, sorts)
  }
  const seen = new Map<string, number>()
  for (const record of branch.own) {
    if (room.left-- <= 0) return
    const name = `${branch.key}#${record.category}|${record.device}|${record.text}|${record.peer}|${record.port}|${record.value}`
    const again = seen.get(name) ?? 0
    seen.set(name, again + 1)
    lines.push({ is: "record", key: again === 0 ? name : `${name}|${again}`, depth, record })
  }
}

function whyEmpty(facts: SiteFacts, definition: ReportDefinition, unfiltered: () => number): string {
  if (facts.until === 0) return "Nothing was captured yet. Import a capture or start monitoring, and the report fills."
  const known = categories.filter((one) => definition.categories.some((chosen) => isWithin(one.key, chosen)))
  const reasons = [...new Set(known.flatMap(({ whyEmpty: reason }) => (reason === undefined ? [] : [reason])))]
  if (known.length > 0 && reasons.length > 0 && known.every((one) => one.whyEmpty !== undefined))
    return reasons.join(" ")
  const hidden = unfiltered()
  if (hidden > 0)
    return `The filters leave nothing of ${hidden === 1 ? "1 record" : `${hidden} records`}. Widen or remove a filter.`
  return "Traffic showed nothing of this kind so far. The report fills by itself when it does."
}

export function runReport(facts: SiteFacts, definition: ReportDefinition, unfiltered: () => number): RunReport {
  const all = found(facts, definition)
  // In the order of categories, only what is written is sorted: sorting everything would cost seconds at a large site.
  const isByCategory = definition.order === "category"
  if (!isByCategory) all.sort(byActivity)
  const lines: ReportLine[] = []
  const room = { left: mostRecords }
  write(grow(all, definition.order), 0, lines, room, isByCategory)
  const shown = Math.min(all.length, mostRecords)
  return { lines, total: all.length, shown, reason: all.length > 0 ? "" : whyEmpty(facts, definition, unfiltered) }
}

/** The baseline as pages ask for it, and as files hold it: answered in a site thread. */
import "../../../shared/protocols/index.ts" // declares the protocols
import type { BaselinePreview } from "../../../shared/api/contract/baseline.ts"
import type { MadeOutput, ParsedInput } from "../../../shared/api/server.ts"
import type { BaselineEntry } from "../../../shared/baseline/entry.ts"
import { readFile, writeFile, type FileEntry, type FileHead } from "../../../shared/baseline/file.ts"
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import { baseline, baselineStates, type BaselineFilter, type StoredEntry } from "../../store/baseline.ts"
import { compare, entryText } from "../../store/baseline-import.ts"
import { BaselineSeen } from "../../store/baseline-seen.ts"
import type { Database } from "../../store/database.ts"
import { devices } from "../../store/devices.ts"
import { siteZone } from "../../store/site-zone.ts"
import { csv, isoTime } from "../csv.ts"

type Asked = ParsedInput<"baseline.list">

const titles = new Map(declaredProtocols().map(({ name, title }) => [name, title]))
const titleOf = (protocol: string): string => (titles.get(protocol) ?? protocol).slice(0, 100)

/** A device that is not there has no entries. */
function filterOf(database: Database, { device, ...filter }: Asked["filter"]): BaselineFilter {
  if (device === "") return { ...filter, addresses: [] }
  const [found] = devices.some(database, [device])
  return { ...filter, addresses: [...(found?.addresses ?? []), ...(found?.macs ?? []), ...(found ? [] : ["–"])] }
}

export function listBaseline(database: Database, { filter, offset, limit }: Asked): MadeOutput<"baseline.list"> {
  const asked = filterOf(database, filter)
  const seen = new BaselineSeen(database)
  const counts = baseline.counts(database, asked)
  return {
    entries: baseline.page(database, asked, offset, limit).map((one) => shown(one, seen)),
    total: baseline.total(database, asked),
    sorts: [...counts.sorts].map(([sort, count]) => ({ sort, count })),
    states: baselineStates.map((state) => ({ state, count: counts.states.get(state) ?? 0 })),
    protocols: baseline
      .protocols(database)
      .slice(0, 500)
      .map((protocol) => ({ protocol: protocol.slice(0, 60), title: titleOf(protocol) })),
  }
}

function shown(one: StoredEntry, seen: BaselineSeen): MadeOutput<"baseline.list">["entries"][number] {
  const end = (address: string) => {
    const host = seen.hostOf(address)
    return { address: address.slice(0, 100), device: host?.id ?? "", name: (host?.name ?? address).slice(0, 400) }
  }
  return {
    ...{ key: one.key, sort: one.sort, who: end(one.who), whom: end(one.whom), protocol: one.protocol.slice(0, 60) },
    title: titleOf(one.protocol),
    what: (one.name || one.what).slice(0, 1000),
    where: one.where.slice(0, 1000),
    ...{ low: one.low, high: one.high, minutes: one.minutes, first: one.first, ...seen.of(one) },
    ...{ state: one.state, by: one.by, at: one.at, source: one.source.slice(0, 300), why: one.why.slice(0, 1000) },
  }
}

const howOf = ({ state, by, source }: StoredEntry): string => {
  if (state === "allowed") return `allowed by ${by}`
  return state === "imported" ? `imported from ${source} by ${by}` : "learned by listening"
}

function* told(database: Database): Generator<FileEntry> {
  const seen = new BaselineSeen(database)
  for (const one of baseline.normal(database)) {
    const { last, times } = seen.of(one)
    yield { ...one, first: isoTime(one.first), last: isoTime(last), times, how: howOf(one) }
  }
}

const columns = [
  ...["Sort", "Who", "Whom", "Protocol", "What", "Name", "Where", "Low (s)", "High (s)", "Minutes"],
  ...["First seen", "Last seen", "Times", "How it became normal", "Why"],
]

function* csvLines(database: Database, plain: boolean): Generator<readonly string[]> {
  const seen = new BaselineSeen(database)
  const number = (value: number): string => (value === 0 ? "" : String(value))
  for (const one of baseline.normal(database)) {
    const { last, times } = plain ? { last: 0, times: 0 } : seen.of(one)
    yield [
      ...[one.sort, one.who, one.whom, one.protocol, one.what, one.name, one.where],
      ...[number(one.low), number(one.high), number(one.minutes)],
      ...(plain ? ["", "", "", ""] : [isoTime(one.first), isoTime(last), number(times), howOf(one)]),
      one.why,
    ]
  }
}

type Wanted = Omit<FileHead, "zone"> & { readonly format: "json" | "csv"; readonly plain: boolean }

export function baselineFile(database: Database, { format, plain, ...head }: Wanted): string {
  if (format === "csv") return csv(columns, csvLines(database, plain))
  return [...writeFile({ ...head, zone: siteZone(database) }, told(database), plain)].join("")
}

type Staged = { readonly file: string; readonly text: string }

export function readBaseline(
  _: Database,
  { text }: { readonly text: string },
): { readonly entries: readonly BaselineEntry[]; readonly faults: number } {
  const { entries, faults } = readFile(text)
  return { entries, faults: faults.length }
}

const mostListed = 100

export function previewBaseline(database: Database, { file, text }: Staged): BaselinePreview {
  const { head, entries, faults } = readFile(text)
  const { adds, changes, removes, same } = compare(database, entries)
  const line = (effect: "adds" | "changes" | "removes", one: BaselineEntry, before = "") => ({
    ...{ effect, sort: one.sort },
    text: `${entryText(one)}${before}`.slice(0, 2000),
  })
  return {
    ...{ file, ...head, same, adds: adds.length, changes: changes.length, removes: removes.length },
    faults: faults.map((one) => ({ ...one, reason: one.reason.slice(0, 1000), remedy: one.remedy.slice(0, 1000) })),
    listed: [
      ...adds.slice(0, mostListed).map((one) => line("adds", one)),
      ...changes
        .slice(0, mostListed)
        .map(({ entry, was }) => line("changes", entry, `; here ${was.low} to ${was.high} s`)),
      ...removes.slice(0, mostListed).map((one) => line("removes", one)),
    ],
  }
}

/** Questions about alerts: answered in a site thread. */
import type { AlertEnd } from "../../../shared/api/contract/alerts.ts"
import { Refusal } from "../../../shared/api/server.ts"
import type { MadeOutput, ParsedInput } from "../../../shared/api/server.ts"
import { catalogue } from "../../../shared/detections/catalogue/index.ts"
import { thresholdOf } from "../../../shared/detections/policy.ts"
import { techniques, type Technique } from "../../../shared/facts/technique.ts"
import { alertCare } from "../../store/alert-care.ts"
import { alertList, type AlertFilter, type AlertGroup } from "../../store/alert-list.ts"
import { alerts, type AlertBrief } from "../../store/alerts.ts"
import { captureSources } from "../../store/capture-source.ts"
import type { Database } from "../../store/database.ts"
import { detection } from "../../store/detection.ts"
import { evidence } from "../../store/evidence.ts"
import { exclusions } from "../../store/exclusions.ts"
import { kindOf } from "../../store/kind-of.ts"
import { verdicts } from "../../store/verdicts.ts"
import { alertRows } from "./alert-row.ts"
import { endOf, knownDevices } from "./ends.ts"

type List = MadeOutput<"alerts.list">

const hour = 3600e6
const mostRelated = 50
const mostKinds = 300

export const alertGone = (): Refusal =>
  new Refusal("refused", "This alert is not there any more: it is older than 90 days, or its import was taken back.")

export function listAlerts(database: Database, input: ParsedInput<"alerts.list">): List {
  const groups = alertList.groups(database, input.filter)
  return {
    alerts: alertRows(database, pageOf(database, input)),
    total: groups.reduce((sum, one) => sum + one.count, 0),
    groups: {
      severity: tally(groups, (one) => one.severity),
      engine: tally(groups, (one) => one.engine),
      status: tally(groups, (one) => one.status),
      kind: Object.entries(tally(groups, (one) => one.kind))
        .map(([kind, count]) => ({ kind, title: kindOf(kind).title, count }))
        .sort((a, b) => b.count - a.count || (a.title < b.title ? -1 : 1))
        .slice(0, mostKinds),
    },
    protocols: alertList.protocols(database),
  }
}

function tally(groups: readonly AlertGroup[], keyOf: (group: AlertGroup) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of groups) counts[keyOf(one)] = (counts[keyOf(one)] ?? 0) + one.count
  return counts
}

function pageOf(
  database: Database,
  { filter, sort, descending, offset, limit }: ParsedInput<"alerts.list">,
): AlertBrief[] {
  if (sort !== "source" && sort !== "target")
    return alertList.page(database, filter, { by: sort, descending, offset, limit })
  // Names are known of devices only, so the order is made here.
  const all = alertList.ends(database, filter)
  const known = knownDevices(
    database,
    all.map((one) => one[sort]),
  )
  const collator = new Intl.Collator("en", { numeric: true })
  const named = all.map((one) => ({ id: one.id, name: known(one[sort])?.name ?? one[`${sort}_address`] }))
  const way = descending ? -1 : 1
  const ordered = named.sort((a, b) => way * collator.compare(a.name, b.name))
  return alerts.some(
    database,
    ordered.slice(offset, offset + limit).map(({ id }) => id),
  )
}

const named = (ids: readonly Technique[]): { id: string; name: string }[] =>
  ids.slice(0, 20).map((id) => ({ id, name: techniques[id] }))

export function oneAlert(database: Database, { id }: ParsedInput<"alerts.get">): MadeOutput<"alerts.get"> {
  const brief = alerts.get(database, id)
  if (!brief) throw alertGone()
  const kind = kindOf(brief.kind)
  const sourceOf = captureSources(database)
  return {
    alert: alertRows(database, [brief])[0]!,
    ...{ why: kind.why, steps: [...kind.steps], harmless: kind.harmless, techniques: named(kind.techniques) },
    lines: alerts
      .linesOf(database, id)
      .slice(0, 1000)
      .map(({ what, where, value, capture, frame, ...rest }) => {
        const from = sourceOf(capture)
        return {
          ...{ ...rest, frame, what: what.slice(0, 300), where: where.slice(0, 300), value: value.slice(0, 2000) },
          captureFile: frame > 0 ? from.file : "",
          packet: frame > 0 && evidence.hasAny(database, [{ import: from.id, frame }]),
        }
      }),
    comments: alertCare.comments(database, id),
    related: alertRows(database, alertList.related(database, brief, mostRelated)),
    around: { from: brief.first - hour, to: brief.last + hour },
  }
}

export function alertCatalogue(database: Database): MadeOutput<"alerts.catalogue"> {
  const policy = detection.policy(database)
  const open = alertList.openByKind(database)
  const own = ownThresholds(database)
  return {
    kinds: catalogue.map((kind) => {
      const { count, seconds, of } = thresholdOf(policy, kind)
      const usual = kind.threshold
      return {
        ...{ id: kind.id, title: kind.title, engine: kind.engine, category: kind.category, severity: kind.severity },
        ...{ why: kind.why, techniques: named(kind.techniques), learnable: kind.learnable, mutable: kind.mutable },
        missing: kind.missing ?? "",
        on: policy.kinds[kind.id] ?? kind.on,
        onByDefault: kind.on,
        threshold: usual ? { count, seconds, of, decides: usual.decides ?? "target" } : null,
        deviceThresholds: own(kind.id),
        defaultThreshold: usual ? { count: usual.count, seconds: usual.seconds } : null,
        open: open.get(kind.id) ?? 0,
      }
    }),
  }
}

type OwnThreshold = MadeOutput<"alerts.catalogue">["kinds"][number]["deviceThresholds"][number]

/** By kind, of the devices that are still there. */
function ownThresholds(database: Database): (kind: string) => OwnThreshold[] {
  const { deviceThresholds: all } = detection.get(database)
  const known = knownDevices(
    database,
    Object.values(all).flatMap((own) => Object.keys(own)),
  )
  return (kind) =>
    Object.entries(all[kind] ?? {}).flatMap(([id, limit]) => {
      const device = known(id)
      return device ? [{ device: device.id, name: device.name.slice(0, 400), ...limit }] : []
    })
}

export const alertExclusions = (database: Database): MadeOutput<"alerts.exclusions"> => ({
  exclusions: exclusions.all(database).map(({ windows, kinds, devices, ...rest }) => ({
    ...{ ...rest, kinds: [...kinds], devices: [...devices] },
    windows: windows.map(({ days, from, to }) => ({ days: [...days], from, to })),
  })),
})

export function alertVerdicts(database: Database): MadeOutput<"alerts.verdicts"> {
  const all = verdicts.all(database)
  const known = knownDevices(
    database,
    all.flatMap(({ source, target }) => [source, target]),
  )
  return {
    verdicts: all.map((one) => ({
      ...{ key: one.key, verdict: one.verdict, kind: one.kind, title: kindOf(one.kind).title, protocol: one.protocol },
      source: endOf(known, one.source, one.sourceAddress) satisfies AlertEnd,
      target: endOf(known, one.target, one.targetAddress),
      ...{ by: one.by, at: one.at, hits: one.hits, lastHit: one.lastHit },
    })),
  }
}

const mostExported = 100_000

/** Newest first, as far as an export goes. */
export function filteredAlerts(database: Database, filter: AlertFilter): AlertBrief[] {
  return alertList.page(database, filter, { by: "last", descending: true, offset: 0, limit: mostExported })
}

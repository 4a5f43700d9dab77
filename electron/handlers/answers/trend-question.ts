/** A question of trends with everything that the site knows: measures, devices, protocols. */
import "../../../shared/protocols/index.ts" // declares the protocols
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import { Refusal } from "../../../shared/api/server.ts"
import type { WidgetFilter } from "../../../shared/api/contract/trends.ts"
import type { Measures } from "../../../shared/insight/trends/measures.ts"
import { engines, type AlertEngine } from "../../../shared/detections/alert-kind.ts"
import type { KnownProtocol, Question, TrendAlert, TrendDevice } from "../../../shared/insight/trends/question.ts"
import { subnetTest } from "../../../shared/insight/trends/subnet-filter.ts"
import { widgetByKey } from "../../../shared/insight/trends/widgets.ts"
import { alertList } from "../../store/alert-list.ts"
import { covered } from "../../store/covered.ts"
import type { Database } from "../../store/database.ts"
import { devices } from "../../store/devices.ts"
import { measuresOf } from "../../store/measures.ts"
import { siteZone } from "../../store/site-zone.ts"

type Asked = { readonly widget: string; readonly filter: WidgetFilter; readonly from: number; readonly to: number }
/** Microseconds since 1970 UTC: the year 10000. */
const endOfTime = 253_402_300_800e6
/** Microseconds: ten years and some days. */
const longest = 3660 * 86_400e6

type Inventory = {
  readonly devices: readonly TrendDevice[]
  readonly talks: Measures["talks"]
  /** What a device is now that had this id. */
  readonly nowOf: (id: string) => string
}

const protocols: ReadonlyMap<string, KnownProtocol> = new Map(
  declaredProtocols().map(({ name, title, family, wireshark }) => [name, { title, ot: family === "ot", wireshark }]),
)

/** The list of talks is a new one whenever the database changed, and only then: what was read with it is read anew with it. */
const read = new WeakMap<Measures["talks"], Inventory>()

function inventory(database: Database, { talks }: Measures): Inventory {
  const known = read.get(talks)
  if (known) return known
  const all = devices.hosts(database)
  const joined = new Map(all.flatMap(({ id, aliases }) => aliases.map((alias) => [alias, id] as const)))
  const nowOf = (id: string): string => joined.get(id) ?? id
  const made = {
    nowOf,
    devices: all,
    // A talk keeps the id that its device had then; devices are joined later.
    talks:
      joined.size === 0
        ? talks
        : talks.map((one) => one && { ...one, client: nowOf(one.client), server: nowOf(one.server) }),
  }
  read.set(talks, made)
  return made
}

const alertsWithin = (database: Database, from: number, to: number, nowOf: (id: string) => string): TrendAlert[] =>
  alertList.within(database, from, to).map(({ engine, first, last, source, target, sourceAddress, targetAddress }) => ({
    ...{ engine, engineName: engines[engine as AlertEngine], first, last },
    devices: [source, target].filter((id) => id !== "").map(nowOf),
    addresses: [sourceAddress, targetAddress].filter((address) => address !== ""),
  }))

export function trendQuestion(database: Database, { widget: key, filter, from, to }: Asked): Question {
  const widget = widgetByKey(key)
  if (!widget) throw new Refusal("refused", `There is no widget "${key}". Remove it from the dashboard.`)
  if (!(to > from)) throw new Refusal("refused", "The range ends before it begins. Choose its times again.")
  if (to - from > longest) throw new Refusal("refused", "The range is longer than ten years. Choose a shorter one.")
  if (from < 0 || to > endOfTime) throw new Refusal("refused", "The range reaches beyond the years 1970 to 9999.")
  const { subnet = "" } = filter
  if (subnet.trim() !== "" && subnetTest(subnet) === null)
    throw new Refusal("refused", `"${subnet}" is no subnet. Write it as 10.1.0.0/16 or 2001:db8::/32.`)
  const measures = measuresOf(database)
  const { talks, devices: all, nowOf } = inventory(database, measures)
  return {
    measures: { ...measures, talks },
    devices: all,
    alerts: widget.asks.ask === "alerts" ? alertsWithin(database, from, to, nowOf) : [],
    // A dashboard was saved with the ids of then.
    filter: filter.devices ? { ...filter, devices: filter.devices.map(nowOf) } : filter,
    ...{ protocols, widget, from, to },
    zone: siteZone(database),
    newest: covered.newest(database),
  }
}

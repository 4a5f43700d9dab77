/** The detection settings, and how ready the sensor is to end learning: answered in a site thread. */
import "../../../shared/protocols/index.ts" // declares the protocols
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import type { MadeOutput } from "../../../shared/api/server.ts"
import { engines, type AlertEngine } from "../../../shared/detections/alert-kind.ts"
import { baseline } from "../../store/baseline.ts"
import { learnedTime } from "../../store/covered.ts"
import type { Database } from "../../store/database.ts"
import { detection } from "../../store/detection.ts"
import { devices } from "../../store/devices.ts"
import { siteZone } from "../../store/site-zone.ts"
import { advise, tallyLearned, type Learned, type Tally } from "./readiness.ts"
import { heardHours, remainsOf, remainsToBeSeen } from "./readiness-remains.ts"

type Settings = MadeOutput<"detection.get">

const most = 500
const day = 86_400e6
const dayMinutes = 1440
const titles = new Map(declaredProtocols().map(({ name, title }) => [name, title]))

export function detectionSettings(database: Database): Settings {
  const { learning, enginesOff, smartItLearning, changedAt, changedBy } = detection.get(database)
  return {
    engines: Object.fromEntries(
      (Object.keys(engines) as AlertEngine[]).map((one) => [one, !enginesOff.includes(one)]),
    ) as Settings["engines"],
    ...{ learning, changedAt, changedBy, smartItLearning },
    readiness: readiness(database, learning),
  }
}

function readiness(database: Database, learning: boolean): Settings["readiness"] {
  const stretches = learnedTime.within(database, 0, Number.MAX_SAFE_INTEGER)
  const hosts = devices.hosts(database).filter(({ internet }) => !internet)
  const idOf = new Map(hosts.flatMap(({ id, addresses, macs }) => [...addresses, ...macs].map((one) => [one, id])))
  const tallied = tallyLearned(learned(database, idOf), stretches)
  const polls = shortPolls(database, idOf)
  const once = hosts.filter(({ id, firstSeen, lastSeen }) => tallied.devices.has(id) && lastSeen - firstSeen < day)
  const heardOnce = new Set(once.map(({ id }) => id))
  const order = (a: Row, b: Row): number => b.newPerHour - a.newPerHour || b.known - a.known
  const protocols = [...tallied.protocols].map(([protocol, tally]) => ({
    protocol: protocol.slice(0, 60),
    title: (titles.get(protocol) ?? protocol.toUpperCase()).slice(0, 100),
    ...row(tally),
    remains: remainsOf({ tally, heardOnce: false, shortPolls: polls.get(protocol) ?? 0 }),
  }))
  const rows = hosts.flatMap(({ id, name }) => {
    const tally = tallied.devices.get(id)
    if (tally === undefined) return []
    const remains = remainsOf({ tally, heardOnce: heardOnce.has(id), shortPolls: polls.get(id) ?? 0 })
    return [{ id, name: name.slice(0, 400), ...row(tally), remains }]
  })
  return {
    site: row(tallied.site),
    protocols: protocols.sort(order).slice(0, most),
    devices: rows.sort(order).slice(0, most),
    remains: [
      ...remainsToBeSeen({
        listened: tallied.site.listened,
        heard: heardHours(stretches, siteZone(database)),
        once: once.map(({ name }) => name.slice(0, 100)),
        growing: protocols.filter(({ newPerHour }) => newPerHour > 0).map(({ title }) => title),
        shortPolls: polls.get("") ?? 0,
      }),
    ],
    ...advise(tallied, learning),
  }
}

type Row = Settings["readiness"]["site"]

const row = ({ listened, known, newPerHour, newPerHourBefore }: Tally): Row => ({
  ...{ listened, known, newPerHour, newPerHourBefore },
})

/** Polls that were measured for less than a day: of the whole site under "", by protocol, and by device. */
function shortPolls(database: Database, idOf: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { who, whom, protocol } of baseline.shortPolls(database, dayMinutes))
    for (const key of new Set(["", protocol, idOf.get(who) ?? "-", idOf.get(whom) ?? "-"]))
      found.set(key, (found.get(key) ?? 0) + 1)
  return found
}

function* learned(database: Database, idOf: ReadonlyMap<string, string>): Generator<Learned> {
  for (const { first, protocol, who, whom } of baseline.firsts(database)) {
    const ends = [who, whom].flatMap((address) => idOf.get(address) ?? [])
    yield { firstSeen: first, protocol: protocol === "" ? "other" : protocol, devices: [...new Set(ends)] }
  }
}

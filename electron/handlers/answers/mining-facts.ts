/** What data mining knows of the site: devices with their claims, and flows of all time or of a window. */
import "../../../shared/protocols/index.ts" // declares the protocols
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import { aboutDevice } from "../../../shared/insight/mining/about-device.ts"
import { flowsEver, flowsWithin } from "../../../shared/insight/mining/flows.ts"
import type { Flow, MinedDevice, SiteFacts } from "../../../shared/insight/mining/record.ts"
import type { Measures } from "../../../shared/insight/trends/measures.ts"
import type { Connection } from "../../../shared/model/device.ts"
import { claims } from "../../store/claims.ts"
import { connections } from "../../store/connections.ts"
import { covered } from "../../store/covered.ts"
import type { Database } from "../../store/database.ts"
import { devices } from "../../store/devices.ts"
import { happenings } from "../../store/happenings.ts"
import { measuresOf } from "../../store/measures.ts"
import { siteZone } from "../../store/site-zone.ts"

const titles = new Map(declaredProtocols().map(({ name, title }) => [name, title]))
const commands = new Map(declaredProtocols().map((one) => [one.name, one.commands ?? {}]))
const programming = (protocol: string, key: string): string => {
  const command = commands.get(protocol)?.[key]
  return command === undefined || command.everyday === true ? "" : command.does
}
const titleOf = (protocol: string): string => titles.get(protocol) ?? protocol.toUpperCase()

export const siteTimes = (database: Database): { readonly newest: number; readonly zone: string } => ({
  newest: covered.newest(database),
  zone: siteZone(database),
})

type Known = {
  readonly devices: ReadonlyMap<string, MinedDevice>
  readonly connections: readonly Connection[]
  readonly measures: Measures
  readonly ever: readonly Flow[]
  readonly happenings: SiteFacts["happenings"]
}

/** The list of talks is a new one whenever the database changed, and only then: what was read with it is read anew with it. */
const read = new WeakMap<Measures["talks"], Known>()

function knownOf(database: Database): Known {
  const measures = measuresOf(database)
  const before = read.get(measures.talks)
  if (before) return before
  const more = claims.strongest(database, ["stationName", "orderNumber", "hardware", "location"])
  const found = new Map<string, MinedDevice>()
  for (const device of devices.hosts(database)) {
    const mined = { ...device, more: more.get(device.id) ?? {} }
    for (const id of [device.id, ...device.aliases]) found.set(id, mined)
  }
  // A talk keeps the id that its device had then; devices are joined later.
  const nowOf = (id: string): string => found.get(id)?.id ?? id
  const talks = measures.talks.map((one) => one && { ...one, client: nowOf(one.client), server: nowOf(one.server) })
  const lines = connections.all(database)
  const ever = flowsEver(talks, lines, (id) => found.get(id))
  const happened = happenings.all(database)
  const made = { devices: found, connections: lines, measures: { ...measures, talks }, ever, happenings: happened }
  read.set(measures.talks, made)
  return made
}

/** `since`: microseconds since 1970 UTC; null: of all time. */
export function miningFacts(database: Database, until: number, since: number | null): SiteFacts {
  const known = knownOf(database)
  const span = { from: since ?? 0, to: until, zone: siteZone(database) }
  const flows = since === null ? known.ever : flowsWithin(known.measures, known.connections, span)
  const happened = known.happenings.filter(({ firstSeen, lastSeen }) => lastSeen >= span.from && firstSeen <= until)
  return { devices: known.devices, flows, happenings: happened, until, titleOf, programming }
}

/** Subnets, VLANs, types and Purdue levels that the site's devices belong to. */
export const miningGroups = (facts: SiteFacts): string[] =>
  [...new Set([...facts.devices.values()].flatMap((device) => (device.internet ? [] : aboutDevice(device).groups)))]
    .filter((group) => group !== "unknown")
    .sort(new Intl.Collator("en", { numeric: true }).compare)

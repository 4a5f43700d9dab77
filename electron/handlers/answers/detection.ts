/** The detection settings, and how ready the sensor is to end learning: answered in a site thread. */
import "../../../shared/protocols/index.ts" // declares the protocols
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import type { MadeOutput } from "../../../shared/api/server.ts"
import { engines, type AlertEngine } from "../../../shared/detections/alert-kind.ts"
import { connections } from "../../store/connections.ts"
import { covered } from "../../store/covered.ts"
import type { Database } from "../../store/database.ts"
import { detection } from "../../store/detection.ts"
import { devices } from "../../store/devices.ts"
import { places } from "../../store/places.ts"
import { advise, tallyLearned, type Learned } from "./readiness.ts"

type Settings = MadeOutput<"detection.get">

const most = 500
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
  const tallied = tallyLearned(learned(database), covered.within(database, 0, Number.MAX_SAFE_INTEGER))
  const names = new Map(
    devices
      .hosts(database)
      .filter(({ internet }) => !internet)
      .map(({ id, name }) => [id, name]),
  )
  const order = (a: Settings["readiness"]["site"], b: Settings["readiness"]["site"]): number =>
    b.newPerHour - a.newPerHour || b.known - a.known
  return {
    site: tallied.site,
    protocols: [...tallied.protocols]
      .map(([protocol, one]) => ({
        protocol: protocol.slice(0, 60),
        title: (titles.get(protocol) ?? protocol.toUpperCase()).slice(0, 100),
        ...one,
      }))
      .sort(order)
      .slice(0, most),
    devices: [...tallied.devices]
      .flatMap(([id, one]) => (names.has(id) ? [{ id, name: names.get(id)!.slice(0, 400), ...one }] : []))
      .sort(order)
      .slice(0, most),
    ...advise(tallied, learning),
  }
}

function* learned(database: Database): Generator<Learned> {
  for (const { firstSeen, protocol, client, server } of connections.all(database))
    yield { firstSeen, protocol, devices: [client, server] }
  for (const { connection, protocol, firstSeen } of places.firsts(database)) {
    const [client = "", server = ""] = connection.split("|")
    yield { firstSeen, protocol, devices: [client, server] }
  }
}

/** What a device speaks: its functions with counts, times and what they do, and where they reach. */
import type { SpokenDetail, SpokenFunction, SpokenPlace, SpokenProtocol } from "../../../shared/api/contract/devices.ts"
import type { MadeOutput, ParsedInput } from "../../../shared/api/server.ts"
import type { Connection } from "../../../shared/model/device.ts"
import "../../../shared/protocols/index.ts" // declares the protocols
import { declaredProtocols, type Protocol } from "../../../shared/protocols/protocol.ts"
import { techniques } from "../../../shared/facts/technique.ts"
import { connections } from "../../store/connections.ts"
import type { Database } from "../../store/database.ts"
import { devices, type EditedDevice } from "../../store/devices.ts"
import { measuresOf } from "../../store/measures.ts"
import { places, type StoredPlace } from "../../store/places.ts"
import { inventoryRows } from "./inventory-rows.ts"
import { spokenDetails } from "./device-details.ts"
import { unknownDevice } from "../device-row.ts"
import { functionFilter, hostFilter, isDetail, joined } from "./wireshark-filter.ts"

const mostConnections = 5000
const mostPlaces = 5000

const known = new Map(declaredProtocols().map((one) => [one.name, one]))

export function spokenProtocols(
  database: Database,
  { id }: ParsedInput<"devices.protocols">,
): MadeOutput<"devices.protocols"> {
  const device = devices.get(database, id)
  if (!device) throw unknownDevice()
  // What stands behind a host has no traffic of its own: its part of the host's is shown.
  const host = device.parent === "" ? device : (devices.get(database, device.parent) ?? device)
  const lines = connections.of(database, host.id, mostConnections)
  const rowOf = inventoryRows(database)
  const functions = device.parent === "" ? functionsOf(database, host, lines) : new Map<string, SpokenFunction[]>()
  const details = device.parent === "" ? spokenDetails(measuresOf(database), host) : new Map<string, SpokenDetail[]>()
  const reached = placesOf(database, device, host, lines)
  const names = new Set([...functions.keys(), ...reached.keys(), ...device.protocols.map(({ name }) => name)])
  return {
    protocols: [...names]
      .map((name) => spoken(name, host, functions.get(name) ?? [], details.get(name) ?? [], reached.get(name) ?? []))
      .filter(({ ot, functions: some, places: where }) => ot || some.length > 0 || where.length > 0)
      .sort((a, b) => Number(b.ot) - Number(a.ot) || a.title.localeCompare(b.title))
      .slice(0, 200),
    parts: devices
      .partsOf(database, device.id)
      .map(rowOf)
      .sort((a, b) => a.part.localeCompare(b.part, "en", { numeric: true })),
  }
}

function spoken(
  name: string,
  host: EditedDevice,
  functions: readonly SpokenFunction[],
  details: readonly SpokenDetail[],
  reached: readonly SpokenPlace[],
): SpokenProtocol {
  const protocol = known.get(name)
  const layer = protocol?.wireshark ?? name
  return {
    name,
    title: protocol?.title ?? name.toUpperCase(),
    ot: protocol?.family === "ot",
    unseen: (protocol?.unseen ?? "").slice(0, 400),
    wireshark: joined(layer, hostFilter(host)),
    functions: functions.toSorted((a, b) => volume(b) - volume(a) || (a.key < b.key ? -1 : 1)).slice(0, 4000),
    details: detailsBeside(details, functions),
    places: reached.toSorted(byWeight).slice(0, mostPlaces),
    morePlaces: Math.max(0, reached.length - mostPlaces),
  }
}

/** Functions that the specification has no name for are no details. */
function detailsBeside(details: readonly SpokenDetail[], functions: readonly SpokenFunction[]): SpokenDetail[] {
  const called = new Set(functions.map(({ key }) => key))
  return details
    .filter(({ key }) => !called.has(key))
    .toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, 2000)
}

const volume = (one: SpokenFunction): number => one.requests + one.responses + one.exceptions + one.messages

/** What acts on the device first, then what is asked for most. */
const byWeight = (a: SpokenPlace, b: SpokenPlace): number =>
  weight(b) - weight(a) || b.asked - a.asked || (a.where < b.where ? -1 : 1)
const weight = ({ does, everyday }: SpokenPlace): number => (does === "" ? 0 : everyday ? 1 : 2)

function effectOf(protocol: Protocol | undefined, key: string) {
  const { does = "", technique = "", everyday = false } = protocol?.commands?.[key] ?? {}
  return { does, technique, techniqueName: technique === "" ? "" : techniques[technique], everyday }
}

function functionsOf(
  database: Database,
  host: EditedDevice,
  lines: readonly Connection[],
): ReadonlyMap<string, readonly SpokenFunction[]> {
  const found = new Map<string, Map<string, SpokenFunction>>()
  for (const line of lines) {
    const role = line.client === host.id ? "asks" : "answers"
    for (const one of line.functions) {
      const ofProtocol = found.get(one.protocol) ?? new Map<string, SpokenFunction>()
      found.set(one.protocol, ofProtocol)
      const id = `${one.key}|${role}`
      const sum = ofProtocol.get(id) ?? started(host, one, role)
      ofProtocol.set(id, {
        ...sum,
        requests: sum.requests + one.requests,
        responses: sum.responses + one.responses,
        exceptions: sum.exceptions + one.exceptions,
        messages: sum.messages + one.messages,
      })
    }
  }
  addToGroups(database, host, found)
  addTimes(database, host, found)
  return new Map([...found].map(([name, byId]) => [name, [...byId.values()]]))
}

function started(
  host: EditedDevice,
  { protocol, key, name }: Connection["functions"][number],
  role: SpokenFunction["role"],
): SpokenFunction {
  return {
    protocol,
    key,
    name: name.slice(0, 200),
    ...effectOf(known.get(protocol), key),
    role,
    ...{ requests: 0, responses: 0, exceptions: 0, messages: 0, answered: 0, mean: 0, longest: 0 },
    wireshark: functionFilter(known.get(protocol), key, host).slice(0, 2000),
  }
}

/** What is sent to groups is no connection: its functions are those of the measures by day. */
function addToGroups(database: Database, host: EditedDevice, found: Map<string, Map<string, SpokenFunction>>): void {
  const measures = measuresOf(database)
  const kept = measures.kept("day")
  if (kept === null) return
  const ids = new Set([host.id, ...host.aliases])
  const isToGroup = (fn: number): boolean => {
    const talk = measures.talks[measures.functions[fn]?.talk ?? -1]
    return talk !== undefined && talk.server === "" && talk.cast !== "unicast" && ids.has(talk.client)
  }
  const visit = (_: number, fn: number, requests: number, responses: number, exceptions: number, messages: number) => {
    const one = measures.functions[fn]!
    // Details are counted beside their functions.
    if (isDetail(known.get(one.protocol), one.key)) return
    const ofProtocol = found.get(one.protocol) ?? new Map<string, SpokenFunction>()
    found.set(one.protocol, ofProtocol)
    const id = `${one.key}|asks`
    const sum = ofProtocol.get(id) ?? started(host, { ...one, requests, responses, exceptions, messages }, "asks")
    ofProtocol.set(id, {
      ...sum,
      requests: sum.requests + requests,
      responses: sum.responses + responses,
      exceptions: sum.exceptions + exceptions,
      messages: sum.messages + messages,
    })
  }
  measures.counts("day", kept.first, kept.last + 1, visit, isToGroup)
}

/** Over everything that is kept, from the measures by day. */
function addTimes(database: Database, host: EditedDevice, found: Map<string, Map<string, SpokenFunction>>): void {
  const measures = measuresOf(database)
  const kept = measures.kept("day")
  if (kept === null) return
  const ids = new Set([host.id, ...host.aliases])
  const roleOf = (fn: number): SpokenFunction["role"] | undefined => {
    const talk = measures.talks[measures.functions[fn]?.talk ?? -1]
    if (talk === undefined) return undefined
    return ids.has(talk.client) ? "asks" : ids.has(talk.server) ? "answers" : undefined
  }
  const sums = new Map<SpokenFunction, { answered: number; sum: number; longest: number }>()
  const visit = (_: number, fn: number, timing: { answered: number; responseSum: number; longest: number }): void => {
    const one = measures.functions[fn]
    const called = found.get(one?.protocol ?? "")?.get(`${one?.key}|${roleOf(fn)}`)
    if (called === undefined) return
    const sum = sums.get(called) ?? { answered: 0, sum: 0, longest: 0 }
    sum.answered += timing.answered
    sum.sum += timing.responseSum
    sum.longest = Math.max(sum.longest, timing.longest)
    sums.set(called, sum)
  }
  measures.timing("day", kept.first, kept.last + 1, visit, (fn) => roleOf(fn) !== undefined)
  for (const [called, { answered, sum, longest }] of sums) {
    const mean = answered === 0 ? 0 : sum / answered
    found.get(called.protocol)?.set(`${called.key}|${called.role}`, { ...called, answered, mean, longest })
  }
}

function placesOf(
  database: Database,
  device: EditedDevice,
  host: EditedDevice,
  lines: readonly Connection[],
): ReadonlyMap<string, readonly SpokenPlace[]> {
  const ends = new Map(lines.map((line) => [line.id, line]))
  const peers = [...new Set(lines.map(({ client, server }) => (client === host.id ? server : client)))]
  const names = new Map(devices.some(database, peers).map((one) => [one.id, one.name]))
  // "Modbus unit 3": behind the family's name stands what places begin with.
  const within = device.parent === "" ? "" : `${device.part.split(" ").slice(1).join(" ")},`
  const found = new Map<string, SpokenPlace[]>()
  const groups = device.parent === "" ? places.toGroups(database, host.id) : []
  for (const place of places.of(database, [...ends.keys(), ...groups])) {
    const line = ends.get(place.connection) ?? { client: host.id, server: "" }
    // The part's own words begin the words of its places: "unit 3, holding register 7".
    if (within !== "" && (line.server !== host.id || !`${place.where},`.startsWith(within))) continue
    const peer = line.client === host.id ? line.server : line.client
    const list = found.get(place.protocol) ?? []
    found.set(place.protocol, list)
    list.push(spokenPlace(place, line, host, { id: peer, name: names.get(peer) ?? (peer || "a group") }))
  }
  return found
}

function spokenPlace(
  place: StoredPlace,
  line: Pick<Connection, "client">,
  host: EditedDevice,
  peer: { readonly id: string; readonly name: string },
): SpokenPlace {
  const { key, name, where, asked, succeeded, refused, firstSeen, lastSeen, value, valueTime, frame, connection } =
    place
  return {
    key,
    name: name.slice(0, 200),
    ...effectOf(known.get(place.protocol), key),
    where: where.slice(0, 400),
    role: line.client === host.id ? "asks" : "answers",
    connection,
    peer: peer.id,
    peerName: peer.name.slice(0, 400),
    ...{ asked, succeeded, refused, firstSeen, lastSeen, valueTime },
    value: value.slice(0, 400),
    hasPacket: frame > 0,
  }
}

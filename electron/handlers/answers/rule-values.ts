/** What this plant's traffic offers to choose from while a rule is written: devices by their addresses, functions, places, ports. */
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import type { MadeOutput } from "../../../shared/api/server.ts"
import { fieldsOf, isTopic } from "../../../shared/detections/custom/fields.ts"
import { claimFields } from "../../../shared/facts/claim-field.ts"
import { techniques } from "../../../shared/facts/technique.ts"
import type { Talk, TalkFunction } from "../../../shared/model/talk.ts"
import type { Database } from "../../store/database.ts"
import { devices } from "../../store/devices.ts"

type Known = MadeOutput<"rules.fields">["known"]
type Value = Known[number]["values"][number]
type Asked = {
  readonly about: string
  readonly protocol: string
  readonly talks: readonly (Talk | undefined)[]
  readonly functions: readonly (TalkFunction | undefined)[]
}

const most = 300
const mostRows = 2000

export function knownValues(database: Database, asked: Asked): Known {
  const { about } = asked
  if (!isTopic(about)) return []
  const hosts = devices.hosts(database).filter(({ internet }) => !internet)
  const lists: Readonly<Record<string, () => readonly Value[]>> = {
    Ip: () => hosts.flatMap(({ name, addresses }) => addresses.map((value) => ({ value, text: name }))),
    Mac: () => hosts.flatMap(({ name, macs }) => macs.map((value) => ({ value, text: name }))),
    Name: () => distinct(hosts.map(({ name }) => name)),
    Type: () => distinct(hosts.map(({ type }) => type)),
    Vendor: () => distinct(hosts.map(({ vendor }) => vendor)),
    function: () => functionsOf(asked),
    technique: () => Object.entries(techniques).map(([value, text]) => ({ value, text })),
    does: () => doesOf(asked.protocol),
    port: () => portsOf(asked),
    where: () => placesOf(database, asked.protocol, "where"),
    property: () => claimFields.map((value) => ({ value, text: "" })),
  }
  return fieldsOf(about).flatMap(({ id }) => {
    const make = lists[id] ?? lists[id.replace(/^(source|target)(?=[A-Z])/, "")]
    const values = make?.().filter(({ value }) => value !== "" && value.length <= 300) ?? []
    return values.length === 0 ? [] : [{ field: id, values: values.slice(0, most).map(cut) }]
  })
}

const cut = ({ value, text }: Value): Value => ({ value, text: text.slice(0, 300) })

const distinct = (all: readonly string[]): readonly Value[] =>
  [...new Set(all)].sort().map((value) => ({ value, text: "" }))

/** Those that were seen, as the specification names them. */
function functionsOf({ protocol, functions }: Asked): readonly Value[] {
  const found = new Map<string, string>()
  for (const one of functions)
    if (one !== undefined && (protocol === "" || one.protocol === protocol))
      found.set(one.name === "" ? one.key : one.name, one.name === "" ? "" : one.key)
  return [...found].sort().map(([value, text]) => ({ value, text }))
}

function doesOf(protocol: string): readonly Value[] {
  const commands = declaredProtocols().filter(({ name }) => protocol === "" || name === protocol)
  return distinct(commands.flatMap((one) => Object.values(one.commands ?? {}).map(({ does }) => does)))
}

function portsOf({ talks, protocol }: Asked): readonly Value[] {
  const found = new Map<number, string>()
  for (const one of talks)
    if (one !== undefined && one.port > 0 && (protocol === "" || one.protocol === protocol))
      found.set(one.port, one.protocol)
  return [...found].sort(([a], [b]) => a - b).map(([port, text]) => ({ value: String(port), text }))
}

/** Where requests reached, with the last value. */
function placesOf(database: Database, protocol: string, field: "where"): readonly Value[] {
  return database
    .all<{ value: string; text: string }>(
      `select json_extract(one.value, '$.${field}') as value, json_extract(one.value, '$.value') as text
       from places, json_each(places.data) one where ? in ('', json_extract(one.value, '$.protocol')) limit ${mostRows}`,
      protocol,
    )
    .filter(({ value }, index, all) => all.findIndex((other) => other.value === value) === index)
    .map(({ value, text }) => ({ value, text: text === "" ? "" : `last: ${text}` }))
}

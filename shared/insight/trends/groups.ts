/** What talks and functions are summed by: a line, a bar or a slice each. */
import type { Link } from "./content.ts"
import type { Talk, TalkFunction } from "./measures.ts"
import { titleOf } from "./question.ts"
import type { Question } from "./question.ts"
import type { TrafficBy } from "./widget.ts"

export type Group = { readonly key: string; readonly name: string; readonly link: Link }

/** `of`: the group of each id, -1 where it belongs to none; `also`: a second group, for talks that have two ends. */
export type Groups = {
  readonly all: readonly Group[]
  readonly of: Int32Array
  readonly also: Int32Array | null
}

/** A device's page has its id in the path. */
export const toDevice = (id: string): Link =>
  id === "" ? null : { page: `device/${encodeURIComponent(id)}`, query: {} }
export const toInventory = (field: string, value: string): Link => ({ page: "inventory", query: { [field]: value } })

class Gathered {
  readonly all: Group[] = []
  readonly #places = new Map<string, number>()
  place(key: string, make: () => Omit<Group, "key">): number {
    const known = this.#places.get(key)
    if (known !== undefined) return known
    this.#places.set(key, this.all.length)
    return this.all.push({ key, ...make() }) - 1
  }
}

type Namer = (id: string, address: string) => string

export function namesOf({ devices }: Question): Namer {
  const names = new Map(devices.map(({ id, name }) => [id, name]))
  return (id, address) => {
    const name = (id === "" ? "" : names.get(id)) ?? ""
    return (name === "" ? address : name).slice(0, 120)
  }
}

const portName = (question: Question, { port, protocol, transport }: Talk): string => {
  const known = question.protocols.get(protocol)?.title
  return `${port} ${transport.toUpperCase()}${known === undefined ? "" : ` ${known}`}`
}

type GroupOfTalk = (question: Question, talk: Talk, nameOf: Namer) => Group

const oneEnd = (id: string, address: string, nameOf: Namer): Group => ({
  key: id === "" ? address : id,
  name: nameOf(id, address),
  link: toDevice(id),
})

const byWhat: Readonly<Record<Exclude<TrafficBy, "device">, GroupOfTalk>> = {
  nothing: () => ({ key: "all", name: "All traffic", link: null }),
  vlan: (_question, { vlan }) =>
    vlan < 1
      ? { key: "0", name: "No VLAN", link: null }
      : { key: String(vlan), name: `VLAN ${vlan}`, link: toInventory("vlan", String(vlan)) },
  port: (question, talk) =>
    talk.port === 0
      ? { key: "none", name: "Without ports", link: null }
      : { key: `${talk.transport}/${talk.port}`, name: portName(question, talk), link: null },
  channel: (question, talk, nameOf) => ({
    key: [talk.client || talk.clientAddress, talk.server || talk.serverAddress, talk.protocol, talk.port].join(" "),
    name: `${nameOf(talk.client, talk.clientAddress)} → ${nameOf(talk.server, talk.serverAddress)} · ${titleOf(question, talk.protocol)}`,
    link: toDevice(talk.server || talk.client),
  }),
}

export function groupTalks(question: Question, wanted: Uint8Array, by: TrafficBy): Groups {
  const found = new Gathered()
  const nameOf = namesOf(question)
  const of = new Int32Array(wanted.length).fill(-1)
  const also = by === "device" ? new Int32Array(wanted.length).fill(-1) : null
  for (const talk of question.measures.talks) {
    if (!talk || wanted[talk.id] !== 1) continue
    if (by !== "device") {
      const group = byWhat[by](question, talk, nameOf)
      of[talk.id] = found.place(group.key, () => group)
      continue
    }
    const isOneDevice = talk.client === talk.server
    if (talk.client !== "")
      of[talk.id] = found.place(talk.client, () => oneEnd(talk.client, talk.clientAddress, nameOf))
    if (talk.server !== "" && !isOneDevice)
      also![talk.id] = found.place(talk.server, () => oneEnd(talk.server, talk.serverAddress, nameOf))
  }
  return { all: found.all, of, also }
}

/** Of a key or a name in an answer. */
const longest = 400

const functionName = ({ key, name }: TalkFunction): string => {
  const number = key.includes(":") ? key.slice(key.indexOf(":") + 1) : key
  if (name !== "") return `${name} (${number})`
  return key.includes(":") ? key.replace(":", " ") : `function ${key}`
}

type GroupOfFunction = (question: Question, fn: TalkFunction, nameOf: Namer) => Group

const functionsBy: Readonly<Record<"function" | "server", GroupOfFunction>> = {
  function: (_question, fn) => ({
    key: `${fn.protocol} ${fn.key}`.slice(0, longest),
    name: functionName(fn).slice(0, longest),
    link: toInventory("protocol", fn.protocol),
  }),
  server: ({ measures }, fn, nameOf) => {
    const talk = measures.talks[fn.talk]
    return oneEnd(talk?.server ?? "", talk?.serverAddress ?? "", nameOf)
  },
}

export function groupFunctions(question: Question, wanted: Uint8Array, by: "function" | "server"): Groups {
  const found = new Gathered()
  const nameOf = namesOf(question)
  const of = new Int32Array(wanted.length).fill(-1)
  for (const fn of question.measures.functions) {
    if (!fn || wanted[fn.id] !== 1) continue
    const group = functionsBy[by](question, fn, nameOf)
    of[fn.id] = found.place(group.key, () => group)
  }
  return { all: found.all, of, also: null }
}

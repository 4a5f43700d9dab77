/** What was measured in a minute, as rules look at it: each conversation's traffic, each function's counts. */
import type { Minute, World } from "../detection.ts"
import type { Sighting, Told } from "./sighting.ts"

type Wants = { readonly traffic: boolean; readonly functions: boolean }

/** The minute began so long before its end. */
const length = 60e6

export function* minuteSightings(
  { time: end, traffic, counts }: Minute,
  wants: Wants,
  world: Pick<World, "functionWords">,
): Generator<Sighting> {
  const time = end - length
  if (wants.traffic)
    for (const { client, server, protocol, port, packets, bytes } of traffic)
      yield trafficSighting({ time, source: client, target: server, protocol, packets, bytes, port })
  if (!wants.functions) return
  for (const { function: id, client, server, port, requests, responses, exceptions, messages } of counts) {
    const words = world.functionWords(id)
    const act = words.does === "" ? "none" : words.isEveryday ? "everyday" : "strong"
    const { protocol, name, key } = words
    const counted = { requests, answers: responses, errors: exceptions, messages }
    yield functionSighting({ time, source: client, target: server, protocol, name, key, act, port, ...counted })
  }
}

type Ends = { readonly time: number; readonly source: number; readonly target: number; readonly protocol: string }

export const trafficSighting = (
  one: Ends & { readonly packets: number; readonly bytes: number; readonly port: number; readonly ends?: Ips },
): Sighting => made("trafficMinute", one, `${one.packets} packets, ${one.bytes} bytes`, "traffic")

type Ips = { readonly sourceIp: Told; readonly targetIp: Told }

export const functionSighting = (
  one: Ends & {
    readonly name: string
    readonly key: string
    readonly act: string
    readonly port: number
    readonly requests: number
    readonly answers: number
    readonly errors: number
    readonly messages: number
    readonly ends?: Ips
  },
): Sighting =>
  made(
    "functionMinute",
    one,
    `${one.requests + one.messages} asked, ${one.answers} answered, ${one.errors} refused`,
    one.name,
  )

function made(
  about: "trafficMinute" | "functionMinute",
  { ends, ...one }: Ends & { readonly ends?: Ips },
  value: string,
  what: string,
): Sighting {
  const values: Readonly<Record<string, unknown>> = { ...one, ...ends }
  const { time, source, target, protocol } = one
  return {
    ...{ about, protocol, time, source, target, elements: 1 },
    get: (field) => (fieldsOfEnds.has(field) ? undefined : (values[field === "function" ? "name" : field] as Told)),
    line: () => ({ what, where: "", value }),
  }
}

/** Numbers of endpoints under these names are no fields. */
const fieldsOfEnds: ReadonlySet<string> = new Set(["source", "target", "time"])

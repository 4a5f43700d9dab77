/** Who talked to whom, from the connections of the whole site or from what was measured within a time. */
import type { Connection } from "../../model/device.ts"
import type { Measures, Talk } from "../trends/measures.ts"
import { pieces } from "../trends/pieces.ts"
import type { Flow, FlowFunction } from "./record.ts"

/** How long a step of each grain is, in minutes. */
const lengths = { minute: 1, hour: 60, day: 1440 } as const
const minute = 60e6

/** What was seen of one key: sums, and the steps it was first and last seen in as times. */
type Seen = { readonly sums: number[]; first: number; last: number }

function add(found: Map<number, Seen>, key: number, from: number, to: number, values: readonly number[]): void {
  const seen = found.get(key)
  if (!seen) {
    found.set(key, { sums: [...values], first: from, last: to })
    return
  }
  values.forEach((value, at) => (seen.sums[at]! += value))
  seen.first = Math.min(seen.first, from)
  seen.last = Math.max(seen.last, to)
}

type Ends = { readonly client: string; readonly server: string; readonly protocol: string; readonly port: number }
const keyOf = (one: Ends): string => `${one.client}|${one.server}|${one.protocol}|${one.port}`

/** The connection knows its times exactly, measures know them by step: both together are never further off than the step. */
const within = (time: { first: number; last: number }, exact: Connection | undefined) => ({
  firstSeen: Math.max(time.first, exact?.firstSeen ?? time.first),
  lastSeen: Math.min(time.last, exact?.lastSeen ?? time.last),
})

type Span = { readonly from: number; readonly to: number; readonly zone: string }

export function flowsWithin(measures: Measures, connections: readonly Connection[], span: Span): readonly Flow[] {
  const exact = new Map(connections.map((one) => [keyOf(one), one]))
  const traffic = new Map<number, Seen>()
  const counts = new Map<number, Seen>()
  for (const { grain, from, to } of pieces({ measures, ...span })) {
    const end = (step: number): number => (step + lengths[grain]) * minute
    measures.traffic(grain, from, to, (step, talk, packets) => add(traffic, talk, step * minute, end(step), [packets]))
    measures.counts(grain, from, to, (step, fn, ...four) => add(counts, fn, step * minute, end(step), four))
  }
  const functions = new Map<number, FlowFunction[]>()
  for (const [id, seen] of counts) {
    const fn = measures.functions[id]
    const talk = fn && measures.talks[fn.talk]
    if (!fn || !talk) continue
    const [requests = 0, responses = 0, exceptions = 0, messages = 0] = seen.sums
    const { protocol, key, name } = fn
    const own = functions.get(fn.talk) ?? []
    functions.set(fn.talk, own)
    own.push({
      ...{ protocol, key, name, requests, responses, exceptions, messages },
      ...within(seen, exact.get(keyOf(talk))),
    })
  }
  const flows: Flow[] = []
  for (const [id, seen] of traffic) {
    const talk = measures.talks[id]
    if (!talk) continue
    const times = within(seen, exact.get(keyOf(talk)))
    flows.push({ ...ends(talk), packets: seen.sums[0] ?? 0, ...times, functions: functions.get(id) ?? [] })
  }
  return flows
}

const ends = ({ client, server, clientAddress, serverAddress, vlan, transport, port, protocol }: Talk) => ({
  ...{ client, server, clientAddress, serverAddress, vlan, transport, port, protocol },
})

type Known = { readonly addresses: readonly string[]; readonly macs: readonly string[] }

/** Of all time, with exact sums that no retention cuts. Talks lend the addresses, the VLAN and the transport. */
export function flowsEver(
  talks: Measures["talks"],
  connections: readonly Connection[],
  known: (device: string) => Known | undefined,
): readonly Flow[] {
  const lent = new Map<string, Talk>()
  for (const talk of talks) if (talk && !lent.has(keyOf(talk))) lent.set(keyOf(talk), talk)
  const address = (id: string): string => known(id)?.addresses[0] ?? known(id)?.macs[0] ?? ""
  return connections.map((one) => {
    const talk = lent.get(keyOf(one))
    const { client, server, port, protocol, packets, firstSeen, lastSeen } = one
    return {
      ...{ client, server, port, protocol, packets, firstSeen, lastSeen },
      clientAddress: talk?.clientAddress ?? address(client),
      serverAddress: talk?.serverAddress ?? address(server),
      vlan: talk?.vlan ?? -1,
      transport: talk?.transport ?? "",
      functions: one.functions.map((fn) => ({ ...fn, firstSeen, lastSeen })),
    }
  })
}

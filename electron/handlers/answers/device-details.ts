/** What the messages of a device were about beside their function, from the measures by day: why it refuses, states, causes, classes. */
import type { SpokenDetail } from "../../../shared/api/contract/devices.ts"
import "../../../shared/protocols/index.ts" // declares the protocols
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import type { EditedDevice } from "../../store/devices.ts"
import type { measuresOf } from "../../store/measures.ts"
import { isDetail } from "./wireshark-filter.ts"

const known = new Map(declaredProtocols().map((one) => [one.name, one]))

/** By protocol. What is sent to groups counts as what the sender asks. */
export function spokenDetails(
  measures: ReturnType<typeof measuresOf>,
  host: Pick<EditedDevice, "id" | "aliases">,
): ReadonlyMap<string, readonly SpokenDetail[]> {
  const found = new Map<string, Map<string, SpokenDetail>>()
  const kept = measures.kept("day")
  if (kept === null) return new Map()
  const ids = new Set([host.id, ...host.aliases])
  const roleOf = (fn: number): SpokenDetail["role"] | undefined => {
    const talk = measures.talks[measures.functions[fn]?.talk ?? -1]
    if (talk === undefined) return undefined
    return ids.has(talk.client) ? "asks" : ids.has(talk.server) ? "answers" : undefined
  }
  const isWanted = (fn: number): boolean => {
    const one = measures.functions[fn]
    return one !== undefined && roleOf(fn) !== undefined && isDetail(known.get(one.protocol), one.key)
  }
  const visit = (_: number, fn: number, requests: number, responses: number, exceptions: number, messages: number) => {
    const { protocol, key, name } = measures.functions[fn]!
    const role = roleOf(fn)!
    const ofProtocol = found.get(protocol) ?? new Map<string, SpokenDetail>()
    found.set(protocol, ofProtocol)
    const id = `${key}|${role}`
    const count = (ofProtocol.get(id)?.count ?? 0) + requests + responses + exceptions + messages
    ofProtocol.set(id, { key: key.slice(0, 60), name: name.slice(0, 200), role, count })
  }
  measures.counts("day", kept.first, kept.last + 1, visit, isWanted)
  return new Map([...found].map(([name, byId]) => [name, [...byId.values()]]))
}

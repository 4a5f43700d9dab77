/** What an engine counted before it told of the baseline, as entries: a site of before keeps what it learned. */
import { entry, type BaselineEntry, type BaselineNews } from "../baseline/entry.ts"
import type { Judge } from "../detections/judge.ts"
import type { EndpointId } from "../facts/fact.ts"
import { addressKind } from "../net/ip.ts"
import { isGroupMac } from "../net/mac.ts"
import { declaredProtocols } from "../protocols/protocol.ts"
import type { Engine } from "./engine.ts"
import { functionOf } from "./naming.ts"
import { placeWords } from "./place-names.ts"

type TextOf = (endpoint: EndpointId) => string

export function* recallBaseline(engine: Engine, judge: Judge, textOf: TextOf): Generator<BaselineNews> {
  const { endpoints } = engine
  for (let id = 0; id < endpoints.count; id++) {
    const [address, mac] = [endpoints.address(id), endpoints.mac(id)]
    if (address === "" ? isGroupMac(mac) : addressKind(address) === "group") continue
    yield { entry: entry("device", { who: textOf(id) }), time: endpoints.first[id]!, normal: true }
  }
  yield* talks(engine, textOf)
  yield* functions(engine, judge, textOf)
}

function* talks({ pairs }: Engine, textOf: TextOf): Generator<BaselineNews> {
  for (let pair = 0; pair < pairs.count; pair++) {
    const spoken = declaredProtocols()[pairs.protocol[pair]!]
    if (spoken === undefined || spoken.family === "network") continue
    const ends = { who: textOf(pairs.client(pair)), whom: textOf(pairs.server(pair)) }
    const one = entry("pair", { ...ends, protocol: spoken.name, where: String(pairs.port(pair)) })
    yield { entry: one, time: pairs.first[pair]!, normal: true }
  }
}

function* functions({ pairs }: Engine, judge: Judge, textOf: TextOf): Generator<BaselineNews> {
  const departed = judge.alerts.departed()
  for (let id = 0; id < pairs.operations.count; id++) {
    if (pairs.requests[id]! + pairs.messages[id]! === 0) continue
    const pair = pairs.operations.word(id, 0)
    const { protocol, key, name } = functionOf(pairs, id)
    const ends = { who: textOf(pairs.client(pair)), whom: textOf(pairs.server(pair)) }
    const one: BaselineEntry = entry("function", { ...ends, protocol, what: key, name: name === key ? "" : name })
    yield { entry: one, time: pairs.first[pair]!, normal: !departed.functions.has(id) }
    for (const place of pairs.places.ofOperation(id)) {
      const { where } = placeWords(pairs, place)
      const normal = !departed.places.has(place)
      if (where !== "") yield { entry: { ...one, sort: "place", where }, time: pairs.places.firstOf(place), normal }
    }
  }
}

/** The facts of what a pair does for the first time: a function, a refusal, a place. */
import type { EndpointId, Fact, FunctionId, PlaceId } from "../facts/fact.ts"
import type { Outcome } from "../protocols/dissector.ts"
import { declaredProtocols } from "../protocols/protocol.ts"
import { functionOf } from "./naming.ts"
import { detailCodes, type Pairs } from "./pairs.ts"

type Common = {
  readonly client: EndpointId
  readonly server: EndpointId
  readonly protocol: string
  readonly key: string
  readonly function: FunctionId
  readonly time: number
}

function common(pairs: Pairs, operation: FunctionId, time: number): Common {
  const pair = pairs.operations.word(operation, 0)
  const { protocol, key } = functionOf(pairs, operation)
  return { client: pairs.client(pair), server: pairs.server(pair), protocol, key, function: operation, time }
}

/** The technique of what acts on the device, "" for others; and whether it is a detail of a function. */
function weight(pairs: Pairs, operation: FunctionId, key: string) {
  const { commands } = declaredProtocols()[pairs.operations.word(operation, 1)]!
  return { technique: commands?.[key]?.technique ?? "", isDetail: pairs.operations.word(operation, 2) >= detailCodes }
}

export function operationFact(pairs: Pairs, operation: FunctionId, outcome: Outcome, time: number): Fact {
  const told = common(pairs, operation, time)
  return { kind: "operation", ...told, ...weight(pairs, operation, told.key), outcome }
}

export function refusalFact(pairs: Pairs, operation: FunctionId, time: number): Fact {
  return { kind: "refusal", ...common(pairs, operation, time) }
}

export function placeFact(pairs: Pairs, operation: FunctionId, place: PlaceId, time: number): Fact {
  const told = common(pairs, operation, time)
  return { kind: "place", ...told, ...weight(pairs, operation, told.key), place }
}

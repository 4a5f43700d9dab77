/** What the user's own rules may ask of an end: its addresses, and what it told of itself so far. */
import type { ClaimField } from "../facts/claim-field.ts"
import type { EndpointId } from "../facts/fact.ts"
import type { Model } from "../model/model.ts"
import type { Engine } from "./engine.ts"
import { overTcp, overUdp } from "./pairs.ts"

const claimed: Readonly<Record<string, ClaimField>> = {
  Name: "hostname",
  Type: "type",
  Vendor: "vendor",
  Model: "model",
  Firmware: "firmware",
}

export function endWords(
  engine: Engine,
  model: Model,
  endpoint: EndpointId,
  what: string,
): string | number | undefined {
  const { endpoints } = engine
  if (what === "Ip") return endpoints.address(endpoint)
  if (what === "Mac") return endpoints.mac(endpoint)
  if (what === "Vlan") return endpoints.vlan(endpoint) < 0 ? undefined : endpoints.vlan(endpoint)
  if (what === "Tunnel") return engine.tunnels.scope(endpoints.tunnel(endpoint)) || undefined
  const field = claimed[what]
  return field === undefined ? undefined : model.strongest(endpoint, field)
}

/** Of a conversation; 0 where it has no ports. */
export function portOf({ pairs }: Engine, pair: number): number {
  if (pair < 0) return 0
  const carrier = pairs.carrier(pair)
  return carrier === overTcp || carrier === overUdp ? pairs.port(pair) : 0
}

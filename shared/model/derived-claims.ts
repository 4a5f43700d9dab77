/** What no single frame says of a device: the maker of its network card, and its kind by what it is, speaks and does. */
import { isLocalMac } from "../net/mac.ts"
import { guesses } from "./classify.ts"
import type { Claim, DeviceProtocol } from "./device.ts"
import { productGuesses } from "./product-types.ts"

/** What is known of it beside its claims. */
export type Behaviour = {
  /** "" where it has none of its own. */
  readonly mac: string
  readonly firstSeen: number
  /** What it did that only engineering does; "" for nothing. */
  readonly engineering: string
  readonly protocols: readonly DeviceProtocol[]
  /** Devices of process control that it asks. */
  readonly otServers: number
  readonly router: boolean
  /** What it stands in front of. */
  readonly fronts: Parameters<typeof guesses>[0]["fronts"]
}

export function derivedClaims(
  behaviour: Behaviour,
  said: readonly Claim[],
  vendorOf: (mac: string) => string,
): readonly Claim[] {
  const found: Claim[] = []
  const derive = (field: Claim["field"], value: string, rule: string, confidence: number): void =>
    void found.push({ field, value, rule, confidence, time: behaviour.firstSeen, spans: [] })
  const vendor = cardMaker(behaviour.mac, vendorOf)
  if (vendor !== "") derive("vendor", vendor, "MAC prefix", 0.3)
  const named = (fields: readonly Claim["field"][]): readonly string[] => [
    ...new Set([...said, ...found].filter((c) => fields.includes(c.field)).map((c) => c.value)),
  ]
  const products = productGuesses({
    products: named(["model", "orderNumber", "description", "software"]),
    vendors: named(["vendor"]),
    hostnames: named(["hostname"]),
    onlyAsks: behaviour.protocols.length > 0 && behaviour.protocols.every(({ role }) => role === "client"),
  })
  const kinds = guesses({ ...behaviour, systems: named(["os"]) })
  for (const { type, rule, confidence } of [...products, ...kinds]) derive("type", type, rule, confidence)
  return found
}

/** Who made the network card; "" where nobody gave the address. */
export const cardMaker = (mac: string, vendorOf: (mac: string) => string): string =>
  mac === "" || isLocalMac(mac) || isMadeUp(mac) ? "" : vendorOf(mac)

/** Zeros and the small numbers of simulated and disguised networks: they belong to the first Ethernet of all, of which no card is left, though the registry names a maker of printers. */
const isMadeUp = (mac: string): boolean => /^00:00:0\d:/.test(mac)

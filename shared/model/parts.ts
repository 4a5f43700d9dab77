/** Sub-devices: units behind a gateway and modules of a rack, which answer through the address of their host. */
import type { EndpointId, Part } from "../facts/fact.ts"
import { strongest } from "./choose.ts"
import { modeOf } from "./portrait.ts"
import { deviceId } from "./device-id.ts"
import { purdueOf } from "./classify.ts"
import type { Claim, Device } from "./device.ts"
import { productGuesses } from "./product-types.ts"
import { weighedType } from "./weigh-types.ts"

/** What claims about a part are kept by. */
export const partKey = ({ endpoint, protocol, name }: Part): string => `part:${endpoint}|${protocol}|${name}`

type Known = Part & { readonly id: string; readonly time: number }
type Shown = { readonly device: Device; readonly claims: readonly Claim[] }

/** What people call the family of parts. */
const familyTitles: Readonly<Record<string, string>> = {
  modbus: "Modbus",
  dnp3: "DNP3",
  bacnet: "BACnet",
  cip: "Backplane",
  s7comm: "S7",
  iec104: "IEC 104",
  fins: "FINS",
  "hart-ip": "HART",
  c37118: "C37.118",
  ethercat: "EtherCAT",
}

/** A BACnet message with a source network came through a router from a device behind it: never from the router itself (ASHRAE 135 clause 6.2.2). */
const isApart = ({ protocol }: Part): boolean => protocol === "bacnet"

export class Parts {
  private readonly byEndpoint = new Map<EndpointId, Map<string, Known>>()
  /** Which unit shows a sub-device, and which it shows. */
  private readonly shownBy = new Map<string, string>()
  private readonly shownOf = new Map<string, ReadonlySet<string>>()

  /** `text`: what the endpoint was first seen as; ids are made of it, so that they stay when hosts are joined. */
  learn(part: Part, time: number, text: string): void {
    const known = this.byEndpoint.get(part.endpoint) ?? new Map<string, Known>()
    this.byEndpoint.set(part.endpoint, known)
    const key = partKey(part)
    if (!known.has(key)) known.set(key, { ...part, id: deviceId(`${text}|${part.protocol}|${part.name}`), time })
  }

  /** The sub-devices of a host: the parts of each protocol that knows two or more of them. `gone`: ids that are no longer shown. */
  of(
    host: Device,
    unit: string,
    endpoints: Iterable<EndpointId>,
    claimsOf: (key: string) => readonly Claim[],
  ): { readonly shown: readonly Shown[]; readonly gone: readonly string[] } {
    const shown = [...this.byProtocol(endpoints).values()]
      .filter((parts) => parts.length > 1 || parts.some(isApart))
      .flatMap((parts) => parts.map((part) => subDevice(host, part, claimsOf(partKey(part)))))
    const now = new Set(shown.map(({ device }) => device.id))
    const gone = this.leave(unit, now)
    for (const id of now) this.shownBy.set(id, unit)
    if (now.size > 0) this.shownOf.set(unit, now)
    return { shown, gone }
  }

  /** Keys of the claims about the only part that a protocol knows of a host: it is the host itself. */
  hostKeys(endpoints: Iterable<EndpointId>): readonly string[] {
    return [...this.byProtocol(endpoints).values()].flatMap(([part, more]) =>
      part !== undefined && more === undefined && !isApart(part) ? [partKey(part)] : [],
    )
  }

  /** Protocols of which the host answers for several parts. */
  fronts(endpoints: Iterable<EndpointId>): readonly string[] {
    return [...this.byProtocol(endpoints)].filter(([, parts]) => parts.length > 1).map(([name]) => name)
  }

  private byProtocol(endpoints: Iterable<EndpointId>): ReadonlyMap<string, readonly Known[]> {
    const found = new Map<string, Known[]>()
    for (const endpoint of endpoints) {
      for (const part of this.byEndpoint.get(endpoint)?.values() ?? []) {
        const list = found.get(part.protocol)
        if (list === undefined) found.set(part.protocol, [part])
        // The same unit through another address of the host.
        else if (!list.some(({ name }) => name === part.name)) list.push(part)
      }
    }
    return found
  }

  /** The unit is no more: which of its sub-devices nobody else shows. */
  dissolve(unit: string): readonly string[] {
    return this.leave(unit, new Set())
  }

  private leave(unit: string, stays: ReadonlySet<string>): readonly string[] {
    const gone = [...(this.shownOf.get(unit) ?? [])].filter((id) => !stays.has(id) && this.shownBy.get(id) === unit)
    for (const id of gone) this.shownBy.delete(id)
    this.shownOf.delete(unit)
    return gone
  }

  save(): readonly Known[] {
    return [...this.byEndpoint.values()].flatMap((known) => [...known.values()])
  }

  restore(saved: readonly Known[]): void {
    for (const part of saved) {
      const known = this.byEndpoint.get(part.endpoint) ?? new Map<string, Known>()
      this.byEndpoint.set(part.endpoint, known)
      known.set(partKey(part), part)
    }
  }
}

/** What kind of device its product's name gives away; what it speaks is its host's. */
function byProduct({ time }: Known, told: readonly Claim[]): readonly Claim[] {
  const products = told.filter(({ field }) => field === "model" || field === "orderNumber").map(({ value }) => value)
  return productGuesses({ products: [...new Set(products)], vendors: [], hostnames: [], onlyAsks: false }).map(
    ({ type, rule, confidence }): Claim => ({ field: "type", value: type, rule, confidence, time, spans: [] }),
  )
}

/** It has no traffic of its own: the host's counts it. */
function subDevice(host: Device, part: Known, told: readonly Claim[]): Shown {
  const claims = [...told, ...byProduct(part, told)]
  const said = (field: Claim["field"]): string => strongest(claims, field)?.value ?? ""
  const family = familyTitles[part.protocol] ?? part.protocol
  const name = said("hostname") || said("stationName") || `${host.name}, ${part.name}`
  const type = weighedType(claims)
  const device: Device = {
    ...host,
    id: part.id,
    aliases: [],
    name,
    parent: host.id,
    part: `${family} ${part.name}`,
    macs: [],
    addresses: [],
    hostnames: said("hostname") === "" ? [] : [said("hostname")],
    type,
    purdue: type === "unknown" ? host.purdue : purdueOf(type),
    vendor: said("vendor"),
    model: said("model") || said("orderNumber"),
    firmware: said("firmware"),
    serial: said("serial"),
    os: "",
    mode: modeOf(said("mode")),
    description: said("description"),
    protocols: [{ name: part.protocol, role: "server" }],
    router: false,
    firstSeen: part.time,
    sentPackets: 0,
    receivedPackets: 0,
    sentBytes: 0,
    receivedBytes: 0,
  }
  return { device, claims: [...claims].sort((a, b) => b.confidence - a.confidence || a.time - b.time) }
}

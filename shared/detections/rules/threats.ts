/** Addresses and names of the threat data that people gave the sensor, and names that the catalogue's own indicators know. */
import type { EndpointId } from "../../facts/fact.ts"
import { indicators } from "../catalogue/indicators.ts"
import type { Detection, ExampleFact, Judging, Minute, Spoken } from "../detection.ts"
import type { Threat } from "../policy.ts"

const toAddress = "connection-attempt-to-known-malicious-ip"
const forName = "malicious-domain-name-request"
const exchange = "suspicion-of-malicious-activity"
const suspicious = "suspicious-traffic-detected"

type Ends = {
  readonly source: EndpointId
  readonly target: EndpointId
  readonly protocol?: string
  readonly time: number
}

function found(
  { value, source, isSuspicion }: Threat,
  kind: string,
  what: string,
  ends: Ends,
  { raise }: Judging,
): void {
  const message = `Traffic between {source} and {target} matches threat data: ${value} (${source}).`
  raise({ kind: isSuspicion === true ? suspicious : kind, ...ends, message, line: { what, where: value } })
}

/** The name itself, or one that it is below. */
function ofName(name: string, { threatOf }: Judging): Threat | undefined {
  for (let at = 0; ;) {
    const threat = threatOf("domain", name.slice(at))
    if (threat !== undefined) return threat
    const dot = name.indexOf(".", at)
    if (dot < 0) return undefined
    at = dot + 1
  }
}

const published: ReadonlyMap<string, string> = new Map(
  indicators.flatMap(({ what, value, source }) => (what === "domain" ? [[value, source]] : [])),
)

function ofCatalogue(name: string): Threat | undefined {
  for (const [value, source] of published)
    if (name === value || name.endsWith(`.${value}`)) return { what: "domain", value, source }
  return undefined
}

function attempted({ client, server, port, time }: Spoken<"attempt">, judging: Judging): void {
  const threat = judging.threatOf("address", judging.world.text(server))
  if (threat === undefined) return
  found(threat, toAddress, `TCP port ${port}`, { source: client, target: server, time }, judging)
}

/** Both spoke, or what has no connections was sent. */
function spoken({ client, server, protocol, time }: Spoken<"protocol">, judging: Judging): void {
  const { world, threatOf } = judging
  const threat = threatOf("address", world.text(server)) ?? threatOf("address", world.text(client))
  if (threat !== undefined)
    found(threat, exchange, protocol, { source: client, target: server, protocol, time }, judging)
}

/** What goes on with an address that a pack names since: who speaks what with it is no news. */
function goesOn({ time, traffic }: Minute, judging: Judging): void {
  const { world, threatOf, hasThreats } = judging
  if (!hasThreats()) return
  for (const { client, server, protocol } of traffic) {
    // A bare connection is an attempt, which is told by itself.
    if (protocol === "tcp") continue
    const threat = threatOf("address", world.text(server)) ?? threatOf("address", world.text(client))
    if (threat !== undefined)
      found(threat, exchange, protocol, { source: client, target: server, protocol, time }, judging)
  }
}

function asked({ client, server, protocol, name, time }: Spoken<"asked">, judging: Judging): void {
  const threat = ofName(name, judging) ?? ofCatalogue(name)
  if (threat !== undefined) found(threat, forName, name, { source: client, target: server, protocol, time }, judging)
}

function web({ client, server, protocol, host, path, time }: Spoken<"web">, judging: Judging): void {
  const [name = ""] = host.split(":")
  const threat = ofName(name, judging) ?? judging.threatOf("address", name)
  if (threat === undefined) return
  found(threat, exchange, `${host}${path}`.slice(0, 200), { source: client, target: server, protocol, time }, judging)
}

const pack: readonly Threat[] = [
  { what: "address", value: "198.41.0.66", source: "Plant threat list, 2026" },
  { what: "domain", value: "evil.example", source: "Plant threat list, 2026" },
  { what: "domain", value: "odd.example", source: "Plant threat list, 2026", isSuspicion: true },
]
const asks = (name: string): ExampleFact => ({
  says: "said",
  from: "10.0.0.8",
  to: "10.0.0.4",
  protocol: "dns",
  said: { kind: "asked", name },
})
/** No threat is normal: the sensor learns all the while. */
const seen = [{ says: "appears", of: "10.0.0.8" }] as const
const tries = { says: "attempt", from: "10.0.0.8", to: "198.41.0.66", port: 443 } as const
const page = {
  kind: "web",
  method: "GET",
  host: "cdn.evil.example:8080",
  path: "/x",
  userAgent: "",
  soapAction: "",
} as const

export const threats: Detection = {
  kinds: [toAddress, forName, exchange, suspicious],
  facts: { attempt: attempted, protocol: spoken, asked, web },
  minute: goesOn,
  examples: [
    {
      name: "a listed address",
      threats: pack,
      learned: [{ ...tries, to: "198.41.0.67" }, tries],
      then: [tries],
      raises: [toAddress],
    },
    { name: "a name below a listed one", threats: pack, then: [asks("cdn.evil.example")], raises: [forName] },
    { name: "a name that only ends alike", threats: pack, then: [asks("notevil.example")], raises: [] },
    { name: "a name that is only suspicious", threats: pack, then: [asks("odd.example")], raises: [suspicious] },
    {
      name: "a listed address answers",
      threats: pack,
      learned: [{ says: "speaks", from: "10.0.0.8", to: "198.41.0.66", protocol: "ntp" }],
      then: [{ says: "speaks", from: "10.0.0.8", to: "198.41.0.66", protocol: "tls" }],
      raises: [exchange],
    },
    {
      name: "a listed address that was spoken with before anybody listed it",
      threats: pack,
      learned: [{ says: "speaks", from: "10.0.0.8", to: "198.41.0.67", protocol: "tls" }],
      then: [
        { says: "minute", from: "10.0.0.8", to: "198.41.0.66", protocol: "tls", packets: 4, bytes: 400 },
        { says: "minute", from: "10.0.0.8", to: "198.41.0.67", protocol: "tls", packets: 4, bytes: 400 },
      ],
      raises: [exchange],
    },
    {
      name: "a page of a listed host",
      threats: pack,
      then: [
        ...seen,
        {
          ...asks(""),
          protocol: "http",
          said: { ...page, cookies: [], headers: 2, longestHeader: 30, fault: "" },
        } as ExampleFact,
      ],
      raises: [exchange],
    },
    { name: "no list, no threat", learned: [tries], then: [tries, asks("cdn.evil.example")], raises: [] },
  ],
}

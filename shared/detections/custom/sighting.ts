/** What rules look at: one thing that happened, whose fields are read when a condition asks for them. */
import type { EndpointId, Fact, FunctionId, MaskedSecret, Named } from "../../facts/fact.ts"
import type { TopicId } from "./fields.ts"

/** Texts, numbers, addresses as people write them; undefined: it is not told. */
export type Told = string | number | undefined

export type Line = { readonly what: string; readonly where: string; readonly value: string }

export type Sighting = {
  readonly about: TopicId
  readonly protocol: string
  readonly time: number
  /** -1: nobody, or not by a number; `get` tells the addresses then. */
  readonly source: EndpointId
  readonly target: EndpointId
  /** How many places or values it is about, each of which is judged; 1 where it has no such. */
  readonly elements: number
  readonly get: (field: string, element: number) => Told
  readonly line: (element: number) => Line
}

/** A place that a message reached, in words and numbers. */
export type PlaceReading = {
  readonly where: string
  readonly name: string
  /** -1: it has no number. */
  readonly address: number
  readonly count: number
  readonly area: number
  /** In the protocol's words; "" where none was told. */
  readonly value: string
  readonly before: string
  readonly outcome: Occurrence["outcome"]
}

/** One function as a message spoke it, each time; facts tell only the first. */
export type Occurrence = {
  readonly function: FunctionId
  readonly client: EndpointId
  readonly server: EndpointId
  readonly port: number
  readonly outcome: "asked" | "told" | "accepted" | "refused"
  readonly time: number
  readonly places: readonly PlaceReading[]
}

type Of<Kind extends Fact["kind"]> = Extract<Fact, { kind: Kind }>
type Values = Readonly<Record<string, Told>>
type Made = {
  readonly about: TopicId
  readonly source: EndpointId
  readonly target?: EndpointId
  readonly protocol?: string
  readonly values: Values
  readonly line: Partial<Line> & Pick<Line, "what">
}
type Makers = { readonly [Kind in Fact["kind"]]?: (fact: Of<Kind>) => Made }

const yes = (is: boolean): string => (is ? "yes" : "no")
const pair = ({ client, server, protocol }: { client: number; server: number; protocol: string }) =>
  ({ source: client, target: server, protocol }) as const

/** operation, refusal and place are told each time by occurrences; alive says nothing beside distance. */
const makers: Makers = {
  endpoint: ({ endpoint }) => ({ about: "appears", source: endpoint, values: {}, line: { what: "first seen" } }),
  distance: ({ endpoint, hops }) => ({
    ...{ about: "distance", source: endpoint, values: { hops } },
    line: { what: "routers in between", value: String(hops) },
  }),
  binding: ({ mac, vlan, address, tunnel, how }) => ({
    ...{ about: "binding", source: -1 },
    values: { sourceMac: mac, sourceIp: address, sourceVlan: vlan < 0 ? undefined : vlan, sourceTunnel: tunnel, how },
    line: { what: "network card", where: mac, value: address },
  }),
  claim: ({ about, field: property, value, rule, confidence }) => ({
    ...{ about: "claim", source: typeof about === "number" ? about : "endpoint" in about ? about.endpoint : -1 },
    values: {
      ...{ property, value, rule, confidence },
      ...(typeof about === "number" ? {} : "endpoint" in about ? { part: about.name } : named(about)),
    },
    line: { what: property, where: typeof about === "object" && "endpoint" in about ? about.name : "", value },
  }),
  part: ({ part: { endpoint, protocol, name } }) => ({
    ...{ about: "part", source: endpoint, protocol, values: { part: name } },
    line: { what: "part", where: name },
  }),
  protocol: ({ client, server, protocol, ot, port }) => ({
    ...{ about: "speaks", ...pair({ client, server, protocol }) },
    values: { ot: yes(ot), port },
    line: { what: "speaks", where: protocol },
  }),
  resolve: ({ client, address }) => ({
    ...{ about: "resolve", source: client, values: { address } },
    line: { what: "asks for", where: address },
  }),
  malformed: ({ sender, ...fact }) => ({
    ...{ about: "malformed", ...pair(fact), values: { sender: sender === fact.server ? "target" : "source" } },
    line: { what: "breaks its specification" },
  }),
  attempt: ({ client, server, port }) => ({
    ...{ about: "attempt", source: client, target: server, values: { port } },
    line: { what: "connection", where: `port ${port}` },
  }),
  signIn: ({ user, succeeded, isClear, mask, ...fact }) => ({
    ...{ about: "signIn", ...pair(fact) },
    values: { user, succeeded: yes(succeeded), isClear: yes(isClear), ...maskedValues(mask) },
    line: { what: succeeded ? "signed in" : "sign-in refused", where: user },
  }),
  presented: ({ user, isClear, mask, ...fact }) => ({
    ...{ about: "presented", ...pair(fact), values: { user, isClear: yes(isClear), ...maskedValues(mask) } },
    line: { what: "proof given", where: user },
  }),
  asked: ({ name, type, ...fact }) => ({
    ...{ about: "asked", ...pair(fact), values: { name, type } },
    line: { what: "asked for", where: name },
  }),
  resolved: ({ name, type, answers, fault, ...fact }) => ({
    ...{ about: "resolved", ...pair(fact), values: { name, type, answers: answers.join(", "), fault } },
    line: { what: fault === "" ? "answered" : fault, where: name, value: answers.join(", ") },
  }),
  carried: ({ name, way, size, sha256, state, program, began, ...fact }) => ({
    ...{ about: "carried", ...pair(fact), values: { name, way, size, sha256, state, program, began } },
    line: { what: way === "toServer" ? "sent to the server" : "fetched", where: name, value: `${size} bytes` },
  }),
  web: ({ cookies, ...fact }) => {
    const { method, host, path, userAgent, soapAction, headers, longestHeader, fault } = fact
    return {
      ...{ about: "web", ...pair(fact) },
      values: { method, host, path, userAgent, soapAction, headers, longestHeader, fault, cookie: cookies.join("; ") },
      line: { what: method, where: `${host}${path}` },
    }
  },
  file: ({ name, way, ...fact }) => ({
    ...{ about: "file", ...pair(fact), values: { name, way } },
    line: { what: way === "opened" ? "opened" : way === "toServer" ? "sent to the server" : "fetched", where: name },
  }),
  statement: ({ text, ...fact }) => ({
    ...{ about: "statement", ...pair(fact), values: { text } },
    line: { what: "statement", where: text },
  }),
  longText: ({ field, ...fact }) => ({
    ...{ about: "longText", ...pair(fact), values: { field } },
    line: { what: "long text", where: field },
  }),
  marker: ({ indicator, ...fact }) => ({
    ...{ about: "marker", ...pair(fact), values: { indicator } },
    line: { what: "indicator", value: String(indicator) },
  }),
  lease: ({ outcome, by, mac, ...fact }) => ({
    ...{ about: "lease", ...pair(fact), values: { outcome, by, clientMac: mac } },
    line: { what: `address ${outcome}`, where: mac },
  }),
}

const maskedValues = (mask: MaskedSecret | undefined): Values => ({
  ...{ secret: mask?.shown, isDefault: mask === undefined ? undefined : yes(mask.isDefault) },
})

const named = ({ mac, address, vlan, tunnel }: Named): Values => ({
  ...{ sourceMac: mac, sourceIp: address, sourceVlan: vlan < 0 ? undefined : vlan, sourceTunnel: tunnel },
})

/** The kinds of facts that rules can be about. */
export const topicOfFact: Readonly<Partial<Record<Fact["kind"], TopicId>>> = {
  ...{ endpoint: "appears", distance: "distance", binding: "binding", claim: "claim", part: "part" },
  ...{ protocol: "speaks", resolve: "resolve", malformed: "malformed", attempt: "attempt", signIn: "signIn" },
  ...{
    presented: "presented",
    asked: "asked",
    resolved: "resolved",
    carried: "carried",
    web: "web",
    file: "file",
    statement: "statement",
    longText: "longText",
    marker: "marker",
    lease: "lease",
  },
}

/** `portOf`: the server's port where the fact does not tell it. */
export function sightingOf(fact: Fact, port: () => number): Sighting | undefined {
  const make = makers[fact.kind] as ((fact: Fact) => Made) | undefined
  if (make === undefined) return undefined
  const { about, source, target = -1, protocol = "", values, line } = make(fact)
  const told: Line = { where: "", value: "", ...line }
  return {
    ...{ about, source, target, protocol, time: fact.time, elements: 1 },
    get: (field) => (field === "port" && values["port"] === undefined ? port() : values[field]),
    line: () => told,
  }
}

/** A detection judges facts before the model learns them. It never sees a byte, and keeps no clock: time comes with the fact. */
import type { ClaimField } from "../facts/claim-field.ts"
import type { Binding, EndpointId, Fact, FunctionId, PlaceId, Said } from "../facts/fact.ts"
import type { Counting } from "./counting.ts"
import type { Threshold } from "./alert-kind.ts"
import type { Threat } from "./policy.ts"
import type { Ranges } from "./ranges.ts"
import type { Rhythms } from "./rhythms.ts"
import type { RaisedBy } from "./custom/rule.ts"
import type { EventKindCode, EventSeverity } from "./event-kind.ts"

export type Spoken<Kind extends Fact["kind"]> = Extract<Fact, { kind: Kind }>

/** A function of a pair, in words. */
export type FunctionWords = {
  readonly protocol: string
  /** How people write the protocol. */
  readonly title: string
  readonly key: string
  /** The specification's name of the function; the key where it has none. */
  readonly name: string
  /** What it does to the device ("Stop the controller"); "" where it does nothing to it. */
  readonly does: string
  /** Its technique of ATT&CK for ICS; "" where none fits. */
  readonly technique: string
  /** An ordinary process write, as against one that changes program, configuration or running state. */
  readonly isEveryday: boolean
  readonly isDetail: boolean
}

/** What a detection may ask of the plant as it is known before the fact. */
export type World = {
  /** What is new becomes normal without an alert: the sensor learns, or one of the ends (where any is named) is in its first days. */
  isLearning(...ends: readonly EndpointId[]): boolean
  /** IP address, or MAC where there is none. */
  text(endpoint: EndpointId): string
  isGroup(endpoint: EndpointId): boolean
  /** An address of the public internet. */
  isInternet(endpoint: EndpointId): boolean
  /** The class B network of an IPv4 address, as its first two bytes; -1 for others. */
  network(endpoint: EndpointId): number
  /** Routers between the endpoint and the sensor; 255: it was never seen sending. */
  hops(endpoint: EndpointId): number
  /** Protocols that are at home on a port; empty where none is known. */
  protocolsOfPort(port: number): readonly string[]
  /** TCP ports that controllers answer on. */
  isControllerPort(port: number): boolean
  /** Answers in a protocol of process control. */
  isController(endpoint: EndpointId): boolean
  /** The value of what the endpoint said last of itself by this rule; "" where it said nothing. */
  said(of: Pick<Spoken<"claim">, "about" | "field" | "rule">): string
  /** The endpoint ever said this value by this rule; one may have several of a field. */
  hasSaid(of: Pick<Spoken<"claim">, "about" | "field" | "rule" | "value">): boolean
  /** The vendor, model and the like that whoever a claim is about is known for, by all that was said; "" where nothing was. */
  knownFor(about: Spoken<"claim">["about"], field: ClaimField): string
  /** The server ever answered this client in the function's protocol. */
  hasAnswered(id: FunctionId): boolean
  functionWords(id: FunctionId): FunctionWords
  /** Who asks for the function, and whom. */
  endsOf(id: FunctionId): { readonly client: EndpointId; readonly server: EndpointId }
  /** Where a place is, in the words of the field; "" for the device as a whole. */
  placeText(id: PlaceId): string
}

export type Raised = {
  /** An id of the catalogue. */
  readonly kind: string
  /** -1: nobody. */
  readonly source: EndpointId
  readonly target: EndpointId
  readonly protocol?: string
  /** One or two sentences; `{source}` and `{target}` stand for the ends. */
  readonly message: string
  readonly line: { readonly what: string; readonly where?: string; readonly value?: string }
  readonly time: number
  /** What happens again is counted by the engine from here on: the counters of this function, or of this place of it. */
  readonly follow?: { readonly function: FunctionId } | { readonly place: PlaceId }
  /** What counts as happening again, of what is followed: that it is asked, or that it is refused. */
  readonly again?: "asked" | "refused"
  /** The user's own rule that raised it; each rule has alerts of its own. */
  readonly rule?: RaisedBy
}

export type Told = {
  readonly kind: EventKindCode
  readonly source: EndpointId
  readonly target: EndpointId
  readonly protocol?: string
  readonly text: string
  readonly time: number
  readonly place?: PlaceId
  /** Where it is not that of its kind. */
  readonly severity?: EventSeverity
  /** It was counted over a minute: the frame that is read now does not prove it. */
  readonly unproved?: true
}

export type Judging = {
  readonly world: World
  readonly raise: (raised: Raised) => void
  readonly tell: (told: Told) => void
  /** It programmed a controller while the sensor learned, or a person said that it is a programming device. */
  readonly mayProgram: (endpoint: EndpointId) => boolean
  readonly permit: (endpoint: EndpointId) => void
  /** True the first time that it is asked with this key, in the whole life of the site. */
  readonly isFirst: (key: string) => boolean
  /** Keeps the value under the key, and gives the one of before; "" where there was none. */
  readonly swap: (key: string, value: string) => string
  /** A person said that it may look around. */
  readonly mayScan: (endpoint: EndpointId) => boolean
  /** It appeared when learning was over, less than a week ago. */
  readonly isNewcomer: (endpoint: EndpointId) => boolean
  /** This function is new itself, and an alert says so: that it reaches a new place too says nothing more. */
  readonly isFollowed: (id: FunctionId) => boolean
  /** The threshold in force of a kind of the catalogue; `decides`: the end whose own threshold holds, where it has one. */
  readonly threshold: (kind: string, decides: EndpointId) => Threshold
  /** Counts within windows of time, by name and key. */
  readonly counting: Counting
  /** Threat data are in force at all. */
  readonly hasThreats: () => boolean
  /** What the threat data that people gave the sensor say of an address or a name; undefined: nothing. */
  readonly threatOf: (what: Threat["what"], value: string) => Threat | undefined
  /** What was learned of values. */
  readonly ranges: Ranges
  /** When what comes back began. */
  readonly rhythms: Rhythms
}

/** What was counted of one function in one minute. */
export type MinuteCount = {
  /** Equal requests that followed each other, and the sum of the pauses between them in microseconds. */
  readonly intervals: number
  readonly intervalSum: number
  readonly function: FunctionId
  /** A number for client, server, port and protocol together. */
  readonly talk: number
  readonly client: EndpointId
  readonly server: EndpointId
  /** The server's; 0 where there is none. */
  readonly port: number
  readonly requests: number
  readonly responses: number
  readonly exceptions: number
  readonly messages: number
}

/** A minute of capture time that is over. */
export type Minute = {
  /** Its end, microseconds since 1970 UTC. */
  readonly time: number
  readonly counts: Iterable<MinuteCount>
  /** By pair. `protocol`: the highest recognised, or the carrier's name. */
  readonly traffic: Iterable<{
    /** A number for client, server and port together. */
    readonly talk: number
    readonly client: EndpointId
    readonly server: EndpointId
    readonly protocol: string
    /** The server's; 0 where there is none. */
    readonly port: number
    readonly packets: number
    readonly bytes: number
  }>
}

type Judges = { readonly [Kind in Fact["kind"]]?: (fact: Spoken<Kind>, judging: Judging) => void }

export type Detection = {
  /** The entries of the catalogue that it can raise. */
  readonly kinds: readonly string[]
  readonly facts?: Judges
  readonly minute?: (minute: Minute, judging: Judging) => void
  /** Proof: what fires, and what must stay silent. A test runs them all. */
  readonly examples: readonly Example[]
}

/** Ends are named by address; "learned" facts come first, while the sensor learns, "then" those that are judged. */
export type Example = {
  readonly name: string
  /** The threat data in force. */
  readonly threats?: readonly Threat[]
  readonly learned?: readonly ExampleFact[]
  readonly then: readonly ExampleFact[]
  /** The kinds that are raised, each once; empty: silent. */
  readonly raises: readonly string[]
  /** The kinds of events that the timeline tells, each as often as it does; not looked at where it is absent. */
  readonly tells?: readonly EventKindCode[]
  /** The sensor still learns when it judges. */
  readonly isLearning?: boolean
}

/** A fact as examples write it: ends by address, functions by protocol and key. Seconds since the example began. */
export type ExampleFact =
  | {
      readonly says: "operation" | "refusal"
      readonly from: string
      readonly to: string
      readonly protocol: string
      readonly key: string
      readonly isDetail?: boolean
      readonly does?: string
      readonly isEveryday?: boolean
      readonly technique?: string
      readonly outcome?: Spoken<"operation">["outcome"]
      readonly at?: number
      readonly times?: number
    }
  | {
      readonly says: "place"
      readonly from: string
      readonly to: string
      readonly protocol: string
      readonly key: string
      readonly isDetail?: boolean
      readonly where: string
      readonly does?: string
      readonly isEveryday?: boolean
      readonly technique?: string
      readonly at?: number
    }
  | {
      readonly says: "attempt"
      readonly from: string
      readonly to: string
      readonly port: number
      readonly at?: number
    }
  | {
      readonly says: "claim"
      readonly of: string
      readonly field: ClaimField
      readonly value: string
      readonly rule: string
      readonly at?: number
    }
  | {
      readonly says: "speaks"
      readonly from: string
      readonly to: string
      readonly protocol: string
      readonly port?: number
      readonly isOt?: boolean
      readonly at?: number
    }
  /** The endpoint answered for a part of itself, or behind it. */
  | {
      readonly says: "part"
      readonly of: string
      readonly protocol: string
      readonly name: string
      readonly at?: number
    }
  /** Something that a message of everyday IT said. */
  | {
      readonly says: "said"
      readonly from: string
      readonly to: string
      readonly protocol: string
      readonly said: Said
      readonly at?: number
    }
  | { readonly says: "resolve"; readonly from: string; readonly address: string; readonly at?: number }
  | {
      readonly says: "binding"
      readonly mac: string
      readonly address: string
      readonly how?: Binding
      readonly at?: number
    }
  /** It was seen sending. */
  | { readonly says: "sends"; readonly of: string; readonly hops?: number; readonly at?: number }
  | {
      readonly says: "malformed"
      readonly from: string
      readonly to: string
      readonly protocol: string
      readonly isAnswer?: boolean
      readonly at?: number
    }
  /** It is there: its first frame. */
  | { readonly says: "appears"; readonly of: string; readonly at?: number }
  /** A minute ended in which this was counted. */
  | {
      readonly says: "minute"
      readonly from: string
      readonly to: string
      readonly protocol: string
      readonly key?: string
      readonly isDetail?: boolean
      readonly does?: string
      readonly requests?: number
      readonly responses?: number
      readonly exceptions?: number
      readonly messages?: number
      readonly packets?: number
      readonly bytes?: number
      readonly intervals?: number
      /** Seconds. */
      readonly intervalSum?: number
      readonly at?: number
    }

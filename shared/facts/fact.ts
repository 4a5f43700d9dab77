/**
 * The vocabulary: everything that traffic can tell the model. Novelty is one fact per thing seen for the first time;
 * measures are numbers per key and interval. Times are microseconds since 1970 UTC.
 */
import type { ClaimField } from "./claim-field.ts"

/**
 * Stands for a distance that can't be told: times to live of 30 and 60 are what some embedded stacks begin with (S7-300 among
 * them), and also what is left of 32 and 64 after a few routers.
 */
export const perhapsHere = 200

/** A number that the engine gives to one (MAC or none, VLAN, tunnel or none, address or none) for the length of a run. */
export type EndpointId = number

/** A number that the engine gives to one function of one pair and protocol, and to one place that it reached: what counts go by. */
export type FunctionId = number
export type PlaceId = number

/** A unit behind a gateway, a module of a rack: what one endpoint answers for beside itself. */
export type Part = {
  readonly endpoint: EndpointId
  /** The protocol that tells the parts apart, and what it calls this one: "modbus", "unit 3". */
  readonly protocol: string
  readonly name: string
}

/** What tells a tunnel from all others; absent outside of tunnels. The same addresses in two tunnels are two devices. */
export type TunnelScope = string

/** Another device, as a message names it. */
export type Named = {
  readonly mac: string
  readonly address: string
  readonly vlan: number
  readonly tunnel?: TunnelScope
}

export type Binding = "arp" | "arp-announcement" | "neighbour-discovery" | "dhcp" | "announcement"

export type RingWay = "out" | "back"

/** `frame` counts from 1; `offset` and `length` are bytes within the captured frame. */
export type FactSpan = { readonly frame: number; readonly offset: number; readonly length: number }

export type Fact =
  | {
      readonly kind: "endpoint"
      readonly endpoint: EndpointId
      /** Empty where the link layer has none. */
      readonly mac: string
      /** Outermost VLAN id, -1 without a tag. */
      readonly vlan: number
      readonly tunnel?: TunnelScope
      /** Empty for frames without IP. */
      readonly address: string
      readonly time: number
    }
  /** An address was seen sending, `hops` routers away (from the time to live; 0: on this segment). */
  | { readonly kind: "distance"; readonly endpoint: EndpointId; readonly hops: number; readonly time: number }
  /** Somebody answered this endpoint or was answered by it: it is there, even if it was never seen sending. */
  | { readonly kind: "alive"; readonly endpoint: EndpointId; readonly time: number }
  | {
      readonly kind: "binding"
      readonly mac: string
      readonly vlan: number
      readonly address: string
      readonly tunnel?: TunnelScope
      readonly how: Binding
      readonly time: number
    }
  /** Frames of this card go out into a ring of slaves (EtherCAT), or come back from it, for the first time. */
  | {
      readonly kind: "ring"
      readonly mac: string
      readonly vlan: number
      readonly tunnel?: TunnelScope
      readonly way: RingWay
      readonly time: number
    }
  | {
      readonly kind: "claim"
      /** Who it is about: an endpoint, or what a message says of another device. */
      readonly about: EndpointId | Named | Part
      readonly field: ClaimField
      readonly value: string
      readonly rule: string
      readonly confidence: number
      readonly time: number
      readonly spans: readonly FactSpan[]
    }
  /** The endpoint answered for a part of itself, or of what stands behind it, for the first time. */
  | { readonly kind: "part"; readonly part: Part; readonly time: number }
  /** Client and server speak this protocol for the first time. */
  | {
      readonly kind: "protocol"
      readonly client: EndpointId
      readonly server: EndpointId
      readonly protocol: string
      readonly ot: boolean
      readonly port: number
      readonly time: number
    }
  /** The client asked the server for this function for the first time, or the server answered it; or a detail of such a request was new. */
  | {
      readonly kind: "operation"
      readonly client: EndpointId
      readonly server: EndpointId
      readonly protocol: string
      /** The function's key in the result document, or the detail's. */
      readonly key: string
      readonly isDetail: boolean
      /** What it does to the device: its ATT&CK technique, "" where it does nothing to it. */
      readonly technique: string
      readonly outcome: "request" | "response" | "exception" | "message"
      readonly function: FunctionId
      readonly time: number
    }
  /** The server refused this function for the first time. */
  | {
      readonly kind: "refusal"
      readonly client: EndpointId
      readonly server: EndpointId
      readonly protocol: string
      readonly key: string
      readonly function: FunctionId
      readonly time: number
    }
  /** The client reached this place with the function for the first time. */
  | {
      readonly kind: "place"
      readonly client: EndpointId
      readonly server: EndpointId
      readonly protocol: string
      /** The key of the function, or of the detail. */
      readonly key: string
      readonly isDetail: boolean
      readonly technique: string
      readonly function: FunctionId
      readonly place: PlaceId
      readonly time: number
    }
  | SaidFact<Said>
  /** The endpoint asked by ARP for this address for the first time. */
  | { readonly kind: "resolve"; readonly client: EndpointId; readonly address: string; readonly time: number }
  /** A message contradicts its specification. */
  | {
      readonly kind: "malformed"
      readonly client: EndpointId
      readonly server: EndpointId
      readonly sender: EndpointId
      readonly protocol: string
      readonly time: number
    }
  /** A TCP connection was asked for (SYN) on a port where none of this client's was under way. */
  | {
      readonly kind: "attempt"
      readonly client: EndpointId
      readonly server: EndpointId
      readonly port: number
      readonly time: number
    }

/** A password or community as it may be shown: its first letter and length. The secret itself ends in the dissector. */
export type MaskedSecret = {
  readonly shown: string
  /** User and secret are what a maker is known to deliver. */
  readonly isDefault: boolean
}

export type CarriedFile = {
  readonly kind: "carried"
  /** "" where the protocol gives it none. */
  readonly name: string
  readonly way: "toServer" | "toClient"
  /** Bytes that were seen. */
  readonly size: number
  /** In hexadecimal, of a whole file; "" of others. */
  readonly sha256: string
  /** compressed: sent in another form than it has. partly: a part was asked for. large: longer than is hashed. */
  readonly state: "whole" | "incomplete" | "compressed" | "partly" | "large"
  /** What it is, where its beginning tells that it is a program, a script or the like; else "". */
  readonly program: string
  /** When its first byte passed, microseconds since 1970 UTC. */
  readonly began: number
}

/** What a message of everyday IT says that is judged by itself, each time; the engine adds who and when. */
export type Said =
  /** `isClear`: name and password could be read on the way. */
  | {
      readonly kind: "signIn"
      readonly user: string
      readonly succeeded: boolean
      readonly isClear: boolean
      readonly mask?: MaskedSecret
    }
  /** Somebody proved who he is, and no answer tells how it went: a community of SNMP, a form of a web page, a remote desktop that encrypts the rest. */
  | { readonly kind: "presented"; readonly user: string; readonly isClear: boolean; readonly mask?: MaskedSecret }
  /** A name was asked for (DNS and its relatives). */
  | { readonly kind: "asked"; readonly name: string; readonly type?: string }
  /** What the server of names said: the addresses and names, or what went wrong. */
  | {
      readonly kind: "resolved"
      readonly name: string
      readonly type: string
      readonly answers: readonly string[]
      readonly fault: string
    }
  | {
      readonly kind: "web"
      readonly method: string
      readonly host: string
      /** With its query. */
      readonly path: string
      readonly userAgent: string
      readonly soapAction: string
      readonly cookies: readonly string[]
      readonly headers: number
      /** Bytes. */
      readonly longestHeader: number
      /** The request breaks the specification: how, or "". */
      readonly fault: string
    }
  /** A file or a named pipe: opened, or carried from or to the server. */
  | { readonly kind: "file"; readonly name: string; readonly way: "opened" | "toServer" | "toClient" }
  /** The bytes of a file passed, to the end or as far as they were seen. */
  | CarriedFile
  /** A statement that was sent to a database: its beginning, on one line. */
  | { readonly kind: "statement"; readonly text: string }
  /** A field of text that is out of all proportion: more than 32,768 bytes. Which one, in words. */
  | { readonly kind: "longText"; readonly field: string }
  /** The bytes of a published indicator of the catalogue passed: its number there. */
  | { readonly kind: "marker"; readonly indicator: number }
  /** A server gives or refuses an address (DHCP). `by`: the address that the server names itself by; `mac`: of who asked, "" where that is not told. */
  | { readonly kind: "lease"; readonly outcome: "given" | "refused"; readonly by: string; readonly mac: string }

type SaidFact<Kind> = Kind extends Said
  ? Kind & {
      readonly client: EndpointId
      readonly server: EndpointId
      readonly protocol: string
      readonly time: number
    }
  : never

/** What one endpoint sent and received so far: a measure, read when devices are written out. */
export type EndpointMeasure = {
  readonly firstSeen: number
  readonly lastSeen: number
  readonly sentPackets: number
  readonly receivedPackets: number
  readonly sentBytes: number
  readonly receivedBytes: number
}

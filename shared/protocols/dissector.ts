/** The contract of a dissector: one protocol, one file. It is the last that sees bytes; what it finds goes to Findings. */
import type { Reader } from "../bytes/reader.ts"
import type { ClaimField } from "../facts/claim-field.ts"
import type { RingWay, Said } from "../facts/fact.ts"
import type { Channel } from "./carrying.ts"
import type { Protocol } from "./protocol.ts"
import type { Opening } from "./tunnels/opening.ts"

/** What carries the message, reused for every message: read it, never keep it. */
export interface About {
  /** Microseconds since 1970 UTC, of the frame that completed the message. */
  time: number
  transport: "tcp" | "udp" | "ethernet"
  /** 0 where there are no ports. */
  sourcePort: number
  targetPort: number
  /** 1: the sender is the client (opened the connection, or talks to the known port); -1: the server; 0: can't be told. */
  direction: number
  /** 0 or 1: which side of the conversation sends; the same side keeps its number for the conversation's life. */
  side: number
  /** What the server of this conversation is a part of a host for, as an outer protocol said by `standsFor`; -1: nothing was said. */
  behind: number
  /** Which of the streams that the protocol around this one carries in the same conversation (a pipe of SMB), as it said with `inner`; 0 where it carries one. */
  stream: number
  /** True where these bytes go on with the long message read before in this direction (`takesPieces`). */
  piece: boolean
  /** True where the IP target (or the MAC target without IP) is a group or broadcast address. */
  toMany: boolean
  /** This dissector's own memory of the conversation (both directions), made on first use; on Ethernet of the pair, one direction. */
  recall<Memory>(make: () => Memory): Memory
  /** What another conversation said that this sender (or anybody) would send under this number, as `announce` told it of the dissector's protocol. Costs a string. */
  announced<What>(number: number, byAnybody?: boolean): What | undefined
}

export type Whose =
  | "sender"
  | "receiver"
  /** A device named by what the message says of it: at least one of the two. */
  | { readonly mac?: string; readonly address?: string }
  /** What the sender answers for: a unit behind a gateway, a module of a rack (`part`). */
  | { readonly part: number }

export type Outcome = "request" | "response" | "exception" | "message"

/** Lists of names in the result document. */
export type NameList = "dns" | "dhcpHostnames" | "lldpSystems"

/** Where a dissector puts what it found. The engine's own object, reused. */
export interface Findings {
  /** Counts a layer of this frame (each protocol once a frame). The dissector's own protocol is counted for it. */
  layer(protocol: Protocol): void
  /**
   * Counts a message by function. Cheap: integers only; called for every message. `code` is a non-negative integer below 2^30.
   * `reference`: the number that joins an answer to its request, -1 where answers come in order. `question`: equal where a request
   * asks for exactly the same as an earlier one (`fingerprint` of what it names), so that polling is measured; -1 where that is not known.
   */
  operation(protocol: Protocol, code: number, outcome: Outcome, reference?: number, question?: number): void
  /** Counts what a request is about beside its function, under the protocol's `detailKey`. `code` below 2^30. */
  detail(protocol: Protocol, code: number): void
  /**
   * Where the request (or message) counted last reaches: `count` items from `from` on, of `area`. All three are integers below 2^31 that
   * the protocol's `placeText` makes words of. Called once for each place that the request names, after `operation` or `detail`.
   */
  place(area: number, from: number, count: number): void
  /** The same for what has a name (a tag, a variable, a file): `length` bytes at `at` of the reader's buffer, 64 of them are kept. */
  named(area: number, at: number, length: number): void
  /** What the request writes to the place told last: `length` bytes at `at` of the reader's buffer, 16 of them are kept. */
  written(at: number, length: number): void
  /**
   * The answer's word on the next place of its request, after `operation(…, "response")`: whether it succeeded, and what was read (`length` 0:
   * nothing). Needed only where an answer judges each place by itself or brings values: an answer alone says that all went well, an exception that none did.
   */
  result(good: boolean, at?: number, length?: number): void
  /**
   * A property of a device, proved by `length` bytes at `at` of the reader's buffer. Novelty: the engine drops repeats.
   * `confidence` 0..1: 0.95 the device's own identification, 0.8 its own announcement, 0.6 said by another, 0.4 a guess from behaviour.
   */
  claim(
    whose: Whose,
    field: ClaimField,
    value: string,
    rule: string,
    confidence: number,
    at: number,
    length: number,
  ): void
  /**
   * The sender answered for this part of itself, or of what stands behind it: a Modbus unit, a slot of the backplane, an outstation. An integer below
   * 2^31 that the protocol's `partText` makes words of. A host that answers for two or more of them is shown with its parts.
   */
  part(protocol: Protocol, part: number): void
  /** The server of this conversation answers for this part: inner protocols find it in `about.behind`. */
  standsFor(part: number): void
  /**
   * This MAC uses this address, said by the message itself (ARP, neighbour discovery, DHCP), or announced by the station
   * itself ("announcement": PROFINET DCP, LLDP). "sender": the frame's own source MAC, where the message doesn't repeat it.
   */
  binding(
    mac: string,
    address: string,
    how: "arp" | "arp-announcement" | "neighbour-discovery" | "dhcp" | "announcement",
    at: number,
    length: number,
  ): void
  /** The frame goes out into a ring of slaves (EtherCAT), or comes back from it, with a source that they marked. */
  ring(way: RingWay): void
  name(list: NameList, value: string): void
  /** Something that alerts are about: a sign-in, a name asked for, a web request, a file. Each time it happens. */
  tell(said: Said): void
  /** A file will pass between this port of an end and anybody, over the same transport, in a conversation of its own. */
  expects(whose: "sender" | "receiver", port: number, channel: Channel): void
  /** What this end will send in other conversations of `protocol` under `number`. Each protocol announces one type only. */
  announce(protocol: Protocol, whose: "sender" | "receiver" | "anybody", number: number, what: unknown): void
  /**
   * `length` bytes at `at` of the reader's buffer are a piece of a message that comes in several units: in it they stand at `place` (0: it begins
   * anew). `joint`: whatever the dissector keeps of that message.
   */
  gather(joint: object, place: number, at: number, length: number): void
  /** `bytes` are read next, put together from the pieces of `joint`: those prove what is claimed of them. */
  joined(joint: object, bytes: Uint8Array): void
  /** A frame inside, in a tunnel: the engine walks it when the message is read, with addresses of its own. */
  readonly opening: Opening
  /**
   * A payload inside, for the dissectors that listen `over` this name; `from`..`to` in the reader's buffer. True if one took it.
   * `stream`: of a protocol that carries several streams in one conversation, which one it belongs to, from 1 on.
   */
  inner(over: string, reader: Reader, from: number, to: number, stream?: number): boolean
}

export interface Dissector {
  readonly protocol: Protocol
  /** Ports are hints: on them the structure is tried first. */
  readonly tcp?: readonly number[]
  readonly udp?: readonly number[]
  /** Ethernet: EtherTypes. */
  readonly ethertypes?: readonly number[]
  /** Names of inner payloads it listens to: "cotp", "ip:112" (a protocol number of IP), "llc:42" (DSAP hexadecimal), "snap:00000c:2000", "group:01:80:c2:00:00:0e" … */
  readonly over?: readonly string[]
  /** True if the structure is strong enough to be recognised on any port (after both directions agree). */
  readonly anyPort?: boolean
  /**
   * TCP: length in bytes of the message that starts at `from`; 0: more bytes are needed to tell; -1: not this protocol.
   * A message longer than limits.message is refused by the engine, unless `takesPieces`.
   */
  size?(bytes: Uint8Array, from: number, to: number): number
  /** Of a message that is too long, `read` takes the beginning alone (1 kB or more), then what follows as it comes, with `about.piece`. */
  readonly takesPieces?: true
  /** Is the message that starts here ours? Strict, cheap, no throw, no allocation. For TCP it sees at least one segment, perhaps not a whole message. */
  probe(bytes: Uint8Array, from: number, to: number): boolean
  /** Reads one whole message. Throws Truncated (bytes ran out) or Malformed; anything else is a bug and benches the dissector. */
  read(reader: Reader, about: About, out: Findings): void
}

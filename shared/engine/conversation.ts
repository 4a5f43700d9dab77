/** One TCP or UDP conversation while it is live: who began it, what it speaks, what is half read. */
import type { Dissector } from "../protocols/dissector.ts"
import { Stream } from "../flows/stream.ts"
import type { OpenChannel } from "./open-channel.ts"
import type { Watched } from "./watched.ts"
import type { SessionCount } from "./session-count.ts"
import type { Waiting } from "./timing.ts"

/** undecided: nothing recognised yet. alone: given up, its payload stays unnamed. */
export const undecided = 0
export const decided = 1
export const alone = 2

/** A power of two. */
export const counterSlots = 8

export class Conversation {
  readonly id: number
  readonly tcp: boolean
  /** Endpoint and port of each side; side 0 sent the first packet seen. */
  readonly endpoint0: number
  readonly endpoint1: number
  readonly port0: number
  readonly port1: number
  /** Which side asks. */
  client: 0 | 1
  /** The handshake or the ports said so; else it is a guess. */
  sure = false
  /** The client's asking for this connection was told. */
  isAttempted = false
  /** (client, server, port) in Pairs. */
  pair = -1
  last = 0
  /** When its first packet came; 0: not known. */
  began = 0
  /** What it counted as a session; null: nothing yet. */
  session: SessionCount | null = null
  /** What the one side that was heard has acknowledged of the other; -1: nothing. And whether that moved on. */
  private heardOf = -1
  isAnswered = false
  /** A reset, or the end of both directions, was seen. */
  ended = false
  private ends = 0
  /** No longer among the live ones. */
  forgotten = false
  state = undecided
  dissector: Dissector | null = null
  /** Off its port: recognised on one side, waiting for the other to agree. */
  tentative: Dissector | null = null
  tentativeSide = 0
  tentativeCount = 0
  tries = 0
  stream0: Stream | null = null
  stream1: Stream | null = null
  /** What dissectors remember of this conversation: protocol id, memory, and so on. They are few. */
  memory: unknown[] | null = null
  /** The part of a host that its server answers for; -1: the host itself, or not said. */
  part = -1
  /** What was looked through for published indicators; null: nothing yet. */
  watched: Watched | null = null
  /** What its bytes belong to that another conversation announced, or that is a program; null: nothing. */
  channel: OpenChannel | null = null
  /** Requests without an answer yet. */
  waiting: Waiting | null = null
  /** The functions counted lately, as `counterSlots` rows of code, protocol and counter: cyclic traffic costs no look-up. */
  counters: number[] | null = null

  /** Protocols that spoke here, a bit each by id: the first 32, the next, and so on. */
  private known0 = 0
  private known1 = 0
  private known2 = 0
  private known3 = 0

  constructor(id: number, tcp: boolean, ends: Ends, client: 0 | 1) {
    this.id = id
    this.tcp = tcp
    this.endpoint0 = ends.endpoint0
    this.endpoint1 = ends.endpoint1
    this.port0 = ends.port0
    this.port1 = ends.port1
    this.client = client
  }

  /** This side says that it sends nothing more (FIN), or breaks off (RST). */
  end(side: number, reset: boolean): void {
    this.ends |= reset ? 3 : 1 << side
    this.ended = this.ends === 3
  }

  /** One side acknowledges while nothing was heard of the other. */
  acknowledges(number: number): void {
    if (this.heardOf >= 0 && number !== this.heardOf) this.isAnswered = true
    this.heardOf = number
  }

  /** What it remembers is let go; frames that come later begin it anew. */
  forget(): void {
    this.restart()
    this.forgotten = true
  }

  /** A new connection on the same ports. */
  restart(): void {
    this.ended = false
    this.isAttempted = false
    this.isAnswered = false
    this.heardOf = -1
    this.ends = 0
    this.stream0 = null
    this.stream1 = null
    this.memory = null
    this.watched = null
    this.channel = null
    this.session = null
    this.began = 0
    this.waiting = null
    this.part = -1
    this.state = undecided
    this.dissector = null
    this.tentative = null
    this.tries = 0
  }

  stream(side: number): Stream {
    return side === 0 ? (this.stream0 ??= new Stream()) : (this.stream1 ??= new Stream())
  }

  /** True from the second time on that this protocol is asked about (ids below 128; higher ones: always false). */
  knows(protocol: number): boolean {
    const bit = 1 << (protocol & 31)
    switch (protocol >> 5) {
      case 0:
        return this.known0 === (this.known0 |= bit)
      case 1:
        return this.known1 === (this.known1 |= bit)
      case 2:
        return this.known2 === (this.known2 |= bit)
      case 3:
        return this.known3 === (this.known3 |= bit)
      default:
        return false
    }
  }

  get clientPort(): number {
    return this.client === 0 ? this.port0 : this.port1
  }

  get serverPort(): number {
    return this.client === 0 ? this.port1 : this.port0
  }
}

export type Ends = {
  readonly endpoint0: number
  readonly endpoint1: number
  readonly port0: number
  readonly port1: number
}

/** Stands for every forgotten conversation. */
export const gone = new Conversation(-1, false, { endpoint0: -1, endpoint1: -1, port0: 0, port1: 0 }, 0)
gone.forget()

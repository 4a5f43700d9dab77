/** Files under way: bytes go to the channel that waits for them, and what is over is told, once, wherever it ends. */
import type { Stream } from "../flows/stream.ts"
import { programStream, filesLeft } from "./channels.ts"
import { decided, type Conversation } from "./conversation.ts"
import type { Dissection } from "./dissection.ts"

export class Underway {
  private readonly dissection: Dissection

  constructor(dissection: Dissection) {
    this.dissection = dissection
  }

  /** A connection is asked for: was it announced? */
  opened(conversation: Conversation): void {
    const { channels, receiver, targetPort } = this.dissection
    if (channels.isEmpty || conversation.channel !== null) return
    conversation.channel = channels.claim(true, receiver, targetPort)
  }

  /** The next bytes of a stream that were accepted; `stream.next` is behind them and behind the `missing` that were not captured. */
  segment(
    conversation: Conversation,
    stream: Stream,
    bytes: Uint8Array,
    from: number,
    to: number,
    missing: number,
  ): void {
    const open = conversation.channel
    if (open === null) return
    const { side, time } = this.dissection
    const begin = (stream.next - (to - from) - missing) >>> 0
    if (open.next[side]! >= 0 && open.next[side] !== begin) open.channel.missed()
    open.channel.take(bytes, from, to, time)
    if (missing > 0) open.channel.missed()
    open.next[side] = stream.next
  }

  /** The first bytes of a side, where nobody knows what is spoken. */
  beginning(conversation: Conversation, bytes: Uint8Array, from: number, to: number): void {
    if (conversation.channel !== null || conversation.state === decided) return
    const { side, time } = this.dissection
    conversation.channel = programStream(conversation, conversation.client === side, bytes, from, to, time)
  }

  datagram(conversation: Conversation, bytes: Uint8Array, from: number, to: number): void {
    const { channels, receiver, targetPort, sender, sourcePort, time } = this.dissection
    if (conversation.channel === null && conversation.state !== decided && !channels.isEmpty)
      conversation.channel = channels.claim(false, receiver, targetPort) ?? channels.claim(false, sender, sourcePort)
    const open = conversation.channel
    if (open === null) return
    open.channel.take(bytes, from, to, time)
    if (open.channel.isOver === true) this.close(conversation, true)
  }

  /** One side ends: `isClean` when everything before was seen. */
  ended(conversation: Conversation, side: number, isClean: boolean): void {
    const isClient = conversation.client === side
    for (const { protocol, file } of filesLeft(conversation, isClient, isClean))
      this.dissection.told(conversation.pair, protocol, file)
    const open = conversation.channel
    // The side that sends is the one whose end ends the file.
    if (open !== null && open.next[side]! >= 0) this.close(conversation, isClean)
  }

  /** Nothing more comes, and no end was seen. */
  abandoned(conversation: Conversation): void {
    const { dissection } = this
    const { time } = dissection
    if (conversation.channel === null && conversation.memory === null) return
    dissection.time = conversation.last
    for (const isClient of [true, false])
      for (const { protocol, file } of filesLeft(conversation, isClient, false))
        dissection.told(conversation.pair, protocol, file)
    this.close(conversation, false)
    dissection.time = time
  }

  private close(conversation: Conversation, isClean: boolean): void {
    const open = conversation.channel
    conversation.channel = null
    const file = open?.channel.over(isClean) ?? null
    if (open && file !== null) this.dissection.told(open.pair, open.protocol, file)
  }
}

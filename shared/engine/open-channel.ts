/** What a conversation carries that was announced before, or that shows by itself what it is. */
import type { Channel } from "../protocols/carrying.ts"

/** A channel in use: whose file it is, and where each side's stream goes on. */
export class OpenChannel {
  readonly pair: number
  readonly protocol: string
  readonly channel: Channel
  /** The sequence number expected next of each side; -1: any. */
  readonly next = [-1, -1]

  constructor(pair: number, protocol: string, channel: Channel) {
    this.pair = pair
    this.protocol = protocol
    this.channel = channel
  }
}

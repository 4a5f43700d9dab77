/** The message that passes: who sends it to whom, over what and when, who reads it, and the frames that it lies in. One object serves all messages. */
import { Reader, type Trace } from "../bytes/reader.ts"
import type { Frame } from "../capture/frame.ts"
import type { FactSpan } from "../facts/fact.ts"
import { limits } from "../flows/limits.ts"
import type { Kept } from "../flows/segment.ts"
import type { Dissector } from "../protocols/dissector.ts"
import type { Conversation } from "./conversation.ts"
import { Joints, spansIn } from "./joints.ts"
import { keep } from "./keep.ts"
import type { MessageWatch } from "./message-watch.ts"

export class Passing {
  time = 0
  transport: "tcp" | "udp" | "ethernet" = "ethernet"
  sourcePort = 0
  targetPort = 0
  direction = 0
  side = 0
  piece = false
  stream = 0
  toMany = false

  /** Set by the engine for every frame. */
  frame: Frame
  frameCount = 0
  vlan = -1
  /** 0: none. What dissectors find inside messages, and what tells tunnels apart in facts. */
  tunnel = 0
  scopeOf = (_tunnel: number): string => ""
  /** The current message is on a ring: both its ways have one sender, and are one pair. */
  onRing = false
  homeOf = (pair: number): number => pair
  sender = -1
  receiver = -1
  pair = -1
  conversation: Conversation | null = null
  /** The kept frames that the current message was put together from; null: it lies in the frame itself. */
  parts: readonly Kept[] | null = null
  /** The stream buffer that `parts` describe. */
  buffer: Uint8Array | null = null

  /** What was put together from several units. */
  readonly joints = new Joints()

  /** Who reads it. */
  dissector: Dissector | null = null
  /** Explaining one packet: nothing is counted, fields go here. */
  trace: Trace | null = null
  /** Whom every message is told; null: nobody looks. */
  watch: MessageWatch | null = null
  /** Messages around the one that is read. */
  protected depth = 0
  protected readonly readers: Reader[] = Array.from({ length: limits.inner + 1 }, () => new Reader())

  constructor(frame: Frame) {
    this.frame = frame
  }

  /** What the current reader reads. */
  get bytes(): Uint8Array {
    return this.readers[this.depth]!.bytes
  }

  /** Which tunnel a fact is told of. */
  within(): { readonly tunnel?: string } {
    return this.tunnel === 0 ? {} : { tunnel: this.scopeOf(this.tunnel) }
  }

  /** The frames that it lies in, kept. */
  proof(): readonly Kept[] {
    if (this.parts !== null) return this.parts
    return [keep(this.frame, this.frame.start, this.frame.end)]
  }

  /** The frames that hold `length` bytes at `at` of what is read: of a message in several units, its own. */
  proofOf(at: number, length: number): readonly Kept[] {
    const pieces = this.joints.holding(this.bytes, at, length)
    return pieces.length > 0 ? pieces : this.proof()
  }

  /** Where `length` bytes at `at` of the current reader's buffer stand in the frames. */
  spans(frames: readonly Kept[], at: number, length: number): readonly FactSpan[] {
    const { bytes } = this
    if (bytes === this.frame.bytes) return [{ frame: this.frame.number, offset: at - this.frame.start, length }]
    const parts = this.parts !== null && bytes === this.buffer ? this.parts : this.joints.holding(bytes, at, length)
    const spans = spansIn(parts, at, length)
    if (spans.length > 0) return spans
    // A payload that the dissector put together itself: the frames are known, the place within them is their payload.
    return frames
      .slice(0, limits.spansPerClaim)
      .map((part) => ({ frame: part.frame, offset: part.payload, length: part.length }))
  }
}

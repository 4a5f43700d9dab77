/** Channels that were announced and wait for their conversation, and those through which something passes now. */
import type { CarriedFile } from "../facts/fact.ts"
import { Carrying, type Channel } from "../protocols/carrying.ts"
import { FileBody } from "../protocols/office/file-body.ts"
import { programOfStream } from "../protocols/office/program-kinds.ts"
import type { Conversation } from "./conversation.ts"
import { OpenChannel } from "./open-channel.ts"

/** The oldest that nobody opened are forgotten. */
const mostExpected = 1000

export class Channels {
  private readonly expected = new Map<string, OpenChannel>()

  get isEmpty(): boolean {
    return this.expected.size === 0
  }

  /** Another capture begins. */
  clear(): void {
    this.expected.clear()
  }

  /** Something will pass between anybody and this port of the endpoint. */
  expect(isTcp: boolean, endpoint: number, port: number, channel: OpenChannel): void {
    if (this.expected.size >= mostExpected)
      for (const oldest of this.expected.keys()) {
        this.expected.delete(oldest)
        break
      }
    this.expected.set(keyOf(isTcp, endpoint, port), channel)
  }

  /** Whoever opens it first has it. */
  claim(isTcp: boolean, endpoint: number, port: number): OpenChannel | null {
    const key = keyOf(isTcp, endpoint, port)
    const found = this.expected.get(key)
    if (found === undefined) return null
    this.expected.delete(key)
    return found
  }
}

const keyOf = (isTcp: boolean, endpoint: number, port: number): string => `${isTcp ? "t" : "u"}${endpoint}:${port}`

/** A stream that nobody knows and that begins as a program does. */
class ProgramStream implements Channel {
  private readonly body: FileBody
  constructor(way: CarriedFile["way"], time: number) {
    this.body = new FileBody("", way, time)
  }
  take(bytes: Uint8Array, from: number, to: number): void {
    this.body.take(bytes, from, to)
  }
  missed(): void {
    this.body.spoils("incomplete")
  }
  over(isClean: boolean): CarriedFile {
    return this.body.over(isClean)
  }
}

/** The first bytes of a side that no dissector reads; null where they are no program. */
export function programStream(
  conversation: Conversation,
  isClient: boolean,
  bytes: Uint8Array,
  from: number,
  to: number,
  time: number,
): OpenChannel | null {
  // "MZ", ELF, Mach-O and Java, "#!": everything else is not looked at.
  const first = bytes[from]!
  if (first !== 0x4d && first !== 0x7f && first !== 0x23 && first < 0xca) return null
  if (programOfStream(bytes.subarray(from, to), to - from) === "") return null
  const protocol = conversation.tcp ? "tcp" : "udp"
  return new OpenChannel(conversation.pair, protocol, new ProgramStream(isClient ? "toServer" : "toClient", time))
}

/** What was under way in the memories of a conversation. */
export function* filesLeft(
  { memory, dissector }: Conversation,
  isClient: boolean,
  isClean: boolean,
): Iterable<{ readonly protocol: string; readonly file: CarriedFile }> {
  if (memory === null) return
  for (const one of memory)
    if (one instanceof Carrying)
      for (const file of one.over(isClient, isClean)) yield { protocol: dissector?.protocol.name ?? "tcp", file }
}

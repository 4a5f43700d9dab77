/** The events of one session: numbered, kept for a while, sent to every open stream of that session. A stream that comes back gets what it missed, or is told to fetch again. */
import { randomBytes } from "node:crypto"
import type { Caller, Core } from "../../shared/api/host.ts"

export type EventStream = {
  readonly write: (text: string) => boolean
  readonly end: () => void
  readonly behind: () => number
}

const mostKept = 500
const keptFor = 60_000
const mostBehind = 8 * 1024 * 1024

type Channel = {
  readonly streams: Set<EventStream>
  readonly kept: { readonly number: number; readonly text: string }[]
  readonly stop: () => void
  last: number
  closing: NodeJS.Timeout | undefined
}

export class EventChannels {
  readonly #core: Core
  /** Numbers start anew with the program: an id of an earlier run matches nothing. */
  readonly #run = randomBytes(6).toString("hex")
  readonly #channels = new Map<string, Channel>()

  constructor(core: Core) {
    this.#core = core
  }

  /** False when the caller is not signed in. */
  attach(caller: Caller, lastId: string, stream: EventStream): boolean {
    const channel = this.#channels.get(caller.token ?? "") ?? this.#open(caller)
    if (!channel) return false
    clearTimeout(channel.closing)
    stream.write(`retry: 1000\nid: ${this.#run}-${channel.last}\n\n`)
    this.#catchUp(channel, lastId, stream)
    channel.streams.add(stream)
    return true
  }

  detach(caller: Caller, stream: EventStream): void {
    const channel = this.#channels.get(caller.token ?? "")
    if (!channel?.streams.delete(stream) || channel.streams.size > 0) return
    channel.closing = setTimeout(() => this.#close(caller.token ?? ""), keptFor)
    channel.closing.unref()
  }

  #open(caller: Caller): Channel | null {
    const heard = (text: string): void => this.#tell(caller.token ?? "", text)
    const stop = this.#core.listen(caller, (said) => heard(said.text))
    if (!stop) return null
    const channel: Channel = { streams: new Set(), kept: [], stop, last: 0, closing: undefined }
    this.#channels.set(caller.token ?? "", channel)
    return channel
  }

  #catchUp(channel: Channel, lastId: string, stream: EventStream): void {
    if (lastId === "") return
    const number = lastId.startsWith(`${this.#run}-`) ? Number(lastId.slice(this.#run.length + 1)) : Number.NaN
    const oldest = channel.kept[0]?.number ?? channel.last + 1
    if (Number.isInteger(number) && number >= oldest - 1 && number <= channel.last) {
      for (const one of channel.kept) if (one.number > number) stream.write(this.#frame(one.number, one.text))
    } else stream.write("event: refetch\ndata: {}\n\n")
  }

  #frame(number: number, text: string): string {
    return `id: ${this.#run}-${number}\ndata: ${text}\n\n`
  }

  #tell(token: string, text: string): void {
    const channel = this.#channels.get(token)
    if (!channel) return
    const number = ++channel.last
    channel.kept.push({ number, text })
    if (channel.kept.length > mostKept) channel.kept.shift()
    for (const stream of channel.streams) {
      stream.write(this.#frame(number, text))
      if (stream.behind() > mostBehind) stream.end() // it comes back and catches up
    }
    if (text.startsWith('{"event":"session.ended"')) this.#close(token)
  }

  #close(token: string): void {
    const channel = this.#channels.get(token)
    if (!channel) return
    this.#channels.delete(token)
    clearTimeout(channel.closing)
    channel.stop()
    for (const stream of channel.streams) stream.end()
  }

  closeAll(): void {
    for (const token of [...this.#channels.keys()]) this.#close(token)
  }
}

/** A TCP connection as frames: what is said is cut into segments of any size, and some of them can be left out. */
import { ethernet, ipv4, tcp, type Stamped } from "./frames.ts"

export type Said = readonly [">" | "<", string | Uint8Array]
type Options = {
  readonly client?: string
  readonly server?: string
  readonly ports?: readonly [number, number]
  /** Bytes of a segment. */
  readonly cut?: number
  /** Microseconds since 1970 UTC of the first frame; a millisecond between frames. */
  readonly start?: number
  /** The segments of the server with these numbers, from 0, are lost. */
  readonly lost?: readonly number[]
  /** Time to live of what the server sends: below 64 it stands behind routers. */
  readonly ttl?: number
  /** The connection ends with it. */
  readonly isOpen?: boolean
}

const encoder = new TextEncoder()
const macOf = (address: string): string =>
  `00:50:56:00:00:${Number(address.split(".")[3]).toString(16).padStart(2, "0")}`

export function talkFrames(said: readonly Said[], options: Options = {}): readonly Stamped[] {
  const { client = "10.0.0.2", server = "10.0.0.1", ports = [40_000, 80], cut = 1460, lost = [] } = options
  const start = options.start ?? Date.UTC(2026, 2, 2, 12) * 1000
  const frames: Stamped[] = []
  const next = { ">": 1000, "<": 5000 }
  let answered = 0
  const send = (side: ">" | "<", flags: number, data = new Uint8Array(0)): void => {
    const [from, to] = side === ">" ? ports : [ports[1], ports[0]]
    const ends = side === ">" ? { from: client, to: server } : { from: server, to: client }
    const other = side === ">" ? "<" : ">"
    const segment = tcp({ from, to, seq: next[side], ack: next[other], flags, data })
    const isLost = side === "<" && data.length > 0 && lost.includes(answered++)
    const frame = ethernet(
      { from: macOf(ends.from), to: macOf(ends.to) },
      ipv4({ ...ends, ttl: side === "<" ? (options.ttl ?? 64) : 64 }, segment),
    )
    if (!isLost) frames.push({ time: start + frames.length * 1000, frame })
    next[side] += data.length + ((flags & 3) !== 0 ? 1 : 0)
  }
  send(">", 2)
  send("<", 0x12)
  send(">", 0x10)
  for (const [side, text] of said) {
    const bytes = typeof text === "string" ? encoder.encode(text) : text
    for (let at = 0; at < bytes.length; at += cut) send(side, 0x18, bytes.slice(at, at + cut))
  }
  if (options.isOpen !== true) {
    send("<", 0x11)
    send(">", 0x11)
    send("<", 0x10)
  }
  return frames
}

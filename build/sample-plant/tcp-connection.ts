/** One TCP connection as it is seen on the wire: handshake, data with sequence and acknowledgement numbers, and its end. */
import type { Part } from "./bytes.ts"
import type { Host } from "./host.ts"
import { type Network, tcpSegment } from "./network.ts"
import type { Random } from "./random.ts"

const FIN = 1
const SYN = 2
const RST = 4
const PSH = 8
const ACK = 16
const LARGEST = 1460

export type Side = "client" | "server"

export class TcpConnection {
  /** Microseconds: when the last segment was sent. */
  time = 0
  readonly client: Host
  readonly server: Host
  private readonly network: Network
  private readonly random: Random
  private readonly clientPort: number
  private readonly serverPort: number
  private clientNext: number
  private serverNext: number
  private clientHas = 0
  private serverHas = 0

  constructor(network: Network, random: Random, client: Host, server: Host, clientPort: number, serverPort: number) {
    this.network = network
    this.random = random
    this.client = client
    this.server = server
    this.clientPort = clientPort
    this.serverPort = serverPort
    this.clientNext = random.within(1, 0x7fffffff)
    this.serverNext = random.within(1, 0x7fffffff)
  }

  open(time: number): this {
    this.time = time
    this.segment("client", SYN, "")
    this.clientNext++
    this.later(200, 900)
    this.serverHas = this.clientNext
    this.segment("server", SYN | ACK, "")
    this.serverNext++
    this.later(80, 300)
    this.clientHas = this.serverNext
    this.segment("client", ACK, "")
    return this
  }

  /** The client's attempt meets a closed port. */
  refused(time: number): void {
    this.time = time
    this.segment("client", SYN, "")
    this.clientNext++
    this.later(200, 700)
    this.serverHas = this.clientNext
    this.serverNext = 0
    this.segment("server", RST | ACK, "")
  }

  /** An open port, which the client leaves at once: a scan. */
  probed(time: number): void {
    this.time = time
    this.segment("client", SYN, "")
    this.clientNext++
    this.later(200, 700)
    this.serverHas = this.clientNext
    this.segment("server", SYN | ACK, "")
    this.later(60, 200)
    this.segment("client", RST, "")
  }

  send(side: Side, payload: Part): this {
    const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : Uint8Array.from(payload)
    for (let at = 0; at < bytes.length; at += LARGEST) {
      const piece = bytes.subarray(at, at + LARGEST)
      this.acknowledgeFor(side)
      this.segment(side, at + LARGEST >= bytes.length ? PSH | ACK : ACK, piece)
      if (side === "client") this.clientNext = (this.clientNext + piece.length) >>> 0
      else this.serverNext = (this.serverNext + piece.length) >>> 0
      this.later(10, 40)
    }
    return this
  }

  /** A question at `time`, the answer after a while, the acknowledgement after that. */
  exchange(time: number, question: Part, answer: Part, waits: readonly [number, number] = [1500, 9000]): this {
    this.time = Math.max(time, this.time + 100)
    this.send("client", question)
    this.later(...waits)
    this.send("server", answer)
    return this.acknowledge("client")
  }

  acknowledge(side: Side): this {
    this.later(40_000, 60_000)
    this.acknowledgeFor(side)
    this.segment(side, ACK, "")
    return this
  }

  later(low: number, high: number): this {
    this.time += this.random.within(low, high)
    return this
  }

  close(time: number, by: Side = "client"): void {
    const other = by === "client" ? "server" : "client"
    this.time = Math.max(time, this.time + 100)
    this.finish(by)
    this.later(100, 800)
    this.finish(other)
    this.later(100, 500)
    this.acknowledgeFor(by)
    this.segment(by, ACK, "")
  }

  private finish(side: Side): void {
    this.acknowledgeFor(side)
    this.segment(side, FIN | ACK, "")
    if (side === "client") this.clientNext++
    else this.serverNext++
  }

  private acknowledgeFor(side: Side): void {
    if (side === "client") this.clientHas = this.serverNext
    else this.serverHas = this.clientNext
  }

  private segment(side: Side, flags: number, payload: Part): void {
    const out = side === "client"
    const source = out ? this.client : this.server
    const target = out ? this.server : this.client
    const segment = tcpSegment(
      {
        source,
        target,
        sourcePort: out ? this.clientPort : this.serverPort,
        targetPort: out ? this.serverPort : this.clientPort,
        sequence: out ? this.clientNext : this.serverNext,
        acknowledged: (flags & ACK) === 0 ? 0 : out ? this.clientHas : this.serverHas,
        flags,
        window: source.ttl === 128 ? 64240 : 8192,
      },
      payload,
    )
    this.network.tcp(this.time, source, target, segment)
  }
}

/** What one TCP conversation of CIP remembers: requests that wait for their answer, connections, and what identities were told last. */
import { fingerprint } from "../../bytes/fingerprint.ts"
import type { IoRequest } from "./cip-io-connection.ts"

/**
 * What EtherNet/IP says of the message inside: the connection's identifier and the sequence count, or (-1) none and the sender's context. It is
 * written just before the message is read.
 */
export const envelope = { identifier: -1, number: 0 }

const depth = 64
const connectionDepth = 16
/** Slots whose last identity is kept, so that polling it builds no strings. */
const slots = 34

export class CipMemory {
  private readonly key = new Int32Array(depth)
  /** The service + 1; 0: waits no longer. */
  private readonly service = new Uint8Array(depth)
  private readonly classes = new Int32Array(depth)
  private readonly attributes = new Int32Array(depth)
  private readonly slots = new Int16Array(depth)
  /** Of requests to open cyclic connections: what they asked for. */
  private readonly ios: (IoRequest | null)[] = []
  private next = 0
  private open = 0
  /** Identifiers to and from the target, and the slot; the oldest is replaced. */
  private readonly toTarget = new Int32Array(connectionDepth)
  private readonly fromTarget = new Int32Array(connectionDepth)
  private readonly targets = new Int16Array(connectionDepth)
  private connections = 0
  private readonly told = new Int32Array(slots)

  expect(
    key: number,
    service: number,
    number: number,
    attribute: number,
    slot: number,
    io: IoRequest | null = null,
  ): void {
    const at = this.next
    this.next = (at + 1) % depth
    if (this.service[at] === 0) this.open++
    this.key[at] = key
    this.service[at] = service + 1
    this.classes[at] = number
    this.attributes[at] = attribute
    this.slots[at] = slot
    if (io !== null) this.ios[at] = io
    else if (this.ios.length > at) this.ios[at] = null
  }

  ioOf(at: number): IoRequest | null {
    return this.ios[at] ?? null
  }

  /** Where the oldest request stands that this answers, or -1; it waits no longer. */
  answered(key: number, service: number): number {
    for (let n = 0; n < depth && this.open > 0; n++) {
      const at = (this.next + n) % depth
      if (this.service[at] !== service + 1 || this.key[at] !== (key | 0)) continue
      this.service[at] = 0
      this.open--
      return at
    }
    return -1
  }

  classOf(at: number): number {
    return this.classes[at]!
  }

  attributeOf(at: number): number {
    return this.attributes[at]!
  }

  slotOf(at: number): number {
    return this.slots[at]!
  }

  connect(toTarget: number, fromTarget: number, slot: number): void {
    let at = this.connections % connectionDepth
    // An identifier that is given again belongs to the new connection.
    for (let n = 0; n < connectionDepth && n < this.connections; n++) if (this.toTarget[n] === toTarget) at = n
    if (at === this.connections % connectionDepth) this.connections++
    this.toTarget[at] = toTarget
    this.fromTarget[at] = fromTarget
    this.targets[at] = slot
  }

  /** The connection that a message with this identifier came by, in either direction; -1: it was opened before the capture. */
  connectionOf(identifier: number): number {
    for (let n = 0; n < connectionDepth && n < this.connections; n++)
      if (this.toTarget[n] === identifier || this.fromTarget[n] === identifier) return n
    return -1
  }

  slotOfConnection(connection: number): number {
    return this.targets[connection]!
  }

  /** Was exactly this told of the slot before? */
  isToldAgain(slot: number, bytes: Uint8Array, from: number, to: number): boolean {
    const place = slot + 1
    if (place < 0 || place >= slots) return false
    const now = fingerprint(bytes, from, to)
    if (this.told[place] === now) return true
    this.told[place] = now
    return false
  }
}

export const noCipMemory = (): CipMemory => new CipMemory()

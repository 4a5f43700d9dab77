/**
 * Frames that a mirror port shows more than once: what goes in at one mirrored port and out at another is copied at both, perhaps with another
 * VLAN tag, or behind a router with other MAC addresses and a lower time to live. The same datagram of IP is told by its identification,
 * which a sender does not use again for as long as a datagram can live (RFC 6864, section 4), with its lengths, ports and checksum; a
 * segment of TCP also by its sequence number. Cyclic traffic of plants says the same bytes again and again: without an identification that
 * counts, a frame is a copy only where it follows its like much faster than its sender's own rhythm, every byte is equal, and the
 * capture has copies all over.
 */
import { layer } from "../flows/layers.ts"
import { limits } from "../flows/limits.ts"
import type { Packet } from "../flows/packet.ts"

const slots = 1024
/** Hash, check, path, flags, the whole frame's hash or 0, what became of it with its protocols, time and the pause before it. */
const row = 8
const pathAt = 2
const flagsAt = 3
const wholeAt = 4
const toldAt = 5
/** Microseconds, of which 32 bits are kept. */
const timeAt = 6
const pauseAt = 7
const longPause = 1e9
/** Its identification, or its place in a TCP stream, is its own. */
const ownNumber = 1
/** What became of it stands in the flags from this bit on. */
const outcomeBit = 1
/** A copy follows in less than this part of the pause before its original. */
const hurry = 4
/** So many of the last frames must be copies, and one in so many, before a frame without a number of its own is held for one. */
const systematic = 8
const oneIn = 8
const period = 1024

/** Over IP: what tells one frame of a tunnel from the next stands deep inside. */
const tunnels: ReadonlySet<number> = new Set([4, 41, 47, 115, 137])

export class Copies {
  /** Of this capture. */
  count = 0
  /** Of them, those with another tag or other MAC addresses. */
  elsewhere = 0
  /** Of them, segments of TCP that carry something: they are no retransmissions. */
  segments = 0
  /** Of the copy found last: the path and the fate of its original. */
  originalPath = -1
  outcome = 0
  told = 0
  private readonly words = new Int32Array(slots * row)
  /** The last identification of IP on each path. */
  private readonly numbers = new Uint16Array(limits.paths)
  private hash = 0
  private check = 0
  private isOwn = false
  private isSummed = false
  private at = -1
  /** Of the last frames; all of them are halved after each period. */
  private looked = 0
  private found = 0
  private suspects = 0

  /** Another capture begins, or paths got other numbers. */
  forget(): void {
    this.words.fill(0)
    this.numbers.fill(0)
  }

  restart(): void {
    this.forget()
    this.count = this.elsewhere = this.segments = this.looked = this.found = this.suspects = 0
  }

  /** True: this frame was here already. Only of frames whose headers are whole. `pause`: since the path's last frame. */
  look(p: Packet, path: number, time: number, pause: number): boolean {
    if (++this.looked >= period) this.age()
    if (!this.keyed(p, path)) {
      this.at = -1
      return false
    }
    const { words, hash, check } = this
    const at = ((hash ^ (hash >>> 15)) & (slots - 1)) * row
    this.at = at
    const now = time | 0
    if (words[at] === hash && words[at + 1] === check) {
      const after = (now - words[at + timeAt]!) | 0
      if (after >= 0 && after <= limits.copyTime && this.repeats(p, at, after)) return this.noted(at, p, path)
    }
    words[at] = hash
    words[at + 1] = check
    words[at + pathAt] = path
    words[at + flagsAt] = this.isOwn ? ownNumber : 0
    words[at + wholeAt] = this.isOwn || this.suspects < systematic ? 0 : wholeHash(p)
    words[at + timeAt] = now
    words[at + pauseAt] = pause < longPause ? pause : longPause
    return false
  }

  /** What became of the frame that was looked at last, so that its copies are counted alike. */
  settle(outcome: number, told: number): void {
    if (this.at < 0) return
    this.words[this.at + flagsAt]! |= outcome << outcomeBit
    this.words[this.at + toldAt] = told
  }

  private noted(at: number, p: Packet, path: number): true {
    const { words } = this
    this.count++
    this.originalPath = words[at + pathAt]!
    this.outcome = words[at + flagsAt]! >> outcomeBit
    this.told = words[at + toldAt]!
    if (this.originalPath !== path) this.elsewhere++
    if ((p.layers & layer.tcp) !== 0 && p.payloadEnd > p.payload) this.segments++
    return true
  }

  private repeats(p: Packet, at: number, after: number): boolean {
    const { words } = this
    if ((words[at + flagsAt]! & ownNumber) !== 0) {
      this.found++
      return true
    }
    if (after * hurry >= words[at + pauseAt]!) return false
    this.suspects++
    const whole = words[at + wholeAt]!
    if (whole === 0 || whole !== wholeHash(p)) return false
    this.found++
    return this.found >= systematic && this.found * oneIn >= this.looked
  }

  private age(): void {
    this.looked >>= 1
    this.found >>= 1
    this.suspects >>= 1
  }

  /** Tells the frame from others by a few words of its headers. False: it is too short. */
  private keyed(p: Packet, path: number): boolean {
    if (p.family === 4) return this.keyed4(p, path)
    if (p.family === 6) return this.keyed6(p)
    return this.keyedLink(p)
  }

  private keyed4(p: Packet, path: number): boolean {
    const b = p.bytes
    const at = p.network
    const number = (b[at + 4]! << 8) | b[at + 5]!
    const length = (b[at + 2]! << 8) | b[at + 3]!
    this.key(p, (number << 16) | length)
    if (p.fragment) {
      this.check = p.fragmentOffset
      this.isOwn = true
      return true
    }
    const before = this.numbers[path]!
    this.numbers[path] = number
    // Without a checksum, a sender's first datagram does not tell yet whether its identification counts.
    this.isOwn = this.sums(p) || (number !== 0 && number !== before && (before !== 0 || this.isSummed))
    return true
  }

  /** IPv6 numbers no datagrams: only TCP does. */
  private keyed6(p: Packet): boolean {
    this.key(p, p.transportEnd - p.transport)
    this.isOwn = this.sums(p)
    if (!p.fragment) return true
    this.check = p.fragmentOffset ^ Math.imul(p.identification, 0x27d4eb2f)
    return (this.isOwn = true)
  }

  private key(p: Packet, word: number): void {
    const ports = (p.sourcePort << 16) | p.targetPort
    const x = Math.imul(p.source ^ Math.imul(p.target, 0x9e3779b1), 0x85ebca6b)
    const y = Math.imul(word ^ Math.imul(ports, 0x27d4eb2f), 0xc2b2ae35)
    this.hash = ((x ^ (x >>> 15)) + (y ^ (y >>> 13))) | 1
  }

  /** The checksum of what IP carries. True: TCP that carries something, which has its own place in the stream. */
  private sums(p: Packet): boolean {
    const b = p.bytes
    const at = p.transport
    const { layers } = p
    const kind = (layers & ~(layer.vlan | layer.prp)) << 16
    if ((layers & layer.tcp) !== 0) {
      const place = (b[at + 6]! << 24) | (b[at + 7]! << 16) | (b[at + 10]! << 8) | b[at + 11]!
      this.check = kind ^ ((b[at + 16]! << 8) | b[at + 17]!) ^ Math.imul(place, 0x9e3779b1)
      return p.payloadEnd > p.payload || (p.flags & 3) !== 0
    }
    const sum = (b[at + 6]! << 8) | b[at + 7]!
    this.check = kind
    this.isSummed = (layers & layer.udp) === 0 || sum !== 0
    if ((layers & layer.udp) !== 0) this.check ^= sum
    else if (tunnels.has(p.protocol)) this.check ^= wholeHash(p)
    else if (p.transportEnd - at >= 8)
      this.check ^=
        Math.imul((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!, 0x9e3779b1) ^
        ((b[at + 4]! << 24) | (b[at + 5]! << 16) | (b[at + 6]! << 8) | b[at + 7]!)
    return false
  }

  private keyedLink(p: Packet): boolean {
    const from = p.network
    const to = p.end
    if (!p.hasMac || to - from < 12) return false
    const b = p.bytes
    const middle = (from + to) >> 1
    const x = Math.imul(p.sourceHigh ^ Math.imul(p.targetHigh, 0x9e3779b1), 0x85ebca6b)
    const y = Math.imul(((p.sourceLow << 16) | p.targetLow) ^ Math.imul(p.etherType, 0x27d4eb2f), 0xc2b2ae35)
    const word = (b[from]! << 24) | (b[from + 1]! << 16) | (b[from + 2]! << 8) | b[from + 3]!
    const later = (b[middle]! << 24) | (b[middle + 1]! << 16) | (b[middle + 2]! << 8) | b[middle + 3]!
    const last = (b[to - 4]! << 24) | (b[to - 3]! << 16) | (b[to - 2]! << 8) | b[to - 1]!
    this.hash = ((x ^ (x >>> 15)) + (y ^ (y >>> 13)) + Math.imul(word ^ Math.imul(last, 0x9e3779b1), 0x165667b1)) | 1
    this.check = later ^ Math.imul(to - from, 0x27d4eb2f)
    this.isOwn = false
    return true
  }
}

/** Over everything behind the tags; for IP, behind its header. Never 0. */
function wholeHash(p: Packet): number {
  const b = p.bytes
  const from = p.family === 0 ? p.network : p.transport
  const to = p.family === 0 ? p.end : p.transportEnd
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ b[at]!, 0x01000193)
  return hash === 0 ? 1 : hash
}

/** What passes by on an interface, decoded by the product's own engine, in memory only: figures for someone who wants to know whether a mirror port is right. */
import { CaptureReader } from "../../shared/capture/capture-reader.ts"
import type { Step } from "../../shared/capture/format.ts"
import type { Frame } from "../../shared/capture/frame.ts"
import { Analysis } from "../../shared/engine/analysis.ts"
import type { FrameSource } from "../../shared/engine/analysis.ts"

export type PreviewFigures = {
  readonly packets: number
  readonly wireBytes: number
  /** Packets by the short name of their protocol. */
  readonly protocols: Readonly<Record<string, number>>
  readonly devices: number
  readonly vlans: readonly number[]
  /** Packets between two single devices, neither of them this computer. */
  readonly unicastOfOthers: number
}

/** Beyond, packets are counted and no longer decoded: enough was seen, and memory stays bounded. */
const mostDecoded = 400_000
const ethernet = 1
const step = 5000

export class CapturePreview implements FrameSource {
  readonly #reader = new CaptureReader()
  readonly #analysis = new Analysis({ vendorOf: () => "", state: null })
  readonly #own: readonly number[]
  readonly #devices = new Set<string>()
  readonly #vlans = new Set<number>()
  readonly #connections = new Map<string, { readonly protocol: string; readonly packets: number }>()
  #packets = 0
  #wireBytes = 0
  #others = 0

  /** `mac`: the interface's own, "" where unknown. */
  constructor(mac: string) {
    this.#own = mac === "" ? [] : mac.split(":").map((part) => Number.parseInt(part, 16))
    this.#analysis.follow("preview", "", this)
  }

  /** The next bytes of the capture. */
  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const room = this.#reader.window.room()
      const part = bytes.subarray(at, at + room.length)
      room.set(part)
      this.#reader.window.filled(part.length)
      at += part.length
      while (this.#analysis.step(step) === "busy");
    }
  }

  next(frame: Frame): Step {
    for (;;) {
      const found = this.#reader.next(frame)
      if (found !== "frame") return found
      this.#count(frame)
      if (this.#packets <= mostDecoded) return found
    }
  }

  figures(): PreviewFigures {
    const { devices, merged, connections, droppedConnections } = this.#analysis.batch(false)
    for (const { id, vlans } of devices) {
      this.#devices.add(id)
      for (const vlan of vlans) this.#vlans.add(vlan)
    }
    for (const { id } of merged) this.#devices.delete(id)
    for (const { id, protocol, packets } of connections) this.#connections.set(id, { protocol, packets })
    for (const id of droppedConnections) this.#connections.delete(id)
    const protocols: Record<string, number> = {}
    for (const { protocol, packets } of this.#connections.values())
      protocols[protocol] = (protocols[protocol] ?? 0) + packets
    return {
      packets: this.#packets,
      wireBytes: this.#wireBytes,
      protocols,
      devices: this.#devices.size,
      vlans: [...this.#vlans].filter((vlan) => vlan >= 0).sort((one, other) => one - other),
      unicastOfOthers: this.#others,
    }
  }

  get fileType(): "pcap" | "pcapng" | "unknown" {
    return this.#reader.fileType
  }
  get linkTypes(): readonly number[] {
    return this.#reader.linkTypes
  }
  get names(): FrameSource["names"] {
    return this.#reader.names
  }
  get problems(): FrameSource["problems"] {
    return this.#reader.problems
  }
  get unlistedProblems(): number {
    return this.#reader.unlistedProblems
  }

  #count(frame: Frame): void {
    this.#packets++
    this.#wireBytes += frame.wireLength
    if (frame.linkType !== ethernet || frame.end - frame.start < 14) return
    const toMany = (frame.bytes[frame.start]! & 1) === 1
    if (!toMany && !this.#isOwn(frame, 0) && !this.#isOwn(frame, 6)) this.#others++
  }

  #isOwn({ bytes, start }: Frame, at: number): boolean {
    return this.#own.length === 6 && this.#own.every((part, index) => bytes[start + at + index] === part)
  }
}

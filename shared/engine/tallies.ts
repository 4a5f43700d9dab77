/** Frames and bytes by protocol, each protocol once a frame. */
import { layerNames } from "../flows/layers.ts"
import { declaredProtocols } from "../protocols/protocol.ts"

export class Tallies {
  /** By protocol id. */
  private readonly packets: Float64Array
  private readonly bytes: Float64Array
  private readonly lastFrame: Float64Array
  /** By layer mask of the walk from link to transport. */
  private readonly stackPackets = new Float64Array(1 << layerNames.length)
  private readonly stackBytes = new Float64Array(1 << layerNames.length)
  /** The protocols counted last, a byte each (id and 1): set to 0 before a frame, those of the frame. */
  told = 0

  constructor() {
    const count = declaredProtocols().length
    this.packets = new Float64Array(count)
    this.bytes = new Float64Array(count)
    this.lastFrame = new Float64Array(count)
  }

  /** A layer of frame number `frame`, counted over all captures of the run. */
  layer(protocol: number, frame: number, wireLength: number): void {
    if (this.lastFrame[protocol] === frame) return
    this.lastFrame[protocol] = frame
    this.told = (this.told << 8) | (protocol + 1)
    this.packets[protocol]! += 1
    this.bytes[protocol]! += wireLength
  }

  /** A copy of a frame: `told` is what that one counted. */
  again(told: number, frame: number, wireLength: number): void {
    for (let left = told; left !== 0; left >>>= 8) this.layer((left & 255) - 1, frame, wireLength)
  }

  /** Frames that are not told one by one. */
  stacked(protocol: number, packets: number, bytes: number): void {
    this.packets[protocol]! += packets
    this.bytes[protocol]! += bytes
  }

  stack(layers: number, packets: number, bytes: number): void {
    this.stackPackets[layers]! += packets
    this.stackBytes[layers]! += bytes
  }

  /** By name, protocols that were seen only. */
  totals(): Map<string, { packets: number; bytes: number }> {
    const found = new Map<string, { packets: number; bytes: number }>()
    const add = (name: string, packets: number, bytes: number): void => {
      if (packets === 0) return
      const sum = found.get(name) ?? { packets: 0, bytes: 0 }
      found.set(name, { packets: sum.packets + packets, bytes: sum.bytes + bytes })
    }
    this.stackPackets.forEach((packets, mask) => {
      if (packets === 0) return
      layerNames.forEach((name, bit) => (mask & (1 << bit)) !== 0 && add(name, packets, this.stackBytes[mask]!))
    })
    for (const { id, name } of declaredProtocols()) add(name, this.packets[id]!, this.bytes[id]!)
    return found
  }
}

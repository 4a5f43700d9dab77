/** Frames of IEEE 802.11-2020, section 9.2.4 and 9.3.2, as access points hand them on: the addresses, and LLC behind them. */
import { layer } from "./layers.ts"
import { EthernetWalk } from "./walk-ethernet.ts"

/** Stands for an EtherType where a wireless frame carries nothing that could be read: management, control, encrypted. */
export const wirelessOnly = 0x30000

const toSystem = 1
const fromSystem = 2
const encrypted = 0x40
const order = 0x80

export class WirelessWalk extends EthernetWalk {
  /** Some makers swap the two bytes of frame control. */
  protected wireless(at: number): void {
    const b = this.bytes
    this.layers = layer.wlan
    this.network = at
    this.etherType = wirelessOnly
    if (at + 24 > this.end) return this.ranOut("802.11 header")
    const isSwapped = isControlSwapped(b, at)
    const control = b[isSwapped ? at + 1 : at]!
    const flags = b[isSwapped ? at : at + 1]!
    const both = (flags & (toSystem | fromSystem)) === (toSystem | fromSystem)
    const [target, source] = both
      ? [16, 24]
      : (flags & toSystem) !== 0
        ? [16, 10]
        : [4, (flags & fromSystem) !== 0 ? 16 : 10]
    const type = (control >> 2) & 3
    let header = both ? 30 : 24
    if (type === 2 && (control & 0x80) !== 0) header += (flags & order) !== 0 ? 6 : 2 // QoS, and HT control
    if (at + header > this.end) return this.ranOut("802.11 header")
    this.wirelessEnds(at + target, at + source)
    this.network = at + header
    const isData = type === 2 && (control & 0x40) === 0
    if (isData && (flags & encrypted) === 0 && this.end > at + header) this.llc(at + header, 0)
  }

  private wirelessEnds(target: number, source: number): void {
    const b = this.bytes
    this.hasMac = this.hasSourceMac = true
    this.targetHigh = (b[target]! << 24) | (b[target + 1]! << 16) | (b[target + 2]! << 8) | b[target + 3]!
    this.targetLow = (b[target + 4]! << 8) | b[target + 5]!
    this.sourceHigh = (b[source]! << 24) | (b[source + 1]! << 16) | (b[source + 2]! << 8) | b[source + 3]!
    this.sourceLow = (b[source + 4]! << 8) | b[source + 5]!
  }
}

/** The low half of the type byte is 8 in data frames (version 0, type 2); of others little more than the type is told. */
const isControlSwapped = (b: Uint8Array, at: number): boolean =>
  (b[at]! & 15) !== 8 && ((b[at + 1]! & 15) === 8 || b[at] === 0)

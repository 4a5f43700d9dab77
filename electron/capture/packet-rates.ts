/** Packets and bytes a second over the last few seconds, from counters that are read now and then. */

type Sample = { readonly at: number; readonly packets: number; readonly bytes: number }
export type Rate = { readonly packetsPerSecond: number; readonly bitsPerSecond: number }

const windowMilliseconds = 4000
const shortest = 300

export class PacketRates {
  readonly #samples = new Map<string, Sample[]>()

  /** `at`: milliseconds of a clock that never goes back. A counter that began anew counts from there. */
  note(name: string, at: number, packets: number, bytes: number): Rate {
    const kept = (this.#samples.get(name) ?? []).filter(
      (one) => one.at >= at - windowMilliseconds && one.packets <= packets,
    )
    const samples = [...kept, { at, packets, bytes }]
    this.#samples.set(name, samples)
    const first = samples[0]!
    const seconds = (at - first.at) / 1000
    if (seconds * 1000 < shortest) return { packetsPerSecond: 0, bitsPerSecond: 0 }
    return {
      packetsPerSecond: Math.round(((packets - first.packets) / seconds) * 10) / 10,
      bitsPerSecond: Math.max(0, Math.round(((bytes - first.bytes) * 8) / seconds)),
    }
  }
}

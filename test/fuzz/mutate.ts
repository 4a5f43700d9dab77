/** Ways to spoil a capture file: what broken disks, broken tools and hostile senders make of one. */
import type { Random } from "./random.ts"

type Spoil = (file: Uint8Array, random: Random, other: Uint8Array) => Uint8Array

const lies = [0, 1, 0x7f, 0x80, 0xff]

const spoils: readonly Spoil[] = [
  function flipBits(file, random) {
    const spoiled = file.slice()
    for (let n = 1 + random.below(32); n > 0; n--) spoiled[random.below(spoiled.length)]! ^= 1 << random.below(8)
    return spoiled
  },
  function writeLies(file, random) {
    const spoiled = file.slice()
    for (let n = 1 + random.below(16); n > 0; n--)
      spoiled[random.below(spoiled.length)] = lies[random.below(lies.length)]!
    return spoiled
  },
  function lieInAWord(file, random) {
    const spoiled = file.slice()
    for (let n = 1 + random.below(8); n > 0; n--) {
      const at = random.below(spoiled.length)
      const value = random.below(3) === 0 ? 0xffffffff : random.below(2 ** 31)
      for (let i = 0; i < 2 + 2 * random.below(2) && at + i < spoiled.length; i++)
        spoiled[at + i] = (value >>> (8 * i)) & 255
    }
    return spoiled
  },
  function cutShort(file, random) {
    return file.slice(0, random.below(file.length))
  },
  function cutOut(file, random) {
    const from = random.below(file.length)
    const to = from + random.below(Math.min(2000, file.length - from))
    return join(file.subarray(0, from), file.subarray(to))
  },
  function repeat(file, random) {
    const from = random.below(file.length)
    const to = from + random.below(Math.min(2000, file.length - from))
    return join(file.subarray(0, to), file.subarray(from))
  },
  function splice(file, random, other) {
    return join(file.subarray(0, random.below(file.length)), other.subarray(random.below(other.length)))
  },
  function noise(file, random) {
    const spoiled = file.slice()
    const from = random.below(spoiled.length)
    const to = Math.min(spoiled.length, from + random.below(500))
    for (let at = from; at < to; at++) spoiled[at] = random.below(256)
    return spoiled
  },
]

/** One to three of them, one after the other. */
export function mutate(file: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  let spoiled = file
  for (let n = 1 + random.below(3); n > 0 && spoiled.length > 0; n--)
    spoiled = spoils[random.below(spoils.length)]!(spoiled, random, other)
  return spoiled
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length)
  whole.set(a)
  whole.set(b, a.length)
  return whole
}

import { expect, test } from "vitest"
import { Frame } from "../../../shared/capture/frame.ts"
import { Dissection } from "../../../shared/engine/dissection.ts"
import { MinuteMeasures } from "../../../shared/engine/minute-measures.ts"
import { Pairs } from "../../../shared/engine/pairs.ts"
import { Tallies } from "../../../shared/engine/tallies.ts"
import { limits } from "../../../shared/flows/limits.ts"
import type { Dissector } from "../../../shared/protocols/dissector.ts"
import { protocol } from "../../../shared/protocols/protocol.ts"

const nothing = (): void => undefined

/** A dissector without conversations that counts its messages, and notes the count. */
function counter(name: string, counts: number[]): Dissector {
  const fresh = (): { count: number } => ({ count: 0 })
  return {
    protocol: protocol({ name, title: name, family: "ot", wireshark: name }),
    probe: () => true,
    read: (_r, about) => void counts.push(++about.recall(fresh).count),
  }
}

function setUp() {
  const pairs = new Pairs()
  const sink = { fact: nothing, minute: nothing, proof: nothing, witness: nothing }
  const dissection = new Dissection(new Frame(), pairs, new Tallies(), new MinuteMeasures(), sink, () => "")
  dissection.sender = 0
  dissection.receiver = 1
  const say = (dissector: Dissector, pair: number): void => {
    dissection.begin()
    dissection.pair = pair
    dissection.message(dissector, new Uint8Array(1), 0, 1)
  }
  return { dissection, say, pair: (n: number) => pairs.id(n, n + 1, 0, 0x88b8) }
}

test("on Ethernet a dissector remembers what a pair said before, and mixes neither pairs nor protocols", () => {
  const { dissection, say, pair } = setUp()
  const first: number[] = []
  const second: number[] = []
  const one = counter("recall-1", first)
  const other = counter("recall-2", second)
  say(one, pair(1))
  say(one, pair(1))
  say(one, pair(2))
  say(other, pair(1))
  say(one, pair(1))
  expect(first).toEqual([1, 2, 1, 3])
  expect(second).toEqual([1])
  dissection.forget()
  say(one, pair(1))
  expect(first.at(-1)).toBe(1)
})

test("a pair that found no place is not remembered, and the oldest memory makes room", () => {
  const { say, pair } = setUp()
  const counts: number[] = []
  const one = counter("recall-3", counts)
  say(one, -1)
  say(one, -1)
  expect(counts).toEqual([1, 1])
  for (let n = 0; n <= limits.pairMemories; n++) say(one, pair(n))
  say(one, pair(limits.pairMemories))
  expect(counts.at(-1)).toBe(2)
  say(one, pair(0))
  expect(counts.at(-1)).toBe(1)
})

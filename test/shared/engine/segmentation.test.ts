/** However a stream is cut, repeated and mixed up on its way, the same messages come out. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import { bytes, ethernet, ipv4, modbusRequest, pcap, tcp } from "../../make/frames.ts"

const messages = 20
const stream = bytes(...Array.from({ length: messages }, (_, n) => modbusRequest(n)))
const link = { from: "00:50:56:00:00:02", to: "00:1d:9c:00:00:01" }

const frame = (start: number, from: number, to: number): Uint8Array => {
  const segment = tcp({ from: 40_000, to: 502, seq: (start + from) >>> 0, data: stream.subarray(from, to) })
  return ethernet(link, ipv4({ from: "10.0.0.2", to: "10.0.0.1" }, segment))
}

/** Cuts, then for each piece: how far it is delayed, and whether it comes twice. */
const journey = fc.record({
  start: fc.constantFrom(0, 1000, 2 ** 32 - 100, 2 ** 32 - 1),
  cuts: fc.uniqueArray(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 40 }),
  delays: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 41, maxLength: 41 }),
  twice: fc.array(fc.boolean(), { minLength: 41, maxLength: 41 }),
})

test("the count of messages does not depend on the journey", () => {
  fc.assert(
    fc.property(journey, ({ start, cuts, delays, twice }) => {
      const edges = [0, ...[...cuts].sort((a, b) => a - b), stream.length]
      const pieces = edges
        .slice(1)
        .map((to, n) => ({ from: edges[n]!, to, place: n + (n === 0 ? 0 : delays[n]!), twice: twice[n]! }))
      const order = pieces.flatMap((piece) => (piece.twice ? [piece, { ...piece, place: piece.place + 2 }] : [piece]))
      order.sort((a, b) => a.place - b.place)
      const handshake = ethernet(
        link,
        ipv4({ from: "10.0.0.2", to: "10.0.0.1" }, tcp({ from: 40_000, to: 502, seq: (start - 1) >>> 0, flags: 2 })),
      )
      const frames = [handshake, ...order.map(({ from, to }) => frame(start, from, to))]
      const { document } = analyseBytes(pcap(frames.map((f, n) => ({ time: 1e6 + n * 100, frame: f }))))
      const three = (document["functions"] as { modbus: Record<string, { requests: number }> }).modbus["3"]
      expect(three?.requests).toBe(messages)
    }),
    { seed: 11, numRuns: 300 },
  )
})

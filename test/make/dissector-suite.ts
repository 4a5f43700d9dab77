/** What every dissector must stand: its samples are recognised, and nothing done to them makes it throw anything but its two refusals. */
import { describe, expect, test } from "vitest"
import type { Dissector } from "../../shared/protocols/dissector.ts"
import { type Circumstances, Conversation } from "./collect.ts"
import { prove } from "./proofs.ts"

export type Sample = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly circumstances?: Circumstances
  /** Messages of the same conversation that came before. */
  readonly after?: readonly Sample[]
}

export type Suite = {
  readonly samples: readonly Sample[]
  /** Messages of others, or of this protocol with a lie in them, that `probe` must not take. */
  readonly refused: readonly Sample[]
  readonly listeners?: readonly Dissector[]
}

export function dissectorSuite(dissector: Dissector, suite: Suite): void {
  const listeners = suite.listeners ?? []
  const conversation = (sample: Sample): Conversation => {
    const started = new Conversation(dissector, listeners)
    for (const earlier of sample.after ?? []) started.read(earlier.bytes, earlier.circumstances)
    return started
  }

  describe(`${dissector.protocol.title}: what every dissector must stand`, () => {
    for (const sample of suite.samples) {
      test(`${sample.name}: recognised, whole, and read`, () => {
        const { bytes } = sample
        expect(dissector.probe(bytes, 0, bytes.length)).toBe(true)
        if (dissector.size !== undefined && sample.circumstances?.transport !== "udp") {
          expect(dissector.size(bytes, 0, bytes.length)).toBe(bytes.length)
        }
        expect(conversation(sample).survives(bytes, sample.circumstances)).toBe(true)
      })

      test(`${sample.name}: every prefix is survived`, () => {
        for (let length = 0; length < sample.bytes.length; length++) {
          conversation(sample).survives(sample.bytes.slice(0, length), sample.circumstances)
        }
      })

      test(`${sample.name}: every changed byte is survived`, () => {
        for (let at = 0; at < sample.bytes.length; at++) {
          for (const change of [0x01, 0x80, 0xff]) {
            const bytes = sample.bytes.slice()
            bytes[at]! ^= change
            conversation(sample).survives(bytes, sample.circumstances)
          }
        }
        prove(dissector.protocol, "framing")
      })

      test(`${sample.name}: it may stand anywhere in a buffer`, () => {
        const { bytes, circumstances } = sample
        const shifted = new Uint8Array(bytes.length + 7).fill(0xee)
        shifted.set(bytes, 7)
        const first = conversation(sample)
        first.read(bytes, circumstances)
        const second = conversation(sample)
        second.read(shifted, circumstances, 7)
        expect(second.found.operations).toEqual(first.found.operations)
        expect(second.found.places).toEqual(first.found.places)
        expect(second.found.claims).toEqual(first.found.claims)
        const own = first.found.spans.slice(conversation(sample).found.spans.length)
        for (const span of own) expect(span.at + span.length).toBeLessThanOrEqual(bytes.length)
      })

      test(`${sample.name}: it can be explained field by field`, () => {
        const { fields, open } = conversation(sample).explain(sample.bytes, sample.circumstances)
        expect(open).toBe(0)
        expect(fields.length).toBeGreaterThan(0)
        for (const field of fields) {
          expect(field.at).toBeGreaterThanOrEqual(0)
          expect(field.at + field.length).toBeLessThanOrEqual(sample.bytes.length)
        }
      })
    }

    for (const other of suite.refused) {
      test(`refused: ${other.name}`, () => {
        expect(dissector.probe(other.bytes, 0, other.bytes.length)).toBe(false)
      })
    }
  })
}

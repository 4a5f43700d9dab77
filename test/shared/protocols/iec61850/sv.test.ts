import { expect, test } from "vitest"
import { sv } from "../../../../shared/protocols/iec61850/sv.ts"
import { ber } from "../../../make/ber.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const ethernet = { transport: "ethernet", toMany: true } as const

/** One data unit: identifier, sample counter, configuration revision, synchronised, samples. */
const unit = ber("30", ber("80", '"AA1MU01"'), "82 02 0118 83 04 00000001 85 01 02", ber("87", "00*64"))

function frame(units: string, reserved = "0000"): Uint8Array {
  const message = ber("60", "80 01 01", ber("a2", units))
  const length = (8 + hex(message).length).toString(16).padStart(4, "0")
  return hex(`4001 ${length} ${reserved} 0000 ${message}`)
}

const cyclic: Sample = { name: "samples", bytes: frame(unit), circumstances: ethernet }
const eight: Sample = { name: "two units in a frame", bytes: frame(unit + unit), circumstances: ethernet }
const simulated: Sample = { name: "simulated samples", bytes: frame(unit, "8000"), circumstances: ethernet }

dissectorSuite(sv, {
  samples: [cyclic, eight, simulated],
  refused: [
    { name: "another tag", bytes: hex("4001 000e 0000 0000 61 04 80 02 0001") },
    { name: "a length that holds no message", bytes: hex("4001 0008 0000 0000 60 00") },
  ],
})

test("frames are counted, simulated ones apart, and the sender is named once", () => {
  const conversation = new Conversation(sv)
  for (const { bytes } of [simulated, cyclic, eight]) conversation.read(bytes, ethernet)
  expect(conversation.report.operations).toEqual(["sv 1 message", "sv 0 message", "sv 0 message"])
  expect(new Set(conversation.report.claims)).toEqual(new Set(["sender stationName = AA1MU01"]))
})

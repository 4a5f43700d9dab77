import { expect, test } from "vitest"
import { bsap } from "../../../../shared/protocols/telemetry/bsap.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const udp = { transport: "udp" } as const
const byte = (n: number): string => n.toString(16).padStart(2, "0")
/** Each message: its sequence number and what follows. */
function datagram(
  name: string,
  kind: string,
  ...messages: readonly (readonly [sequence: string, data: string])[]
): Sample {
  const texts = messages.map(([sequence, data]) => `${byte(9 + hex(data).length)} 000000 0c ${sequence} 000000 ${data}`)
  const text = `0e00 ${byte(messages.length)} 00 ${kind} 00 11000000 22000000 ${texts.join(" ")}`
  return { name, bytes: hex(text), circumstances: udp }
}

const poll: Sample = { name: "a poll", bytes: hex("0e00 0000 0000 00000000 22000000"), circumstances: udp }
const read = datagram("two signals are read", "06", ["07", 'a0 00 04 03d001 0f 02 "@GV.PUMP" 00 "@GV.LEVEL" 00'])
const values = datagram("on, and 1.5", "05", ["07", "00 02 00 01 1100 2477 02 0000c03f 1200 2477"])
const write = datagram("a signal is put on", "06", ["08", "a0 00 80 2477 0f 01 1100 09"])
const refused = datagram("refused", "05", ["08", "80 00"])
const both = datagram("two answers at once", "05", ["08", "00 00"], ["07", "00 00"])
const reset = datagram("reset", "06", ["09", "a1 00 0000 00 00 0101"])

dissectorSuite(bsap, {
  samples: [poll, read, { ...values, after: [read] }, write, refused, both, reset],
  refused: [
    { name: "a kind that does not exist", bytes: hex("0e00 0100 0700 00000000 00000000 0a000000 0c 01000000 a0") },
    { name: "lengths that do not add up", bytes: hex("0e00 0100 0600 00000000 00000000 0b000000 0c 01000000 a0") },
    { name: "a poll with something behind it", bytes: hex("0e00 0000 0000 00000000 22000000 00") },
    { name: "another head", bytes: hex("0f00 0000 0000 00000000 22000000") },
  ],
})

const reported = (...samples: readonly Sample[]): Conversation["report"] => {
  const conversation = new Conversation(bsap)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

test("answers are counted under what their sequence number asked for", () => {
  expect(
    reported(poll, read, values, write, both, refused, reset, datagram("unseen", "01", ["44", "00 00"])).operations,
  ).toEqual([
    "bsap poll message",
    "bsap 4 request",
    "bsap 4 response",
    "bsap 128 request",
    "bsap 128 response",
    "bsap 4 response",
    "bsap 128 exception",
    "bsap extension:257 request",
    "bsap answer response",
  ])
})

test("the status of what failed is shown as it is", () => {
  const inPart = datagram("one of two signals failed", "05", ["07", "04 02"])
  expect(reported(read, inPart, write, refused, both).details).toEqual(["bsap status:04", "bsap status:80"])
})

test("signals are places with their values", () => {
  expect(reported(read, values, write).places).toEqual([
    "bsap signal @GV.PUMP",
    "bsap signal @GV.LEVEL",
    "good 01",
    "good 0000c03f",
    "bsap signal at address 17",
    "written on",
  ])
  const place = { area: 0, from: 0, count: 0, name: new Uint8Array() }
  expect([hex("01"), hex("0000c03f")].map((value) => bsap.protocol.valueText!(place, value, 4))).toEqual(["on", "1.5"])
})

proves({ bsap: ["framing", "requests", "places", "commands"] })

import { expect, test } from "vitest"
import { cipIo } from "../../../../shared/protocols/cip/cip-io.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const cyclic = hex(`
  0200                       # two items
  0280 0800 44332211 07000000  # sequenced address: connection, sequence number 7
  b100 0600 0700 01020304      # connected data: count 7, inputs
`)

dissectorSuite(cipIo, {
  samples: [{ name: "inputs", bytes: cyclic, circumstances: { transport: "udp", targetPort: 2222 } }],
  refused: [
    { name: "three items", bytes: hex("0300 0280 0800 44332211 07000000 b100 0200 0700") },
    { name: "data longer than the datagram", bytes: hex("0200 0280 0800 44332211 07000000 b100 ff00 0700") },
    { name: "a name query", bytes: hex('1234 0100 0001 0000 0000 0000 03 "abc" 00 0001 0001') },
  ],
})

test("data that claims to be longer is named with its length", () => {
  const lying = cyclic.slice()
  lying[16] = 0x40
  expect(() => new Conversation(cipIo).read(lying)).toThrow("CIP I/O data of 64 bytes, 6 are there")
})

test("packets of a connection that are missing, repeated or late are told with the connection", () => {
  const conversation = new Conversation(cipIo)
  const say = (identifier: string, number: number) =>
    conversation.read(hex(`0200 0280 0800 ${identifier} ${Buffer.from([number]).toString("hex")}000000 b100 0200 0700`))
  for (const number of [7, 8, 10, 10, 9]) say("44332211", number)
  say("55332211", 3)
  say("55332211", 4)
  say("44332211", 10)
  say("44332211", 0)
  expect(conversation.report.details.map((line) => line.split(" ")[1])).toEqual([
    "sequence-skipped",
    "sequence-repeated",
    "sequence-back",
  ])
  expect(new Set(conversation.report.places)).toEqual(new Set(["cip-io connection 0x11223344"]))
})

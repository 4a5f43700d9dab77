import { expect, test } from "vitest"
import { mrp } from "../../../../shared/protocols/profinet/mrp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const end = "0112 0001 ff*16 0000"
const sample = (name: string, elements: string): Sample => ({
  name,
  circumstances: { transport: "ethernet", toMany: true },
  bytes: hex(`0001 ${elements} ${end}`),
})

const closed = sample("test, closed", "0212 8000 020000000001 0000 0001 0002 00001234")
const open = sample("test, open", "0212 8000 020000000001 0001 0000 0003 00001248")
const change = sample("topology change", "030a 8000 020000000001 000a")
const down = sample("link down", "040c 020000000002 0001 0014 0001 0000")
const up = sample("link up", "050c 020000000002 0001 0014 0001 0000")
const between = sample("test between rings", "0612 0001 020000000001 0000 0001 0002 00001234")
const poll = sample("poll of an interconnection", "0a0a 020000000001 0000 0001")
const option = sample("option", "7f0e 000ecf 02 08 8000 020000000001 00")

// tshark 4.0.17 reads the samples alike, but for the test between rings, which it does not know.
dissectorSuite(mrp, {
  samples: [closed, open, change, down, up, between, poll, option],
  refused: [
    { name: "another version", bytes: hex("0002 0212 8000 00*16 0000") },
    { name: "an element that is none", bytes: hex("0001 2012 8000 00*16 0000") },
    { name: "an element that is longer than the frame", bytes: hex("0001 0240 8000 00*16 0000") },
  ],
})

test("tests tell whether the ring is closed", () => {
  const conversation = new Conversation(mrp)
  for (const { bytes } of [closed, open, change, down, up, between, poll, option]) conversation.read(bytes)
  const keys = ["2", "2:open", "3", "4", "5", "6", "10", "option:2"]
  expect(conversation.report.operations).toEqual(keys.map((key) => `mrp ${key} message`))
})

test("an element that lies about its length is named with its value", () => {
  const lying = closed.bytes.slice()
  lying[23] = 0x60
  expect(() => new Conversation(mrp).read(lying)).toThrow("MRP element 1 of 96 bytes, 20 are there")
})

proves({ mrp: ["framing"] })

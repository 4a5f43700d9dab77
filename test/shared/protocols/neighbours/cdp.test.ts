import { expect, test } from "vitest"
import { cdp } from "../../../../shared/protocols/neighbours/cdp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const announcement: Sample = {
  name: "announcement",
  bytes: hex(`
    02 b4 0000                          # version 2, 180 s, check sum
    0001 000a "PLANT1"                  # device identifier
    0002 0011 00000001 01 01 cc 0004 0a0002fe  # one address, IPv4 10.0.2.254
    0004 0008 00000029                  # router, switch, IGMP
    0005 0027 "Cisco IOS Software, Version 15.2(7)"
    0006 0012 "cisco IE-4000 "          # platform
  `),
}

dissectorSuite(cdp, {
  samples: [announcement],
  refused: [
    { name: "version 9", bytes: hex("09 b4 0000 0001 000a 41*6") },
    { name: "no room for a TLV", bytes: hex("02 b4 0000") },
  ],
})

test("a Cisco device tells name, model, version and address", () => {
  const conversation = new Conversation(cdp)
  conversation.read(announcement.bytes)
  expect(conversation.report.claims).toEqual([
    "sender hostname = PLANT1",
    "sender type = switch",
    "sender firmware = 15.2(7)",
    "sender os = Cisco IOS",
    "sender model = cisco IE-4000",
    "sender vendor = Cisco",
  ])
  expect(conversation.report.bindings).toEqual(["sender 10.0.2.254 announcement"])
})

test("a TLV that lies about its length is named with its value", () => {
  const lying = hex('02 b4 0000 0001 0050 "PLANT1"')
  expect(() => new Conversation(cdp).read(lying)).toThrow("CDP TLV 1: length is 80, 10 bytes are there")
})

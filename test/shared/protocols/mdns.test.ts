import { expect, test } from "vitest"
import { mdns } from "../../../shared/protocols/mdns.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

const udp = { transport: "udp", sourcePort: 5353, targetPort: 5353, toMany: true } as const

const announcement: Sample = {
  name: "announcement",
  circumstances: udp,
  bytes: hex(`
    0000 8400 0000 0001 0000 0000                  # an answer nobody asked for
    0a "Printer-QA" 05 "local" 00 0001 8001 00000078 0004 0a020a1e
  `),
}

const query: Sample = {
  name: "query",
  circumstances: udp,
  bytes: hex('0000 0000 0001 0000 0000 0000 04 "_ipp" 04 "_tcp" 05 "local" 00 000c 0001'),
}

dissectorSuite(mdns, {
  samples: [announcement, query],
  refused: [{ name: "nothing asked and nothing answered", bytes: hex("0000 0000 0000 0000 0000 0000") }],
})

test("a device tells its own name", () => {
  const conversation = new Conversation(mdns)
  conversation.read(announcement.bytes, udp)
  expect(conversation.report.claims).toEqual(["10.2.10.30 hostname = printer-qa"])
})

test("questions are listed, answers' names are not", () => {
  const conversation = new Conversation(mdns)
  conversation.read(announcement.bytes, udp)
  conversation.read(query.bytes, udp)
  expect(conversation.report.names).toEqual(["dns _ipp._tcp.local"])
})

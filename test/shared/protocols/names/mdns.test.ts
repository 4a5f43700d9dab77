import { expect, test } from "vitest"
import { mdns } from "../../../../shared/protocols/names/mdns.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

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

test("the claim points at the name, and a browser's random name is none", () => {
  const conversation = new Conversation(mdns)
  conversation.read(announcement.bytes, udp)
  const [span] = conversation.report.spans
  expect(new TextDecoder().decode(announcement.bytes.subarray(span!.at, span!.at + span!.length))).toBe("Printer-QA")

  const random = hex(`
    0000 8400 0000 0001 0000 0000
    24 "79d88e83-725c-b71b-bad0-5862d5b22386" 05 "local" 00 0001 8001 00000078 0004 0a020a1e
  `)
  const browser = new Conversation(mdns)
  browser.read(random, udp)
  expect(browser.report.claims).toEqual([])
})

test("questions are listed, answers' names are not", () => {
  const conversation = new Conversation(mdns)
  conversation.read(announcement.bytes, udp)
  conversation.read(query.bytes, udp)
  expect(conversation.report.names).toEqual(["dns _ipp._tcp.local"])
})

test("what is asked for is told, what is announced is not", () => {
  const conversation = new Conversation(mdns)
  for (const sample of [announcement, query]) conversation.read(sample.bytes, udp)
  expect(conversation.report.said).toEqual([{ kind: "asked", name: "_ipp._tcp.local", type: "PTR" }])
})

test("what a device offers tells what it is; who only asks offers nothing", () => {
  const offer = (flags: string) =>
    hex(`
      0000 ${flags} 0000 0001 0000 0000
      04 "_ipp" 04 "_tcp" 05 "local" 00 000c 0001 00000e10 0006 03 "QA1" c00c
    `)
  const answer = new Conversation(mdns)
  answer.read(offer("8400"), udp)
  expect(answer.report.claims).toEqual(["sender type = printer"])
  const knownAnswer = new Conversation(mdns)
  knownAnswer.read(offer("0000"), udp)
  expect(knownAnswer.report.claims).toEqual([])
})

test("the model that a device describes itself by", () => {
  const text = new Conversation(mdns)
  text.read(
    hex(`
      0000 8400 0000 0001 0000 0000
      03 "qa1" 0c "_device-info" 04 "_tcp" 05 "local" 00 0010 8001 00000e10 0017 0e "model=iMac17,1" 07 "osxv=17"
    `),
    udp,
  )
  expect(text.report.claims).toEqual(["sender model = iMac17,1"])
})

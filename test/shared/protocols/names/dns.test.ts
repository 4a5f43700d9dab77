import { expect, test } from "vitest"
import { dns } from "../../../../shared/protocols/names/dns.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const udp = { transport: "udp", targetPort: 53 } as const

const query: Sample = {
  name: "query",
  circumstances: udp,
  bytes: hex(`
    1a2b 0100                         # identifier, a query that wants recursion
    0001 0000 0000 0000               # one question
    09 "Historian" 05 "plant" 07 "example" 00
    0001 0001                         # address, internet
  `),
}

const answer: Sample = {
  name: "answer with a compressed name",
  circumstances: udp,
  bytes: hex(`
    1a2b 8180
    0001 0001 0000 0000
    09 "historian" 05 "plant" 07 "example" 00 0001 0001
    c00c 0001 0001 00000e10 0004 0a010a05  # the question's name again, 10.1.10.5
  `),
}

const unknown: Sample = {
  name: "no such name",
  circumstances: udp,
  bytes: hex('1a2c 8183 0001 0000 0000 0000 04 "wpad" 00 0001 0001'),
}

const overTcp: Sample = {
  name: "query over TCP",
  circumstances: { transport: "tcp", targetPort: 53 },
  bytes: hex('0016 1a2b 0100 0001 0000 0000 0000 04 "wpad" 00 0001 0001'),
}

dissectorSuite(dns, {
  samples: [query, answer, unknown, overTcp],
  refused: [
    { name: "an operation that is none", bytes: hex('1a2b 1900 0001 0000 0000 0000 04 "wpad" 00 0001 0001') },
    { name: "a class that is none", bytes: hex('1a2b 0100 0001 0000 0000 0000 04 "wpad" 00 0001 0777') },
    { name: "a label of 200 bytes", bytes: hex('1a2b 0100 0001 0000 0000 0000 80 "wpad" 00 0001 0001') },
  ],
})

test("names asked for are listed in lower case", () => {
  const conversation = new Conversation(dns)
  for (const sample of [query, answer, unknown]) conversation.read(sample.bytes, udp)
  expect(conversation.report.names).toEqual(["dns historian.plant.example", "dns historian.plant.example", "dns wpad"])
  expect(conversation.report.operations).toEqual(["dns 0 request", "dns 0 response", "dns 0 exception"])
})

test("what is asked for is told, and what is answered; not what is updated", () => {
  const conversation = new Conversation(dns)
  const update = hex('1a2d 2800 0001 0000 0000 0000 05 "plant" 00 0006 0001')
  for (const bytes of [query.bytes, answer.bytes, unknown.bytes, update]) conversation.read(bytes, udp)
  conversation.read(hex("1a2e 0100 0001 0000 0000 0000 00 0002 0001"), udp) // the root
  expect(conversation.report.said).toEqual([
    { kind: "asked", name: "historian.plant.example", type: "A" },
    { kind: "resolved", name: "historian.plant.example", type: "A", answers: ["10.1.10.5"], fault: "" },
    { kind: "resolved", name: "wpad", type: "A", answers: [], fault: "no such name" },
  ])
})

test("names in answers are told with the addresses, and a damaged one harms nothing", () => {
  const conversation = new Conversation(dns)
  const head = '1a2b 8180 0001 0002 0000 0000 03 "www" 00 0001 0001'
  const alias = 'c00c 0005 0001 00000e10 0005 03 "hmi" 00'
  conversation.read(hex(`${head} ${alias} c00c 0001 0001 00000e10 0004 0a140005`), udp)
  conversation.read(hex(`${head} c00c 0005 0001 00000e10 0002 c0ff c00c 0001 0001 00000e10 0004 0a140005`), udp)
  expect(conversation.report.said.map((one) => "answers" in one && one.answers)).toEqual([
    ["hmi", "10.20.0.5"],
    ["10.20.0.5"],
  ])
})

test("an answer of a server says nothing about the server", () => {
  const conversation = new Conversation(dns)
  conversation.read(answer.bytes, udp)
  expect(conversation.report.claims).toEqual([])
})

test("a name that points at itself ends", () => {
  const circle = hex("1a2b 0100 0001 0000 0000 0000 c00c 0001 0001")
  expect(() => new Conversation(dns).read(circle, udp)).toThrow("DNS name points forward")
})

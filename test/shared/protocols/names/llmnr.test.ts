import { expect, test } from "vitest"
import { llmnr } from "../../../../shared/protocols/names/llmnr.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const udp = { transport: "udp", sourcePort: 5355, targetPort: 51000 } as const

const answer: Sample = {
  name: "answer",
  circumstances: udp,
  bytes: hex(`
    77aa 8000 0001 0001 0000 0000
    06 "SCADA1" 00 0001 0001
    06 "SCADA1" 00 0001 0001 0000001e 0004 0a010a05
  `),
}

dissectorSuite(llmnr, {
  samples: [answer],
  refused: [{ name: "a short header", bytes: hex("77aa 8000 0001") }],
})

test("the answering computer tells its own name", () => {
  const conversation = new Conversation(llmnr)
  conversation.read(answer.bytes, udp)
  expect(conversation.report.claims).toEqual(["10.1.10.5 hostname = scada1"])
  expect(conversation.report.names).toEqual(["dns scada1"])
})

test("what is asked for is told", () => {
  const conversation = new Conversation(llmnr)
  conversation.read(answer.bytes, udp)
  conversation.read(hex('77ab 0000 0001 0000 0000 0000 06 "SCADA2" 00 0001 0001'), udp)
  expect(conversation.report.said).toEqual([{ kind: "asked", name: "scada2", type: "A" }])
})

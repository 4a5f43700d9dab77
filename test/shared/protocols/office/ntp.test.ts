import { expect, test } from "vitest"
import { ntp } from "../../../../shared/protocols/office/ntp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const question: Sample = { name: "client", bytes: hex("23 00 06 ec 00*44"), circumstances: { transport: "udp" } }
const answer: Sample = { name: "server", bytes: hex("24 02 06 ec 00*44"), circumstances: { transport: "udp" } }

dissectorSuite(ntp, {
  samples: [question, answer],
  refused: [
    { name: "version 7", bytes: hex("3b 00 06 ec 00*44") },
    { name: "mode 0", bytes: hex("20 00 06 ec 00*44") },
    { name: "too short", bytes: hex("23 00 06 ec 00*20") },
  ],
})

test("clients ask, servers answer and are time servers", () => {
  const conversation = new Conversation(ntp)
  conversation.read(question.bytes)
  conversation.read(answer.bytes)
  expect(conversation.report.operations).toEqual(["ntp 3 request", "ntp 4 response"])
  expect(conversation.report.claims).toEqual(["sender type = time-server"])
})

test("a server with a clock of its own names it", () => {
  const own = new Conversation(ntp)
  own.read(hex('24 01 06 ec 00*8 "GPS" 00 00*32'))
  expect(own.report.claims).toContain("sender description = time server with its own clock: GPS")
  const other = new Conversation(ntp)
  other.read(hex("24 01 06 ec 00*8 c0a80101 00*32"))
  expect(other.report.claims).toEqual(["sender type = time-server"])
})

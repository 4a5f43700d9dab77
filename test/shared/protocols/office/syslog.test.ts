import { expect, test } from "vitest"
import { syslog } from "../../../../shared/protocols/office/syslog.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [{ name: "message", bytes: hex('"<134>Nov 20 06:25:11 fw1 accept tcp"') }]

dissectorSuite(syslog, {
  samples,
  refused: [
    { name: "no digits", bytes: hex('"<abc>x"') },
    { name: "four digits", bytes: hex('"<1341>x"') },
  ],
})

test("it is named, and says nothing of devices", () => {
  const conversation = new Conversation(syslog)
  for (const sample of samples) conversation.read(sample.bytes)
  expect(conversation.report.claims).toEqual([])
  expect(conversation.report.operations).toEqual([])
})

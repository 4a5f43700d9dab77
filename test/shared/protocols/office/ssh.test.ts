import { expect, test } from "vitest"
import { ssh } from "../../../../shared/protocols/office/ssh.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [{ name: "banner", bytes: hex('"SSH-2.0-OpenSSH_9.6" 0d0a') }]

dissectorSuite(ssh, {
  samples,
  refused: [{ name: "version 3", bytes: hex('"SSH-3.0-x" 0d0a') }],
})

test("it is named, and says nothing of devices", () => {
  const conversation = new Conversation(ssh)
  for (const sample of samples) conversation.read(sample.bytes)
  expect(conversation.report.claims).toEqual([])
  expect(conversation.report.operations).toEqual([])
})

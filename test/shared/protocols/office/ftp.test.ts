import { expect, test } from "vitest"
import { ftp } from "../../../../shared/protocols/office/ftp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const ready: Sample = { name: "service ready", bytes: hex('"220 recipe server" 0d0a') }
const user: Sample = { name: "user", bytes: hex('"USER operator" 0d0a') }
const refusal: Sample = { name: "not signed in", bytes: hex('"530 Login incorrect." 0d0a') }

dissectorSuite(ftp, {
  samples: [ready, user, refusal],
  refused: [
    { name: "a code beyond 659", bytes: hex('"999 x" 0d0a') },
    { name: "a long word", bytes: hex('"CONNECTION" 0d0a') },
  ],
})

test("replies are counted, refusals as exceptions", () => {
  const conversation = new Conversation(ftp)
  for (const sample of [ready, user, refusal]) conversation.read(sample.bytes)
  expect(conversation.report.operations).toEqual(["ftp 220 response", "ftp 530 exception"])
})

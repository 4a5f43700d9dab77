import { expect, test } from "vitest"
import { smb } from "../../../../shared/protocols/office/smb.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [
  { name: "negotiate, version 2", bytes: hex('00 000008 fe "SMB" 4000 0000') },
  { name: "negotiate, version 1", bytes: hex('00 000008 ff "SMB" 72 00 00 00') },
  { name: "session answer", bytes: hex("82 000000") },
]

dissectorSuite(smb, {
  samples,
  refused: [
    { name: "other letters", bytes: hex('00 000008 fe "SMX" 4000 0000') },
    { name: "a session type that is none", bytes: hex("90 000000") },
  ],
})

test("it is named, and says nothing of devices", () => {
  const conversation = new Conversation(smb)
  for (const sample of samples) conversation.read(sample.bytes)
  expect(conversation.report.claims).toEqual([])
  expect(conversation.report.operations).toEqual([])
})

import { expect, test } from "vitest"
import { teamviewer } from "../../../../shared/protocols/office/teamviewer.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

dissectorSuite(teamviewer, {
  samples: [
    { name: "17 24", bytes: hex("17 24 0a 20 00 5a*32") },
    { name: "11 30", bytes: hex("11 30 36 00 1d 5a*32") },
  ],
  refused: [
    { name: "TLS data", bytes: hex("17 03 03 00 20 5a*32") },
    { name: "the other way round", bytes: hex("24 17 0a 20 00 5a*32") },
    { name: "cut", bytes: hex("17 24 0a") },
  ],
})

test("nothing is claimed of who uses it", () => {
  const conversation = new Conversation(teamviewer)
  conversation.read(hex("17 24 0a 20 00 5a*32"))
  conversation.read(hex("5a*32"))
  const { claims, said, operations } = conversation.report
  expect({ claims, said, operations }).toEqual({ claims: [], said: [], operations: [] })
})

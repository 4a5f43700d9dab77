import { expect, test } from "vitest"
import { ccLinkIe } from "../../../../shared/protocols/mitsubishi/cc-link-ie.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const ethernet = { transport: "ethernet" } as const

dissectorSuite(ccLinkIe, {
  samples: [{ name: "a frame", bytes: hex("03 00*45"), circumstances: ethernet }],
  refused: [{ name: "nothing", bytes: hex("03 00") }],
})

test("frames are counted by their type", () => {
  const conversation = new Conversation(ccLinkIe)
  conversation.read(hex("03 00*45"), ethernet)
  conversation.read(hex("10 00*45"), ethernet)
  expect(conversation.report.operations).toEqual(["cc-link-ie type:3 message", "cc-link-ie type:16 message"])
})

proves({ "cc-link-ie": ["framing"] })

import { expect, test } from "vitest"
import { isakmp } from "../../../../shared/protocols/office/isakmp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const udp = { transport: "udp" } as const

const message = (version: string, exchange: string, flags: string, number = "00000000", before = ""): Uint8Array =>
  hex(`${before} 5a*8 00*8 21 ${version} ${exchange} ${flags} ${number} 00000024 a5*8`)

dissectorSuite(isakmp, {
  samples: [
    { name: "start of version 2", bytes: message("20", "22", "08"), circumstances: udp },
    { name: "main mode", bytes: message("10", "02", "00"), circumstances: udp },
    {
      name: "behind an address translation",
      bytes: message("20", "23", "08", "00000001", "00000000"),
      circumstances: udp,
    },
  ],
  refused: [
    { name: "version 3", bytes: message("30", "22", "08") },
    { name: "an exchange of the other version", bytes: message("20", "02", "08") },
    { name: "an exchange of none", bytes: message("10", "09", "00") },
    { name: "flags of none", bytes: message("20", "22", "88") },
    { name: "nobody began it", bytes: hex("00*16 21 20 22 08 00000000 0000001c") },
    { name: "longer than there is", bytes: hex("5a*8 00*8 21 20 22 08 00000000 00000040 a5*8") },
    { name: "a sign of life", bytes: hex("ff") },
  ],
})

test("exchanges are counted; those of version 2 say what answers what", () => {
  const conversation = new Conversation(isakmp)
  const behind = message("20", "23", "28", "00000001", "00000000")
  for (const bytes of [message("20", "22", "08"), message("20", "22", "20"), behind, message("10", "02", "01")])
    conversation.read(bytes, udp)
  expect(conversation.report.operations).toEqual([
    "isakmp 34 request",
    "isakmp 34 response",
    "isakmp 35 response",
    "isakmp 2 message",
  ])
})

test("encrypted payloads and signs of life in the same conversation are no key exchanges", () => {
  const conversation = new Conversation(isakmp)
  const traversal = { ...udp, sourcePort: 4500, targetPort: 4500 }
  conversation.read(message("20", "23", "08", "00000001", "00000000"), traversal)
  conversation.read(hex("c1d2e3f4 00000001 a5*64"), traversal)
  conversation.read(hex("ff"), traversal)
  expect(conversation.report.operations).toEqual(["isakmp 35 request"])
  expect(conversation.report.layers).toContain("esp")
})

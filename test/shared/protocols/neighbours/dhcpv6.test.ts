import { expect, test } from "vitest"
import { dhcpv6 } from "../../../../shared/protocols/neighbours/dhcpv6.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const udp = { transport: "udp", sourcePort: 546, targetPort: 547 } as const

const solicit: Sample = {
  name: "solicit",
  circumstances: udp,
  bytes: hex(`
    01 123456                    # solicit, transaction
    0008 0002 0000               # elapsed time
    0027 0007 00 05 "qalab"      # client's name
  `),
}

dissectorSuite(dhcpv6, {
  samples: [solicit, { name: "reply", circumstances: udp, bytes: hex("07 123456 0008 0002 0000") }],
  refused: [
    { name: "a message that is none", bytes: hex("63 123456 0008 0002 0000") },
    { name: "a first option beyond the message", bytes: hex("01 123456 0008 0200 0000") },
  ],
})

test("a client tells its name", () => {
  const conversation = new Conversation(dhcpv6)
  conversation.read(solicit.bytes, udp)
  expect(conversation.report.claims).toEqual(["sender hostname = qalab"])
  expect(conversation.report.operations).toEqual(["dhcpv6 1 request"])
})

test("an option that lies about its length is named with its value", () => {
  const lying = hex("01 123456 0008 0200 0000")
  expect(() => new Conversation(dhcpv6).read(lying, udp)).toThrow("DHCPv6 option 8 of 512 bytes, 2 are there")
})

import { expect, test } from "vitest"
import { vrrp } from "../../../../shared/protocols/routing/vrrp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const second = (priority: string): Uint8Array => hex(`21 01 ${priority} 02 00 01 b45a 0a010101 0a010102 00*8`)
const third = hex("31 24 69 01 0064 1111 fe80 00*12 0001")
const on = { transport: "ethernet" } as const

dissectorSuite(vrrp, {
  samples: [
    { name: "version 2", bytes: second("64"), circumstances: on },
    { name: "version 3 over IPv6", bytes: third, circumstances: on },
  ],
  refused: [
    { name: "another type", bytes: hex("22 01 64 01 00 01 b45a 0a010101 00*8") },
    { name: "no address", bytes: hex("21 01 64 00 00 01 b45a 00*8") },
    { name: "more addresses than bytes", bytes: hex("21 01 64 09 00 01 b45a 0a010101") },
  ],
})

test("who shares which address, told when it changes", () => {
  const conversation = new Conversation(vrrp)
  for (const bytes of [second("64"), second("64"), second("ff"), second("00"), third]) conversation.read(bytes, on)
  const { claims, operations } = conversation.report
  expect(operations).toEqual(Array(5).fill("vrrp 1 message"))
  expect(claims.filter((claim) => claim.includes("description"))).toEqual([
    "sender description = VRRP group 1: shares 10.1.1.1, priority 100",
    "sender description = VRRP group 1: shares 10.1.1.1, its owner",
    "sender description = VRRP group 1: shares 10.1.1.1, giving up",
    "sender description = VRRP group 36: shares fe80::1, priority 105",
  ])
  expect(claims).toContain("sender type = router")
})

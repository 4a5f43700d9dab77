import { expect, test } from "vitest"
import { hsrp } from "../../../../shared/protocols/routing/hsrp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const first = (operation: string, state: string, priority = "6e", address = "0a000001"): Uint8Array =>
  hex(`00 ${operation} ${state} 03 0a ${priority} 05 00 "secret" 0000 ${address}`)
const second = (state: string, kind = "04", address = "0a000001 00*12"): Uint8Array =>
  hex(`01 28 02 00 ${state} ${kind} 0398 001122334455 0000005a 00000bb8 00002710 ${address} 03 08 "secret" 0000`)
const udp = { transport: "udp", toMany: true } as const

dissectorSuite(hsrp, {
  samples: [
    { name: "hello", bytes: first("00", "10"), circumstances: udp },
    { name: "hello of version 2", bytes: second("06"), circumstances: udp },
    { name: "an interface's state", bytes: hex("02 04 0000 0001"), circumstances: udp },
    { name: "advertisement", bytes: hex("00 03 0001 0a 00*11"), circumstances: udp },
  ],
  refused: [
    { name: "a state that is none", bytes: first("00", "11") },
    { name: "an operation that is none", bytes: first("04", "10") },
    { name: "cut", bytes: hex("00 00 10 03 0a 6e 05 00 5a*8") },
    { name: "another kind of address", bytes: second("06", "05") },
  ],
})

const talk = (...messages: readonly Uint8Array[]): Conversation["report"] => {
  const conversation = new Conversation(hsrp)
  for (const bytes of messages) conversation.read(bytes, udp)
  return conversation.report
}

test("which address is shared, and who holds it: told once", () => {
  const { claims, operations } = talk(first("00", "08"), first("00", "10"), first("00", "10"), first("02", "10"))
  expect(claims).toEqual([
    "sender type = router",
    "sender description = HSRP group 5, shares address 10.0.0.1 with priority 110",
  ])
  expect(operations).toEqual([
    "hsrp hello:standby message",
    "hsrp hello:active message",
    "hsrp hello:active message",
    "hsrp resign:active message",
  ])
  expect(JSON.stringify(claims)).not.toContain("secret")
})

test("version 2, with either kind of address", () => {
  expect(talk(second("06")).claims[1]).toBe(
    "sender description = HSRP group 920, shares address 10.0.0.1 with priority 90",
  )
  const { claims, operations } = talk(second("05", "06", "fe80 00*12 0007"))
  expect(claims[1]).toBe("sender description = HSRP group 920, shares address fe80::7 with priority 90")
  expect(operations).toEqual(["hsrp hello:standby message"])
})

test("what routers advertise beside, and addresses that are not known yet", () => {
  expect(talk(hex("02 04 0000 0001"), hex("00 03 0001 0a 00*11")).operations).toEqual([
    "hsrp advertise message",
    "hsrp advertise message",
  ])
  expect(talk(first("00", "01", "64", "00000000")).claims).toEqual(["sender type = router"])
})

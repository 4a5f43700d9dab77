import { expect, test } from "vitest"
import { openvpn, openvpnTcp } from "../../../../shared/protocols/office/openvpn.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const udp = { transport: "udp" } as const

const reset = "38 5a*8 00 00000000"

dissectorSuite(openvpn, {
  samples: [
    { name: "hard reset", bytes: hex(reset), circumstances: udp },
    { name: "acknowledgement", bytes: hex("28 5a*8 01 00000000 a5*8"), circumstances: udp },
    { name: "data", bytes: hex("30 5a*40"), circumstances: udp },
  ],
  refused: [
    { name: "an opcode of none", bytes: hex("00 5a*40") },
    { name: "an opcode beyond", bytes: hex("60 5a*40") },
    { name: "a hard reset with another key", bytes: hex("39 5a*8 00 00000000") },
    { name: "a session without a name", bytes: hex("20 00*8 00 00000000") },
    { name: "too short", bytes: hex("38 5a*8 00") },
    { name: "data too short", bytes: hex("30 5a*18") },
  ],
})

dissectorSuite(openvpnTcp, {
  samples: [{ name: "hard reset", bytes: hex(`000e ${reset}`) }],
  refused: [
    { name: "a length that is too short", bytes: hex(`000d ${reset}`) },
    { name: "TLS", bytes: hex("16 03 01 00 40 01 00 00 3c 03 03 5a*20") },
    { name: "cut", bytes: hex("000e 38 5a*8") },
  ],
})

test("packets are counted by their opcode, over either transport", () => {
  const conversation = new Conversation(openvpn)
  for (const bytes of [hex(reset), hex("20 5a*8 00 00000001"), hex("48 5a*40")]) conversation.read(bytes, udp)
  expect(conversation.report.operations).toEqual(["openvpn 7 message", "openvpn 4 message", "openvpn 9 message"])
  const other = new Conversation(openvpnTcp)
  other.read(hex(`000e ${reset}`))
  expect(other.report.operations).toEqual(["openvpn 7 message"])
})

import { expect, test } from "vitest"
import { ppp } from "../../../../shared/protocols/tunnels/ppp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { modbusPacket, ppp as pppOf } from "../../../make/tunnel-frames.ts"

const ask = hex('c023 01 01 000f 04 "pump" 05 "secrt"')

dissectorSuite(ppp, {
  samples: [
    { name: "IPv4", bytes: pppOf(modbusPacket()) },
    { name: "a compressed number", bytes: hex("21 4500 0014 00*16") },
    { name: "LCP", bytes: hex("c021 01 01 0004") },
    { name: "PAP", bytes: ask, circumstances: { direction: 1 } },
    { name: "CHAP, an answer", bytes: hex('c223 02 01 000f 04 01020304 "pump-7"') },
  ],
  refused: [{ name: "nothing", bytes: hex("") }],
})

test("who signs in by PAP, in the clear, and whether it worked", () => {
  const conversation = new Conversation(ppp)
  conversation.read(ask)
  conversation.read(hex("c023 02 01 0005 00"))
  conversation.read(hex("c023 03 01 0005 00"))
  expect(conversation.report.said).toEqual([
    { kind: "signIn", user: "pump", succeeded: true, isClear: true },
    { kind: "signIn", user: "pump", succeeded: false, isClear: true },
  ])
  expect(conversation.report.operations[0]).toBe("ppp c023 message")
})

test("who signs in by CHAP", () => {
  const conversation = new Conversation(ppp)
  conversation.read(hex('c223 02 01 000f 04 01020304 "pump-7"'))
  conversation.read(hex("c223 03 01 0004"))
  expect(conversation.report.said).toEqual([{ kind: "signIn", user: "pump-7", succeeded: true, isClear: false }])
})

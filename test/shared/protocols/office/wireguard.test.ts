import { expect, test } from "vitest"
import { wireguard } from "../../../../shared/protocols/office/wireguard.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const udp = { transport: "udp" } as const

const initiation = hex("01 000000 5a*144")

dissectorSuite(wireguard, {
  samples: [
    { name: "initiation", bytes: initiation, circumstances: udp },
    { name: "response", bytes: hex("02 000000 5a*88"), circumstances: udp },
    { name: "cookie", bytes: hex("03 000000 5a*60"), circumstances: udp },
    { name: "a sign of life", bytes: hex("04 000000 5a*28"), circumstances: udp },
  ],
  refused: [
    { name: "an initiation of another length", bytes: hex("01 000000 5a*143") },
    { name: "a response as long as an initiation", bytes: hex("02 000000 5a*144") },
    { name: "data that are not padded", bytes: hex("04 000000 5a*30") },
    { name: "a reserved byte", bytes: hex("01 000100 5a*144") },
    { name: "another type", bytes: hex("05 000000 5a*28") },
  ],
})

test("the handshake is a question and its answer", () => {
  const conversation = new Conversation(wireguard)
  for (const bytes of [initiation, hex("02 000000 5a*88"), hex("04 000000 5a*28")]) conversation.read(bytes, udp)
  expect(conversation.report.operations).toEqual(["wireguard 1 request", "wireguard 2 response", "wireguard 4 message"])
  expect(conversation.report.claims).toEqual([])
})

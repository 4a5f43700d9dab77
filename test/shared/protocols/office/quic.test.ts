import { expect, test } from "vitest"
import { quic } from "../../../../shared/protocols/office/quic.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const udp = { transport: "udp" } as const

const long = (form: string, version: string, target = "08 5a*8"): Uint8Array =>
  hex(`${form} ${version} ${target} 04 a5*4 00 449e 5a*40`)

dissectorSuite(quic, {
  samples: [
    { name: "initial", bytes: long("c3", "00000001"), circumstances: udp },
    { name: "version negotiation", bytes: hex("95 00000000 04 5a*4 08 a5*8 00000001 6b3343cf"), circumstances: udp },
    { name: "one version offered", bytes: hex("95 00000000 00 08 a5*8 00000001"), circumstances: udp },
  ],
  refused: [
    { name: "a short header", bytes: hex("43 5a*40") },
    { name: "a version of nobody", bytes: long("c3", "00000007") },
    { name: "an older QUIC", bytes: long("c3", '"Q043"') },
    { name: "a name that is too long", bytes: long("c3", "00000001", "15 5a*21") },
    { name: "the fixed bit is missing", bytes: long("83", "00000001") },
    { name: "half a version", bytes: hex("95 00000000 04 5a*4 08 a5*8 00000001 6b33") },
    { name: "cut", bytes: hex("c3 00000001 08 5a*8") },
  ],
})

test("packets are counted by type, also where version 2 turns them", () => {
  const conversation = new Conversation(quic)
  const all = [long("c3", "00000001"), long("e3", "ff00001d"), long("d3", "6b3343cf"), long("c3", "6b3343cf")]
  for (const bytes of [...all, hex("95 00000000 04 5a*4 08 a5*8 00000001")]) conversation.read(bytes, udp)
  expect(conversation.report.operations).toEqual([
    "quic 0 message",
    "quic 2 message",
    "quic 0 message",
    "quic 3 message",
    "quic 4 message",
  ])
})

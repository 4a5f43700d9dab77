import { expect, test } from "vitest"
import { rdp } from "../../../../shared/protocols/office/rdp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [
  {
    name: "connection request",
    bytes: hex('03 00 0028 23 e0 0000 0000 00 "Cookie: mstshash=op" 0d0a 01 00 0800 03000000'),
  },
  { name: "connect initial", bytes: hex('03 00 0011 02 f0 80 7f65 82 0080 "Duca" 81') },
  { name: "TLS inside", bytes: hex("16 0303 0006 01 000002 0303") },
]

dissectorSuite(rdp, {
  samples,
  refused: [{ name: "a data unit that is none", bytes: hex("03 00 0008 02 30 80 00") }],
})

/** MCS connect initial with a conference of the core data alone (MS-RDPBCGR section 4.1.3). */
const connect = (name: string): Uint8Array => {
  const wide = [...name.padEnd(16, "\0")].flatMap((letter) => [letter.charCodeAt(0), 0])
  const core = hex("01c0 3c00 04000800 0004 0003 01ca 03aa 09040000 ce0e0000")
  const head = hex('7f65 82 0080 "Duca" 81 40')
  const length = 7 + head.length + core.length + wide.length + 4
  return Uint8Array.from([3, 0, 0, length, 2, 0xf0, 0x80, ...head, ...core, ...wide, 0, 0, 0, 0])
}
test("without TLS the client says what its computer is called", () => {
  const conversation = new Conversation(rdp)
  conversation.read(connect("ISD2-KM84178"))
  expect(conversation.report.claims).toEqual(["sender hostname = ISD2-KM84178"])
  const odd = new Conversation(rdp)
  odd.read(connect("a b?"))
  odd.read(connect(""))
  expect(odd.report.claims).toEqual([])
})

test("it is named, and says nothing of devices", () => {
  const conversation = new Conversation(rdp)
  for (const sample of samples) conversation.read(sample.bytes)
  expect(conversation.report.claims).toEqual([])
  expect(conversation.report.operations).toEqual([])
})

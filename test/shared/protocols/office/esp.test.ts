import { expect, test } from "vitest"
import { esp } from "../../../../shared/protocols/office/esp.ts"
import { analyseBytes } from "../../../make/analyse-bytes.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { bytes, ethernet, ipv4, pcap, u16, u32, udp } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"

dissectorSuite(esp, {
  samples: [
    { name: "encrypted payload", bytes: hex("c1d2e3f4 00000001 a5*32"), circumstances: { transport: "ethernet" } },
  ],
  refused: [
    { name: "no association", bytes: hex("00000000 00000001 a5*32") },
    { name: "a reserved association", bytes: hex("000000ff 00000001 a5*32") },
    { name: "too short", bytes: hex("c1d2e3f4 00000001 a5*4") },
  ],
})

const net = { from: "10.0.0.2", to: "10.0.0.1" }
const link = { from: "00:50:56:00:00:02", to: "00:1d:9c:00:00:01" }
const analysed = (protocol: number, payload: Uint8Array) =>
  analyseBytes(pcap([{ time: 1.7e15, frame: ethernet(link, ipv4({ ...net, protocol }, payload)) }]))

test("it is named where it stands directly over IP", () => {
  const { document, accounting } = analysed(50, hex("c1d2e3f4 00000001 a5*32"))
  expect(Object.keys(document["protocols"] as object)).toContain("esp")
  expect(accounting).toMatchObject({ read: 1, decoded: 1 })
})

/** RFC 4302 section 2: next header, length in words less two, reserved, association, number, check value. */
const authenticated = (next: number, inner: Uint8Array, words = 4): Uint8Array =>
  bytes(next, words, u16(0), u32(0x100), u32(1), new Uint8Array(12), inner)

test("what an authentication header vouches for is read", () => {
  const query = hex('0001 0100 0001 0000 0000 0000 03 "plc" 00 0001 0001')
  const { document, accounting } = analysed(51, authenticated(17, udp(5353, 53, query)))
  expect(Object.keys(document["protocols"] as object)).toEqual(expect.arrayContaining(["udp", "dns"]))
  expect(accounting).toMatchObject({ read: 1, decoded: 1 })
})

test("an authentication header that is longer than the packet is told as damage", () => {
  expect(analysed(51, authenticated(17, new Uint8Array(8), 200)).accounting).toMatchObject({ malformed: 1 })
  expect(analysed(51, bytes(17, 4)).accounting).toMatchObject({ malformed: 1 })
})

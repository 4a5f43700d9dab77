import { expect, test } from "vitest"
import { ccLinkBasic } from "../../../../shared/protocols/mitsubishi/cc-link-basic.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const udp = { transport: "udp" } as const

const cycle = (state: string): Uint8Array =>
  hex(`
    5000 00 ff ff03 00 8600 0000 700e 0000  # 134 bytes follow
    0100 0000 2400 00*14                    # version 1, offset 36
    ${state} 0000 00*8                      # the master's state and time
    0a03a8c0 01 00 0500 f401 0300 0100 0100 0100 0000
    0b03a8c0 00*64 00*8                     # slave, RWw, RY
  `)
const request: Sample = { name: "cyclic data", circumstances: { ...udp, side: 0, toMany: true }, bytes: cycle("0100") }
const stopped: Sample = { name: "cyclic data of a stopped master", circumstances: udp, bytes: cycle("0200") }
const slave = (code: string): Uint8Array =>
  hex(`
    d000 00 ff ff03 00 7a00 0000
    0100 ${code} 2800 00*14
    3412 0000 01000000 0100 0000 0100 0000 00000000
    0b03a8c0 01 00 0500
    00*64 00*8
  `)
const answer: Sample = { name: "cyclic data, answer", circumstances: { ...udp, side: 1 }, bytes: slave("0000") }
const second: Sample = { name: "a second master, refused", circumstances: { ...udp, side: 1 }, bytes: slave("e0cf") }
const search: Sample = {
  name: "node search",
  circumstances: { ...udp, toMany: true },
  bytes: hex("5400 0700 0000 00 ff ff03 00 1100 0000 300e 0000 020000000001 04 0a03a8c0"),
}
const setAddress: Sample = {
  name: "IP address set",
  circumstances: udp,
  bytes: hex("5400 0800 0000 00 ff ff03 00 1000 0000 310e 0000 020000000001 0b03a8c0"),
}
const refused: Sample = {
  name: "setting refused",
  circumstances: udp,
  bytes: hex("d400 0800 0000 00 ff ff03 00 0200 cacf"),
}

// There is no other reader at hand to check the samples against.
dissectorSuite(ccLinkBasic, {
  samples: [request, stopped, answer, second, search, setAddress, refused],
  refused: [
    { name: "another station", bytes: hex("5000 00 01 ff03 00 0600 0000 700e 0000") },
    { name: "a subheader that is none", bytes: hex("5100 00 ff ff03 00 0600 0000 700e 0000") },
    { name: "a length beyond the datagram", bytes: hex("5000 00 ff ff03 00 6000 0000 700e 0000") },
  ],
})

test("cyclic data, its answers, and whether both run", () => {
  const conversation = new Conversation(ccLinkBasic)
  for (const sample of [request, answer, stopped, second]) conversation.read(sample.bytes, sample.circumstances)
  expect(conversation.report.operations).toEqual([
    "cc-link-basic 0x0e70 request",
    "cc-link-basic 0x0e70 response",
    "cc-link-basic 0x0e70 request",
    "cc-link-basic 0x0e70 exception",
  ])
  expect(conversation.report.claims.slice(0, 3)).toEqual([
    "sender mode = run",
    "sender mode = run",
    "sender mode = stop",
  ])
})

test("searching and addressing", () => {
  const conversation = new Conversation(ccLinkBasic)
  for (const sample of [search, setAddress, refused]) conversation.read(sample.bytes, sample.circumstances)
  expect(conversation.report.operations).toEqual([
    "cc-link-basic 0x0e30 request",
    "cc-link-basic 0x0e31 request",
    "cc-link-basic answer exception",
  ])
  expect(ccLinkBasic.protocol.commands?.["0x0e31"]?.technique).toBe("T0836")
})

test("another version is named with its value", () => {
  const lying = request.bytes.slice()
  lying[15] = 9
  expect(() => new Conversation(ccLinkBasic).read(lying)).toThrow("CC-Link protocol version is 9, not 1 or 2")
})

test("why a slave refuses", () => {
  const conversation = new Conversation(ccLinkBasic)
  for (const { bytes, circumstances } of [request, answer, second, setAddress, refused])
    conversation.read(bytes, circumstances)
  expect(conversation.report.details).toEqual(["cc-link-basic end:cfe0", "cc-link-basic end:cfca"])
  expect(ccLinkBasic.protocol.detailName!(0xcfe0)).toBe("another master is there already")
  expect(ccLinkBasic.protocol.detailName!(0xcfca)).toBeUndefined()
})

proves({ "cc-link-basic": ["framing", "requests", "state", "commands"] })

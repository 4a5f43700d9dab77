import { expect, test } from "vitest"
import { nbns } from "../../../../shared/protocols/names/nbns.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const udp = { transport: "udp", sourcePort: 137, targetPort: 137 } as const

/** A name of 15 letters and a suffix as RFC 1001 encodes it: length 32, two letters for each byte, end. */
function encoded(name: string, suffix: number): string {
  const bytes = [...name.padEnd(15, " ")].map((letter) => letter.charCodeAt(0)).concat(suffix)
  return `20 "${bytes.map((byte) => String.fromCharCode(0x41 + (byte >> 4), 0x41 + (byte & 15))).join("")}" 00`
}

const query: Sample = {
  name: "query",
  circumstances: udp,
  bytes: hex(`8001 0110 0001 0000 0000 0000 ${encoded("FILESRV", 0x20)} 0020 0001`),
}

const registration: Sample = {
  name: "registration",
  circumstances: udp,
  bytes: hex(`
    8002 2910 0001 0000 0000 0001
    ${encoded("OPERATOR1", 0x00)} 0020 0001            # the name asked for
    c00c 0020 0001 000493e0 0006 0000 0a010a0b         # for this address, as a unique name
  `),
}

const group: Sample = {
  name: "registration of a group",
  circumstances: udp,
  bytes: hex(`
    8003 2910 0001 0000 0000 0001
    ${encoded("WORKGROUP", 0x00)} 0020 0001
    c00c 0020 0001 000493e0 0006 8000 0a010a0b
  `),
}

const status: Sample = {
  name: "node status, answer",
  circumstances: udp,
  bytes: hex(`
    8004 8400 0000 0001 0000 0000
    ${encoded("*", 0x00)} 0021 0001 00000000 0025
    02                                                  # two names
    "WORKGROUP      " 00 8400
    "OPERATOR1      " 20 0400
  `),
}

dissectorSuite(nbns, {
  samples: [query, registration, group, status],
  refused: [
    { name: "a DNS query", bytes: hex('1a2b 0100 0001 0000 0000 0000 04 "wpad" 00 0001 0001 00*32') },
    { name: "letters beyond P", bytes: hex(`8001 0110 0001 0000 0000 0000 20 5a*32 00 0020 0001`) },
  ],
})

test("unique names of computers are believed, groups are not", () => {
  const conversation = new Conversation(nbns)
  for (const sample of [query, registration, group, status]) conversation.read(sample.bytes, udp)
  expect(conversation.report.claims).toEqual(["10.1.10.11 hostname = OPERATOR1", "sender hostname = OPERATOR1"])
  expect(conversation.report.operations).toEqual([
    "nbns 0 request",
    "nbns 5 request",
    "nbns 5 request",
    "nbns 0 response",
  ])
})

test("queries tell the name that they ask for", () => {
  const conversation = new Conversation(nbns)
  for (const sample of [query, registration, status]) conversation.read(sample.bytes, udp)
  conversation.read(hex(`8001 0000 0001 0000 0000 0000 ${encoded("*", 0x00)} 0021 0001`), udp)
  expect(conversation.report.said).toEqual([{ kind: "asked", name: "filesrv" }])
})

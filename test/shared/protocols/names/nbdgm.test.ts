import { expect, test } from "vitest"
import { nbdgm } from "../../../../shared/protocols/names/nbdgm.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const udp = { transport: "udp", sourcePort: 138, targetPort: 138, toMany: true } as const

/** "HMI2" and "WORKGROUP" in the encoding of RFC 1001: padded to 15, suffixes 00 and 1d. */
const source = `20 "EIENEJDC${"CA".repeat(11)}AA" 00`
const target = `20 "FHEPFCELEHFCEPFFFA${"CA".repeat(6)}BN" 00`

const announcement: Sample = {
  name: "browser announcement",
  circumstances: udp,
  bytes: hex(`
    11 02 8001               # direct group, first and only fragment
    0a010a0c 008a            # from 10.1.10.12:138
    0048 0000                # length and offset
    ${source}
    ${target}
    ff "SMB"                 # the beginning of what it carries
  `),
}

dissectorSuite(nbdgm, {
  samples: [announcement],
  refused: [
    { name: "a type that is none", bytes: hex("05 02 8001 0a010a0c 008a 0048 0000 00*70") },
    { name: "no name", bytes: hex("11 02 8001 0a010a0c 008a 0048 0000 00*70") },
  ],
})

test("the sender names itself with its address", () => {
  const conversation = new Conversation(nbdgm)
  conversation.read(announcement.bytes, udp)
  expect(conversation.report.claims).toEqual(["10.1.10.12 hostname = HMI2"])
})

import { expect, test } from "vitest"
import { snmp } from "../../../../shared/protocols/office/snmp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [
  {
    name: "get, version 2",
    bytes: hex(
      '30 26 02 01 01 04 06 "public" a0 19 02 01 01 02 01 00 02 01 00 30 0e 30 0c 06 08 2b 06 01 02 01 01 01 00 05 00',
    ),
  },
]

dissectorSuite(snmp, {
  samples,
  refused: [
    { name: "version 7", bytes: hex('30 26 02 01 07 04 06 "public"') },
    { name: "no sequence", bytes: hex('31 26 02 01 01 04 06 "public"') },
  ],
})

test("it is named, and says nothing of devices", () => {
  const conversation = new Conversation(snmp)
  for (const sample of samples) conversation.read(sample.bytes)
  expect(conversation.report.claims).toEqual([])
  expect(conversation.report.operations).toEqual([])
})

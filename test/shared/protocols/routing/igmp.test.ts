import { expect, test } from "vitest"
import { igmp } from "../../../../shared/protocols/routing/igmp.ts"
import { analyseBytes } from "../../../make/analyse-bytes.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { ethernet, ipv4, pcap } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"

const on = { transport: "ethernet", toMany: true } as const
const query = hex("11 64 0000 00000000")
const report = hex("16 00 0000 e00000fb")
const leave = hex("17 00 0000 e00000fb")
/** Joins 239.1.1.1 with one source, leaves 239.1.1.2. */
const version3 = hex("22 00 0000 0000 0002 05 00 0001 ef010101 0a000001 03 00 0000 ef010102")

dissectorSuite(igmp, {
  samples: [
    { name: "a query of version 1", bytes: hex("11 00 0000 00000000"), circumstances: on },
    { name: "a query of version 2", bytes: query, circumstances: on },
    { name: "a query of version 3", bytes: hex("11 64 0000 00000000 02 7d 0000"), circumstances: on },
    { name: "a report of version 1", bytes: hex("12 00 0000 e00000fb"), circumstances: on },
    { name: "a report of version 2", bytes: report, circumstances: on },
    { name: "a report of version 3", bytes: version3, circumstances: on },
  ],
  refused: [
    { name: "DVMRP", bytes: hex("13 01 0000 00000000") },
    { name: "too short", bytes: hex("16 00 0000 e000") },
  ],
})

test("what is said, and of which group", () => {
  const conversation = new Conversation(igmp)
  for (const bytes of [query, report, leave, version3]) conversation.read(bytes, on)
  expect(conversation.report.operations).toEqual([
    "igmp 17:2 message",
    "igmp 22 message",
    "igmp 23 message",
    "igmp 34 message",
    "igmp 23 message",
  ])
  expect(conversation.report.places).toEqual([
    "igmp group 224.0.0.251",
    "igmp group 224.0.0.251",
    "igmp group 239.1.1.1",
    "igmp group 239.1.1.2",
  ])
})

test("a record of a type that is none is malformed", () => {
  expect(new Conversation(igmp).survives(hex("22 00 0000 0000 0001 09 00 0000 ef010101"), on)).toBe(false)
})

test("which device joined which group is kept as a place", () => {
  const link = { from: "02:00:00:00:00:01", to: "01:00:5e:00:00:fb" }
  const frame = ethernet(link, ipv4({ from: "10.0.0.1", to: "224.0.0.251", protocol: 2, ttl: 1 }, report))
  const { places, document } = analyseBytes(pcap([{ time: 1e6, frame }]))
  expect([...places.values()].flat().map(({ where }) => where)).toEqual(["group 224.0.0.251"])
  expect((document["protocols"] as Record<string, object>)["igmp"]).toEqual({ packets: 1, bytes: frame.length })
})

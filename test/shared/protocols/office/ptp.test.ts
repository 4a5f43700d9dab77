import { expect, test } from "vitest"
import { ptp } from "../../../../shared/protocols/office/ptp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const octet = (value: number): string => value.toString(16).padStart(2, "0")
const message = (type: string, body: string, version = "02"): Uint8Array =>
  hex(`${type} ${version} 00 ${octet(34 + hex(body).length)} 00 00 0200 00*12 0011223344556677 0001 0001 05 00 ${body}`)
const announce = (clockClass: string, last = "99"): Uint8Array =>
  message("0b", `00*10 0025 00 80 ${clockClass} 21 4e5d 80 00aabbfffe0011${last} 0000 20`)
const udp = { transport: "udp" } as const

dissectorSuite(ptp, {
  samples: [
    { name: "announce", bytes: announce("06"), circumstances: udp },
    { name: "sync", bytes: message("00", "00*10"), circumstances: udp },
    {
      name: "sync of the profile for Ethernet, padded",
      bytes: hex("10 02 002c 5a*40 00*2"),
      circumstances: { transport: "ethernet" },
    },
  ],
  refused: [
    { name: "version 1", bytes: message("00", "00*10", "01") },
    { name: "a type that is none", bytes: message("05", "00*20") },
    { name: "an announce too short", bytes: message("0b", "00*10") },
    { name: "longer than there is", bytes: hex("00 02 0040 5a*40") },
  ],
})

test("who announces a clock is a source of time; the same clock is told once", () => {
  const conversation = new Conversation(ptp)
  for (const bytes of [announce("06"), message("00", "00*10"), announce("06"), announce("f8", "01")])
    conversation.read(bytes, udp)
  const { claims, operations } = conversation.report
  expect(claims).toEqual([
    "sender type = time-server",
    "sender description = PTP clock of class 6, grandmaster 00aabbfffe001199",
    "sender type = time-server",
    "sender description = PTP clock of class 248, grandmaster 00aabbfffe001101",
  ])
  expect(operations).toEqual(["ptp 11 message", "ptp 0 message", "ptp 11 message", "ptp 11 message"])
})

test("a clock that only ever follows is none", () => {
  const conversation = new Conversation(ptp)
  conversation.read(announce("ff"), udp)
  expect(conversation.report.claims).toEqual([])
})

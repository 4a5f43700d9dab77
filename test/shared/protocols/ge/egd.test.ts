import { expect, test } from "vitest"
import { egd } from "../../../../shared/protocols/ge/egd.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const udp = { transport: "udp" } as const
const head = "0a000007 05000000 00e1f564 00000000 00000000 00000000"
const data: Sample = { name: "data", bytes: hex(`0d 01 2a00 ${head} 00000000 cafe`), circumstances: udp }

dissectorSuite(egd, {
  samples: [data],
  refused: [
    { name: "another version", bytes: hex(`0d 02 2a00 ${head} 00000000`) },
    { name: "reserved bytes are set", bytes: hex(`0d 01 2a00 ${head} 01000000`) },
    { name: "a head cut short", bytes: hex(`0d 01 2a00 ${head}`) },
    { name: "no producer", bytes: hex(`0d 01 2a00 00000000 05000000 ${"00*20"}`) },
  ],
})

test("data is counted, and by exchange beside", () => {
  const conversation = new Conversation(egd)
  conversation.read(data.bytes, data.circumstances)
  expect(conversation.report.operations).toEqual(["egd 13 message"])
  expect(conversation.report.details).toEqual(["egd exchange:5"])
})

test("samples that are missing, another configuration and errors of the producer are told with the exchange", () => {
  const conversation = new Conversation(egd)
  const say = (request: string, status = "01", signature = "00"): void =>
    conversation.read(
      hex(`0d 01 ${request}00 0a000007 05000000 00*8 ${status}000000 ${signature}000000 00000000 cafe`),
      udp,
    )
  say("01")
  say("02")
  say("04")
  say("04")
  say("05", "04")
  say("06", "04")
  say("07", "01", "09")
  expect(conversation.report.details.filter((line) => line !== "egd exchange:5")).toEqual([
    ...["egd requests-skipped", "egd request-repeated", "egd status:error"],
    ...["egd configuration-changed", "egd status:good"],
  ])
  expect(new Set(conversation.report.places)).toEqual(new Set(["egd exchange 5"]))
})

proves({ egd: ["framing", "places"] })

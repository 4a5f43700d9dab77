import { expect, test } from "vitest"
import { mqtt } from "../../../../shared/protocols/office/mqtt.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const connect: Sample = {
  name: "connect",
  bytes: hex(`
    10 10                        # connect, 16 bytes
    0004 "MQTT" 04 02 003c       # version 3.1.1, clean session, keep alive 60 s
    0004 "hmi1"                  # client
  `),
}
const ping: Sample = { name: "ping", bytes: hex("c0 00") }

dissectorSuite(mqtt, {
  samples: [connect, ping],
  refused: [
    { name: "a connect of another name", bytes: hex('10 10 0004 "XXTT" 04 02 003c 0004 "hmi1"') },
    { name: "flags that its type has not", bytes: hex("c5 00") },
    { name: "type 0", bytes: hex("00 00") },
  ],
})

test("packets are counted by type", () => {
  const conversation = new Conversation(mqtt)
  conversation.read(connect.bytes)
  conversation.read(ping.bytes)
  expect(conversation.report.operations).toEqual(["mqtt 1 message", "mqtt 12 message"])
})

test("a length that goes on for ever is refused", () => {
  const endless = hex("30 ff ff ff ff ff")
  expect(mqtt.size!(endless, 0, endless.length)).toBe(-1)
})

test("what a client calls itself is told, unless it was made up for the connection", () => {
  const named = (text: string): readonly string[] => {
    const conversation = new Conversation(mqtt)
    const length = (text.length + 12).toString(16).padStart(2, "0")
    conversation.read(
      hex(`10 ${length} 0004 "MQTT" 04 02 003c 00${text.length.toString(16).padStart(2, "0")} "${text}"`),
    )
    return conversation.report.claims
  }
  expect(named("boiler-gateway")).toEqual(["sender software = boiler-gateway (MQTT client)"])
  expect(named("mosq-a8Jk29d0f11ab")).toEqual([])
  expect(named("17")).toEqual([])
})

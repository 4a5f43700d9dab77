import { expect, test } from "vitest"
import { l2tp, l2tpIp } from "../../../../shared/protocols/tunnels/l2tp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { bytes } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"
import { l2tp as l2tpOf, modbusFrame, modbusPacket } from "../../../make/tunnel-frames.ts"

/** Start control connection request with message type, host name and vendor name. */
const start = hex('c802 0028 0000 0000 0000 0000 8008 0000 0000 0001 800a 0000 0007 "lac1" 000a 0000 0008 "Acme"')

dissectorSuite(l2tp, {
  samples: [
    { name: "data with PPP", bytes: l2tpOf(modbusPacket()) },
    {
      name: "data with sequence numbers and an offset",
      bytes: bytes(hex("0a02 0007 0009 0000 0001 0002 0000 0021"), modbusPacket()),
    },
    { name: "a control message", bytes: start },
    { name: "an acknowledgement", bytes: hex("c802 000c 0007 0000 0001 0002") },
    { name: "version 3 with Ethernet", bytes: bytes(hex("0003 0000 00000007"), modbusFrame()) },
  ],
  refused: [
    { name: "version 1", bytes: hex("e801 00f0 0202 0202") },
    { name: "reserved bits", bytes: hex("0402 0007 0009 0021") },
    { name: "control without sequence numbers", bytes: hex("c002 000c 0007 0000 0001 0002") },
    { name: "a question of DNS", bytes: hex("1234 0100 0001 0000 0000 0000 0377777700 0001 0001") },
  ],
})

dissectorSuite(l2tpIp, {
  samples: [
    { name: "data", bytes: bytes(hex("00000007 01020304"), modbusFrame()), circumstances: { transport: "ethernet" } },
    { name: "control", bytes: hex("00000000 c803 000c 00000001 0000 0000"), circumstances: { transport: "ethernet" } },
  ],
  refused: [{ name: "too short", bytes: hex("000000") }],
})

test("what the ends call themselves", () => {
  const conversation = new Conversation(l2tp)
  conversation.read(start)
  expect(conversation.report.operations).toEqual(["l2tp 1 message"])
  expect(conversation.report.claims).toEqual(["sender hostname = lac1", "sender vendor = Acme"])
})

import { expect, test } from "vitest"
import { s7comm } from "../../../../shared/protocols/s7/s7comm.ts"
import { tpkt } from "../../../../shared/protocols/osi/tpkt.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const connect: Sample = {
  name: "connection request",
  bytes: hex(`
    03 00 0016  # TPKT version 3, 22 bytes
    11 e0       # length indicator, connection request
    0000 000c   # destination and source reference
    00          # class 0
    c0 01 0a    # TPDU size 1024
    c1 02 0100  # calling TSAP: PG
    c2 02 0102  # called TSAP: rack 0, slot 2
  `),
}

const confirm: Sample = {
  name: "connection confirm",
  circumstances: { side: 1 },
  bytes: hex(`
    03 00 0016
    11 d0       # connection confirm
    000c 0006 00
    c0 01 0a
    c1 02 0100
    c2 02 0102  # the called station repeats its TSAP
  `),
}

const firstHalf: Sample = {
  name: "data, more follows",
  bytes: hex(`
    03 00 000c
    02 f0 00       # data, not the last piece
    32 01 0000 08  # the beginning of an S7comm job
  `),
}

const secondHalf: Sample = {
  name: "data, the last piece",
  after: [firstHalf],
  bytes: hex(`
    03 00 0014
    02 f0 80                     # data, end of the unit
    00 0008 0000                 # rest of the header: reference, 8 bytes of parameters, no data
    f0 00 0001 0001 01e0         # setup communication
  `),
}

dissectorSuite(tpkt, {
  listeners: [s7comm],
  samples: [connect, confirm, firstHalf, secondHalf],
  refused: [
    { name: "version 4", bytes: hex("04 00 0016 11 e0 0000 000c 00") },
    { name: "a length indicator beyond the packet", bytes: hex("03 00 0008 20 f0 80 00") },
    { name: "a data unit that X.224 has not", bytes: hex("03 00 0008 02 30 80 00") },
  ],
})

test("a data unit in two pieces is handed on whole", () => {
  const conversation = new Conversation(tpkt, [s7comm])
  conversation.read(firstHalf.bytes)
  expect(conversation.report.inner).toEqual([])
  conversation.read(secondHalf.bytes)
  expect(conversation.report.inner).toEqual(["cotp 18"])
  expect(conversation.report.operations).toEqual(["s7comm 240 request"])
})

test("the pieces of the two sides are kept apart", () => {
  const conversation = new Conversation(tpkt)
  conversation.read(firstHalf.bytes, { side: 0 })
  conversation.read(secondHalf.bytes, { side: 1 })
  expect(conversation.report.inner).toEqual(["cotp 13"])
})

test("the confirmed TSAP says in which slot the controller sits", () => {
  const conversation = new Conversation(tpkt)
  conversation.read(connect.bytes)
  expect(conversation.report.claims).toEqual([])
  conversation.read(confirm.bytes)
  expect(conversation.report.claims).toEqual(["sender location = rack 0, slot 2"])
  expect(conversation.report.layers).toContain("cotp")
})

test("a parameter that lies about its length is named with its value", () => {
  const lying = hex("03 00 0010 0b e0 0000 000c 00 c1 50 0100 0000")
  expect(() => new Conversation(tpkt).read(lying)).toThrow("COTP parameter length 80")
})

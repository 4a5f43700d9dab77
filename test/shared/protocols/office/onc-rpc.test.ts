import { expect, test } from "vitest"
import { oncRpc } from "../../../../shared/protocols/office/onc-rpc.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const word = (value: number): string => value.toString(16).padStart(8, "0")
const caller = (name: string): string =>
  `00000001 ${word(24 + name.length)} 5a*4 ${word(name.length)} "${name}" 00*16 00000000 00000000`
const nobody = "00*8 00*8"
const call = (number: number, program: number, version: number, procedure: number, who = nobody): string =>
  `${word(number)} 00000000 00000002 ${word(program)} ${word(version)} ${word(procedure)} ${who}`
const answer = (number: number, result = 0): string => `${word(number)} 00000001 00000000 00*8 ${word(result)} 5a*4`
const denied = (number: number): string => `${word(number)} 00000001 00000001 00000001 00000002`
const marked = (body: string, last = true): Uint8Array =>
  hex(`${word(hex(body).length + (last ? 0x8000_0000 : 0))} ${body}`)
const client = { direction: 1, side: 0 } as const
const server = { direction: -1, side: 1 } as const
const udp = { transport: "udp" } as const

dissectorSuite(oncRpc, {
  samples: [
    { name: "call over TCP", bytes: marked(call(7, 100_003, 3, 6, caller("hmi-nine"))), circumstances: client },
    { name: "answer over TCP", bytes: marked(answer(7)), circumstances: server },
    { name: "call over UDP", bytes: hex(call(7, 100_000, 2, 3)), circumstances: udp },
    { name: "denial over UDP", bytes: hex(denied(7)), circumstances: udp },
  ],
  refused: [
    { name: "a program that nobody knows", bytes: hex(call(7, 4711, 3, 6)) },
    { name: "another version of RPC", bytes: hex(`${word(7)} 00000000 00000003 ${word(100_003)} 00*24`) },
    { name: "a result that is none", bytes: hex(answer(7, 9)) },
    { name: "cut", bytes: hex("00000007 00000000 00000002") },
  ],
})

test("which procedures are called from which computer, and how that ends", () => {
  const conversation = new Conversation(oncRpc)
  conversation.read(marked(call(7, 100_003, 3, 6, caller("hmi-nine"))), client)
  conversation.read(marked(call(8, 100_003, 3, 7, caller("hmi-nine"))), client)
  conversation.read(marked(answer(8, 4)), server)
  conversation.read(marked(answer(7)), server)
  conversation.read(marked(answer(9)), server)
  const { claims, operations, layers } = conversation.report
  expect(claims).toEqual(["sender hostname = hmi-nine"])
  expect(operations).toEqual([
    "nfs 100003:3:6 request",
    "nfs 100003:3:7 request",
    "nfs 100003:3:7 exception",
    "nfs 100003:3:6 response",
  ])
  expect(layers).toEqual(["nfs", "nfs", "nfs", "nfs"])
})

test("the port mapper, and a call that is denied", () => {
  const conversation = new Conversation(oncRpc)
  for (const bytes of [call(1, 100_000, 2, 3), answer(1), call(2, 100_005, 3, 1), denied(2)])
    conversation.read(hex(bytes), udp)
  expect(conversation.report.operations).toEqual([
    "onc-rpc 100000:2:3 request",
    "onc-rpc 100000:2:3 response",
    "onc-rpc 100005:3:1 request",
    "onc-rpc 100005:3:1 exception",
  ])
})

test("a message in pieces is counted once", () => {
  const conversation = new Conversation(oncRpc)
  conversation.read(marked(call(7, 100_003, 3, 7), false), client)
  conversation.read(marked(call(8, 100_003, 3, 7)), client)
  conversation.read(marked(call(9, 100_003, 3, 21)), client)
  expect(conversation.report.operations).toEqual(["nfs 100003:3:7 request", "nfs 100003:3:21 request"])
})

test("procedures are named by their version", () => {
  const name = (version: number, procedure: number): string | undefined =>
    oncRpc.protocol.functionName?.((1 << 14) | (version << 10) | procedure)
  expect([name(2, 8), name(3, 7), name(4, 1), name(3, 900)]).toEqual([
    "NFS, write",
    "NFS, write",
    "NFS, compound",
    undefined,
  ])
})

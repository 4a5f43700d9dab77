import { expect, test } from "vitest"
import { dcerpc } from "../../../../shared/protocols/office/dcerpc.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { bind, fault, request, response, services, strange } from "../../../make/rpc-messages.ts"

dissectorSuite(dcerpc, {
  samples: [
    { name: "bind", bytes: hex(bind(services)) },
    { name: "request", bytes: hex(request(2, 0, 12)), after: [{ name: "bind", bytes: hex(bind(services)) }] },
    { name: "fault", bytes: hex(fault(2)) },
  ],
  refused: [
    { name: "version 4", bytes: hex("04 00 0b 03 10000000 1000 0000 01000000") },
    { name: "a type that is none", bytes: hex("05 00 33 03 10000000 1000 0000 01000000") },
    { name: "numbers of another machine", bytes: hex("05 00 0b 03 11220000 1000 0000 01000000") },
    { name: "a length that is none", bytes: hex("05 00 0b 03 10000000 0800 0000 01000000") },
  ],
})

const operations = (...messages: readonly string[]): readonly string[] => {
  const conversation = new Conversation(dcerpc)
  for (const message of messages) conversation.read(hex(message))
  return conversation.report.operations
}

test("calls are counted by interface and operation, and joined to their answers", () => {
  expect(
    operations(bind(services, strange), request(2, 0, 15), response(2), request(3, 0, 12), fault(3), request(4, 1, 7)),
  ).toEqual([
    "dcerpc 2:15 request",
    "dcerpc 2:15 response",
    "dcerpc 2:12 request",
    "dcerpc 2:12 exception",
    "dcerpc 0:7 request",
  ])
})

test("a call in pieces is one call, an answer that nobody waits for is none", () => {
  expect(operations(bind(services), request(2, 0, 12, "01"), request(2, 0, 12, "02"), response(9))).toEqual([
    "dcerpc 2:12 request",
  ])
})

test("a refusal says why", () => {
  const conversation = new Conversation(dcerpc)
  for (const message of [bind(services), request(3, 0, 12), fault(3)]) conversation.read(hex(message))
  expect(conversation.report.details).toEqual(["dcerpc fault:5"])
  expect([5, 0x1c010002, 0x77].map((status) => dcerpc.protocol.detailName!(status))).toEqual([
    "refused: access denied",
    "refused: operation does not exist",
    undefined,
  ])
})

test("functions have names, and what takes a computer over is a command", () => {
  const { functionName, commands } = dcerpc.protocol
  expect(functionName!(2 * 4096 + 12)).toBe("create a service (service control manager)")
  expect(functionName!(7)).toBe("operation 7 (another interface)")
  expect(commands!["2:12"]).toMatchObject({ does: "Create a service on the computer", technique: "T0886" })
  // Programs of 32 bits on a computer of 64 make theirs so, PsExec among them (MS-SCMR 3.1.4.42).
  expect(functionName!(2 * 4096 + 45)).toBe("create a service (service control manager)")
  for (const key of ["2:45", "2:24", "2:60"]) expect(commands![key]).toBe(commands!["2:12"])
  expect(commands!["2:15"]).toBeUndefined()
})

test("every operation that is a command has a name of its own", () => {
  const { commands, functionName } = dcerpc.protocol
  for (const key of Object.keys(commands!)) {
    const [number, operation] = key.split(":").map(Number)
    const name = functionName!(number! * 4096 + operation!)!
    expect(name).not.toMatch(/another interface|operation \d+$/)
  }
})

test("each stream has contexts and calls of its own", () => {
  const conversation = new Conversation(dcerpc)
  const said: readonly (readonly [stream: number, message: string])[] = [
    [1, bind(services)],
    [2, bind(strange)],
    [1, request(2, 0, 12)],
    [2, request(2, 0, 12)],
    [2, fault(2)],
    [1, response(2)],
  ]
  for (const [stream, message] of said) conversation.read(hex(message), { stream })
  expect(conversation.report.operations).toEqual([
    "dcerpc 2:12 request",
    "dcerpc 0:12 request",
    "dcerpc 0:12 exception",
    "dcerpc 2:12 response",
  ])
})

test("the oldest of too many contexts and calls makes room", () => {
  const conversation = new Conversation(dcerpc)
  for (let stream = 1; stream <= 300; stream++) {
    conversation.read(hex(bind(services)), { stream })
    conversation.read(hex(request(1, 0, 12)), { stream })
  }
  conversation.read(hex(request(2, 0, 12)), { stream: 300 })
  conversation.read(hex(request(2, 0, 12)), { stream: 1 })
  conversation.read(hex(response(1)), { stream: 1 })
  conversation.read(hex(response(1)), { stream: 299 })
  expect(conversation.report.operations.slice(300)).toEqual([
    "dcerpc 2:12 request",
    "dcerpc 0:12 request",
    "dcerpc 2:12 response",
  ])
})

import { expect, test } from "vitest"
import { dcerpc } from "../../../../shared/protocols/office/dcerpc.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const le = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, n) => ((value >> (8 * n)) & 0xff).toString(16).padStart(2, "0")).join("")
const message = (type: string, call: number, body: string, flags = "03"): Uint8Array => {
  const length = 16 + hex(body).length
  return hex(`05 00 ${type} ${flags} 10000000 ${le(length, 2)} 0000 ${le(call, 4)} ${body}`)
}
/** Service control manager: 367abb81-9844-35f1-ad32-98f038001003, version 2. */
const services = "81bb7a36 4498 f135 ad32 98f038001003 02000000"
const strange = "01020304 0506 0708 0910 111213141516 01000000"
const syntax = "045d888a eb1c c911 9fe8 08002b104860 02000000"
const bind = (...interfaces: readonly string[]): Uint8Array =>
  message(
    "0b",
    1,
    `d016 d016 00000000 ${le(interfaces.length, 1)} 000000 ${interfaces.map((one, n) => `${le(n, 2)} 01 00 ${one} ${syntax}`).join(" ")}`,
  )
const request = (call: number, context: number, operation: number, flags?: string): Uint8Array =>
  message("00", call, `18000000 ${le(context, 2)} ${le(operation, 2)} 5a*24`, flags)
const response = (call: number): Uint8Array => message("02", call, "18000000 0000 00 00 5a*24")
const fault = (call: number): Uint8Array => message("03", call, "20000000 0000 00 00 05000000 00000000")

dissectorSuite(dcerpc, {
  samples: [
    { name: "bind", bytes: bind(services) },
    { name: "request", bytes: request(2, 0, 12), after: [{ name: "bind", bytes: bind(services) }] },
    { name: "fault", bytes: fault(2) },
  ],
  refused: [
    { name: "version 4", bytes: hex("04 00 0b 03 10000000 1000 0000 01000000") },
    { name: "a type that is none", bytes: hex("05 00 33 03 10000000 1000 0000 01000000") },
    { name: "numbers of another machine", bytes: hex("05 00 0b 03 11220000 1000 0000 01000000") },
    { name: "a length that is none", bytes: hex("05 00 0b 03 10000000 0800 0000 01000000") },
  ],
})

const operations = (...messages: readonly Uint8Array[]): readonly string[] => {
  const conversation = new Conversation(dcerpc)
  for (const bytes of messages) conversation.read(bytes)
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

test("functions have names, and what takes a computer over is a command", () => {
  const { functionName, commands } = dcerpc.protocol
  expect(functionName!(2 * 4096 + 12)).toBe("service control manager: create a service")
  expect(functionName!(7)).toBe("another interface: operation 7")
  expect(commands!["2:12"]).toMatchObject({ does: "Create a service on the computer", technique: "T0886" })
})

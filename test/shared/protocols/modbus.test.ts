import { expect, test } from "vitest"
import { modbus } from "../../../shared/protocols/modbus.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

const toServer = { sourcePort: 49152, targetPort: 502, direction: 1, side: 0 }
const fromServer = { sourcePort: 502, targetPort: 49152, direction: -1, side: 1 }

const readRequest: Sample = {
  name: "read holding registers, request",
  circumstances: toServer,
  bytes: hex(`
    0001  # transaction identifier
    0000  # protocol identifier
    0006  # length
    01    # unit identifier
    03    # function code: read holding registers
    006b  # starting address
    0003  # quantity
  `),
}

const readResponse: Sample = {
  name: "read holding registers, response",
  circumstances: fromServer,
  bytes: hex(`
    0001 0000 0009 01
    03              # function code
    06              # byte count
    022b 0000 0064  # three registers
  `),
}

const exception: Sample = {
  name: "exception",
  circumstances: fromServer,
  bytes: hex(`
    0002 0000 0003 01
    83  # function code 3 with the top bit: exception
    02  # illegal data address
  `),
}

const identification: Sample = {
  name: "device identification",
  circumstances: fromServer,
  bytes: hex(`
    0003 0000 0031 ff
    2b 0e             # encapsulated interface transport, device identification
    01 01             # basic, conformity level 1
    00 00             # nothing follows
    03                # three objects
    00 12 "Schneider Electric"
    01 0d "BMX P34 2020 "
    02 04 "v2.7"
  `),
}

const serverId: Sample = {
  name: "report server id",
  circumstances: fromServer,
  bytes: hex(`
    0004 0000 000c 01
    11           # function code: report server id
    09           # byte count
    42           # server id
    ff           # run indicator: on
    "PUMP-07"    # additional data
  `),
}

dissectorSuite(modbus, {
  samples: [readRequest, readResponse, exception, identification, serverId],
  refused: [
    { name: "protocol identifier 1", bytes: hex("0001 0001 0006 01 03 006b 0003") },
    { name: "length 1", bytes: hex("0001 0000 0001 01 03 006b 0003") },
    { name: "length beyond 254", bytes: hex("0001 0000 0fff 01 03 006b 0003") },
    { name: "an exception of six bytes", bytes: hex("0001 0000 0006 01 83 006b 0003") },
    { name: "HTTP", bytes: hex('"GET / HTTP/1.1" 0d0a') },
  ],
})

test("the port says who asks", () => {
  const conversation = new Conversation(modbus)
  conversation.read(readRequest.bytes, toServer)
  conversation.read(readResponse.bytes, fromServer)
  conversation.read(exception.bytes, fromServer)
  expect(conversation.report.operations).toEqual(["modbus 3 request", "modbus 3 response", "modbus 3 exception"])
})

test("off its port whoever opened the connection asks", () => {
  const conversation = new Conversation(modbus)
  conversation.read(readRequest.bytes, { sourcePort: 40000, targetPort: 5020, direction: 1 })
  conversation.read(readResponse.bytes, { sourcePort: 5020, targetPort: 40000, direction: -1 })
  expect(conversation.report.operations).toEqual(["modbus 3 request", "modbus 3 response"])
})

test("device identification names vendor, model and firmware, and points at them", () => {
  const conversation = new Conversation(modbus)
  conversation.read(identification.bytes, fromServer)
  expect(conversation.report.claims).toEqual([
    "sender vendor = Schneider Electric",
    "sender model = BMX P34 2020",
    "sender firmware = v2.7",
  ])
  const text = (n: number) => {
    const { at, length } = conversation.report.spans[n]!
    return new TextDecoder("latin1").decode(identification.bytes.subarray(at, at + length))
  }
  expect([text(0), text(1), text(2)]).toEqual(["Schneider Electric", "BMX P34 2020 ", "v2.7"])
})

test("a server id tells the run state and what the vendor adds", () => {
  const conversation = new Conversation(modbus)
  conversation.read(serverId.bytes, fromServer)
  expect(conversation.report.claims).toEqual(["sender mode = run", "sender description = PUMP-07"])
})

test("a byte count that lies is named with its value", () => {
  const lying = hex("0001 0000 0005 01 03 c8 022b")
  expect(() => new Conversation(modbus).read(lying, fromServer)).toThrow("byte count is 200, 2 bytes are there")
})

test("a UMAS message may be longer than a Modbus one", () => {
  const head = hex("0007 0000 00ff 00 5a 00 fe")
  expect(modbus.size!(head, 0, head.length)).toBe(6 + 255)
})

import { expect, test } from "vitest"
import { modbus } from "../../../../shared/protocols/modbus/modbus.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

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
  expect(conversation.report.claims).toEqual(["part 1 mode = run", "part 1 description = PUMP-07"])
})

test("a byte count that lies is named with its value", () => {
  const lying = hex("0001 0000 0005 01 03 c8 022b")
  expect(() => new Conversation(modbus).read(lying, fromServer)).toThrow("byte count is 200, 2 bytes are there")
})

test("a UMAS message may be longer than a Modbus one", () => {
  const head = hex("0007 0000 00ff 00 5a 00 fe")
  expect(modbus.size!(head, 0, head.length)).toBe(6 + 255)
})

const read = (...messages: readonly (readonly [string, typeof toServer])[]) => {
  const conversation = new Conversation(modbus)
  for (const [text, circumstances] of messages) conversation.read(hex(text), circumstances)
  return conversation.report
}

test("places are told with unit, kind and range, and values with them", () => {
  const { places } = read(
    ["0001 0000 0006 03 03 006b 0003", toServer],
    ["0001 0000 0009 03 03 06 022b 0000 0064", fromServer],
    ["0002 0000 0006 03 06 0010 002a", toServer],
    ["0003 0000 0006 03 05 0007 ff00", toServer],
    ["0004 0000 0009 03 0f 0000 000a 02 05 02", toServer],
    ["0005 0000 000b 03 10 0001 0002 04 000a 0102", toServer],
    ["0006 0000 000f 03 17 0003 0006 000e 0002 04 00ff 00fe", toServer],
    ["0007 0000 000a 03 14 07 06 0004 0001 0002", toServer],
    ["0008 0000 000c 03 15 09 06 0004 0007 0001 06af", toServer],
    ["0009 0000 0004 03 18 04de", toServer],
  )
  expect(places).toEqual([
    "modbus unit 3, holding registers 107 to 109",
    "good 022b00000064",
    "modbus unit 3, holding register 16",
    "written 42",
    "modbus unit 3, coil 7",
    "written on",
    "modbus unit 3, coils 0 to 9",
    "written on, off, on, off, off, off, off, off, off, on",
    "modbus unit 3, holding registers 1 to 2",
    "written 10, 258",
    "modbus unit 3, holding registers 3 to 8",
    "modbus unit 3, holding registers 14 to 15",
    "written 255, 254",
    "modbus unit 3, file 4, records 1 to 2",
    "modbus unit 3, file 4, record 7",
    "written 1711",
    "modbus unit 3, FIFO queue of register 1246",
  ])
})

test("diagnostics, exceptions and what is encapsulated are told apart; the dangerous ones are commands", () => {
  const { details, operations } = read(
    ["0001 0000 0006 01 08 0004 0000", toServer],
    ["0002 0000 0005 01 2b 0e 01 00", toServer],
    ["0003 0000 0003 01 90 02", fromServer],
  )
  expect(operations).toEqual(["modbus 8 request", "modbus 43 request", "modbus 16 exception"])
  expect(details).toEqual(["modbus diagnostics:4", "modbus encapsulated:14", "modbus exception:2"])
  expect(modbus.protocol.commands?.["diagnostics:4"]?.technique).toBe("T0814")
  expect(modbus.protocol.commands?.["16"]).toEqual({ does: "Write values", technique: "T0855", everyday: true })
})

test("units that answer stand behind a gateway; the device itself and a gateway's own refusal are none", () => {
  const { parts } = read(
    ["0001 0000 0005 03 03 02 0001", fromServer],
    ["0002 0000 0005 ff 03 02 0001", fromServer],
    ["0003 0000 0005 00 03 02 0001", fromServer],
    ["0004 0000 0003 07 83 0b", fromServer],
    ["0005 0000 0003 08 83 02", fromServer],
  )
  expect(parts).toEqual(["modbus unit 3", "modbus unit 8"])
})

test("a file record that is longer than its message contradicts itself", () => {
  const lying = hex("0008 0000 000c 03 15 09 06 0004 0007 00ff 06af")
  expect(() => new Conversation(modbus).read(lying, toServer)).toThrow("255 registers, 2 bytes are there")
})

test("an exception that a client sends, and function zero, are told", () => {
  const conversation = new Conversation(modbus)
  conversation.read(hex("0001 0000 0003 01 83 02"), toServer)
  expect(conversation.report.details).toEqual(["modbus exception:2", "modbus from-client:0"])
  expect(conversation.report.parts).toEqual([])
  expect(modbus.protocol.detailName!(0x40000)).toBe("the client sent an exception, which only servers do")
  conversation.read(hex("0001 0000 0002 01 00"), toServer)
  expect(conversation.report.operations).toEqual(["modbus 3 exception", "modbus 0 request"])
  expect(modbus.protocol.functionName!(0)).toBe("function zero, which is not valid")
})

proves({ modbus: ["framing", "requests", "identity", "state", "places", "commands"] })

import { expect, test } from "vitest"
import { ads } from "../../../../shared/protocols/beckhoff/ads.ts"
import { adsDiscovery } from "../../../../shared/protocols/beckhoff/ads-discovery.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const udp = { transport: "udp" } as const
const plc = "050d75600101"
const tool = "c0a801c70101"
const ask = (port: string, command: string, data = "", flags = "0400"): Uint8Array =>
  packet(`${plc} ${port} ${tool} 2f80 ${command} ${flags}`, "00000000 a9000000", data)
const answer = (port: string, command: string, data = "", error = "00000000"): Uint8Array =>
  packet(`${tool} 2f80 ${plc} ${port} ${command} 0500`, `${error} a9000000`, data)
/** Both lengths filled in. */
function packet(head: string, tail: string, data: string): Uint8Array {
  const { length } = hex(data)
  const long = (n: number): string =>
    `${(n & 255).toString(16).padStart(2, "0")}${(n >> 8).toString(16).padStart(2, "0")}0000`
  return hex(`0000 ${long(32 + length)} ${head} ${long(length)} ${tail} ${data}`)
}

const info: Sample = { name: "read device info", bytes: ask("2003", "0100") }
const infoAnswer: Sample = {
  name: "device info",
  bytes: answer("2003", "0100", '00000000 02 0b 3708 "PLC Server" 00*6'),
}
const noPort: Sample = { name: "no such port", bytes: answer("8403", "0100", "", "06000000") }
const read: Sample = { name: "read", bytes: ask("2103", "0200", "20400000 00000000 04000000") }
const readAnswer: Sample = { name: "what was read", bytes: answer("2103", "0200", "00000000 04000000 01020304") }
const write: Sample = { name: "write", bytes: ask("2103", "0300", "20400000 00000000 01000000 ff") }
const stop: Sample = { name: "write control: stop", bytes: ask("2103", "0500", "0600 0000 00000000") }
const refused: Sample = { name: "refused", bytes: answer("2103", "0500", "01070000") }
const state: Sample = { name: "a state", bytes: answer("2103", "0400", "00000000 0600 0000") }
const systemState: Sample = { name: "the system's state", bytes: answer("1027", "0400", "00000000 0500 0000") }
const notification: Sample = { name: "a notification", bytes: ask("2103", "0800", "00000000 00000000") }

const find: Sample = {
  name: "a question for server information",
  bytes: hex(`03661471 00000000 01000000 ${tool} 1027 00000000`),
  circumstances: udp,
}
const found: Sample = {
  name: "server information",
  bytes: hex(`
    03661471 00000000 01000080 ${plc} 1027 03000000  # three tags
    0500 0a00 "CX_0D7560" 00
    0400 1801 18010000 06000000 00000000 00000000 03000000 00*260
    0300 0400 02 0b b408
  `),
  circumstances: udp,
}
const route: Sample = {
  name: "a new route",
  bytes: hex(`
    03661471 00000000 06000000 ${tool} 1027 05000000
    0c00 0800 "OFFICE1" 00   # name of the route
    0700 0600 ${tool}
    0d00 0600 "Admin" 00 0200 0200 "1" 00
    0500 0d00 "192.168.1.99" 00
  `),
  circumstances: udp,
}
const routed = (result: string): Sample => ({
  name: `the route's result ${result}`,
  bytes: hex(`03661471 00000000 06000080 ${plc} 1027 01000000 0100 0400 ${result}`),
  circumstances: udp,
})

dissectorSuite(ads, {
  samples: [info, infoAnswer, noPort, read, readAnswer, write, stop, refused, state, systemState, notification],
  refused: [
    { name: "lengths that do not agree", bytes: hex(`0000 20000000 ${plc} 2003 ${tool} 2f80 0100 0400 01000000 00*8`) },
    { name: "a command that does not exist", bytes: ask("2003", "0a00") },
    { name: "flags without that of a command", bytes: ask("2003", "0100", "", "0000") },
    { name: "a shared file's header", bytes: hex('00000054 ff "SMB" 72 00*79') },
    { name: "zeros", bytes: new Uint8Array(64) },
  ],
})
dissectorSuite(adsDiscovery, {
  samples: [find, found, route, routed("00000000"), routed("04070000")],
  refused: [
    { name: "another magic number", bytes: hex(`03661472 00000000 01000000 ${tool} 1027 00000000`) },
    { name: "a service out of range", bytes: hex(`03661471 00000000 01000100 ${tool} 1027 00000000`) },
  ],
})

test("commands are counted by outcome", () => {
  const conversation = new Conversation(ads)
  for (const { bytes } of [info, noPort, read, readAnswer, stop, refused, notification]) conversation.read(bytes)
  expect(conversation.report.operations).toEqual([
    "ads 1 request",
    "ads 1 exception",
    "ads 2 request",
    "ads 2 response",
    "ads 5 request",
    "ads 5 exception",
    "ads 8 message",
  ])
})

test("routes are counted, and whether they were taken", () => {
  const conversation = new Conversation(adsDiscovery)
  for (const { bytes, circumstances } of [find, found, route, routed("00000000"), routed("04070000")])
    conversation.read(bytes, circumstances)
  expect(conversation.report.operations).toEqual([
    "ads udp:1 request",
    "ads udp:1 response",
    "ads udp:6 request",
    "ads udp:6 response",
    "ads udp:6 exception",
  ])
  expect(conversation.report.claims).toEqual([
    "sender hostname = CX_0D7560",
    "sender os = Windows CE 6.0",
    "sender firmware = TwinCAT 2.11.2228",
    "sender vendor = Beckhoff",
    "sender hostname = OFFICE1",
  ])
})

test("a controller says what it is and whether it runs; the system service does not speak for the program", () => {
  const conversation = new Conversation(ads)
  for (const { bytes } of [infoAnswer, state, systemState]) conversation.read(bytes)
  expect(conversation.report.claims).toEqual([
    "sender description = PLC Server",
    "sender firmware = PLC Server 2.11.2103",
    "sender mode = stop",
  ])
})

test("details name the port of the server", () => {
  const { detailKey, detailName } = ads.protocol
  expect([detailKey!(851), detailName!(851)]).toEqual(["port:851", "PLC runtime 1 (TwinCAT 3)"])
})

const reading = (...messages: readonly Uint8Array[]): Conversation["report"] => {
  const conversation = new Conversation(ads)
  for (const message of messages) conversation.read(message)
  return conversation.report
}

test("index groups are told as technicians write them", () => {
  const places = (...addresses: readonly string[]): readonly string[] =>
    reading(...addresses.map((address) => ask("2103", "0200", address))).places.map((text) =>
      text.replace("ads PLC runtime 1, ", ""),
    )
  expect(
    places(
      "20400000 64000000 04000000",
      "21400000 23000000 01000000",
      "20f00000 00000000 01000000",
      "31f00000 09000000 01000000",
      "05f00000 34120000 02000000",
      "0bf00000 00000000 00040000",
      "45230100 10000000 04000000",
    ),
  ).toEqual([
    "%MB100 to 103",
    "%MX4.3",
    "%IB0",
    "%QX1.1",
    "symbol with a handle 4660",
    "all symbols",
    "group 0x12345, offset 0x10",
  ])
})

test("a handle that was asked for has the symbol's name from then on", () => {
  const report = reading(
    ask("2103", "0900", '03f00000 00000000 04000000 0c000000 "MAIN.bStart" 00'),
    answer("2103", "0900", "00000000 04000000 34120000"),
    ask("2103", "0300", "05f00000 34120000 01000000 01"),
    ask("2103", "0900", '04f00000 00000000 02000000 0c000000 "MAIN.nCount" 00'),
    answer("2103", "0900", "00000000 02000000 2a00"),
  )
  expect(report.places).toEqual([
    "ads PLC runtime 1, MAIN.bStart",
    "good 34120000",
    "ads PLC runtime 1, MAIN.bStart",
    "written 1",
    "ads PLC runtime 1, MAIN.nCount",
    "good 2a00",
  ])
})

test("requests in sum name each part, and answers judge each", () => {
  const list = "20400000 00000000 02000000 20400000 0a000000 01000000"
  expect(
    reading(
      ask("2103", "0900", `80f00000 02000000 0b000000 18000000 ${list}`),
      answer("2103", "0900", "00000000 0b000000 00000000 03070000 2a00 ff"),
    ).places,
  ).toEqual(["ads PLC runtime 1, %MB0 to 1", "ads PLC runtime 1, %MB10", "good 2a00", "refused ff"])
  const written = reading(
    ask("2103", "0900", `81f00000 02000000 08000000 1b000000 ${list} 0700 09`),
    answer("2103", "0900", "00000000 08000000 00000000 04070000"),
  )
  expect(written.places).toEqual([
    "ads PLC runtime 1, %MB0 to 1",
    "written 7",
    "ads PLC runtime 1, %MB10",
    "written 9",
    "good",
    "refused",
  ])
  expect(written.details).toEqual(["ads port:801", "ads group:61569", "ads error:1796"])
})

test("states, files and refusals are details", () => {
  const report = reading(
    stop.bytes,
    refused.bytes,
    ask("1027", "0300", "f4010000 00000000 01000000 00"),
    ask("1027", "0900", "c8000000 00000000 04000000 04000000 41424300"),
  )
  expect(report.details).toEqual([
    "ads port:801",
    "ads state:6",
    "ads error:1793",
    "ads port:10000",
    "ads group:500",
    "ads port:10000",
  ])
  expect(report.places).toEqual([
    "ads PLC runtime 1",
    "ads system service, programs of the operating system",
    "written 0",
    "ads system service, registry of the machine",
  ])
  expect(ads.protocol.detailName?.(0x40701)).toBe("service not supported")
  // The captures have it.
  expect(ads.protocol.detailName?.(0x40002)).toBe("no real time")
})

test("a new route is told with its user, never with the password", () => {
  const conversation = new Conversation(adsDiscovery)
  conversation.read(route.bytes, udp)
  expect(conversation.report.places).toEqual(["ads route OFFICE1", "written 192.168.1.99", "ads user Admin"])
})

proves({ ads: ["framing", "requests", "identity", "state", "places", "commands"] })

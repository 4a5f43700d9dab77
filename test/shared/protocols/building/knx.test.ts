import { describe, expect, test } from "vitest"
import { knx } from "../../../../shared/protocols/building/knx.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const frame = (name: string, service: string, body: string, side: 0 | 1 = 0): Sample => {
  const content = hex(body)
  const length = (content.length + 6).toString(16).padStart(4, "0")
  return {
    name,
    circumstances: { transport: "udp", side, direction: side === 0 ? 1 : -1 },
    bytes: hex(`0610 ${service} ${length} ${body}`),
  }
}
const endpoint = "08 01 c0a80014 0e57"
const device = `36 01 02 00 11fa 0000 000112345678 e000170c 020000000014
  "Sample Router" 00*17`
const search = frame("search request", "0201", endpoint)
const found = frame("search response", "0202", `${endpoint} ${device} 0a 02 02 01 03 01 04 01 05 01`, 1)
const describedBy = frame("description response", "0204", `${device} 04 02 02 01`, 1)
const connect = frame("connect request", "0205", `${endpoint} ${endpoint} 04 04 02 00`)
const connected = frame("connect response", "0206", `07 00 ${endpoint} 04 04 11fb`, 1)
const full = frame("connect response, refused", "0206", "00 24", 1)
const alive = frame("connection state request", "0207", `07 00 ${endpoint}`)
const isAlive = frame("connection state response", "0208", "07 00", 1)
const acknowledge = frame("tunnelling acknowledge", "0421", "04 07 05 00", 1)

const tunnel = (name: string, cemi: string, side: 0 | 1 = 0): Sample => frame(name, "0420", `04 07 05 00 ${cemi}`, side)
const on = tunnel("group value write, on", "11 00 bc e0 0000 0a03 01 00 81")
const warm = tunnel("group value write of two bytes", "11 00 bc e0 0000 0a04 03 00 80 0c1a")
const heard = tunnel("group value write, heard", "29 00 bc e0 1105 0a03 01 00 80", 1)
const writeMemory = tunnel("memory write", "11 00 b0 60 0000 1105 06 02 83 4000 010203")
const restart = tunnel("restart", "11 00 b0 60 0000 1105 01 03 80")
const writeProperty = tunnel("property value write", "11 00 b0 60 0000 1105 06 03 d7 00 36 1001 01")
const connectDevice = tunnel("transport connect", "11 00 b0 60 0000 1105 00 80")
const more = tunnel("group value read with additional information", "11 04 03020102 bc e0 0000 0a03 01 00 00")
const own = frame("property write to the gateway", "0310", "04 09 01 00 f6 000b 01 34 1001 1105")
const reset = frame("reset of the gateway", "0310", "04 09 02 00 f1")
const route = frame("routing indication", "0530", "29 00 bc d0 1101 0901 01 00 80")
const secure = frame("secure wrapper", "0950", "0001 000000000001 000102030405 0000 aa*32")

const all = [search, found, describedBy, connect, connected, full, alive, isAlive, acknowledge, on, warm, heard]
all.push(writeMemory, restart, writeProperty, connectDevice, more, own, reset, route, secure)

// tshark 4.0.17 reads the samples alike.
dissectorSuite(knx, {
  samples: all,
  refused: [
    { name: "another version", bytes: hex("0620 0201 000e 08 01 c0a80014 0e57") },
    { name: "a service that is none", bytes: hex("0610 0299 000e 08 01 c0a80014 0e57") },
    { name: "a length beyond the datagram", bytes: hex("0610 0201 0020 08 01 c0a80014 0e57") },
  ],
})

const read = (...samples: Sample[]): Conversation["report"] => {
  const conversation = new Conversation(knx)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

describe("what KNXnet/IP tells", () => {
  test("a server's own description", () => {
    const report = read(search, found, describedBy)
    const claims = [
      "sender stationName = 1.1.250",
      "sender serial = 0001:12345678",
      "sender vendor = Siemens",
      "sender description = Sample Router",
    ]
    expect(report.claims).toEqual([...claims, ...claims])
    expect(report.bindings).toEqual(["02:00:00:00:00:14 192.168.0.20 announcement"])
  })

  test("services, their answers and refusals", () => {
    expect(read(connect, connected, connect, full, alive, isAlive, on, acknowledge, secure).operations).toEqual([
      "knx 0x0205 request",
      "knx 0x0205 response",
      "knx 0x0205 request",
      "knx 0x0205 exception",
      "knx 0x0207 request",
      "knx 0x0207 response",
      "knx 0x0420 request",
      "knx bus:0x080 message",
      "knx 0x0420 response",
      "knx 0x0950 message",
    ])
  })

  test("why a server refuses", () => {
    const outOfStep = frame("tunnelling acknowledge, refused", "0421", "04 07 05 04", 1)
    const dead = frame("connection state response, refused", "0208", "07 21", 1)
    const stranger = frame("session status", "0954", "01 00", 1)
    const closed = frame("session status, closed", "0954", "05 00", 1)
    const noProperty = frame("property read of the gateway, refused", "0310", "04 09 01 00 fb 000b 01 34 0001 07", 1)
    const property = frame("property read of the gateway, confirmed", "0310", "04 09 01 00 fb 000b 01 34 1001 1105", 1)
    const report = read(full, outOfStep, dead, stranger, closed, noProperty, property, acknowledge)
    const keys = ["status:24", "status:04", "status:21", "session:01", "session:05", "property:07"]
    expect(report.details).toEqual(keys.map((key) => `knx ${key}`))
    expect(report.operations.filter((line) => line.includes("cemi"))).toEqual([
      "knx cemi:0xfb exception",
      "knx cemi:0xfb message",
    ])
    expect([0x24, 0x04, 0x101, 0x105, 0x207, 0x99].map((code) => knx.protocol.detailName?.(code))).toEqual([
      "refused: no further connection",
      "refused: sequence number is wrong",
      "refused: authentication failed",
      "session closed",
      "refused: property does not exist",
      undefined,
    ])
  })

  test("groups, devices and their memory, and what is written there", () => {
    expect(read(on, warm, writeMemory, restart, writeProperty, more, own, reset, route).places).toEqual([
      "knx group 1/2/3",
      "written 1",
      "knx group 1/2/4",
      "written 0c1a",
      "knx device 1.1.5, memory 0x4000 to 0x4002",
      "written 010203",
      "knx device 1.1.5",
      "knx device 1.1.5, object 0, property 54",
      "written 01",
      "knx group 1/2/3",
      "knx own object of type 11, property 52",
      "written 1105",
      "knx group 1/1/1",
      "written 0",
    ])
  })

  test("what is heard on the bus is not what its reporter asks for", () => {
    const report = read(heard)
    expect(report.operations).toEqual(["knx 0x0420 request", "knx heard:0x080 message"])
    expect(report.places).toEqual([])
  })

  test("commands", () => {
    expect(read(restart, reset, writeMemory).operations.filter((line) => line.endsWith("message"))).toEqual([
      "knx bus:0x380 message",
      "knx cemi:0xf1 message",
      "knx bus:0x280 message",
    ])
    expect(knx.protocol.commands?.["bus:0x280"]?.technique).toBe("T0889")
  })

  test("a description that lies about its length is named with its value", () => {
    const lying = describedBy.bytes.slice()
    lying[6] = 0x70
    expect(() => new Conversation(knx).read(lying)).toThrow("KNXnet/IP description block of 112 bytes, 58 are there")
  })
})

proves({ knx: ["framing", "requests", "identity", "places", "commands"] })

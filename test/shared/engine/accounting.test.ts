import { expect, test } from "vitest"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import {
  arpReply,
  bytes,
  ethernet,
  ipv4,
  modbusRequest,
  modbusResponse,
  pcap,
  tcp,
  u16,
  udp,
  type Stamped,
} from "../../make/frames.ts"

const plc = "00:1d:9c:00:00:01"
const hmi = "00:50:56:00:00:02"
const toPlc = { from: hmi, to: plc }
const toHmi = { from: plc, to: hmi }
const ask = { from: "10.0.0.2", to: "10.0.0.1" }
const answer = { from: "10.0.0.1", to: "10.0.0.2" }

const exchange: readonly Stamped[] = [
  { time: 1_000_000, frame: ethernet({ ...toHmi, type: 0x0806 }, arpReply(plc, "10.0.0.1", hmi, "10.0.0.2")) },
  { time: 1_000_100, frame: ethernet(toPlc, ipv4(ask, tcp({ from: 40_000, to: 502, seq: 1, flags: 2 }))) },
  {
    time: 1_000_200,
    frame: ethernet(toHmi, ipv4(answer, tcp({ from: 502, to: 40_000, seq: 100, ack: 2, flags: 0x12 }))),
  },
  {
    time: 1_000_300,
    frame: ethernet(toPlc, ipv4(ask, tcp({ from: 40_000, to: 502, seq: 2, ack: 101, data: modbusRequest(1) }))),
  },
  {
    time: 1_000_400,
    frame: ethernet(toHmi, ipv4(answer, tcp({ from: 502, to: 40_000, seq: 101, ack: 14, data: modbusResponse(1) }))),
  },
]

const sum = (a: {
  read: number
  decoded: number
  recognised: number
  truncated: number
  malformed: number
  unsupportedLink: number
}): number => a.decoded + a.recognised + a.truncated + a.malformed + a.unsupportedLink

test("a handshake, a question and an answer are decoded, and counted once everywhere", () => {
  const { accounting, document, connections } = analyseBytes(pcap(exchange))
  expect(accounting).toEqual({ read: 5, decoded: 5, recognised: 0, truncated: 0, malformed: 0, unsupportedLink: 0 })
  expect(document["functions"]).toEqual({
    modbus: { "3": { name: "read holding registers", requests: 1, responses: 1, exceptions: 0 } },
  })
  expect(document["conversations"]).toEqual({ tcp: 1, udp: 0 })
  expect(document["protocols"]).toMatchObject({
    eth: { packets: 5 },
    arp: { packets: 1 },
    ipv4: { packets: 4 },
    tcp: { packets: 4 },
    modbus: { packets: 2 },
  })
  expect(connections).toMatchObject([{ protocol: "modbus", port: 502, packets: 4 }])
})

test.each([
  [
    "a payload that nobody knows",
    ethernet(toPlc, ipv4({ ...ask, protocol: 17 }, udp(4000, 4001, bytes(1, 2, 3)))),
    "recognised",
    undefined,
  ],
  ["an EtherType that nobody knows", ethernet({ ...toPlc, type: 0x9999 }, bytes(1, 2, 3)), "recognised", undefined],
  [
    "an IP header longer than its datagram",
    ethernet(toPlc, bytes(0x4f, 0, u16(20), new Uint8Array(16))),
    "malformed",
    undefined,
  ],
  [
    "an IP length beyond the frame",
    ethernet(toPlc, ipv4(ask, tcp({ from: 1, to: 2, seq: 1 })).subarray(0, 30)),
    "malformed",
    undefined,
  ],
  [
    "a Modbus byte count beyond its message",
    ethernet(
      toPlc,
      ipv4(answer, tcp({ from: 502, to: 40_000, seq: 1, data: bytes(u16(1), u16(0), u16(5), 1, 3, 200, u16(7)) })),
    ),
    "malformed",
    undefined,
  ],
  [
    "a frame cut inside the TCP header",
    ethernet(toPlc, ipv4(ask, tcp({ from: 1, to: 2, seq: 1 }))).subarray(0, 40),
    "truncated",
    54,
  ],
  [
    "a message cut by the capture",
    ethernet(
      toPlc,
      ipv4({ ...answer, protocol: 6 }, tcp({ from: 502, to: 40_000, seq: 1, data: modbusResponse(1) })),
    ).subarray(0, 62),
    "truncated",
    65,
  ],
  ["five bytes on an Ethernet", bytes(1, 2, 3, 4, 5), "malformed", undefined],
])("%s counts as one thing only", (_name, frame, kind, wireLength) => {
  const { accounting } = analyseBytes(pcap([{ time: 1e6, frame, ...(wireLength === undefined ? {} : { wireLength }) }]))
  expect(accounting).toMatchObject({ read: 1, [kind]: 1 })
  expect(sum(accounting)).toBe(1)
})

test("a link type that is not read is counted and named", () => {
  const { accounting, capture } = analyseBytes(pcap(exchange, 105))
  expect(accounting).toMatchObject({ read: 5, unsupportedLink: 5 })
  expect(capture.problems).toMatchObject([
    { code: "unsupported-link-type", message: expect.stringContaining("IEEE 802.11 wireless") },
  ])
})

test("the size of the chunks changes nothing", () => {
  const many = Array.from({ length: 400 }, (_, n) =>
    exchange.map(({ time, frame }) => ({ time: time + n * 1e6, frame })),
  ).flat()
  const file = pcap(many)
  const [first, ...others] = [1, 13, 1000, 1 << 20].map((chunk) =>
    JSON.stringify(analyseBytes(file, { chunk }).document),
  )
  for (const other of others) expect(other).toBe(first)
})

test("a stamp far off its neighbours is counted as unreliable and stretches nothing", () => {
  const wrong = exchange.map((one, n) => (n === 2 ? { ...one, time: 2_000_000_000e6 } : one))
  const { capture, measured } = analyseBytes(pcap(wrong))
  expect(capture.problems).toMatchObject([
    { code: "unreliable-time", message: expect.stringMatching(/neighbours.*: 1\.$/) },
  ])
  expect(measured.map(({ minute }) => minute)).toEqual([0])
})

test("a real pause between two days is believed", () => {
  const day = 86_400e6
  const { capture, measured } = analyseBytes(
    pcap([...exchange, ...exchange.map(({ time, frame }) => ({ time: time + day, frame }))]),
  )
  expect(capture.problems).toEqual([])
  expect(measured.map(({ minute }) => minute)).toEqual([0, 1440])
})

test("the minutes add up to every packet and byte", () => {
  const { measured, capture } = analyseBytes(pcap(exchange))
  expect(measured.reduce((total, { traffic }) => total + traffic[1]!, 0)).toBe(capture.packets)
  expect(measured.reduce((total, { traffic }) => total + traffic[2]!, 0)).toBe(capture.wireBytes)
})

test("an empty capture says why it is empty", () => {
  expect(analyseBytes(pcap([])).capture.problems).toMatchObject([{ code: "no-packets" }])
})

import { expect, test } from "vitest"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import {
  bytes,
  ethernet,
  ipv4,
  modbusRequest,
  modbusResponse,
  pcap,
  tcp,
  u16,
  udp,
  type Segment,
} from "../../make/frames.ts"

const mac = { from: "00:50:56:00:00:02", to: "00:1d:9c:00:00:01" }
const back = { from: mac.to, to: mac.from }
const net = { from: "10.0.0.2", to: "10.0.0.1" }
const client = (seq: number, data?: Uint8Array, more: Partial<Segment> = {}): Uint8Array =>
  ethernet(
    mac,
    ipv4(net, tcp({ from: 40_000, to: 502, seq: seq >>> 0, ack: 1, ...(data === undefined ? {} : { data }), ...more })),
  )
const server = (seq: number, data?: Uint8Array, more: Partial<Segment> = {}): Uint8Array =>
  ethernet(
    back,
    ipv4(
      { from: net.to, to: net.from },
      tcp({ from: 502, to: 40_000, seq: seq >>> 0, ...(data === undefined ? {} : { data }), ...more }),
    ),
  )

/** Requests and responses of function 3 that were counted. */
function counted(frames: readonly Uint8Array[], gap = 1000): readonly [requests: number, responses: number] {
  const { document, accounting } = analyseBytes(pcap(frames.map((frame, n) => ({ time: 1e6 + n * gap, frame }))))
  expect(accounting.decoded + accounting.recognised + accounting.truncated + accounting.malformed).toBe(frames.length)
  const three = (document["functions"] as { modbus?: Record<string, { requests: number; responses: number }> })
    .modbus?.["3"]
  return [three?.requests ?? 0, three?.responses ?? 0]
}

const q = modbusRequest(1) // 12 bytes

test("several messages in one segment", () => expect(counted([client(1, bytes(q, q, q))])).toEqual([3, 0]))
test("one message in three segments", () =>
  expect(counted([client(1, q.subarray(0, 8)), client(9, q.subarray(8, 11)), client(12, q.subarray(11))])).toEqual([
    1, 0,
  ]))
test("a retransmission counts once", () => expect(counted([client(1, q), client(1, q), client(13, q)])).toEqual([2, 0]))
test("an overlap counts once", () =>
  expect(counted([client(1, bytes(q, q.subarray(0, 4))), client(13, q)])).toEqual([2, 0]))
test("reordering is put right", () =>
  expect(counted([client(1, q), client(25, q), client(13, q), client(37, q)])).toEqual([4, 0]))
test("the sequence numbers may wrap", () =>
  expect(counted([client(-20, q), client(-8, q), client(4, q)])).toEqual([3, 0]))

test("a lost segment is skipped when the receiver shows that it had it", () => {
  const frames = [client(1, q), client(25, q), server(1, modbusResponse(1), { ack: 37 }), client(37, q)]
  expect(counted(frames)).toEqual([3, 1])
})

test("a lost segment is skipped after a bounded time", () => {
  expect(counted([client(1, q), client(25, q), client(37, q), client(49, q)], 1_500_000)).toEqual([4, 0])
})

test("after a loss in the middle of a message the next whole one is found", () => {
  const frames = [client(1, q.subarray(0, 8)), client(13, q), server(1, modbusResponse(1), { ack: 25 }), client(25, q)]
  expect(counted(frames)).toEqual([2, 1])
})

test("a capture that begins in mid-stream, in mid-message", () => {
  expect(counted([client(500, q.subarray(5)), client(507, q), client(519, q)])).toEqual([2, 0])
})

test("the same ports used again begin anew", () => {
  const syn = client(90_000, undefined, { flags: 2, ack: 0 })
  expect(counted([client(1, q), syn, client(90_001, q)])).toEqual([2, 0])
})

test("a keep-alive byte is no message", () =>
  expect(counted([client(1, q), client(12, bytes(0)), client(13, q)])).toEqual([2, 0]))

const half = (whole: Uint8Array, from: number, to: number, more: boolean): Uint8Array =>
  ethernet(
    mac,
    ipv4({ ...net, protocol: 17, id: 7, fragment: (more ? 0x2000 : 0) | (from / 8) }, whole.subarray(from, to)),
  )

test("IP fragments in any order make one datagram, counted where it becomes whole", () => {
  const datagram = udp(44_818, 44_818, bytes(0x63, 0, u16(0), new Uint8Array(20)))
  const parts = [half(datagram, 24, 32, false), half(datagram, 0, 16, true), half(datagram, 16, 24, true)]
  const { document, accounting } = analyseBytes(pcap(parts.map((frame, n) => ({ time: n + 1, frame }))))
  expect(document["conversations"]).toEqual({ tcp: 0, udp: 1 })
  expect(document["protocols"]).toMatchObject({ ipv4: { packets: 3 }, udp: { packets: 1 }, enip: { packets: 1 } })
  expect(accounting.read).toBe(3)
})

test("fragments that never become whole are counted and said", () => {
  const datagram = udp(1000, 2000, new Uint8Array(24))
  const { document, capture } = analyseBytes(pcap([{ time: 1, frame: half(datagram, 0, 16, true) }]))
  expect(document["conversations"]).toEqual({ tcp: 0, udp: 0 })
  expect(capture.problems).toMatchObject([{ code: "fragment-limit" }])
})

test("off its port a protocol is named only when both sides speak it", () => {
  const dnp3 = Uint8Array.from([0x05, 0x64, 0x05, 0xc0, 0x01, 0x00, 0x00, 0x04, 0xe9, 0x21])
  const there = ethernet(mac, ipv4(net, tcp({ from: 40_000, to: 9999, seq: 1, data: dnp3 })))
  const { document } = analyseBytes(pcap([{ time: 1, frame: there }]))
  expect(Object.keys(document["protocols"] as object)).not.toContain("dnp3")
})

/** What the engine measures by the minute: who, what, how long answers took, how regular questions came. */
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
  type Stamped,
} from "../../make/frames.ts"

const plc = "00:1d:9c:00:00:01"
const hmi = "00:50:56:00:00:02"
const toPlc = (payload: Uint8Array): Uint8Array =>
  ethernet({ from: hmi, to: plc }, ipv4({ from: "10.0.0.2", to: "10.0.0.1" }, payload))
const toHmi = (payload: Uint8Array): Uint8Array =>
  ethernet({ from: plc, to: hmi }, ipv4({ from: "10.0.0.1", to: "10.0.0.2" }, payload))

const start = 60e6
/** One after the other in one TCP connection: [microseconds after the start, "ask" or "answer", transaction]. */
function polling(said: readonly (readonly [after: number, who: "ask" | "answer", transaction: number])[]): Stamped[] {
  let [mine, yours] = [1, 1]
  return said.map(([after, who, transaction]) => {
    const data = who === "ask" ? modbusRequest(transaction) : modbusResponse(transaction)
    const asks = who === "ask"
    const segment = tcp(
      asks
        ? { from: 40_000, to: 502, seq: mine, ack: yours, data }
        : { from: 502, to: 40_000, seq: yours, ack: mine, data },
    )
    if (asks) mine += data.length
    else yours += data.length
    return { time: start + after, frame: asks ? toPlc(segment) : toHmi(segment) }
  })
}

test("an answer's time is from its own request, whatever was asked in between", () => {
  const { measured } = analyseBytes(
    pcap(
      polling([
        [0, "ask", 1],
        [1000, "ask", 2],
        [5000, "answer", 2], // 4 ms
        [9000, "answer", 1], // 9 ms
      ]),
    ),
  )
  expect(measured).toHaveLength(1)
  const [, answered, sum, longest] = measured[0]!.timing
  expect([answered, sum, longest]).toEqual([2, 13_000, 9000])
})

test("polling is measured per question: pauses, and how much each differed from the one before", () => {
  const at = [0, 1_000_000, 2_010_000, 3_010_000] // pauses 1 s, 1.01 s, 1 s
  const { measured } = analyseBytes(
    pcap(
      polling(
        at.flatMap(
          (after, n) =>
            [
              [after, "ask", n],
              [after + 2000, "answer", n],
            ] as const,
        ),
      ),
    ),
  )
  const [, , , , intervals, intervalSum, jitterSum] = measured[0]!.timing
  // The first pause has no neighbour to differ from.
  expect([intervals, intervalSum, jitterSum]).toEqual([2, 2_010_000, 20_000])
})

test("minutes are closed one by one, and name talks and functions once", () => {
  const { measured, keys } = analyseBytes(
    pcap(
      polling([
        [0, "ask", 1],
        [2000, "answer", 1],
        [61e6, "ask", 2],
        [61e6 + 3000, "answer", 2],
      ]),
    ),
  )
  expect(measured.map(({ minute, traffic }) => [minute, traffic[1]])).toEqual([
    [1, 2],
    [2, 2],
  ])
  expect(measured.map(({ counts }) => [...counts])).toEqual([
    [0, 1, 1, 0, 0],
    [0, 1, 1, 0, 0],
  ])
  expect(keys.talks).toMatchObject([
    {
      id: measured[0]!.traffic[3],
      clientAddress: "10.0.0.2",
      serverAddress: "10.0.0.1",
      transport: "tcp",
      port: 502,
      protocol: "modbus",
      vlan: -1,
      cast: "unicast",
    },
  ])
  expect(keys.talks[0]!.client).not.toBe("")
  expect(keys.functions).toMatchObject([{ talk: keys.talks[0]!.id, protocol: "modbus", key: "3" }])
})

test("packets a little out of order stay in the open minute; a real step back opens its minute again", () => {
  const at = (minute: number): Stamped => ({
    time: minute * 60e6,
    frame: toPlc(udp(40_000, 40_001, u16(1))),
  })
  const { measured } = analyseBytes(pcap([at(10), at(11), at(10.9), at(11.5), at(5), at(5.1), at(12)]))
  expect(measured.map(({ minute, traffic }) => [minute, traffic[1]])).toEqual([
    [10, 1],
    [11, 3],
    [5, 2],
    [12, 1],
  ])
})

test("who is talked to by broadcast and multicast is told apart from one station", () => {
  const frame = (to: string, address: string, port: number): Stamped => ({
    time: start + port,
    frame: ethernet({ from: hmi, to }, ipv4({ from: "10.0.0.2", to: address }, udp(45_000, port, u16(7)))),
  })
  const { keys } = analyseBytes(
    pcap([
      frame("ff:ff:ff:ff:ff:ff", "10.0.0.255", 6001),
      frame("01:00:5e:00:00:fb", "224.0.0.251", 6002),
      frame(plc, "10.0.0.1", 6003),
    ]),
  )
  expect(keys.talks.map(({ port, cast, server }) => [port, cast, server === ""])).toEqual([
    [6001, "broadcast", true],
    [6002, "multicast", true],
    // It never sent anything itself, so it is no device yet.
    [6003, "unicast", true],
  ])
})

test("a request over EtherNet/IP also counts the class it is about, and the functions of the document stay as they were", () => {
  // Encapsulation: send RR data, one unconnected item of get attributes all (0x01) on class 1, instance 1.
  const message = bytes(0x01, 0x02, 0x20, 0x01, 0x24, 0x01)
  const items = bytes(0, 0, 0, 0, 10, 0, 2, 0, 0, 0, 0, 0, 0xb2, 0x00, message.length, 0, message)
  const head = bytes(0x6f, 0, items.length, 0, 1, 0, 0, 0, 0, 0, 0, 0, new Uint8Array(12))
  const segment = tcp({ from: 40_000, to: 44_818, seq: 1, data: bytes(head, items) })
  const { keys, document, measured } = analyseBytes(pcap([{ time: start, frame: toPlc(segment) }]))
  expect(keys.functions.map(({ protocol, key, name }) => [protocol, key, name])).toEqual([
    ["enip", "111", "send rr data"],
    ["cip", "1", "get attributes all"],
    ["cip", "class:1", "identity"],
  ])
  expect([...measured[0]!.counts]).toEqual([0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 2, 0, 0, 0, 1])
  expect(Object.keys((document["functions"] as Record<string, object>)["cip"]!)).toEqual(["1"])
})

test("a master that always uses one number loses an answer, and the next answers are still its own", () => {
  const { measured } = analyseBytes(
    pcap(
      polling([
        [0, "ask", 0], // its answer was lost
        [1_000_000, "ask", 0],
        [1_004_000, "answer", 0], // 4 ms
        [2_000_000, "ask", 0],
        [2_006_000, "answer", 0], // 6 ms
      ]),
    ),
  )
  const [, answered, sum, longest] = measured[0]!.timing
  expect([answered, sum, longest]).toEqual([2, 10_000, 6000])
})

const dnsQuestion = (id: number, flags: number): Uint8Array =>
  bytes(u16(id), u16(flags), u16(1), u16(0), u16(0), u16(0), Uint8Array.of(1, 0x61, 0), u16(1), u16(1))

test("names are asked for again and again under new numbers: every answer's time counts, and no rhythm is read into it", () => {
  const asks = (time: number, id: number): Stamped => ({
    time: start + time,
    frame: ethernet(
      { from: hmi, to: plc },
      ipv4({ from: "10.0.0.2", to: "10.0.0.1", protocol: 17 }, udp(40_001, 53, dnsQuestion(id, 0x0100))),
    ),
  })
  const answers = (time: number, id: number): Stamped => ({
    time: start + time,
    frame: ethernet(
      { from: plc, to: hmi },
      ipv4({ from: "10.0.0.1", to: "10.0.0.2", protocol: 17 }, udp(53, 40_001, dnsQuestion(id, 0x8180))),
    ),
  })
  const { measured } = analyseBytes(
    pcap([
      asks(0, 1),
      answers(2000, 1),
      asks(1_000_000, 2),
      answers(1_004_000, 2),
      asks(2_000_000, 3), // never answered
      asks(3_000_000, 4),
      answers(3_006_000, 4),
    ]),
  )
  const [, answered, sum, longest, intervals] = measured[0]!.timing
  expect([answered, sum, longest, intervals]).toEqual([3, 12_000, 6000, 0])
})

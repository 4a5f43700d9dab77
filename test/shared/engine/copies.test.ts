/** Copies that a mirror port makes, and cyclic traffic that only looks like them. */
import { expect, test } from "vitest"
import { analyseBytes, type Outcome } from "../../make/analyse-bytes.ts"
import { bytes, ethernet, ipv4, modbusRequest, pcap, tcp, u16, type Net, type Stamped } from "../../make/frames.ts"

const asker = "00:50:56:00:00:02"
const device = "00:1d:9c:00:00:01"
const link = { from: asker, to: device }
const net: Net = { from: "10.0.0.2", to: "10.0.0.1", protocol: 17 }
const whoIs = bytes(0x81, 0x0a, u16(8), 1, 0, 0x10, 8)
const start = 1_700_000_000e6

const datagram = (data: Uint8Array, checksum: number): Uint8Array =>
  bytes(u16(47808), u16(47808), u16(8 + data.length), u16(checksum), data)
const bacnet = (id: number, more: Partial<Net> = {}): Uint8Array =>
  ipv4({ ...net, id, ...more }, datagram(whoIs, 0x1234))
const at = (time: number, frame: Uint8Array): Stamped => ({ time: start + time, frame })

const asked = ({ document }: Outcome): number => {
  const { bacnet: functions } = document["functions"] as { bacnet?: Record<string, { count: number }> }
  return functions?.["unconfirmed:8"]?.count ?? 0
}
const copies = ({ analysis }: Outcome): number => analysis.health().copies

/** Each datagram once more after so many microseconds. */
const doubled = (frames: readonly Stamped[], after: number): Stamped[] =>
  frames.flatMap((one) => [one, { ...one, time: one.time + after }])

test("a datagram that comes twice is counted twice as a frame and once as a message", () => {
  const once = Array.from({ length: 30 }, (_, n) => at(n * 10_000, ethernet(link, bacnet(100 + n))))
  const found = analyseBytes(pcap(doubled(once, 3)))
  expect([asked(found), copies(found)]).toEqual([30, 30])
  expect(found.accounting).toMatchObject({ read: 60, decoded: 60 })
  expect(found.document["protocols"]).toMatchObject({ udp: { packets: 60 }, bacnet: { packets: 60 } })
  const single = analyseBytes(pcap(once))
  expect([asked(single), copies(single)]).toEqual([30, 0])
})

test("so it is with another VLAN tag, and behind a router with other cards and a lower time to live", () => {
  const frames = Array.from({ length: 30 }, (_, n) => [
    at(n * 10_000, ethernet(link, bacnet(100 + n))),
    at(n * 10_000 + 5, ethernet({ ...link, vlans: [7] }, bacnet(100 + n))),
    at(n * 10_000 + 90, ethernet({ from: "00:00:0c:00:00:01", to: "00:00:0c:00:00:02" }, bacnet(100 + n, { ttl: 63 }))),
  ]).flat()
  const found = analyseBytes(pcap(frames))
  expect([asked(found), found.analysis.health().copiesElsewhere]).toEqual([30, 60])
})

test("the same words under another identification, or after a long time, are said anew", () => {
  const quick = Array.from({ length: 30 }, (_, n) => at(n * 1000, ethernet(link, bacnet(100 + n))))
  expect(asked(analyseBytes(pcap(quick)))).toBe(30)
  const slow = Array.from({ length: 30 }, (_, n) => at(n * 60_000, ethernet(link, bacnet(9))))
  expect(asked(analyseBytes(pcap(slow)))).toBe(30)
})

test("cyclic input and output with one identification, no checksum and the same bytes is no copy", () => {
  const io = (value: number): Uint8Array => ipv4({ ...net, id: 1 }, datagram(bytes(1, 2, 3, value), 0))
  const same = Array.from({ length: 4000 }, (_, n) => at(n * 2000, ethernet(link, io(5))))
  expect(copies(analyseBytes(pcap(same)))).toBe(0)
  const changing = Array.from({ length: 4000 }, (_, n) => at(n * 2000, ethernet(link, io(Math.floor(n / 3) & 255))))
  expect(copies(analyseBytes(pcap(changing)))).toBe(0)
})

const plain = (value: number): Uint8Array =>
  ethernet(
    { ...link, type: 0x88ff },
    Uint8Array.from({ length: 46 }, () => value),
  )

test("a cycle on Ethernet that repeats its bytes is no copy, however fast", () => {
  for (const pause of [250, 1000, 10_000]) {
    const frames = Array.from({ length: 3000 }, (_, n) => at(n * pause, plain(1)))
    expect([pause, copies(analyseBytes(pcap(frames)))]).toEqual([pause, 0])
  }
})

test("neither are two senders in step, nor storms of the same question", () => {
  const other = ethernet({ from: device, to: asker, type: 0x88ff }, new Uint8Array(46))
  const frames = Array.from({ length: 2000 }, (_, n) => [at(n * 1000, plain(1)), at(n * 1000 + 20, other)]).flat()
  expect(copies(analyseBytes(pcap(frames)))).toBe(0)
  const storm = Array.from({ length: 3000 }, (_, n) => at(n * 7, plain(2)))
  expect(copies(analyseBytes(pcap(storm)))).toBe(0)
})

test("where the whole capture is doubled, so is the cycle on Ethernet, and its copies are found", () => {
  const frames = Array.from({ length: 2000 }, (_, n) => at(n * 1000, plain(n & 255)))
  const found = copies(analyseBytes(pcap(doubled(frames, 4))))
  expect(found).toBeGreaterThan(1950) // the first ones are what tells the pattern
  expect(found).toBeLessThanOrEqual(2000)
})

test("TCP: a copy is told from a retransmission, which has a number of its own", () => {
  const segment = (n: number, id: number): Uint8Array =>
    ethernet(
      link,
      ipv4({ ...net, protocol: 6, id }, tcp({ from: 4000, to: 502, seq: 1 + n * 12, data: modbusRequest(n) })),
    )
  const once = Array.from({ length: 40 }, (_, n) => at(n * 10_000, segment(n, 500 + n)))
  const mirrored = analyseBytes(pcap(doubled(once, 2))).analysis.health()
  expect([mirrored.copies, mirrored.sentAgain]).toEqual([40, 0])
  const again = once.flatMap((one, n) => [one, at(n * 10_000 + 4000, segment(n, 900 + n))])
  const sentAgain = analyseBytes(pcap(again)).analysis.health()
  expect([sentAgain.copies, sentAgain.sentAgain]).toEqual([0, 40])
})

test("what is counted by the minute, and the pauses between questions, are those of a capture without copies", () => {
  const poll = (n: number): Uint8Array =>
    ethernet(
      link,
      ipv4({ ...net, protocol: 6, id: 500 + n }, tcp({ from: 4000, to: 502, seq: 1 + n * 12, data: modbusRequest(n) })),
    )
  const once = Array.from({ length: 300 }, (_, n) => [
    at(n * 500_000, poll(n)),
    at(n * 500_000 + 900, ethernet(link, bacnet(100 + n))),
  ]).flat()
  const told = ({ measured }: Outcome) =>
    measured.map(({ minute, counts, timing }) => [minute, [...counts], [...timing]])
  const single = analyseBytes(pcap(once))
  const mirrored = analyseBytes(pcap(doubled(once, 3)))
  expect(told(single).flat(2).length).toBeGreaterThan(10)
  expect(told(mirrored)).toEqual(told(single))
  expect(mirrored.document["functions"]).toEqual(single.document["functions"])
})

test("the size of the chunks changes nothing", () => {
  const frames = Array.from({ length: 600 }, (_, n) => [
    at(n * 1000, ethernet(link, bacnet(100 + (n >> 1)))),
    at(n * 1000 + 400, plain(n % 5)),
    at(n * 1000 + 410, plain(n % 5)),
  ]).flat()
  const [whole, ...others] = [1 << 16, 97, 1021].map((chunk) => analyseBytes(pcap(frames), { chunk }))
  for (const other of others) {
    expect(other.analysis.health()).toEqual(whole!.analysis.health())
    expect(other.document).toEqual(whole!.document)
  }
})

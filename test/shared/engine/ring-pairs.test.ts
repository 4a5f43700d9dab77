/** What comes back from EtherCAT's slaves is counted and timed with what went out. */
import { expect, test } from "vitest"
import { analyseBytes, type Outcome } from "../../make/analyse-bytes.ts"
import { ethernet, pcap } from "../../make/frames.ts"
import { hex } from "../../make/hex.ts"

const master = "00:01:05:00:00:01"
const marked = "02:01:05:00:00:01"
const start = 60e6

/** Reads the state of a slave by its position and of station 1001, as so many slaves leave it. */
function frame(from: string, index: number, back: boolean): Uint8Array {
  const number = index.toString(16).padStart(2, "0")
  const counter = back ? "0100" : "0000"
  const first = `01 ${number} ${back ? "0200" : "0000"} 3001 0280 0000 0800 ${counter}`
  return ethernet(
    { from, to: "ff:ff:ff:ff:ff:ff", type: 0x88a4 },
    hex(`1c10 ${first} 04 ${number} e903 3001 0200 0000 0800 ${counter}`),
  )
}
/** What goes out at `at` comes back `after`. */
const cycle = (at: number, after: number, index: number, from = master) => [
  { time: start + at, frame: frame(from, index, false) },
  { time: start + at + after, frame: frame(marked, index, true) },
]
const counts = ({ document, devices, measured }: Outcome) => ({
  functions: Object.entries((document["functions"] as { ethercat: object }).ethercat).map(([key, count]) => [
    key,
    (count as { requests: number }).requests,
    (count as { responses: number }).responses,
  ]),
  // Packets of each connection, of everything last.
  packets: [...measured[0]!.traffic].filter((_, n) => n % 3 === 1),
  roles: devices.map(({ macs, protocols }) => [...macs, protocols[0]?.role]),
  timing: [...measured[0]!.timing],
})

test("an answer's time is from its own datagram; cycles and their jitter are measured", () => {
  const frames = [...cycle(0, 10, 1), ...cycle(1000, 12, 2), ...cycle(2100, 11, 3)]
  const { functions, packets, roles, timing } = counts(analyseBytes(pcap(frames)))
  expect(functions).toEqual([
    ["1", 3, 3],
    ["4", 3, 3],
  ])
  expect([packets, roles]).toEqual([[6, 6], [[master, "client"]]])
  // Two functions: answered three times, their sum and the longest; one pause with a neighbour, which differs by 100.
  expect(timing.length).toBe(14)
  for (const at of [0, 7]) expect(timing.slice(at + 1, at + 7)).toEqual([3, 33, 12, 1, 1100, 100])
  expect(counts(analyseBytes(pcap(frames), { chunk: 50 })).timing).toEqual(timing)
})

test("who begins to listen between the two ways, and a master with a locally administered address", () => {
  const late = [...cycle(0, 10, 1).slice(1), ...cycle(1000, 12, 2), ...cycle(2000, 11, 3)]
  const { functions, packets, roles, timing } = counts(analyseBytes(pcap(late)))
  expect(functions).toEqual([
    ["1", 2, 3],
    ["4", 2, 3],
  ])
  expect([packets, roles]).toEqual([[5, 5], [[master, "client"]]])
  expect([timing.slice(1, 4), timing.slice(8, 11)]).toEqual([
    [2, 23, 12],
    [2, 23, 12],
  ])
  const own = counts(analyseBytes(pcap([...cycle(0, 10, 1, marked), ...cycle(1000, 12, 2, marked)])))
  expect([own.packets, own.roles]).toEqual([[4, 4], [[marked, "client"]]])
  expect(own.timing.slice(1, 4)).toEqual([2, 22, 12])
})

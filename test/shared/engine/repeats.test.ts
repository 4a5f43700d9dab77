import { expect, test } from "vitest"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import { bytes, ethernet, ipv4, pcap, u16, udp } from "../../make/frames.ts"

const link = { from: "00:50:56:00:00:02", to: "00:1d:9c:00:00:01" }

/** A question for the address of a name (RFC 1035, section 4.1). */
function question(id: number, name: string, from = "10.0.0.2"): Uint8Array {
  const labels = name.split(".").flatMap((label) => [label.length, ...new TextEncoder().encode(label)])
  const query = bytes(
    u16(id),
    u16(0x0100),
    u16(1),
    u16(0),
    u16(0),
    u16(0),
    Uint8Array.from([...labels, 0]),
    u16(1),
    u16(1),
  )
  return ethernet(link, ipv4({ from, to: "10.0.0.1", protocol: 17 }, udp(5353 + id, 53, query)))
}

const run = (...frames: readonly Uint8Array[]) =>
  analyseBytes(pcap(frames.map((frame, n) => ({ time: 1e6 + n, frame })))).document

test("a question asked again under another number counts again, and is one name", () => {
  const document = run(question(1, "plc-1.plant"), question(2, "plc-1.plant"), question(3, "plc-2.plant"))
  expect(document["functions"]).toMatchObject({ dns: { "0": { requests: 3 } } })
  expect(document["names"]).toMatchObject({ dns: ["plc-1.plant", "plc-2.plant"] })
  expect(document["protocols"]).toMatchObject({ dns: { packets: 3 } })
})

test("the same words of somebody else are not his repetition", () => {
  const document = run(question(1, "plc-1.plant"), question(1, "plc-1.plant", "10.0.0.3"))
  expect(document["functions"]).toMatchObject({ dns: { "0": { requests: 2 } } })
})

test("a damaged announcement is damaged every time", () => {
  const whole = question(1, "plc-1.plant")
  const damaged = whole.slice()
  damaged[14 + 20 + 8 + 12] = 60 // a label longer than what is there
  const { accounting } = analyseBytes(pcap([damaged, damaged].map((frame, n) => ({ time: 1e6 + n, frame }))))
  expect(accounting.malformed + accounting.recognised).toBe(2)
})

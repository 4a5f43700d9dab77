/** The packets around those that prove alerts: between the same ends, ten before and ten after, within ten seconds. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { afterAll, expect, test } from "vitest"
import { AlertPackets } from "../../electron/capture/alert-packets.ts"
import { frameEnds } from "../../electron/capture/frame-ends.ts"
import { alertChange, alertLine, makeBatch } from "../make/batches.ts"
import { ethernet, ipv4, pcap, udp } from "../make/frames.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const folder = freshFolder()
afterAll(() => removeFolder(folder))

const frame = (from: number, to: number): Uint8Array => {
  const mac = (n: number) => `00:00:00:00:00:0${n}`
  const payload = udp(1, 2, new Uint8Array(4))
  return ethernet(
    { from: mac(from), to: mac(to) },
    ipv4({ from: `10.0.0.${from}`, to: `10.0.0.${to}`, protocol: 17 }, payload),
  )
}

function write(
  name: string,
  all: readonly { readonly seconds: number; readonly from: number; readonly to: number }[],
): string {
  const path = join(folder, name)
  const file = pcap(all.map(({ seconds, from, to }) => ({ time: 1e12 + seconds * 1e6, frame: frame(from, to) })))
  writeFileSync(path, name.endsWith(".gz") ? gzipSync(file) : file)
  return path
}

const proved = (...frames: readonly number[]): AlertPackets => {
  const packets = new AlertPackets()
  const lines = frames.map((number) => alertLine({ what: `${number}`, frame: number }))
  packets.note(makeBatch(1, { alerts: [alertChange({ lines })] }), [""])
  return packets
}

/** Every second a packet there and back, and one of others between. */
const minute = Array.from({ length: 60 }, (_, n) => [
  { seconds: n, from: 1, to: 2 },
  { seconds: n + 0.1, from: 3, to: 4 },
  { seconds: n + 0.2, from: 2, to: 1 },
]).flat()

test.each(["plain.pcap", "packed.pcap.gz"])("%s", async (name) => {
  const found = await proved(91).around(write(name, minute), () => true)
  const numbers = found!.map((one) => one.frame)
  expect(numbers).toEqual([76, 78, 79, 81, 82, 84, 85, 87, 88, 90, 91, 93, 94, 96, 97, 99, 100, 102, 103, 105, 106])
  expect(found![0]!.time).toBe(1e12 + 25e6)
})

test("beyond ten seconds nothing is kept, and overlapping stretches are kept once", async () => {
  const slow = [0, 9, 18, 20, 21, 40].map((seconds) => ({ seconds, from: 1, to: 2 }))
  const path = write("slow.pcap", slow)
  const of = async (...frames: number[]) => (await proved(...frames).around(path, () => true))!.map((one) => one.frame)
  expect(await of(3)).toEqual([2, 3, 4, 5])
  expect(await of(6)).toEqual([6])
  expect(await of(3, 5)).toEqual([2, 3, 4, 5])
})

test("no proof, no reading; a file that is gone keeps nothing; a cancelled import stops", async () => {
  expect(await new AlertPackets().around("/no/such/file", () => true)).toEqual([])
  expect(await proved(1).around("/no/such/file", () => true)).toEqual([])
  const long = Array.from({ length: 25_000 }, (_, n) => ({ seconds: n, from: 1, to: 2 }))
  expect(await proved(24_999).around(write("long.pcap", long), () => false)).toBeNull()
})

test("frames of other captures are not looked for in this one", async () => {
  const packets = new AlertPackets()
  const lines = [alertLine({ frame: 3, capture: "another's SHA-256" })]
  packets.note(makeBatch(1, { alerts: [alertChange({ lines })] }), [""])
  expect(await packets.around(write("other.pcap", minute), () => true)).toEqual([])
})

test("both directions are one pair; tags are passed over; what is no IP goes by MAC; every cut is survived", () => {
  const key = (bytes: Uint8Array) => frameEnds(bytes, 0, bytes.length, 1)
  expect(key(frame(1, 2))).toBe(key(frame(2, 1)))
  expect(key(frame(1, 2))).not.toBe(key(frame(1, 3)))
  const link = { from: "00:00:00:00:00:01", to: "00:00:00:00:00:02" }
  const packet = frame(1, 2).subarray(14)
  expect(key(ethernet({ ...link, vlans: [5, 6] }, packet))).toBe(key(frame(1, 2)))
  const other = ethernet({ ...link, type: 0x8892 }, new Uint8Array(46))
  expect(key(other)).toHaveLength(12)
  for (let length = 0; length <= other.length; length++) key(other.subarray(0, length))
  for (let length = 0; length <= 60; length++) key(ethernet({ ...link, vlans: [5] }, packet).subarray(0, length))
  expect(frameEnds(packet, 0, packet.length, 101)).toBe(key(frame(1, 2)))
  expect(frameEnds(packet, 0, packet.length, 105)).toBe("")
})

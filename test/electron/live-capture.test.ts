/** Following a ring: files that grow and end, turns that a replay takes again, segments that the store has in part. */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, afterEach, expect, test } from "vitest"
import { LiveFollow, Unfollowable } from "../../electron/capture/live-follow.ts"
import type { FollowOrder } from "../../electron/capture/live-follow.ts"
import {
  bytesAfter,
  fileAfter,
  nextRun,
  packetsAfter,
  ringFiles,
  ringNames,
} from "../../electron/capture/ring-files.ts"
import { RingReader } from "../../electron/capture/ring-reader.ts"
import { Frame } from "../../shared/capture/frame.ts"
import { Analysis } from "../../shared/engine/analysis.ts"
import { firstPolicy } from "../../shared/detections/policy.ts"
import type { Batch } from "../../shared/engine/batch.ts"
import type { LiveCut, RingPlace } from "../../shared/engine/live.ts"
import { bytes, ethernet, ipv4, modbusRequest, pcap, tcp } from "../make/frames.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const folder = freshFolder()
afterAll(() => removeFolder(folder))
let rings = 0
const freshRing = (): string => {
  const ring = join(folder, `ring ${++rings}`)
  mkdirSync(ring)
  return ring
}

const first = (run: number, number: number): string =>
  `run-${String(run).padStart(6, "0")}_${String(number).padStart(5, "0")}_20260101120000.pcapng`

/** Packets n, n + 1 … as the records of a pcap; polls of ten stations. */
const stamped = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const n = from + index
    const station = 1 + (n % 10)
    const link = { from: "00:1d:9c:00:00:01", to: `00:a0:f8:00:00:0${station.toString(16)}` }
    const segment = tcp({ from: 50_000, to: 502, seq: 1 + n * 12, data: modbusRequest(n & 0xffff) })
    return {
      time: 1e15 + n * 1000,
      frame: ethernet(link, ipv4({ from: "10.0.0.100", to: `10.0.0.${station}` }, segment)),
    }
  })
const header = pcap([])
const records = (from: number, count: number): Uint8Array => pcap(stamped(from, count)).subarray(header.length)
const file = (from: number, count: number): Uint8Array => bytes(header, records(from, count))

const start: RingPlace = { interface: "eth1", file: "", offset: 0 }
const frame = new Frame()
function readAll(reader: RingReader): number[] {
  const times: number[] = []
  while (reader.next(frame) === "frame") times.push((frame.time - 1e15) / 1000)
  return times
}
const upTo = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index)

test("names sort as they were written, of both programs", () => {
  const ring = freshRing()
  for (const name of [
    first(2, 1),
    first(1, 10),
    first(1, 9),
    "run-000003.pcap10",
    "run-000003.pcap9",
    "run-000003.pcap",
    "note.txt",
  ])
    writeFileSync(join(ring, name), "")
  expect(ringNames(ring)).toEqual([
    first(1, 9),
    first(1, 10),
    first(2, 1),
    "run-000003.pcap",
    "run-000003.pcap9",
    "run-000003.pcap10",
  ])
  expect([nextRun(ring), fileAfter(ring, first(1, 10)), fileAfter(ring, "run-000003.pcap10")]).toEqual([
    4,
    first(2, 1),
    "",
  ])
  expect([nextRun(join(ring, "none")), ringNames(join(ring, "none"))]).toEqual([1, []])
})

test("a file that grows is read as it grows, a packet at a time and in halves", () => {
  const ring = freshRing()
  const path = join(ring, first(1, 1))
  const reader = new RingReader({ ...start, folder: ring })
  expect(readAll(reader)).toEqual([])
  writeFileSync(path, header.subarray(0, 10))
  expect(readAll(reader)).toEqual([])
  appendFileSync(path, header.subarray(10))
  const more = records(0, 3)
  appendFileSync(path, more.subarray(0, 20))
  expect(readAll(reader)).toEqual([])
  appendFileSync(path, more.subarray(20, more.length - 1))
  expect(readAll(reader)).toEqual([0, 1])
  appendFileSync(path, more.subarray(more.length - 1))
  expect(readAll(reader)).toEqual([2])
  reader.close()
})

test("the next file is read when the last one is at its end, and a file cut short by a killed program does not stop it", () => {
  const ring = freshRing()
  writeFileSync(join(ring, first(1, 1)), file(0, 5))
  const reader = new RingReader({ ...start, folder: ring })
  expect(readAll(reader)).toEqual(upTo(0, 5))
  appendFileSync(join(ring, first(1, 1)), records(5, 1))
  appendFileSync(join(ring, first(1, 1)), records(6, 1).subarray(0, 30))
  writeFileSync(join(ring, first(2, 1)), file(7, 2))
  expect(readAll(reader)).toEqual([5, 7, 8])
  reader.close()
})

test("reading goes on at any packet of a file, and the packets after it are counted", async () => {
  const ring = freshRing()
  writeFileSync(join(ring, first(1, 1)), file(0, 10))
  writeFileSync(join(ring, first(1, 2)), file(10, 10))
  const reader = new RingReader({ ...start, folder: ring })
  for (let n = 0; n < 20; n++) {
    expect(await packetsAfter(ring, reader.reached)).toBe(20 - n)
    const again = new RingReader({ ...reader.reached, folder: ring })
    expect(readAll(again)).toEqual(upTo(n, 20))
    again.close()
    reader.next(frame)
  }
  expect(await packetsAfter(ring, reader.reached)).toBe(0)
  expect(bytesAfter(ringFiles(ring), reader.reached)).toBe(0)
  expect(bytesAfter(ringFiles(ring), start)).toBe(2 * file(0, 10).length)
  reader.close()
})

type Sent = { readonly batch: Batch; readonly cut: LiveCut }

function follow(order: Partial<FollowOrder>, analysis: Analysis, clock: () => number) {
  const sent: Sent[] = []
  const whole: FollowOrder = {
    say: "follow",
    id: "1",
    capture: "live-1",
    name: "Live",
    before: 0,
    sources: [],
    cuts: [],
    mostBytes: 1e9,
    policy: firstPolicy,
  }
  const one = new LiveFollow({ ...whole, ...order }, analysis, clock)
  const done = one.run((batch, cut) => {
    sent.push({ batch, cut })
    return Promise.resolve()
  })
  return { one, sent, done }
}

const engine = (state: Uint8Array | null = null): Analysis => new Analysis({ vendorOf: () => "", state })
const plain = (batch: Batch | undefined): unknown => batch && JSON.parse(JSON.stringify({ ...batch, state: undefined }))
const stateOf = (batch: Batch | undefined): string => new TextDecoder().decode(batch?.state)

const running: { settle: (drain: boolean) => void }[] = []
afterEach(() => running.splice(0).forEach((one) => one.settle(false)))

/** Two interfaces whose files grow while they are read; a clock that goes ten times as fast, so that batches are cut often. */
async function recorded() {
  const [left, right] = [freshRing(), freshRing()]
  const sources = [
    { ...start, folder: left },
    { ...start, interface: "eth2", folder: right },
  ]
  const { one, sent, done } = follow({ sources }, engine(), () => performance.now() * 10)
  running.push(one)
  for (let part = 0; part < 6; part++) {
    writeFileSync(join(left, first(1, part + 1)), file(part * 1000, 40 + part))
    if (part % 2 === 0) writeFileSync(join(right, first(1, part + 1)), file(part * 1000 + 500, 25))
    await wait(120)
  }
  one.settle(true)
  await done
  return { sources, sent }
}

test("what grows is followed, batch by batch, and the last one carries the state", async () => {
  const { sent } = await recorded()
  const total = 6 * 40 + 15 + 3 * 25
  expect(sent.length).toBeGreaterThan(3)
  expect(sent.map(({ batch }) => batch.number)).toEqual(upTo(1, sent.length + 1))
  expect(sent.at(-1)!.batch).toMatchObject({ last: true, accounting: { read: total } })
  const taken = sent.flatMap(({ cut }) => cut.turns).reduce((sum, [, frames]) => sum + frames, 0)
  expect(taken).toBe(total)
  expect(sent.at(-1)!.cut.reached.map((place) => place.interface)).toEqual(["eth1", "eth2"])
})

test("from any batch on, a replay makes the rest of the batches alike, and ends in the same state", async () => {
  const { sources, sent } = await recorded()
  const all = sent.map(({ cut }) => cut.turns)
  const whole = follow({ sources, cuts: all }, engine(), () => 0)
  whole.one.settle(true)
  await whole.done
  const state = stateOf(whole.sent.at(-1)!.batch)
  for (const known of [0, 1, Math.floor(all.length / 2), all.length - 1]) {
    const replay = follow({ sources, cuts: all.slice(0, known) }, engine(), () => 0)
    replay.one.settle(true)
    await replay.done
    expect(replay.sent.map(({ batch }) => batch.number)).toEqual([known + 1])
    expect(replay.sent.at(-1)!.batch.accounting).toEqual(sent.at(-1)!.batch.accounting)
  }
  const last = sent.at(-1)!
  const again = follow({ sources, cuts: all.slice(0, -1) }, engine(), () => 0)
  again.one.settle(true)
  await again.done
  expect(plain(again.sent[0]!.batch)).toEqual(plain(last.batch))
  expect(stateOf(again.sent[0]!.batch)).toBe(stateOf(last.batch))
  expect(state.length).toBeGreaterThan(1000)
})

test("a segment that goes on in the middle of the ring equals one that was not interrupted", async () => {
  const ring = freshRing()
  writeFileSync(join(ring, first(1, 1)), file(0, 300))
  const sources = [{ ...start, folder: ring }]
  const undisturbed = follow({ sources }, engine(), () => 0)
  undisturbed.one.settle(true)
  await undisturbed.done
  const begun = follow({ sources, cuts: [[[0, 120]]] }, engine(), () => 0)
  begun.one.settle(false)
  await begun.done
  const { batch, cut } = begun.sent[0]!
  const rest = { sources: cut.reached.map((place) => ({ ...place, folder: ring })), before: batch.accounting.read }
  const after = follow(rest, engine(batch.state), () => 0)
  after.one.settle(true)
  await after.done
  expect([batch.accounting.read, after.sent[0]!.batch.accounting.read]).toEqual([120, 180])
  const known = (one: Batch) =>
    one.devices.map(({ id, sentPackets, receivedPackets }) => [id, sentPackets, receivedPackets]).sort()
  expect(known(after.sent[0]!.batch)).toEqual(known(undisturbed.sent[0]!.batch))
})

test("a ring file that is gone is told, when the store has packets of it", async () => {
  const ring = freshRing()
  writeFileSync(join(ring, first(1, 1)), file(0, 10))
  const replay = follow({ sources: [{ ...start, folder: ring }], cuts: [[[0, 25]]] }, engine(), () => 0)
  await expect(replay.done).rejects.toThrow(Unfollowable)
  rmSync(join(ring, first(1, 1)))
  const empty = follow({ sources: [{ ...start, file: first(1, 1), offset: 24, folder: ring }] }, engine(), () => 0)
  empty.one.settle(true)
  await empty.done
  expect(empty.sent).toEqual([])
})

test("a segment ends when it has its bytes, so that a replay is never longer", async () => {
  const ring = freshRing()
  writeFileSync(join(ring, first(1, 1)), file(0, 500))
  let time = 0
  const { sent, done } = follow(
    { sources: [{ ...start, folder: ring }], mostBytes: 1000 },
    engine(),
    () => (time += 2000),
  )
  await done
  expect(sent.map(({ batch }) => batch.last)).toEqual([true])
})

/** What is measured of a capture, over built traffic. */
import { expect, test } from "vitest"
import type { CaptureHealth } from "../../../shared/model/capture-health.ts"
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
  type Stamped,
} from "../../make/frames.ts"

const hmi = "00:50:56:00:00:02"
const plc = "00:1d:9c:00:00:01"
const start = 1_700_000_000e6
const at = (time: number, frame: Uint8Array, wireLength = frame.length): Stamped => ({
  time: start + time,
  frame,
  wireLength,
})
const measured = (frames: readonly Stamped[], linkType = 1): CaptureHealth =>
  analyseBytes(pcap(frames, linkType)).analysis.health()

let number = 0
type Way = {
  readonly port?: number
  readonly seq: number
  readonly ack?: number
  readonly flags?: number
  readonly data?: Uint8Array
}
const ask = (n: number, { port = 40_000, ...more }: Way, vlans: readonly number[] = []): Uint8Array =>
  ethernet(
    { from: hmi, to: plc, vlans },
    ipv4({ from: "10.0.0.2", to: `10.0.0.${n}`, id: ++number & 0xffff }, tcp({ from: port, to: 502, ...more })),
  )
const answer = (n: number, { port = 40_000, ...more }: Way): Uint8Array =>
  ethernet(
    { from: plc, to: hmi },
    ipv4({ from: `10.0.0.${n}`, to: "10.0.0.2", id: ++number & 0xffff }, tcp({ from: 502, to: port, ...more })),
  )

const asked = (n: number): Uint8Array => ask(1, { seq: 1 + 12 * n, ack: 1 + 11 * n, data: modbusRequest(n) })
const answered = (n: number): Uint8Array => answer(1, { seq: 1 + 11 * n, ack: 13 + 12 * n, data: modbusResponse(n) })
const polls = Array.from({ length: 10 }, (_, n) => [at(n * 1e6, asked(n)), at(n * 1e6 + 900, answered(n))]).flat()

test("a conversation of both sides, with its questions and answers", () => {
  expect(measured(polls)).toMatchObject({
    ...{ frames: 20, bothWays: 1, oneWay: 0, unanswered: 0, segments: 20, gaps: 0, questions: 10, answers: 10 },
    ...{ toOne: 20, toMany: 0, heard: 2, addressedOnly: 0, cards: 2, addresses: 2, cut: 0, timeBack: 0 },
    ...{ copies: 0, sentAgain: 0, tagged: 0, withoutMac: 0, encryptedBytes: 0, unnamedBytes: 0 },
    protocols: [{ name: "modbus", frames: 20, messages: 10, commands: 0 }],
  })
})

test("one direction: the side that is heard acknowledges what never came past", () => {
  const half = polls.filter((_, index) => index % 2 === 0)
  expect(measured(half)).toMatchObject({
    bothWays: 0,
    oneWay: 1,
    questions: 10,
    answers: 0,
    heard: 1,
    addressedOnly: 1,
    unheard: ["10.0.0.1"],
  })
  const answers = polls.filter((_, index) => index % 2 === 1)
  expect(measured(answers)).toMatchObject({ bothWays: 0, oneWay: 1, questions: 0, answers: 10 })
})

test("who asks in vain is not one direction: nobody acknowledges", () => {
  const knocks = [3, 4, 5].map((n) => at(n * 1000, ask(n, { seq: 7, flags: 2 })))
  expect(measured(knocks)).toMatchObject({ bothWays: 0, oneWay: 0, unanswered: 3, addressedOnly: 3 })
})

test("what the receiver acknowledges and nobody saw is a gap", () => {
  const lossy = polls.filter((_, index) => index !== 8)
  expect(measured(lossy).gaps).toBe(1)
})

test("cut frames, tags, frames to groups and steps back in time are counted", () => {
  const arp = ethernet({ from: hmi, to: "ff:ff:ff:ff:ff:ff", type: 0x0806 }, arpReply(hmi, "10.0.0.2", plc, "10.0.0.1"))
  const found = measured([
    at(0, asked(0)),
    at(500, arp),
    at(200, ask(9, { seq: 1, data: modbusRequest(1) }, [7])),
    at(900, asked(1).slice(0, 60), 1500),
  ])
  expect(found).toMatchObject({ frames: 4, cut: 1, cutAt: 60, tagged: 1, toMany: 1, toOne: 3, timeBack: 1 })
})

test("many addresses behind one card are a router's", () => {
  const many = Array.from({ length: 9 }, (_, n) => at(n, answer(n + 10, { seq: 1, data: modbusResponse(1) })))
  expect(measured(many)).toMatchObject({ cards: 1, addresses: 9, router: plc, routerAddresses: 9 })
})

test("the card that all traffic between two belongs to, and none where others talk", () => {
  const other = (from: string, to: string): Stamped => at(9e6, ethernet({ from, to, type: 0x88ff }, new Uint8Array(46)))
  expect(measured([...polls, other(hmi, "00:00:00:00:00:09")]).onlyCard).toBe(hmi)
  expect(measured([...polls, other("00:00:00:00:00:08", "00:00:00:00:00:09")]).onlyCard).toBe("")
})

test("without Ethernet there are no cards", () => {
  const raw = polls.map((one) => ({ ...one, frame: one.frame.slice(14), wireLength: one.frame.length - 14 }))
  expect(measured(raw, 101)).toMatchObject({ frames: 20, withoutMac: 20, cards: 0, questions: 10 })
})

test("what has no dissector is told by its port, and what is encrypted by its share", () => {
  const strange = (n: number): Uint8Array => ask(1, { port: 41_000, seq: 1 + n * 4, data: bytes(0xee, 0xee, 0xee, n) })
  const unknown = Array.from({ length: 30 }, (_, n) => {
    const frame = strange(n)
    frame.set([0x27, 0x0f], 14 + 20 + 2) // port 9999
    return at(n * 1000, frame)
  })
  const found = measured(unknown)
  expect(found.unnamed).toEqual([{ carrier: "tcp", port: 9999, frames: 30, bytes: found.bytes }])
  const alert = Array.from({ length: 9 }, (_, n) => {
    const record = bytes(0x17, 3, 3, 0, 8, new Uint8Array(8))
    const frame = ask(1, { port: 42_000, seq: 1 + n * 13, data: record })
    frame.set([0x01, 0xbb], 14 + 20 + 2) // port 443
    return at(n * 1000, frame)
  })
  const sealed = measured(alert)
  expect(sealed.encryptedBytes).toBe(sealed.bytes)
})

test("how fine the times are", () => {
  const whole = Array.from({ length: 200 }, (_, n) => at(n * 1e6, asked(n)))
  expect(measured(whole)).toMatchObject({ stamps: 4, finerThanMilli: 0, finerThanSecond: 0 })
  expect(measured(whole.map((one) => ({ ...one, time: one.time + 5000 })))).toMatchObject({
    finerThanMilli: 0,
    finerThanSecond: 4,
  })
})

test("each capture is measured by itself", () => {
  const { state } = analyseBytes(pcap(polls))
  const again = analyseBytes(pcap(polls), { state }).analysis.health()
  expect(again).toMatchObject({
    frames: 20,
    bothWays: 1,
    questions: 10,
    heard: 2,
    protocols: [{ name: "modbus", frames: 20, messages: 10 }],
  })
})

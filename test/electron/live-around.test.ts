/** The packets around those that prove alerts, while they pass: before from what is held, after as they come. */
import { expect, test } from "vitest"
import { LiveAround } from "../../electron/capture/live-around.ts"
import { Frame } from "../../shared/capture/frame.ts"
import { alertChange, alertLine, makeBatch } from "../make/batches.ts"
import { ethernet, ipv4, udp } from "../make/frames.ts"

const made = new Map<string, Uint8Array>()
const bytesOf = (from: number, to: number, room = 4): Uint8Array => {
  const key = `${from} ${to} ${room}`
  const known = made.get(key) ?? make(from, to, room)
  made.set(key, known)
  return known
}
const make = (from: number, to: number, room: number): Uint8Array => {
  const mac = (n: number) => `00:00:00:00:00:0${n}`
  const net = { from: `10.0.0.${from}`, to: `10.0.0.${to}`, protocol: 17 }
  return ethernet({ from: mac(from), to: mac(to) }, ipv4(net, udp(1, 2, new Uint8Array(room))))
}

class Passing {
  readonly around = new LiveAround()
  #number = 0

  packet(seconds: number, from: number, to: number, room = 4): this {
    const frame = new Frame()
    frame.bytes = bytesOf(from, to, room)
    frame.end = frame.bytes.length
    frame.wireLength = frame.end
    frame.number = ++this.#number
    frame.time = 1e12 + seconds * 1e6
    frame.linkType = 1
    this.around.take(frame)
    return this
  }

  gather(...frames: readonly number[]): readonly number[] {
    const lines = frames.map((frame) => alertLine({ what: `${frame}`, frame, capture: "live" }))
    const alerts = frames.length === 0 ? [] : [alertChange({ lines })]
    return this.around.gather(makeBatch(1, { alerts }), "live").map(({ frame }) => frame)
  }
}

test("ten before from what is held, and the next ten as they pass, of these ends only", () => {
  const passing = new Passing()
  for (let n = 0; n < 30; n++) passing.packet(n / 10, 1, 2).packet(n / 10, 3, 4)
  // The proof is number 55, which three of its ends follow already.
  expect(passing.gather(55)).toEqual([35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59])
  for (let n = 30; n < 50; n++) passing.packet(n / 10, 2, 1).packet(n / 10, 3, 4)
  expect(passing.gather()).toEqual([61, 63, 65, 67, 69, 71, 73, 75])
  expect(passing.gather()).toEqual([])
})

test("an alert that goes on is gathered once, and what passes later than ten seconds is left", () => {
  const passing = new Passing().packet(0, 1, 2).packet(20, 1, 2)
  expect(passing.gather(2)).toEqual([2])
  expect(passing.gather(2)).toEqual([])
  passing.packet(25, 1, 2).packet(31, 1, 2).packet(32, 1, 2)
  expect(passing.gather()).toEqual([3])
})

test("a proof of another capture, or one that is not held any more, brings nothing", () => {
  const passing = new Passing().packet(0, 1, 2)
  const lines = [alertLine({ frame: 1, capture: "other" })]
  expect(passing.around.gather(makeBatch(1, { alerts: [alertChange({ lines })] }), "live")).toEqual([])
  for (let n = 0; n < 9000; n++) passing.packet(1, 3, 4)
  expect(passing.gather(1)).toEqual([])
  expect(passing.gather(99_999)).toEqual([])
})

test("large packets push out old ones, and those that are given are whole", () => {
  const passing = new Passing().packet(0, 1, 2)
  for (let n = 0; n < 200; n++) passing.packet(0, 1, 2, 60_000)
  const lines = [alertLine({ frame: 201, capture: "live" })]
  const found = passing.around.gather(makeBatch(1, { alerts: [alertChange({ lines })] }), "live")
  expect(found.map(({ frame }) => frame)).toEqual([191, 192, 193, 194, 195, 196, 197, 198, 199, 200, 201])
  for (const { bytes } of found) expect(Buffer.compare(bytes, bytesOf(1, 2, 60_000))).toBe(0)
})

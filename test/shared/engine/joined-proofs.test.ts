/** What is claimed of a message in several units points at its own bytes, in the frames that they came in. */
import { expect, test } from "vitest"
import { dnp3Checksum } from "../../../shared/protocols/dnp3/dnp3-link.ts"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import { bytes, ethernet, ipv4, pcap, tcp, u16, udp } from "../../make/frames.ts"
import { hex } from "../../make/hex.ts"

const link = { from: "00:1d:9c:00:00:01", to: "00:50:56:00:00:02" }
const back = { from: link.to, to: link.from }
const net = { from: "10.0.0.1", to: "10.0.0.2" }
const latin = new TextDecoder("latin1")

/** Each claim of these fields with the text that its proof holds, and the frames that it is in. */
function proofs(frames: readonly Uint8Array[], fields: readonly string[]) {
  const { claims } = analyseBytes(pcap(frames.map((frame, n) => ({ time: 1e6 + n * 1000, frame }))))
  return [...claims.values()]
    .flat()
    .filter(({ field, spans }) => fields.includes(field) && spans.length > 0)
    .map(({ field, value, spans }) => ({
      field,
      value,
      text: spans
        .map(({ frame, offset, length }) => latin.decode(frames[frame - 1]!.subarray(offset, offset + length)))
        .join(""),
      frames: spans.map(({ frame }) => frame),
    }))
}

/** What one station sends over TCP, piece by piece, behind a handshake. */
function stream(port: number, pieces: readonly Uint8Array[]): Uint8Array[] {
  const answers = ipv4({ from: net.to, to: net.from }, tcp({ from: 40_000, to: port, seq: 99, flags: 2 }))
  const frames = [
    ethernet(back, answers),
    ethernet(link, ipv4(net, tcp({ from: port, to: 40_000, seq: 999, ack: 100, flags: 0x12 }))),
  ]
  let seq = 1000
  for (const data of pieces) {
    frames.push(ethernet(link, ipv4(net, tcp({ from: port, to: 40_000, seq, ack: 100, data }))))
    seq += data.length
  }
  return frames
}

test("BACnet: a property whose text is cut by a segment", () => {
  const send = (text: string): Uint8Array =>
    ethernet(link, ipv4({ ...net, protocol: 17 }, udp(47808, 47808, hex(text))))
  const frames = [
    send('81 0a 0019 01 00 3c 07 00 04 0e 0c 0200 1092 1e 29 2c 4e 75 04 00 "3."'),
    send('81 0a 000e 01 00 38 07 01 04 0e "4" 4f 1f'),
  ]
  expect(proofs(frames, ["firmware"])).toEqual([
    { field: "firmware", value: "3.4", text: expect.stringContaining("3.4") as string, frames: [1, 2] },
  ])
})

const order = "6ES7 315-2EH14-0AB0 "
const szl = bytes(
  hex("32 07 0000 0500 000c 0040 00 01 12 08 12 84 01 01 00 00 0000 ff 09 003c 0011 0000 001c 0002"),
  hex(`0001 "${order}" 00c0 0005 0001`),
  hex(`0006 "${order}" 00c0 0005 0001`),
)
/** One unit of COTP in its TPKT. */
const unit = (data: Uint8Array, last: boolean): Uint8Array =>
  bytes(hex("03 00"), u16(data.length + 7), hex(last ? "02 f0 80" : "02 f0 00"), data)

test("S7comm: an answer in two units of COTP, in two segments", () => {
  const frames = stream(102, [unit(szl.subarray(0, 40), false), unit(szl.subarray(40), true)])
  const [first] = proofs(frames, ["orderNumber"])
  expect(first).toMatchObject({ value: order.trim(), frames: [3, 4] })
  expect(first!.text).toContain(order.trim())
})

test("S7comm: units that lie across segments", () => {
  const whole = bytes(unit(szl.subarray(0, 40), false), unit(szl.subarray(40), true))
  const frames = stream(102, [whole.subarray(0, 44), whole.subarray(44, 60), whole.subarray(60)])
  const [first] = proofs(frames, ["orderNumber"])
  expect(first!.value).toBe(order.trim())
  expect(first!.text).toContain(order.trim())
  expect(first!.frames.length).toBeGreaterThan(1)
})

/** A link frame of DNP3 around user data, with the check sums of each block. */
function dnp3Frame(user: Uint8Array): Uint8Array {
  const made = [...hex(`05 64 ${(user.length + 5).toString(16).padStart(2, "0")} 44 0100 0400`)]
  const sum = (from: number): void => {
    const value = dnp3Checksum(Uint8Array.from(made), from, made.length)
    made.push(value & 255, value >> 8)
  }
  sum(0)
  for (let at = 0; at < user.length; at += 16) {
    const from = made.length
    made.push(...user.subarray(at, at + 16))
    sum(from)
  }
  return Uint8Array.from(made)
}

test("DNP3: an attribute across blocks and frames, without the check sums between", () => {
  const name = "Schweitzer Engineering Laboratories, Pullman"
  const fragment = hex(`c0 81 0000 00 fc 00 00 00 01 ${name.length.toString(16)} "${name}"`)
  const frames = stream(20000, [
    dnp3Frame(bytes(0x40, fragment.subarray(0, 30))),
    dnp3Frame(bytes(0x81, fragment.subarray(30))),
  ])
  const [vendor] = proofs(frames, ["vendor"]).filter(({ value }) => value === name)
  expect(vendor).toMatchObject({ value: name, text: name })
  expect([...new Set(vendor!.frames)]).toEqual([3, 4])
})

test("of more messages under way than are followed, the oldest points at its last unit", () => {
  const begun = Array.from({ length: 300 }, (_, n) => 20_001 + n)
  const one = (port: number, seq: number, data: Uint8Array): Uint8Array =>
    ethernet(link, ipv4(net, tcp({ from: 102, to: port, seq, ack: 1, data })))
  const start = unit(szl.subarray(0, 40), false)
  const end = unit(szl.subarray(40), true)
  const frames = begun.map((port) => one(port, 1000, start))
  frames.push(one(begun[0]!, 1000 + start.length, end))
  const [first] = proofs(frames, ["orderNumber"])
  expect(first).toMatchObject({ value: order.trim(), frames: [301] })
})

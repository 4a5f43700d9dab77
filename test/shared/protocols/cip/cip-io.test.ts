import { expect, test } from "vitest"
import { cipIo } from "../../../../shared/protocols/cip/cip-io.ts"
import { Conversation } from "../../../make/collect.ts"
import { analyseBytes } from "../../../make/analyse-bytes.ts"
import { exchange, sends } from "../../../make/cip-messages.ts"
import { ethernet, ipv4, pcap, udp } from "../../../make/frames.ts"
import { talkFrames } from "../../../make/talk.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const cyclic = hex(`
  0200                       # two items
  0280 0800 44332211 07000000  # sequenced address: connection, sequence number 7
  b100 0600 0700 01020304      # connected data: count 7, inputs
`)

dissectorSuite(cipIo, {
  samples: [{ name: "inputs", bytes: cyclic, circumstances: { transport: "udp", targetPort: 2222 } }],
  refused: [
    { name: "three items", bytes: hex("0300 0280 0800 44332211 07000000 b100 0200 0700") },
    { name: "data longer than the datagram", bytes: hex("0200 0280 0800 44332211 07000000 b100 ff00 0700") },
    { name: "a name query", bytes: hex('1234 0100 0001 0000 0000 0000 03 "abc" 00 0001 0001') },
  ],
})

test("data that claims to be longer is named with its length", () => {
  const lying = cyclic.slice()
  lying[16] = 0x40
  expect(() => new Conversation(cipIo).read(lying)).toThrow("CIP I/O data of 64 bytes, 6 are there")
})

test("packets of a connection that are missing, repeated or late are told with the connection", () => {
  const conversation = new Conversation(cipIo)
  const say = (identifier: string, number: number) =>
    conversation.read(hex(`0200 0280 0800 ${identifier} ${Buffer.from([number]).toString("hex")}000000 b100 0200 0700`))
  for (const number of [7, 8, 10, 10, 9]) say("44332211", number)
  say("55332211", 3)
  say("55332211", 4)
  say("44332211", 10)
  say("44332211", 0)
  expect(conversation.report.details.map((line) => line.split(" ")[1])).toEqual([
    "sequence-skipped",
    "sequence-repeated",
    "sequence-back",
  ])
  expect(new Set(conversation.report.places)).toEqual(new Set(["cip-io connection 0x11223344"]))
  expect(new Set(conversation.report.operations)).toEqual(new Set(["cip-io 0 message"]))
})

/** Class 1, data both ways point to point every 10 and 20 ms; slot 2, configuration 151, outputs to 150, inputs from 100. */
const open = `
  54 02 2006 2401 0a0e 00000000 22000080 0100 4d00 78563412 03 000000
  10270000 2a48 204e0000 1648 01 05 0102 2004 2497 2c96 2c64`
const opened = "d4 00 00 00 44332211 22000080 0100 4d00 78563412 e0930400 204e0000 00 00"

const announced = (request: string, answer = opened) =>
  exchange(["to", request], ["from", answer]).announced.map(({ whose, number, what }) => {
    const { area, from, count } = what as { area: number; from: number; count: number }
    return `${whose} 0x${number.toString(16)}: ${cipIo.protocol.placeText!({ area, from, count, name: new Uint8Array() })}`
  })

test("a Forward Open that succeeded announces both directions, with the intervals that were granted", () => {
  expect(announced(open)).toEqual([
    "receiver 0x11223344: slot 2, outputs to assembly 150 every 300 ms, connection 0x11223344",
    "sender 0x80000022: slot 2, inputs from assembly 100 every 20 ms, connection 0x80000022",
  ])
  // Without a configuration the first point is the outputs'.
  expect(announced(open.replace("05 0102 2004 2497 2c96 2c64", "03 2004 2c96 2c64"))).toEqual([
    "receiver 0x11223344: outputs to assembly 150 every 300 ms, connection 0x11223344",
    "sender 0x80000022: inputs from assembly 100 every 20 ms, connection 0x80000022",
  ])
  // Inputs alone: the other direction has no type.
  expect(announced(open.replace("2a48", "0000").replace("05 0102 2004 2497 2c96 2c64", "03 2004 2497 2c64"))).toEqual([
    "sender 0x80000022: inputs from assembly 100 every 20 ms, connection 0x80000022",
  ])
  // A produced tag has no assembly.
  expect(announced(open.replace("05 0102 2004 2497 2c96 2c64", '03 91 04 "Tank"'))[1]).toBe(
    "sender 0x80000022: inputs every 20 ms, connection 0x80000022",
  )
})

test("a connection for messages, and one that was refused, announce nothing", () => {
  expect(announced(open.replace(" 01 05 0102", " a3 05 0102"))).toEqual([])
  expect(announced(open, "d4 00 01 01 0001 0100 4d00 78563412 00 00")).toEqual([])
})

const plc = { mac: "00:50:56:00:00:02", address: "10.0.0.2" }
const drive = { mac: "00:50:56:00:00:01", address: "10.0.0.1" }
const cycle = (n: number, from: typeof plc, to: typeof plc, identifier: string, data: string) => ({
  time: Date.UTC(2026, 2, 2, 12) * 1000 + 1e6 + n * 10_000,
  frame: ethernet(
    { from: from.mac, to: to.mac },
    ipv4(
      { from: from.address, to: to.address, protocol: 17 },
      udp(2222, 2222, hex(`0200 0280 0800 ${identifier} 0${n}000000 b100 0800 0${n}00 ${data}`)),
    ),
  ),
})

test("cyclic data are told with what their Forward Open said; the run bit is no claim", () => {
  const frames = [
    ...talkFrames(
      [
        [">", sends(open)],
        ["<", sends(opened)],
      ],
      { ports: [50_001, 44_818] },
    ),
    cycle(1, plc, drive, "44332211", "01000000 2a00"),
    cycle(1, drive, plc, "22000080", "0700 0800 0900"),
    cycle(2, plc, drive, "44332211", "00000000 2b00"),
    cycle(2, drive, plc, "22000080", "0700 0800 0a00"),
    cycle(3, drive, plc, "33000080", "0700 0800 0a00"),
  ]
  const { connections, places, claims } = analyseBytes(pcap(frames))
  const io = connections.filter(({ protocol }) => protocol === "cip-io")
  const said = io.flatMap(({ id }) => places.get(id) ?? []).map(({ where, value }) => `${where}: ${value}`)
  expect(said.sort()).toEqual([
    "slot 2, inputs from assembly 100 every 20 ms, connection 0x80000022: 07 00 08 00 0a 00",
    "slot 2, outputs to assembly 150 every 300 ms, connection 0x11223344: 00 00 00 00 2b 00 (idle, if the device uses the 32-bit header)",
  ])
  expect([...claims.values()].flat().filter(({ field }) => field === "mode")).toEqual([])
})

test("values say what a header of 32 bits would mean", () => {
  const text = (area: number, value: string) =>
    cipIo.protocol.valueText!({ area, from: 1, count: 1, name: new Uint8Array() }, hex(value), 1)
  expect(text(0, "01000000 2a00")).toBe("01 00 00 00 2a 00 (run, if the device uses the 32-bit header)")
  expect(text(0, "00000000 2a00")).toContain("(idle, if")
  expect(text(0, "05000000 2a00")).toBe("05 00 00 00 2a 00")
  expect(text(1 << 26, "01000000")).toBe("01 00 00 00")
})

proves({ "cip-io": ["framing", "places"] })

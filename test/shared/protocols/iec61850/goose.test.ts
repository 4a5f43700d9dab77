import { expect, test } from "vitest"
import { goose } from "../../../../shared/protocols/iec61850/goose.ts"
import { analyseBytes } from "../../../make/analyse-bytes.ts"
import { ber } from "../../../make/ber.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { ethernet as link, pcap } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const ethernet = { transport: "ethernet", toMany: true } as const

const reference = ber("80", '"AA1C1Q01A1LD0/LLN0$GO$gcb_A"')
const middle = [ber("81", "023a"), ber("82", '"AA1C1Q01A1LD0/LLN0$Interlocking"'), ber("83", '"Interlocking"')]
const time = "84 08 488890c124000027"
const rest = ["88 01 01 89 01 00 8a 01 02", ber("ab", "83 01 00 84 03 030000")]

const fields = (sequence: string, simulation = "00"): string =>
  [reference, ...middle, time, "85 03 008f61", `86 01 ${sequence}`, `87 01 ${simulation}`, ...rest].join("\n")

/** Application identifier, length, the two reserved fields, the message. */
function frame(contents: string, reserved = "0000"): Uint8Array {
  const message = ber("61", contents)
  const length = (8 + hex(message).length).toString(16).padStart(4, "0")
  return hex(`3001 ${length} ${reserved} 0000 ${message}`)
}

const change: Sample = { name: "a new state", bytes: frame(fields("00")), circumstances: ethernet }
const again: Sample = { name: "the same state again", bytes: frame(fields("01")), circumstances: ethernet }
const simulated: Sample = { name: "a simulated message", bytes: frame(fields("02", "ff")), circumstances: ethernet }
const marked: Sample = {
  name: "one marked so in its header",
  bytes: frame(fields("02"), "8000"),
  circumstances: ethernet,
}
const management: Sample = {
  name: "management",
  bytes: hex("3001 000e 0000 0000 60 04 02 02 0001"),
  circumstances: ethernet,
}

dissectorSuite(goose, {
  samples: [change, again, simulated, marked, management],
  refused: [
    {
      name: "sampled values' tag is management's; another is nobody's",
      bytes: hex("3001 000e 0000 0000 62 04 02 02 0001"),
    },
    { name: "a length that holds no message", bytes: hex("3001 0008 0000 0000 61 00") },
  ],
})

test("new states, retransmissions and simulated messages are told apart", () => {
  const conversation = new Conversation(goose)
  for (const { bytes } of [change, again, simulated, marked, management]) conversation.read(bytes, ethernet)
  const names = conversation.report.operations.map((line) => goose.protocol.functionName!(Number(line.split(" ")[1])))
  expect(names).toEqual(["state change", "retransmission", "simulated message", "simulated message", "management"])
})

test("the control block says whose it is; a simulated message speaks for another", () => {
  const conversation = new Conversation(goose)
  conversation.read(simulated.bytes, ethernet)
  expect(conversation.report.claims).toEqual([])
  conversation.read(again.bytes, ethernet)
  expect(conversation.report.claims).toEqual(["sender stationName = AA1C1Q01A1LD0"])
})

test("a message that contradicts itself is counted, and said to", () => {
  const conversation = new Conversation(goose)
  const without = frame([reference, time].join("\n"))
  expect(() => conversation.read(without, ethernet)).toThrow(
    "GOOSE message without Time allowed to live, Data set, State number, Sequence number, Configuration revision, Number of entries, Data",
  )
  expect(conversation.report.operations).toEqual(["goose 0 message"])
})

test("the control block is the place, and a new state brings its data", () => {
  const conversation = new Conversation(goose)
  for (const { bytes } of [change, again, management]) conversation.read(bytes, ethernet)
  expect(conversation.report.places).toEqual([
    "goose AA1C1Q01A1LD0/LLN0$GO$gcb_A",
    "written false, 0000000000000",
    "goose AA1C1Q01A1LD0/LLN0$GO$gcb_A",
  ])
  const commissioning = frame(fields("01").replace("89 01 00", "89 01 01"))
  conversation.read(commissioning, ethernet)
  expect(conversation.report.details.slice(-1)).toEqual(["goose needs-commissioning"])
})

type Facts = {
  readonly state?: number
  readonly sequence?: number
  readonly revision?: number
  readonly dataSet?: string
  readonly entries?: number
  readonly data?: string
  readonly lives?: number
  readonly name?: string
  readonly reserved?: string
  /** Milliseconds. */
  readonly at?: number
}
const octets = (value: number, length: number): string => value.toString(16).padStart(length * 2, "0")

/** What is told of messages that follow each other. */
function findings(...all: readonly Facts[]): readonly string[] {
  const conversation = new Conversation(goose)
  for (const facts of all) {
    const { state = 5, sequence = 1, revision = 1, dataSet = "LD0/LLN0$DS", entries = 2, lives = 2000 } = facts
    const { data = "83 01 00 84 03 030000", name = "LD0/LLN0$GO$gcb1", reserved = "0000", at = 0 } = facts
    const contents = [
      ...[ber("80", `"${name}"`), ber("81", octets(lives, 2)), ber("82", `"${dataSet}"`), time],
      ...[ber("85", octets(state, 4)), ber("86", octets(sequence, 4)), ber("88", octets(revision, 1))],
      ...["89 01 00", ber("8a", octets(entries, 1)), ber("ab", data)],
    ]
    conversation.read(frame(contents.join("\n"), reserved), { ...ethernet, time: at * 1000 })
  }
  return conversation.report.details.map((line) => line.slice("goose ".length))
}

test("numbers that go on as they should say nothing", () => {
  expect(findings({ sequence: 7 }, { sequence: 8 }, { state: 6, sequence: 0 }, { state: 6, sequence: 1 })).toEqual([])
  expect(findings({ sequence: 0xffffffff }, { sequence: 1 })).toEqual([])
  expect(findings({ state: 7 }, { state: 3, name: "LD0/LLN0$GO$gcb2" }, { state: 7, sequence: 2 })).toEqual([])
})

test("state and sequence numbers out of order are told", () => {
  expect(findings({ state: 7 }, { state: 6, sequence: 4 })).toEqual(["state-back"])
  expect(findings({ state: 7 }, { state: 9, sequence: 0 })).toEqual(["state-skipped"])
  expect(findings({ state: 7 }, { state: 8, sequence: 5 })).toEqual(["sequence-skipped"])
  expect(findings({ state: 7, sequence: 9 }, { state: 1, sequence: 1 })).toEqual(["state-restarted"])
  expect(findings({ state: 1, sequence: 12 }, { state: 1, sequence: 1 })).toEqual(["state-restarted"])
  expect(findings({ sequence: 5 }, { sequence: 5 })).toEqual(["sequence-repeated"])
  expect(findings({ sequence: 5 }, { sequence: 7 })).toEqual(["sequence-skipped"])
  expect(findings({ sequence: 5 }, { sequence: 3 })).toEqual(["sequence-back"])
})

test("what belongs to the configuration, the data and the time is compared too", () => {
  expect(findings({ revision: 1 }, { revision: 2, sequence: 2 })).toEqual(["configuration-changed"])
  expect(findings({}, { dataSet: "LD0/LLN0$DS2", sequence: 2 })).toEqual(["data-set-changed"])
  expect(findings({}, { entries: 3, sequence: 2 })).toEqual(["entries-differ", "entries-changed"])
  expect(findings({}, { data: "83 01 01 84 03 030000", sequence: 2 })).toEqual(["data-changed"])
  expect(findings({}, { data: "83 01 01 84 03 030000", state: 6, sequence: 0 })).toEqual([])
  expect(findings({ lives: 2000 }, { sequence: 2, at: 2000 }, { sequence: 3, at: 4001 })).toEqual(["late"])
})

test("a simulated message is told, and not compared with true ones", () => {
  expect(findings({ state: 9 }, { state: 2, reserved: "8000" }, { state: 9, sequence: 2 })).toEqual(["simulated"])
})

test("a second card that publishes the same control block is seen; a copy in another VLAN and another block are not", () => {
  const sends = (n: number, from: string, bytes: Uint8Array, vlans: readonly number[] = []) => ({
    time: Date.UTC(2026, 2, 2) * 1000 + n * 1000,
    frame: link({ from, to: "01:0c:cd:01:00:01", type: 0x88b8, vlans }, bytes),
  })
  const seconds = (...frames: readonly ReturnType<typeof sends>[]) =>
    [...analyseBytes(pcap(frames)).places.values()]
      .flat()
      .filter(({ key }) => key === "second-publisher")
      .map(({ where, asked }) => `${where}: ${asked}`)
  const relay = "00:30:a7:00:00:01"
  const intruder = "00:50:56:00:00:02"
  const legitimate = [sends(0, relay, change.bytes), sends(1, relay, again.bytes), sends(2, relay, again.bytes, [7])]
  expect(seconds(...legitimate)).toEqual([])
  expect(seconds(...legitimate, sends(3, intruder, simulated.bytes))).toEqual([])
  const other = frame(fields("00").replace("gcb_A", "gcb_B"))
  expect(seconds(...legitimate, sends(3, intruder, other))).toEqual([])
  expect(seconds(...legitimate, sends(3, intruder, change.bytes), sends(4, intruder, again.bytes))).toEqual([
    "AA1C1Q01A1LD0/LLN0$GO$gcb_A: 1",
  ])
})

proves({ goose: ["framing", "identity", "places"] })

import { expect, test } from "vitest"
import { fins, finsUdp } from "../../../../shared/protocols/omron/fins.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const udp = { transport: "udp" } as const
const sample = (name: string, text: string): Sample => ({ name, bytes: hex(text), circumstances: udp })
/** Two gateways allowed, from node 122 to the controller, service 7. */
const asks = "80 00 02 000000 007a00 07"
const answers = "c0 00 02 007a00 000000 07"

const read = sample("memory area read", `${asks} 0101 82 000000 0001`)
const readAnswer = sample("what was read", `${answers} 0101 0000 002a`)
const write = sample("memory area write", `${asks} 0102 82 000000 0001 002a`)
const refused = sample("refused: not in run mode", `${answers} 0102 2201`)
const warned = sample("an answer of a controller with an error of its own", `${answers} 0101 0040 002a`)
const stop = sample("stop", `${asks} 0402`)
const data = sample(
  "controller data",
  `${answers} 0501 0000
   "CJ2M-CPU33" 20*10       # model
   "02.01" 00*15            # version
   00*40 0000 00 00 0000 00 00 00 00`,
)
const status = (state: string): Sample =>
  sample(`controller status ${state}`, `${answers} 0601 0000 ${state} 0000 00*18`)

const nodes: Sample = { name: "node address", bytes: hex('"FINS" 0000000c 00000000 00000000 00000000') }
const framed: Sample = {
  name: "a frame over TCP",
  bytes: hex(`"FINS" 0000001a 00000002 00000000 ${asks} 0101 82 000000 0001`),
}

dissectorSuite(fins, {
  samples: [nodes, framed],
  refused: [
    { name: "a length beyond any frame", bytes: hex('"FINS" 00010000 00000000 00000000') },
    { name: "a command that does not exist", bytes: hex('"FINS" 0000000c 00000007 00000000 00000000') },
    { name: "text", bytes: hex('"FINS ARE NOT FISH"') },
    {
      name: "a frame with reserved bits",
      bytes: hex('"FINS" 00000014 00000002 00000000 88 00 02 000000 007a00 07 0101'),
    },
  ],
})
dissectorSuite(finsUdp, {
  samples: [read, readAnswer, write, refused, warned, stop, data, status("01 04 0000"), status("00 00 0000")],
  refused: [
    { name: "a command that does not exist", bytes: hex(`${asks} 0199`) },
    { name: "a reserved byte", bytes: hex("80 01 02 000000 007a00 07 0101 82 000000 0001") },
    { name: "a network beyond 127", bytes: hex("80 00 02 ff0000 007a00 07 0101 82 000000 0001") },
    { name: "an answer without its end code", bytes: hex(`${answers} 0101`) },
    { name: "a DNS question", bytes: hex('1234 0100 0001 0000 0000 0000 03 "www" 00 0001 0001') },
    { name: "RTP of a phone", bytes: hex("80 00 1a2b 00000000 12345678 00*160") },
  ],
})

test("commands are counted by main and sub code, and refusals as exceptions", () => {
  const conversation = new Conversation(finsUdp)
  for (const { bytes, circumstances } of [read, readAnswer, write, refused, warned, stop])
    conversation.read(bytes, circumstances)
  expect(conversation.report.operations).toEqual([
    "fins 1:1 request",
    "fins 1:1 response",
    "fins 1:2 request",
    "fins 1:2 exception",
    "fins 1:1 response",
    "fins 4:2 request",
  ])
  const overTcp = new Conversation(fins)
  for (const { bytes } of [nodes, framed]) overTcp.read(bytes)
  expect(overTcp.report.operations).toEqual(["fins 1:1 request"])
})

test("a controller says what it is and whether it runs", () => {
  const said = (...samples: readonly Sample[]): readonly string[] => {
    const conversation = new Conversation(finsUdp)
    for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
    return conversation.report.claims
  }
  expect(said(data)).toEqual(["sender model = CJ2M-CPU33", "sender vendor = OMRON", "sender firmware = 02.01"])
  expect(said(status("01 04 0000"), status("01 02 0000"), status("00 00 0000"), status("00 04 0000"))).toEqual(
    ["run", "run", "program", "stop"].map((mode) => `sender mode = ${mode}`),
  )
  expect(said(status("00 04 8000"))).toEqual(["sender mode = fault"])
})

const reading = (...frames: readonly string[]): Conversation["report"] => {
  const conversation = new Conversation(finsUdp)
  for (const frame of frames) conversation.read(hex(frame), udp)
  return conversation.report
}

test("what came through a gateway is about a part, and so are units of the rack", () => {
  const routed = reading('c0 00 01 007a00 020500 07 0501 0000 "CJ2M-CPU33" 20*10 "02.01" 00*15')
  expect(routed.parts).toEqual(["fins the controller itself", "fins network 2, node 5"])
  const part = `part ${(2 << 16) | (5 << 8)}`
  expect(routed.claims).toEqual([`${part} model = CJ2M-CPU33`, `${part} vendor = OMRON`, `${part} firmware = 02.01`])
  expect(reading("80 00 02 020500 007a00 07 0101 82 006400 000a").places).toEqual([
    "fins network 2, node 5, D100 to D109",
  ])
  const units = reading(`${answers} 0502 0000 81 10 "CJ1W-ETN21" 20*10`)
  expect(units.parts).toEqual(["fins the controller itself", "fins unit 16"])
  expect(units.claims).toEqual(["part 16 model = CJ1W-ETN21", "part 16 vendor = OMRON"])
})

test("memory is told as technicians write it", () => {
  const places = (...addresses: readonly string[]): readonly string[] =>
    reading(...addresses.map((address) => `${asks} 0101 ${address}`)).places.map((text) => text.slice(5))
  expect(
    places("82 006400 0001", "82 006400 000a", "30 000503 0001", "30 00050e 0004", "b1 000a00 0002", "32 000500 0001"),
  ).toEqual(["D100", "D100 to D109", "CIO 5.03", "CIO 5.14 to CIO 6.01", "W10 to W11", "H5.00"])
  expect(places("89 000500 0001", "89 800500 0001", "a0 006400 0002", "98 000100 0001", "b3 01f400 0001")).toEqual([
    "T5",
    "C5",
    "E0_100 to E0_101",
    "E_1",
    "A500",
  ])
})

test("what is written and read, by item", () => {
  const report = reading(
    `${asks} 0102 82 006400 0002 002a 0100`,
    `${asks} 0103 b0 000000 0010 ffff`,
    `${asks} 0104 82 006400 30 000503`,
    `${answers} 0104 0000 82 002a 30 01`,
    `${asks} 0105 82 000000 b1 000000 0004`,
    `${asks} 0202 8010 0000 8002 1234 5678`,
    `${asks} 0702 26 03 25 12 30`,
    `${asks} 2301 0001 0001 30 000503`,
    `${asks} 2601 "LINE1"`,
    `${answers} 2603 0000 "LINE1"`,
  )
  expect(report.places).toEqual([
    "fins D100 to D101",
    "written 42, 256",
    "fins CIO 0 to CIO 15",
    "written 65535, …",
    "fins D100",
    "fins CIO 5.03",
    "good 002a",
    "good 01",
    "fins D0 to D3",
    "fins W0 to W3",
    "fins PLC setup, words 0 to 1",
    "written 12 34 56 78",
    "fins clock",
    "written 2026-03-25 12:30",
    "fins CIO 5.03",
    "written forced on",
    "fins name",
    "written LINE1",
  ])
  expect(report.claims).toEqual(["sender stationName = LINE1"])
})

test("modes, transfers and refusals are details; passwords are not told", () => {
  const report = reading(
    `${asks} 0401 0000 04`,
    `${answers} 0401 2604`,
    `${asks} 220b 0001 8010 0000 0002 0000 "SETUP   .STD"`,
    `${asks} 0305 0000 00 00000000 ffffffff "PASS"`,
    `${asks} 0307 ffff 00000100 0200`,
    `${asks} 0307 0001 ffffffff 0000`,
    `${asks} 2205 0000 0001 "PROG0001.OBJ"`,
  )
  expect(report.details).toEqual(["fins mode:4", "fins end:38:4", "fins transfer:1"])
  expect(report.places).toEqual([
    "fins PLC setup, words 0 to 1",
    "fins disk 0, SETUP   .STD",
    "fins program, from byte 0",
    "fins program, from byte 256",
    "fins program",
    "fins disk 0, PROG0001.OBJ",
  ])
  expect(finsUdp.protocol.detailName?.(0x40000 + 0x2604)).toBe("protected")
  expect(finsUdp.protocol.commands?.["transfer:1"]?.technique).toBe("T0843")
})

proves({ fins: ["framing", "requests", "identity", "state", "places", "commands"] })

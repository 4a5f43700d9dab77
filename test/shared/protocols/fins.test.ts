import { expect, test } from "vitest"
import { fins, finsUdp } from "../../../shared/protocols/fins.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

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

test("what came through a gateway is not about the sender", () => {
  const conversation = new Conversation(finsUdp)
  conversation.read(hex('c0 00 01 007a00 020000 07 0501 0000 "CJ2M-CPU33" 20*10 "02.01" 00*15'), udp)
  expect(conversation.report.claims).toEqual([])
})

import { expect, test } from "vitest"
import { lonIp } from "../../../../shared/protocols/building/lon-ip.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const packet = (name: string, kind: string, body: string): Sample => {
  const length = (hex(body).length + 20).toString(16).padStart(4, "0")
  return {
    name,
    circumstances: { transport: "udp" },
    bytes: hex(`${length} 01 ${kind} 00 00 0000 00000001 00000002 00000003 ${body}`),
  }
}

/** Link head, network head, from subnet 1 node 5 to subnet 1 node 7, a domain of one byte. */
const update = packet("network variable update", "01", "01 09 01 85 01 87 4c 02 81 23 0001")
const updateUnacknowledged = packet("network variable update to a group", "01", "01 35 01 85 09 4c 81 23 0001")
const poll = packet("network variable poll", "01", "01 19 01 85 01 87 4c 03 81 23")
const answer = packet("answer", "01", "01 19 01 87 01 85 4c 23 81 23 0001")
const setMode = packet("set node mode", "01", "01 19 01 85 01 87 4c 04 6c 00")
const writeMemory = packet("write memory", "01", "01 19 01 85 01 87 4c 05 6e 01 0010 04 01 aabbccdd")
const refused = packet("memory, refused", "01", "01 19 01 87 01 85 4c 25 0e")
const status = packet("query status to all", "01", "01 31 01 85 00 4c 51")
const acknowledge = packet("acknowledged", "01", "01 09 01 87 01 85 4c 22")
const identifier = packet("query by identifier", "01", "01 1c 01 85 00 00a1b2c3d4e5 06 61 00")
const configuration = packet("device configuration", "71", "00*24")
const ask = packet("device configuration request", "63", "00*8")

const all = [update, updateUnacknowledged, poll, answer, setMode, writeMemory, refused, status, acknowledge, identifier]
all.push(configuration, ask)

// tshark 4.0.17 reads the samples alike.
dissectorSuite(lonIp, {
  samples: all,
  refused: [
    { name: "another version", bytes: update.bytes.map((byte, at) => (at === 2 ? 2 : byte)) },
    { name: "a kind that is none", bytes: update.bytes.map((byte, at) => (at === 3 ? 0x55 : byte)) },
    { name: "a length beyond the datagram", bytes: update.bytes.map((byte, at) => (at === 1 ? 0x70 : byte)) },
  ],
})

test("variables, management, answers", () => {
  const conversation = new Conversation(lonIp)
  for (const { bytes } of all) conversation.read(bytes)
  expect(conversation.report.operations).toEqual([
    "lon-ip update message",
    "lon-ip update message",
    "lon-ip poll request",
    "lon-ip answer response",
    "lon-ip 0x6c request",
    "lon-ip 0x6e request",
    "lon-ip answer exception",
    "lon-ip 0x51 message",
    "lon-ip transport message",
    "lon-ip 0x61 request",
    "lon-ip packet:0x71 message",
    "lon-ip packet:0x63 request",
  ])
  expect(conversation.report.places).toEqual([
    "lon-ip subnet 1, node 7, variable 291",
    "written 0001",
    "lon-ip group 9, variable 291",
    "written 0001",
    "lon-ip subnet 1, node 7, variable 291",
    "good 0001",
    "lon-ip subnet 1, node 7",
    "lon-ip subnet 1, node 7",
    "lon-ip all",
    "lon-ip a node by its identifier",
  ])
  expect(lonIp.protocol.commands?.["0x6e"]?.technique).toBe("T0889")
})

test("a length that is too short is named with its value", () => {
  const lying = update.bytes.slice()
  lying[1] = 4
  expect(() => new Conversation(lonIp).read(lying)).toThrow("LonTalk/IP length is 4, less than 20")
})

proves({ "lon-ip": ["framing", "requests", "places", "commands"] })

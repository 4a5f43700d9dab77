import { describe, expect, test } from "vitest"
import { powerlink, powerlinkUdp } from "../../../../shared/protocols/real-time/powerlink.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const frame = (name: string, body: string): Sample => ({
  name,
  circumstances: { transport: "ethernet" },
  bytes: hex(body),
})

const cycle = frame("start of cycle", "01 ff f0 00 00 00 00*8 00*8 00*24")
const poll = frame("poll request", "03 05 f0 00 01 00 01 00 0400 11223344 00*32")
const polled = frame("poll response, operational", "04 ff 05 fd 01 00 01 00 0400 55667788 00*32")
const paused = frame("poll response, pre-operational", "04 ff 05 5d 01 00 01 00 0400 55667788 00*32")
const invite = frame("invitation to identify", "05 ff f0 fd 00 00 01 05 20 00*37")
const idle = frame("start of asynchronous, nobody", "05 ff f0 fd 00 00 00 00 20 00*37")
const ident = frame(
  "ident response",
  `06 ff 05 01 00 00 1d 00 20 00 05000000 dc05 0400 0400 10270000 0000 00000000
   6c000001 34120000 02000100 39300000 00*8 00*16
   0564a8c0 00ffffff fe64a8c0 "axis-5" 00*26 00*48`,
)
const status = frame("status response", "06 f0 05 02 00 00 4d 00*37")
const stop = frame("stop node", "06 05 f0 04 22 00 00*40")
const reset = frame("reset all nodes", "06 ff f0 04 28 00 00*40")
const write = frame("write by index", "06 05 f0 05 06 0a 0000 00 07 00 01 0800 0000 6000 01 00 aabbccdd 00*20")
const written = frame("written", "06 f0 05 05 0a 06 0000 00 07 80 01 0000 0000 00*28")
const read = frame("read by index", "06 05 f0 05 06 0e 0000 00 08 00 02 0400 0000 0010 00 00 00*24")
const got = frame("read, answer", "06 f0 05 05 0e 06 0000 00 08 80 02 0400 0000 91010f00 00*24")
const aborted = frame("aborted", "06 f0 05 05 0e 06 0000 00 08 c0 02 0400 0000 00000206 00*24")

const all = [cycle, poll, polled, paused, invite, idle, ident, status, stop, reset, write, written, read, got, aborted]

// tshark 4.0.17 reads the samples alike.
dissectorSuite(powerlink, {
  samples: all,
  refused: [
    { name: "a type that is none", bytes: hex("02 ff f0 00*43") },
    { name: "too short for a frame", bytes: hex("01 ff f0 00 00 00") },
  ],
})

const udp: Sample = { ...write, circumstances: { transport: "udp" } }
dissectorSuite(powerlinkUdp, {
  samples: [udp],
  refused: [
    { name: "a frame that is not asynchronous", bytes: polled.bytes },
    { name: "another service", bytes: stop.bytes },
  ],
})

const told = (...samples: Sample[]): Conversation["report"] => {
  const conversation = new Conversation(powerlink)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

describe("what POWERLINK tells", () => {
  test("frames, services and commands", () => {
    expect(told(...all).operations).toEqual([
      "powerlink frame:1 message",
      "powerlink frame:3 message",
      "powerlink frame:4 message",
      "powerlink frame:4 message",
      "powerlink invite:1 message",
      "powerlink frame:5 message",
      "powerlink service:1 message",
      "powerlink service:2 message",
      "powerlink command:34 message",
      "powerlink command:40 message",
      "powerlink object:1 request",
      "powerlink object:1 response",
      "powerlink object:2 request",
      "powerlink object:2 response",
      "powerlink object:2 exception",
    ])
    expect(powerlink.protocol.functionName?.(0x101)).toBe("start of asynchronous: ident request")
  })

  test("why a node aborts", () => {
    const unknown = frame(
      "aborted by a code that is none",
      "06 f0 05 05 0e 06 0000 00 08 c0 02 0400 0000 99999999 00*24",
    )
    expect(told(got, aborted, unknown).details).toEqual(["powerlink abort:06020000"])
    expect(powerlink.protocol.detailName?.(10)).toBe("refused: object does not exist")
    expect(powerlink.protocol.detailName?.(99)).toBeUndefined()
  })

  test("whether a node is operational", () => {
    expect(told(polled, paused, idle, status).claims).toEqual([
      "sender mode = run",
      "sender mode = stop",
      "sender mode = run",
      "sender mode = stop",
    ])
  })

  test("who a node is", () => {
    const { claims, bindings } = told(ident)
    expect(claims).toEqual([
      "sender mode = stop",
      "sender vendor = B&R Industrial Automation",
      "sender serial = 12345",
      "sender hostname = axis-5",
    ])
    expect(bindings).toEqual(["sender 192.168.100.5 announcement"])
  })

  test("nodes that are commanded, objects that are read and written", () => {
    expect(told(stop, reset, write, written, read, got).places).toEqual([
      "powerlink node 5",
      "powerlink all nodes",
      "powerlink node 5, object 0x0060, subindex 1",
      "written aabbccdd",
      "powerlink node 5, object 0x1000, subindex 0",
      "good 91010f00",
    ])
  })
})

proves({ powerlink: ["framing", "requests", "identity", "state", "places", "commands"] })

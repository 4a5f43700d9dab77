import { expect, test } from "vitest"
import { sbus, sbusChecksum } from "../../../../shared/protocols/telemetry/sbus.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

function telegram(name: string, text: string): Sample {
  const body = hex(text)
  const bytes = new Uint8Array([0, 0, 0, body.length + 6, ...body])
  const sum = sbusChecksum(bytes, 0, bytes.length)
  return { name, bytes: new Uint8Array([...bytes, sum >> 8, sum & 255]), circumstances: { transport: "udp" } }
}

const version = telegram("version is asked", "01 00 0001 00 05 20")
const versionAnswer = telegram("version", '00 00 0001 01 "D3M55" "1.2" 00')
const status = telegram("status is asked", "01 00 0002 00 05 1b")
const runs = telegram("runs", "00 00 0002 01 52")
const read = telegram("two registers", "01 00 0003 00 05 06 01 0064")
const values = telegram("their values", "00 00 0003 01 0000002a ffffffff")
const write = telegram("a register is written", "01 00 0004 00 05 0e 05 0064 00000007")
const flags = telegram("three flags", "01 00 0005 00 05 0b 03 0010 02 05")
const refused = telegram("refused", "00 00 0005 02 0001")
const stop = telegram("stop", "01 00 0006 00 05 43")

dissectorSuite(sbus, {
  samples: [
    version,
    { ...versionAnswer, after: [version] },
    { ...runs, after: [status] },
    read,
    values,
    write,
    flags,
    refused,
    stop,
  ],
  refused: [
    { name: "a wrong checksum", bytes: hex("0000000d 01 00 0001 00 05 20 0000") },
    telegram("a command that does not exist", "01 00 0001 00 05 f9"),
    telegram("an attribute that does not exist", "01 00 0001 03 05 20"),
    { name: "a SIP request", bytes: hex('"REGISTER sip:x SIP/2.0"') },
  ],
})

const reported = (...samples: readonly Sample[]): Conversation["report"] => {
  const conversation = new Conversation(sbus)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

test("answers are counted under what their number asked for", () => {
  expect(reported(read, values, flags, refused, stop, runs).operations).toEqual([
    "sbus 6 request",
    "sbus 6 response",
    "sbus 11 request",
    "sbus 11 exception",
    "sbus 67 request",
    "sbus answer response",
  ])
  expect(sbus.protocol.commands!["67"]!.does).toBe("Stop the controller")
})

test("registers and flags are places, and the controller says what it is and that it runs", () => {
  const { places, claims } = reported(version, versionAnswer, status, runs, read, values, write, flags)
  expect(places).toEqual([
    "sbus registers 100 to 101",
    "good 0000002affffffff",
    "sbus register 100",
    "written 7",
    "sbus flags 16 to 18",
    "written on off on",
  ])
  expect(claims).toEqual([
    "sender vendor = SAIA-Burgess",
    "sender model = PCD3M55",
    "sender firmware = 1.2",
    "sender mode = run",
  ])
})

test("a refusal says why", () => {
  const locked = telegram("refused for want of a password", "00 00 0006 02 0002")
  const done = telegram("acknowledged", "00 00 0007 02 0000")
  expect(reported(flags, refused, stop, locked, done).details).toEqual(["sbus nak:1", "sbus nak:2"])
  expect([1, 2, 9].map((code) => sbus.protocol.detailName!(code))).toEqual([
    "refused",
    "refused: password is needed",
    undefined,
  ])
})

proves({ sbus: ["framing", "requests", "identity", "state", "places", "commands"] })

import { expect, test } from "vitest"
import { melsoft } from "../../../../shared/protocols/mitsubishi/melsoft.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const udp = { transport: "udp" } as const
const sample = (name: string, text: string): Sample => ({ name, bytes: hex(text), circumstances: udp })
const length = (text: string): string => hex(text).length.toString(16).padStart(2, "0")
const asks = (name: string, text: string): Sample =>
  sample(name, `57 01 0000 00 1111 07 0000 ffff0300 00fe030000 ${length(`${text} 00*24`)} 00 1c0a1614 00*20 ${text}`)
const answers = (name: string, text: string, status = "0000"): Sample =>
  sample(
    name,
    `d7 01 0000 00 1111 7f 0000 00a80300 ffff030000 ${length(`${text} 00*26`)} 00 9c0a1814 ${status} 00*20 ${text}`,
  )

const search = sample("who is there", "5a 0000 01")
const found = sample("here", "da 0000 01 1400 c0a80101 c0a80101")
const who = asks("type name", "0121 01000000 0001")
const iAm = answers("FX5UC", `0121 01000000 "FX5UC-64MT/D" 00*4 214a 0008`)
const open = asks("a file is opened", "1867 09000000 000000000000040000000000 0c00 4d00 4100 2e00 5000 5200 0000")
const write = asks("a file is written", "1869 0a000000 0100 0000 0000 0400 cafecafe")
const stop = asks("stop", "1002 0b000000 0100")
const stopped = answers("stopped", "1002 0b000000")
const refused = answers("refused", "1734 0c000000", "8040")

dissectorSuite(melsoft, {
  samples: [search, who, iAm, open, write, stop, stopped, refused],
  refused: [
    { name: "the letters of a web request", bytes: hex('"WHATEVER IT IS, IT IS LONGER THAN THAT"') },
    sample("another route", "57 01 0000 00 1211 07 0000 ffff0300 00fe030000 1e00 1c0a1614 00*20 0121 01000000"),
    sample("a search that is longer", "5a 0000 01 00"),
    sample("a length of nothing", "57 01 0000 00 1111 07 0000 ffff0300 00fe030000 0000 1c0a1614 00*20 0121 01000000"),
  ],
})

const reported = (...samples: readonly Sample[]): Conversation["report"] => {
  const conversation = new Conversation(melsoft)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

test("commands are counted, answers repeat them", () => {
  expect(reported(search, found, who, iAm, stop, stopped, refused).operations).toEqual([
    "melsoft search request",
    "melsoft search response",
    "melsoft 0121 request",
    "melsoft 0121 response",
    "melsoft 1002 request",
    "melsoft 1002 response",
    "melsoft 1734 exception",
  ])
})

test("files have names, and the controller says its type", () => {
  const { places, claims } = reported(open, who, iAm)
  expect(places).toEqual(["melsoft file MA.PR"])
  expect(claims).toEqual(["sender model = FX5UC-64MT/D", "sender vendor = Mitsubishi Electric"])
  expect(melsoft.protocol.commands!["1869"]!.technique).toBe("T0843")
})

test("a refusal says why", () => {
  const missing = answers("a file is missing", "1867 0d000000", "2240")
  expect(reported(stopped, refused, missing).details).toEqual(["melsoft end:4080", "melsoft end:4022"])
  const name = (code: number) => melsoft.protocol.detailName!(code)
  expect([0x4022, 0x4010, 0x4080].map(name)).toEqual([
    "file does not exist",
    "not possible while the controller runs",
    undefined,
  ])
})

proves({ melsoft: ["framing", "requests", "identity", "places", "commands"] })

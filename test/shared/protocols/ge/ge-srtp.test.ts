import { expect, test } from "vitest"
import { geSrtp } from "../../../../shared/protocols/ge/ge-srtp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const sample = (name: string, text: string): Sample => ({ name, bytes: hex(text) })
/** Type, sequence number, length of the text, time, mailbox type, addresses, one packet of one. */
const head = (type: string, sequence: string, text: string, mailbox: string): string => `
  ${type} 00 ${sequence} 00 ${text} 000000 01 00*7 01 00*8 00 00 00 00 ${sequence} ${mailbox}
  00000000 100e0000 01 01`
/** No program, level, 0.4 ms, status word. */
const tail = (level: string, status: string): string => `00 ${level} 0400 ${status}`
const runs = "0001"
const stopped = "0020"

const opening = sample("opening", "00*56")
const opened = sample("opening, answered", "01 00*7 0f 00*47")
const read = sample("registers are read", `${head("02", "05", "0000", "c0")} 04 08 1200 0300 00*8`)
const readAnswer = sample(
  "three registers",
  `${head("03", "05", "0000", "d4")} 00 00 2a00 ffff 0100 ${tail("02", runs)}`,
)
const readLong = sample("ten registers are read", `${head("02", "06", "0000", "c0")} 04 08 0000 0a00 00*8`)
const readLongAnswer = sample(
  "ten registers",
  `${head("03", "06", "1400", "94")} 1400 00000000 01 01 ${tail("02", runs)} 0100 0200 00*16`,
)
const writeShort = sample("two internal bits are written", `${head("02", "07", "0000", "c0")} 07 4c 0300 0200 10 00*7`)
const writeLong = sample(
  "six registers are written",
  `${head("02", "08", "0c00", "80")} 0c00 00000000 01 01 07 08 2600 0600 3900 00*10`,
)
const refused = sample("refused: privilege", `${head("03", "08", "0000", "d1")} 02 02 00*6 ${tail("01", stopped)}`)
const stop = sample("stop", `${head("02", "09", "0000", "c0")} 23 06 00*12`)
const force = sample("an output is forced", `${head("02", "0a", "0000", "c0")} 44 98 0700 0000 00*8`)
const store = sample(
  "a program is stored",
  `${head("02", "0b", "0400", "80")} 0400 00000000 01 01 3f 00 0000 0000 cafecafe`,
)
const who = sample("who are you", `${head("02", "0c", "0000", "c0")} 43 00*13`)
const iAm = sample(
  "type and identifier",
  `${head("03", "0c", "2800", "94")} 2800 00000000 01 01 ${tail("01", stopped)}
   "PRESS7" 00 00         # identifier
   10 24 01 00            # Series 90-30, CPU 341, one program
   "MIXER" 00 00 00       # its name
   00*20`,
)

dissectorSuite(geSrtp, {
  samples: [
    opening,
    opened,
    read,
    readAnswer,
    readLong,
    readLongAnswer,
    writeShort,
    writeLong,
    refused,
    stop,
    force,
    store,
    { ...iAm, after: [who] },
  ],
  refused: [
    { name: "zeros that go on", bytes: new Uint8Array(57) },
    sample("a mailbox type that does not exist", `${head("02", "05", "0000", "c1")} 04 08 1200 0300 00*8`),
    sample("a request with the mailbox of an answer", `${head("02", "05", "0000", "d4")} 04 08 1200 0300 00*8`),
    sample("text is promised and not there", `${head("02", "05", "0000", "80")} 04 08 1200 0300 00*8`),
    sample("a third type", `${head("04", "05", "0000", "c0")} 04 08 1200 0300 00*8`),
    sample("too short", "02 00 05 00"),
  ],
})

const reported = (...samples: readonly Sample[]): Conversation["report"] => {
  const conversation = new Conversation(geSrtp)
  for (const { bytes } of samples) conversation.read(bytes)
  return conversation.report
}

test("answers are counted under the service that their number asked for", () => {
  const { operations } = reported(opening, opened, read, readAnswer, writeLong, refused, readAnswer)
  expect(operations).toEqual([
    "ge-srtp opening request",
    "ge-srtp opening response",
    "ge-srtp 4 request",
    "ge-srtp 4 response",
    "ge-srtp 7 request",
    "ge-srtp 7 exception",
    "ge-srtp answer response",
  ])
})

test("memory is named as people write it, with what was read and written", () => {
  const { places } = reported(read, readAnswer, readLong, readLongAnswer, writeShort, writeLong, force)
  expect(places).toEqual([
    "ge-srtp %R19 to %R21",
    "good 2a00ffff0100",
    "ge-srtp %R1 to %R10",
    "good 01000200000000000000000000000000",
    "ge-srtp %M4 to %M5",
    "written off on",
    "ge-srtp %R39 to %R44",
    "written 57 0 0 0 0 0",
    "ge-srtp override of %Q8",
  ])
  const { placeText, valueText } = geSrtp.protocol
  const bytes = { area: 0x12, from: 2, count: 2, name: new Uint8Array() }
  expect([placeText!(bytes), valueText!(bytes, hex("00ff"), 7)]).toEqual(["%Q17 to %Q32", "00 ff"])
})

test("the status word tells the running state, the switch and the privilege, where they change", () => {
  const { claims, details } = reported(read, readAnswer, readLong, readLongAnswer, who, iAm)
  expect(claims).toEqual([
    "sender mode = run",
    "sender mode = stop",
    "sender vendor = GE",
    "sender model = Series 90-30 CPU 341",
    "sender stationName = PRESS7",
    "sender description = Program MIXER",
  ])
  expect(details).toEqual(["ge-srtp switch:run", "ge-srtp privilege:2", "ge-srtp switch:stop", "ge-srtp privilege:1"])
})

test("what acts on the controller is told by its function or by what it asks for", () => {
  const { commands, functionName } = geSrtp.protocol
  const { details } = reported(stop)
  expect(details).toEqual(["ge-srtp state:6"])
  expect(commands!["state:6"]).toEqual({ does: "Stop the controller", technique: "T0858" })
  expect([functionName!(0x3f), commands!["63"]!.technique]).toEqual(["program store", "T0845"])
  expect([functionName!(0x40), commands!["64"]!.technique]).toEqual(["program load", "T0843"])
  // Whatever the words mean: who sends a program writes it.
  const sends = sample(
    "a program of 64 bytes",
    `${head("02", "0b", "4000", "80")} 4000 00000000 01 01 3f 00 0000 0000 ${"ca".repeat(64)}`,
  )
  expect(reported(sends).details).toEqual(["ge-srtp program:sent"])
  expect(reported(store).details).toEqual([])
  expect(commands!["program:sent"]!.technique).toBe("T0843")
})

test("a refusal says why", () => {
  expect(reported(writeLong, refused).details).toEqual(["ge-srtp error:2:02"])
  const wrong = refused.bytes.map((byte, at) => (at === 42 ? 5 : at === 43 ? 0xf5 : byte))
  expect(reported(writeLong, { ...refused, bytes: wrong }).details).toEqual(["ge-srtp error:5:f5"])
  expect(
    [0x202, 0x200, 0x5f5, 0x501, 0x7f5, 0x901].map((error) => geSrtp.protocol.detailName!(0x10000 + error)),
  ).toEqual([
    "refused: privilege level is too low, level 2 is needed",
    "refused: privilege level is too low",
    "refused: password is wrong",
    "refused: the service request failed",
    "refused: too many service requests wait",
    undefined,
  ])
})

proves({ "ge-srtp": ["framing", "requests", "identity", "state", "places", "commands"] })

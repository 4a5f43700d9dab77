import { expect, test } from "vitest"
import { mms } from "../../../shared/protocols/mms.ts"
import { ber } from "../../make/ber.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

/** Session data transfer, fully encoded presentation data, context 3. */
const presented = (message: string): string => "01 00 01 00" + ber("61", ber("30", ber("02", "03"), ber("a0", message)))

const connect: Sample = {
  name: "an association that is asked for through every layer",
  bytes: hex(`
    0d b2                                         # session: connect
    05 06 13 01 00 16 01 02  14 02 0002           # protocol options and version, requirements
    33 02 0001 34 02 0001                         # session selectors
    c1 9c                                         # user data
    31 81 99 a0 03 80 01 01  a2 81 91             # presentation: normal mode
    81 04 00000001 82 04 00000001                 # selectors
    a4 23 300f 02 01 01 06 04 52 01 00 01 30 04 06 02 51 01
          3010 02 01 03 06 05 28 ca 22 02 01 30 04 06 02 51 01
    88 02 06 00
    61 5a 30 58 02 01 01 a0 53                    # association control: request
    60 51 80 02 07 80 a1 07 06 05 28 ca 22 02 03
    a2 06 06 04 2b ce 0f 02 a3 03 02 01 17
    be 35 28 33 06 02 51 01 02 01 03 a0 2a        # user information
    a8 28 80 02 7530 81 02 03e8 82 02 03e8 83 01 05
    a4 17 80 01 01 81 03 05 fb00 82 0d 03 ff*12
  `),
}
const accepted = ber("a9", "80 01 01 81 01 00 82 01 00 83 01 00", ber("a4", "80 01 01 81 03 05 f100 82 03 03 ee1c"))
const external = ber("be", ber("28", "02 01 03", ber("a0", accepted)))
const accept = ber("61", "80 02 07 80", ber("a1", "06 05 28 ca 22 02 03"), "a2 03 02 01 00", external)
const parameters = ber("31", "a0 03 80 01 01", ber("a2", ber("61", ber("30", "02 01 01", ber("a0", accept)))))
const answer: Sample = { name: "its answer", bytes: hex(ber("0e", ber("c1", parameters))) }
const identify: Sample = { name: "identify", bytes: hex(presented(ber("a0", "02 02 0102", "82 00"))) }
const identified: Sample = {
  name: "who it is",
  bytes: hex(
    presented(ber("a1", "02 02 0102", ber("a2", ber("80", '"ABB"'), ber("81", '"REF615"'), ber("82", '"2.10"')))),
  ),
}
const name = ber("a1", ber("1a", '"IED1LD0"'), ber("1a", '"CSWI1$CO$Pos$Oper"'))
const operate: Sample = {
  name: "a control, right over COTP",
  bytes: hex(ber("a0", "02 01 05", ber("a5", ber("a0", ber("30", ber("a0", name))), ber("a0", ber("a2", "83 01 01"))))),
}
const refused: Sample = {
  name: "an error",
  after: [operate],
  bytes: hex("a2 0a 80 01 05 a2 05 a0 03 87 01 03"),
}
const report: Sample = {
  name: "a report",
  bytes: hex('a3 1d a0 1b a1 05 80 03 "RPT" a0 12 8a 07 "RptId01" 84 03 06 0100 86 02 0001'),
}
const conclude: Sample = { name: "the end", bytes: hex("8b 00") }
const rejected: Sample = { name: "a reject of nothing that was asked for", bytes: hex("a4 03 85 01 01") }
const start: Sample = {
  name: "the start of a program, its tag in two octets",
  bytes: hex('a0 0c 02 01 01 bf 28 06 80 04 "App1"'),
}

dissectorSuite(mms, {
  samples: [connect, answer, identify, identified, operate, refused, report, conclude, rejected, start],
  refused: [
    { name: "a length that is not the message's", bytes: hex("a0 0d 02 01 01 bf 28 06 80 04 41 70 70 31") },
    { name: "a length that is not definite", bytes: hex("a0 80 02 01 01 82 00 00 00") },
    { name: "a request without an invoke identifier", bytes: hex("a0 02 82 00") },
    { name: "a session that carries another application", bytes: hex(presented(ber("60", "80 02 07 80"))) },
    { name: "an S7comm job", bytes: hex("32 01 0000 0001 0008 0000 f0 00 0001 0001 01e0") },
    { name: "a T.125 connect-initial, as remote desktops send it", bytes: hex("7f 65 06 04 01 01 04 01 01") },
  ],
})

test("services are counted under their tags, an error under what was asked", () => {
  const conversation = new Conversation(mms)
  for (const { bytes } of [connect, answer, identify, identified, operate, refused, report, start, conclude])
    conversation.read(bytes)
  expect(conversation.report.operations).toEqual([
    "mms association:8 request",
    "mms association:8 response",
    "mms 2 request",
    "mms 2 response",
    "mms 5 request",
    "mms 5 exception",
    "mms unconfirmed:0 message",
    "mms 40 request",
    "mms association:11 request",
  ])
})

test("identify says who made it, which model, which revision", () => {
  const conversation = new Conversation(mms)
  conversation.read(identified.bytes)
  expect(conversation.report.claims).toEqual(["sender vendor = ABB", "sender model = REF615", "sender firmware = 2.10"])
})

test("names that say what is dangerous", () => {
  const { functionName, functionKey, detailName } = mms.protocol
  expect([41, 44, 76, 256, 520].map((code) => [functionKey!(code), functionName!(code)])).toEqual([
    ["41", "stop program invocation"],
    ["44", "kill program invocation"],
    ["76", "file delete"],
    ["unconfirmed:0", "information report"],
    ["association:8", "initiate"],
  ])
  expect(detailName!(1)).toBe("operate a control object")
})

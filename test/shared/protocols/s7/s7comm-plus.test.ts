import { expect, test } from "vitest"
import { s7commPlus, s7commPlusSealed } from "../../../../shared/protocols/s7/s7comm-plus.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const sample = (name: string, text: string): Sample => ({ name, bytes: hex(text) })
const digest = "20 0000000000000000000000000000000000000000000000000000000000000000"
const openSession = sample("open a session", "72 01 0014  31 0000 04ca 0000 0001 00000120 36 0000011d 0000  72 01 0000")
const opened = sample(
  "session opened",
  `72 01 0027  32 0000 04ca 0000 0001 36 00 02
   82 3f 00 15 15 "1;6ES7 999-0XY31 ;V4." 00  72 01 0000`,
)
const session = sample(
  "session opened, with who answers",
  `72 01 0029  32 0000 04ca 0000 0001 36 00 02
   82 3f 00 15 18 "1;6ES7 999-0XY31 ;V4.2.1"  72 01 0000`,
)
const stop = sample(
  "stop",
  `72 03 003b ${digest}
   31 0000 04f2 0000 0009 0000038c 34 00000034 01 9077 00 08 01  0000000000  72 03 0000`,
)
const start = sample("start", "72 02 001a  31 0000 04f2 0000 000a 0000038c 34 00000034 01 9077 00 08 03 00  72 02 0000")
const done = sample("done", "72 02 000e  32 0000 04f2 0000 0009 34 00 0d 0000  72 02 0000")
const refused = sample("refused", "72 02 000e  32 0000 04f2 0000 000a 34 d3 81 0000  72 02 0000")
const create = sample("create", "72 02 0014  31 0000 04ca 0000 000b 0000038c 34 00000003 0000  72 02 0000")
const remove = sample("delete", "72 02 0014  31 0000 04d4 0000 000c 0000038c 34 8a0e0045 0000  72 02 0000")
const close = sample("close", "72 02 0014  31 0000 04d4 0000 000d 0000038c 34 0000038c 0000  72 02 0000")
const news = sample("notification", "72 02 000e  33 0000 0804 0000 0000 0000 00 00 00 00  72 02 0000")

dissectorSuite(s7commPlus, {
  samples: [
    openSession,
    opened,
    session,
    stop,
    start,
    done,
    refused,
    create,
    remove,
    close,
    news,
    sample("keep-alive", "72 ff 05 00"),
  ],
  refused: [
    { name: "S7comm", bytes: hex("32 01 0000 0005 0000 0000") },
    { name: "version 9", bytes: hex("72 09 0000") },
    { name: "a length beyond the message", bytes: hex("72 01 0100 31") },
  ],
})

const read = (...samples: readonly Sample[]) => {
  const conversation = new Conversation(s7commPlus)
  for (const { bytes } of samples) conversation.read(bytes)
  return conversation.report
}

test("functions are asked and answered; a result of several bytes refuses", () => {
  expect(read(openSession, stop, done, start, refused, news).operations).toEqual([
    "s7comm-plus 1226 request",
    "s7comm-plus 1266 request",
    "s7comm-plus 1266 response",
    "s7comm-plus 1266 request",
    "s7comm-plus 1266 exception",
    "s7comm-plus notification message",
  ])
})

test("a stop, a start, what is loaded and deleted are told from opening and closing a session", () => {
  const { details, places } = read(openSession, stop, start, create, remove, close)
  expect(details).toEqual([
    "s7comm-plus session:open",
    "s7comm-plus state:stop",
    "s7comm-plus state:run",
    "s7comm-plus object:create",
    "s7comm-plus object:delete",
    "s7comm-plus session:close",
  ])
  expect(places).toEqual([
    "s7comm-plus object 0x00000034, attribute 2167",
    "written 01",
    "s7comm-plus object 0x00000034, attribute 2167",
    "written 03",
    "s7comm-plus object 0x00000003",
    "s7comm-plus DB 69",
  ])
  const { commands } = s7commPlus.protocol
  expect([commands?.["state:stop"]?.technique, commands?.["object:create"]?.technique]).toEqual(["T0858", "T0843"])
  expect(commands?.["session:open"]).toBeUndefined()
})

test("the answer to a new session names the controller", () => {
  const { claims, spans } = read(session)
  expect(claims).toEqual(["sender orderNumber = 6ES7 999-0XY31", "sender firmware = V4.2.1", "sender vendor = Siemens"])
  const [order, firmware] = spans
  const text = (span: { at: number; length: number }) =>
    new TextDecoder().decode(session.bytes.subarray(span.at, span.at + span.length))
  expect([text(order!), text(firmware!)]).toEqual(["6ES7 999-0XY31", "V4.2.1"])
})

test("a later piece of a long message counts nothing", () => {
  expect(read(sample("piece", "72 02 0010  31 0102 04f2 0000 0009 0000038c 34 0000  72 02 0000")).operations).toEqual(
    [],
  )
})

test("over TLS it says that the program is not visible", () => {
  const bytes = hex("17 03 03 0008 0102030405060708")
  expect(s7commPlusSealed.probe(bytes, 0, bytes.length)).toBe(true)
  expect(s7commPlusSealed.probe(hex("17 02 03 0008 01"), 0, 6)).toBe(false)
  const conversation = new Conversation(s7commPlusSealed)
  conversation.read(bytes)
  expect(conversation.report.operations).toEqual(["s7comm-plus encrypted message"])
  expect(s7commPlus.protocol.functionName?.(0x10001)).toBe("encrypted by tls, program not visible")
})

proves({ "s7comm-plus": ["framing", "requests", "identity", "places", "commands"] })

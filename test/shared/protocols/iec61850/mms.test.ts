import { expect, test } from "vitest"
import { mms } from "../../../../shared/protocols/iec61850/mms.ts"
import { ber } from "../../../make/ber.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

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

/** A request right over COTP: invoke identifier, the service's tag, its contents. */
const asked = (invoke: string, service: string, ...contents: readonly string[]): Uint8Array =>
  hex(ber("a0", `02 01 ${invoke}`, ber(service, ...contents)))
const answered = (invoke: string, service: string, ...contents: readonly string[]): Uint8Array =>
  hex(ber("a1", `02 01 ${invoke}`, ber(service, ...contents)))
const object = (domain: string, name: string): string => ber("a1", ber("1a", `"${domain}"`), ber("1a", `"${name}"`))
const variable = (domain: string, name: string): string => ber("30", ber("a0", object(domain, name)))
const write = (name: string, data: string): Uint8Array =>
  asked("07", "a5", ber("a0", variable("IED1LD0", name)), ber("a0", data))

test("reads say which variables, and answers what stands there", () => {
  const conversation = new Conversation(mms)
  const list = ber("a0", variable("IED1LD0", "LLN0$ST$Mod$stVal"), variable("IED1LD0", "MMXU1$MX$Hz$mag$f"))
  conversation.read(asked("01", "a4", ber("a1", list)))
  conversation.read(answered("01", "a4", ber("a1", "85 01 01", "80 01 0a")))
  expect(conversation.report.places).toEqual([
    "mms IED1LD0/LLN0$ST$Mod$stVal",
    "mms IED1LD0/MMXU1$MX$Hz$mag$f",
    "good 850101",
    "refused",
  ])
  expect(conversation.report.details).toEqual(["mms access:10"])
  expect(mms.protocol.detailName?.(0x3000a)).toBe("object non-existent")
})

test("values in words", () => {
  const text = (value: string): string =>
    mms.protocol.valueText!({ area: 1, from: 0, count: 0, name: new Uint8Array() }, hex(value), 4)
  expect(text("87 05 08 42480000")).toBe("50")
  expect(text("85 02 ff38")).toBe("-200")
  expect(text("86 01 c8")).toBe("200")
  expect(text("84 02 06 40")).toBe("01")
  expect(text('8a 02 "ok"')).toBe('"ok"')
  expect(text("91 08 5f5e1000 80000000")).toBe("2020-09-13T12:26:40.500Z")
  expect(text("a2 28 83 01 01 a2 05 85 01 02 89 00 86 01 03 91 08 00")).toBe("true, 2, , 3, …")
})

test("what is written decides what it is", () => {
  const conversation = new Conversation(mms)
  conversation.read(write("CSWI1$CO$Pos$Oper", ber("a2", "83 01 01")))
  conversation.read(write("CSWI1$CO$Pos$SBOw", ber("a2", "83 01 01")))
  conversation.read(write("CSWI1$CO$Pos$Cancel", ber("a2", "83 01 01")))
  conversation.read(write("LLN0$RP$urcb01$RptEna", "83 01 00"))
  conversation.read(write("LLN0$RP$urcb01$RptEna", "83 01 01"))
  conversation.read(write("LLN0$BR$brcb01$PurgeBuf", "83 01 ff"))
  conversation.read(write("LLN0$GO$gcb01$GoEna", "83 01 00"))
  conversation.read(write("LLN0$SP$SGCB$ActSG", "86 01 02"))
  conversation.read(write("LLN0$CO$Mod$Oper", ber("a2", "85 01 05")))
  conversation.read(asked("08", "a4", ber("a1", ber("a0", variable("IED1LD0", "CSWI1$CO$Pos$SBO")))))
  expect(conversation.report.details).toEqual(
    [
      "write:1",
      "write:2",
      "write:3",
      "write:9",
      "write:6",
      "write:11",
      "write:10",
      "write:5",
      "write:12",
      "read:select",
    ].map((key) => `mms ${key}`),
  )
  expect(conversation.report.places.slice(0, 2)).toEqual(["mms IED1LD0/CSWI1$CO$Pos$Oper", "written true"])
  expect(mms.protocol.commands?.["write:9"]?.technique).toBe("T0804")
  conversation.read(answered("07", "a5", "80 01 03"))
  expect(conversation.report.places.at(-1)).toBe("refused")
})

test("programs, domains, files, lists and names", () => {
  const conversation = new Conversation(mms)
  conversation.read(start.bytes)
  conversation.read(asked("02", "9d", '"Domain1"'))
  conversation.read(asked("03", "bf48", ber("a0", ber("19", '"COMTRADE/1.cfg"')), "81 01 00"))
  conversation.read(asked("04", "bf4c", ber("19", '"old.cid"')))
  conversation.read(asked("05", "bf2e", ber("a1", ber("19", '"new.cid"')), ber("a2", ber("19", '"ied.cid"'))))
  conversation.read(asked("06", "a4", ber("a1", ber("a1", object("IED1LD0", "LLN0$dsMeas")))))
  conversation.read(asked("07", "a1", ber("a0", "80 01 00"), ber("a1", ber("81", '"IED1LD0"'))))
  conversation.read(asked("08", "a1", ber("a0", "80 01 09"), ber("a1", "80 00")))
  expect(conversation.report.places).toEqual([
    "mms program App1",
    "mms domain Domain1",
    "mms file COMTRADE/1.cfg",
    "mms file old.cid",
    "mms file new.cid",
    "mms file ied.cid",
    "mms list IED1LD0/LLN0$dsMeas",
    "mms named variables of IED1LD0",
    "mms domains of the device",
  ])
})

test("reports are told by their name, others by their variables", () => {
  const conversation = new Conversation(mms)
  conversation.read(report.bytes)
  const variables = ber("a0", ber("30", ber("a0", ber("80", '"Transfer_Set_Name"'))))
  conversation.read(hex(ber("a3", ber("a0", variables, ber("a0", '8a 03 "DS1"')))))
  expect(conversation.report.places).toEqual(["mms report RptId01", "mms Transfer_Set_Name", 'written "DS1"'])
})

test("nameplates say who made the device, and a status that nothing works", () => {
  const conversation = new Conversation(mms)
  const nameplate = (invoke: string, name: string): void =>
    conversation.read(asked(invoke, "a4", ber("a1", ber("a0", variable("IED1LD0", name)))))
  nameplate("01", "LLN0$DC$NamPlt")
  conversation.read(answered("01", "a4", ber("a1", ber("a2", '8a 02 "GE"', '8a 03 "7.1"'))))
  nameplate("02", "LPHD1$DC$PhyNam$serNum")
  conversation.read(answered("02", "a4", ber("a1", '8a 03 "S-1"')))
  nameplate("03", "CSWI1$DC$NamPlt$vendor")
  conversation.read(answered("03", "a4", ber("a1", '8a 03 "not"')))
  conversation.read(answered("04", "a0", "80 01 00", "81 01 02"))
  expect(conversation.report.claims).toEqual([
    "sender vendor = GE",
    "sender firmware = 7.1",
    "sender serial = S-1",
    "sender mode = fault",
  ])
})

test("errors and rejects say why", () => {
  const conversation = new Conversation(mms)
  for (const { bytes } of [operate, refused, rejected]) conversation.read(bytes)
  expect(conversation.report.details).toEqual(["mms write:1", "mms error:7:3", "mms reject:5:1"])
  expect([0x10703, 0x20501].map((code) => mms.protocol.detailName!(code))).toEqual([
    "access: object access denied",
    "message rejected",
  ])
})

test("a status says what the device may do and how well it is, asked for or not", () => {
  const conversation = new Conversation(mms)
  conversation.read(answered("04", "a0", "80 01 00", "81 01 01"))
  conversation.read(hex(ber("a3", ber("a1", "80 01 02", "81 01 03"))))
  expect(conversation.report.claims).toEqual([])
  expect(conversation.report.details).toEqual(["mms logical:0", "mms physical:1", "mms logical:2", "mms physical:3"])
  expect([0x40101, 0x40002].map((code) => mms.protocol.detailName!(code))).toEqual([
    "physical status: partially operational",
    "logical status: limited services permitted",
  ])
})

test("journals, events and files: what acts on them has the technique of its own", () => {
  const { commands, functionName } = mms.protocol
  const told = (code: number) => `${functionName!(code)}: ${commands![String(code)]?.technique}`
  expect([48, 51, 58, 59, 62, 67, 70, 72, 76].map(told)).toEqual([
    "delete event condition: T0838",
    "alter event condition monitoring: T0838",
    "delete event enrollment: T0838",
    "alter event enrollment: T0838",
    "acknowledge event notification: T0878",
    "initialize journal: T0872",
    "delete journal: T0872",
    "file open: T0882",
    "file delete: T0809",
  ])
})

proves({ mms: ["framing", "requests", "identity", "state", "places", "commands"] })

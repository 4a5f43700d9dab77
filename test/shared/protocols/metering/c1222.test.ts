import { expect, test } from "vitest"
import { c1222 } from "../../../../shared/protocols/metering/c1222.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const tlv = (tag: string, text: string): string => `${tag} ${hex(text).length.toString(16).padStart(2, "0")} ${text}`
const meter = tlv("a6", tlv("06", "2b06010401 8838 01"))
const headEnd = tlv("a6", tlv("06", "2b06010401 8838 02"))
/** Each service with its length before it. */
const user = (control: string, ...services: readonly string[]): string =>
  tlv("be", tlv("28", tlv("81", `${control} ${services.map((one) => tlv("", one)).join(" ")}`)))
const asks = (name: string, id: string, ...services: readonly string[]): Sample => ({
  name,
  bytes: hex(tlv("60", `${headEnd} ${tlv("a8", tlv("02", id))} ${user("80", ...services)}`)),
})
const answers = (name: string, id: string, ...services: readonly string[]): Sample => ({
  name,
  bytes: hex(
    tlv("60", `${tlv("a4", tlv("02", id))} ${meter} ${tlv("a8", tlv("02", "07"))} ${user("80", ...services)}`),
  ),
  circumstances: { side: 1 },
})

const identify = asks("who are you", "31", "20")
const identity = answers("a meter", "31", '00 03 01 00 05 8a 06 06 03 2b0601 07 07 01 "AB1234" 00')
const table1 = asks("two tables are read", "32", "30 0001", "3f 0017 000000 0008")
const table1Answer = answers(
  "the tables",
  "32",
  '00 0020 "ACME" "MX100   " 01 02 03 04 "0000000012345678" 00',
  "00 0002 beef 00",
)
const refused = answers("refused", "32", "03", "03")
const reset = asks("a procedure is started", "33", "40 0007 0003 0900 01 00")
const own = asks("a procedure of the manufacturer", "34", "40 0007 0003 3408 01 00")
const password = asks("the password", "35", '51 "secret" 00*14 0001')
const secret: Sample = {
  name: "encrypted",
  bytes: hex(tlv("60", `${headEnd} ${tlv("ac", "a2 02 a0 00")} ${tlv("be", tlv("28", tlv("81", "88 cafecafe")))}`)),
}

dissectorSuite(c1222, {
  samples: [
    identify,
    { ...identity, after: [identify] },
    table1,
    { ...table1Answer, after: [table1] },
    reset,
    password,
    secret,
  ],
  refused: [
    { name: "an ACSE request of MMS", bytes: hex("60 10 80 02 0780 a1 07 06 05 28ca220203 a2 01") },
    { name: "a Kerberos ticket over SPNEGO", bytes: hex("60 0c 06 06 2b0601050502 a0 02 30 00") },
    { name: "no user information", bytes: hex(tlv("60", headEnd)) },
    { name: "text", bytes: hex('"`what is this"') },
  ],
})

const reported = (...samples: readonly Sample[]): Conversation["report"] => {
  const conversation = new Conversation(c1222)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

test("services of a message are answered in their order", () => {
  const { operations, details } = reported(identify, identity, table1, table1Answer, refused, secret)
  expect(operations).toEqual([
    "c1222 32 request",
    "c1222 32 response",
    "c1222 48 request",
    "c1222 63 request",
    "c1222 48 response",
    "c1222 63 response",
    "c1222 48 exception",
    "c1222 63 exception",
    "c1222 encrypted message",
  ])
  expect(details).toEqual(["c1222 error:3", "c1222 error:3"])
})

test("tables are places, with what was read and written", () => {
  expect(reported(table1, table1Answer, reset).places).toEqual([
    "c1222 table 1 (manufacturer identification)",
    "c1222 table 23 (current register data)",
    "good 41434d454d5831303020202001020304",
    "good beef",
    "c1222 table 7 (procedure initiate)",
    "written 090001",
  ])
})

test("a meter says who it is, and each side is told by its title once", () => {
  expect(reported(identify, identity, table1, table1Answer).claims).toEqual([
    "sender stationName = 1.3.6.1.4.1.1080.2",
    "sender stationName = 1.3.6.1.4.1.1080.1",
    "sender serial = AB1234",
    "sender vendor = ACME",
    "sender model = MX100",
    "sender hardware = 1.2",
    "sender firmware = 3.4",
    "sender serial = 0000000012345678",
  ])
})

test("procedures are told by their number, and whose they are", () => {
  const { details } = reported(reset, own)
  expect(details).toEqual(["c1222 procedure:9", "c1222 procedure:m52"])
  const { commands, detailName } = c1222.protocol
  expect(commands!["procedure:21"]!.does).toBe("Switch the load on or off")
  expect([detailName!(3), detailName!(4096 + 10)]).toEqual(["insufficient security clearance", "set date and time"])
})

proves({ c1222: ["framing", "requests", "identity", "places", "commands"] })

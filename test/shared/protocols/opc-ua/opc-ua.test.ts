import { expect, test } from "vitest"
import { opcUa } from "../../../../shared/protocols/opc-ua/opc-ua.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

/** A message with its length filled in, the bytes of it that follow. */
function message(head: string, body: string): Uint8Array {
  const rest = hex(body)
  const bytes = new Uint8Array(8 + rest.length)
  bytes.set(hex(`"${head}"`))
  new DataView(bytes.buffer).setUint32(4, bytes.length, true)
  bytes.set(rest, 8)
  return bytes
}
const text = (letters: string): string =>
  letters === "" ? "ffffffff" : `${letters.length.toString(16).padStart(2, "0")}000000 "${letters}"`
/** A chunk in the clear: channel 7, token 1, sequence number 1. */
const chunk = (head: string, request: string, body: string): Uint8Array =>
  message(head, `07000000 01000000 01000000 ${request}000000 ${body}`)
/** No token, a time, handle 1, no wishes. */
const asking = "0000 00*8 01000000 00000000 ffffffff 00000000 000000"
const answering = (result = "00000000"): string => `00*8 01000000 ${result} 00 00000000 000000`
const application = (product: string, name: string): string => `
  ${text("urn:plant:server")}
  ${text(product)}
  02 ${text(name)}       # no locale, a text
  00000000               # server
  ${text("")} ${text("")} ffffffff
`
/** Subject CN=Boiler, one DNS name; the rest is as short as it can be. */
const certificate = `
  3047 3045              # certificate, what is signed of it
  a0030201 02            # version 3
  020101                 # serial number
  3000 3000 3000         # signature, issuer, validity
  3011 310f 300d 0603550403 0c06 "Boiler"
  3000                   # public key
  a320 301e
  301c 0603551d11 0101ff 0412 3010 8707 00*7 8205 "plant"
`
const certified = `${hex(certificate).length.toString(16).padStart(2, "0")}000000 ${certificate}`

const hello: Sample = {
  name: "hello",
  bytes: message("HELF", `00000000 ffff0000 ffff0000 00000000 00000000 ${text("opc.tcp://plant:4840")}`),
}
const acknowledge: Sample = { name: "acknowledge", bytes: message("ACKF", "00000000 ffff0000 ffff0000 00*8") }
const error: Sample = { name: "error", bytes: message("ERRF", `00007d80 ${text("no such endpoint")}`) }
const reverse: Sample = { name: "reverse hello", bytes: message("RHEF", `${text("urn:x")} ${text("opc.tcp://x")}`) }
const none = text("http://opcfoundation.org/UA/SecurityPolicy#None")
const open: Sample = {
  name: "open secure channel",
  bytes: message("OPNF", `00000000 ${none} ffffffff ffffffff 01000000 01000000 0100be01 ${asking} 00*12`),
}
const sealedOpen: Sample = {
  name: "open secure channel, sealed, with a certificate",
  bytes: message("OPNF", `07000000 ${text("http://x#Basic256Sha256")} ${certified} ffffffff a1*32`),
  circumstances: { direction: -1 },
}
const read: Sample = { name: "read", bytes: chunk("MSGF", "05", `01007702 ${asking} 00*8 02000000 00000000`) }
const buildInfo = `${text("urn:p")} ${text("Maker")} ${text("Boiler server")} ${text("2.1")} ${text("7")} 00*8`
const status: Sample = {
  name: "the server's status",
  bytes: chunk(
    "MSGF",
    "05",
    `
    01007a02 ${answering()} 01000000  # one result
    01 16                             # a value: extension object
    01006003 01 ${(20 + hex(buildInfo).length).toString(16)}000000
    00*16 00000000 ${buildInfo}
    `,
  ),
  after: [read],
}
const fault: Sample = {
  name: "a fault",
  bytes: chunk("MSGF", "05", `01008d01 ${answering("00000b80")}`),
  after: [read],
}
const endpoints: Sample = {
  name: "endpoints",
  bytes: chunk(
    "MSGF",
    "06",
    `0100af01 ${answering()} 01000000 ${text("opc.tcp://boiler-house:4840/")}
     ${application("urn:maker:server", "Boiler house")} ${certified}
     01000000 ${none} ffffffff ${text("")} 00      # without security`,
  ),
}
const session: Sample = {
  name: "create session",
  bytes: chunk(
    "MSGF",
    "07",
    `0100cd01 ${asking} ${application("urn:maker:viewer", "Viewer")} ${text("")} ${text("opc.tcp://x")} ${text("s")}
     ffffffff ffffffff 00*12`,
  ),
}
const sessionMade: Sample = {
  name: "session created",
  bytes: chunk(
    "MSGF",
    "07",
    `0100d001 ${answering()} 01010500 03 0100 ${text("token")} 00*8 ffffffff ${certified} 00000000`,
  ),
}
const servers: Sample = {
  name: "servers",
  bytes: chunk("MSGF", "08", `0100a901 ${answering()} 01000000 ${application("urn:maker:server", "Boiler house")}`),
}
const sealed: Sample = { name: "a sealed message", bytes: chunk("MSGF", "09", "a5*40") }
const part: Sample = { name: "the first part of an answer", bytes: chunk("MSGC", "05", `01007a02 ${answering()} 00*4`) }
const rest: Sample = { name: "its last part", bytes: chunk("MSGF", "05", "a5*40"), after: [part] }
const aborted: Sample = { name: "an aborted message", bytes: chunk("MSGA", "05", `00000b80 ${text("no")}`) }
const close: Sample = { name: "close secure channel", bytes: chunk("CLOF", "0a", `0100c401 ${asking}`) }

dissectorSuite(opcUa, {
  samples: [
    ...[hello, acknowledge, error, reverse, open, sealedOpen, read, status, fault, endpoints, session, sessionMade],
    ...[servers, sealed, part, rest, aborted, close],
  ],
  refused: [
    { name: "a chunk that a hello has not", bytes: message("HELC", "00*24") },
    { name: "a type that does not exist", bytes: message("GETF", "00*24") },
    { name: "a length below the header", bytes: hex('"MSGF" 08000000 07000000 01000000') },
    { name: "text that begins with MSG", bytes: hex('"MSGF  of the day is good"') },
    { name: "a URL that is not as long as it says", bytes: message("HELF", "00*20 09000000 00*8") },
    { name: "a web request", bytes: hex('"GET / HTTP/1.1" 0d0a "Host: x" 0d0a 0d0a') },
    { name: "a TLS hello", bytes: hex("16 03 01 00 28 01 00 00 24 03 03 00*32") },
  ],
})

test("services are counted under their requests, and a fault under what it refuses", () => {
  const conversation = new Conversation(opcUa)
  for (const { bytes, circumstances } of [hello, acknowledge, open, read, status, read, fault, fault, error, close])
    conversation.read(bytes, circumstances)
  expect(conversation.report.operations).toEqual([
    "opc-ua hello request",
    "opc-ua hello response",
    "opc-ua 446 request",
    "opc-ua 631 request",
    "opc-ua 631 response",
    "opc-ua 631 request",
    "opc-ua 631 exception",
    "opc-ua 397 exception",
    "opc-ua error message",
    "opc-ua 452 request",
  ])
})

test("an answer with a bad result is an exception", () => {
  const conversation = new Conversation(opcUa)
  conversation.read(chunk("MSGF", "05", `0100cb02 ${answering("00001f80")} 00*8`))
  expect(conversation.report.operations).toEqual(["opc-ua 712 exception"])
})

test("a message in chunks is one, and what a channel seals is counted as that", () => {
  const conversation = new Conversation(opcUa)
  for (const { bytes, circumstances } of [part, rest, sealed, sealedOpen, aborted])
    conversation.read(bytes, circumstances)
  expect(conversation.report.operations).toEqual([
    "opc-ua 631 response",
    "opc-ua sealed message",
    "opc-ua 446 response",
  ])
})

test("applications say who they are", () => {
  const said = (sample: Sample): readonly string[] => {
    const conversation = new Conversation(opcUa)
    conversation.read(sample.bytes, sample.circumstances)
    return conversation.report.claims
  }
  const shown = ["sender description = Boiler", "sender hostname = plant"]
  const described = ["sender description = urn:maker:server", "sender description = Boiler house"]
  expect(said(endpoints)).toEqual(["sender hostname = boiler-house", ...described, ...shown])
  expect(said(servers)).toEqual(described)
  expect(said(session)).toEqual(["sender description = urn:maker:viewer", "sender description = Viewer"])
  expect(said(sessionMade)).toEqual(shown)
  expect(said(sealedOpen)).toEqual(shown)
  expect(said(status)).toEqual([
    "sender mode = run",
    "sender vendor = Maker",
    "sender model = Boiler server",
    "sender firmware = 2.1",
  ])
})

/** Attribute Value, no range, no encoding. */
const value = "0d000000 ffffffff 0000 ffffffff"
const speed = `03 0200 ${text("Pump1.Speed")}`
const ask = (request: string, service: string, body: string): Uint8Array =>
  chunk("MSGF", request, `0100${service} ${asking} ${body}`)
const tell = (request: string, service: string, body: string): Uint8Array =>
  chunk("MSGF", request, `0100${service} ${answering()} ${body}`)

test("reads say where, and answers what stands there", () => {
  const conversation = new Conversation(opcUa)
  const nodes = `03000000 ${speed} ${value} 0100d308 ${value} 00 05 03000000 ffffffff 0000 ffffffff`
  conversation.read(ask("0b", "7702", `00*8 00000000 ${nodes}`))
  conversation.read(tell("0b", "7a02", `03000000 01 0b 00*6 2440 03 06 00000000 00000000 02 00003480`))
  expect(conversation.report.places).toEqual([
    "opc-ua ns=2;s=Pump1.Speed",
    "opc-ua i=2259 (State)",
    "opc-ua i=5, BrowseName",
    "good 0b0000000000002440",
    "good 0600000000",
    "refused",
  ])
  expect(conversation.report.details).toEqual(["opc-ua status:0x80340000"])
  expect(conversation.report.claims).toEqual(["sender mode = run"])
  const place = { area: 13, from: 0, count: 0, name: hex("0100d308") }
  expect(opcUa.protocol.valueText?.(place, hex("06 00000000"), 631)).toBe("running")
  expect(opcUa.protocol.valueText?.(place, hex("0b 00*6 2440"), 631)).toBe("10")
  expect(opcUa.protocol.detailName?.(0x18034)).toBe("node id unknown")
})

test("what a server was built from, and a nameplate that is read by name", () => {
  const conversation = new Conversation(opcUa)
  const serial = `03 0200 ${text("Boiler.SerialNumber")} ${value}`
  conversation.read(ask("0c", "7702", `00*8 00000000 03000000 0100d708 ${value} 0100d808 ${value} ${serial}`))
  const texts = ["Maker", "2.1", "S-77"].map((letters) => `01 0c ${text(letters)}`).join(" ")
  conversation.read(tell("0c", "7a02", `03000000 ${texts}`))
  expect(conversation.report.claims).toEqual(["sender vendor = Maker", "sender firmware = 2.1", "sender serial = S-77"])
  // Several nameplates are of several devices behind the server.
  const other = `03 0200 ${text("Pump.SerialNumber")} ${value}`
  conversation.read(ask("0d", "7702", `00*8 00000000 01000000 ${other}`))
  conversation.read(tell("0d", "7a02", `01000000 01 0c ${text("S-78")}`))
  expect(conversation.report.claims).toHaveLength(3)
})

test("writes say what, and other attributes than the value are told apart", () => {
  const conversation = new Conversation(opcUa)
  const nodes = `02000000 ${speed} 0d000000 ffffffff 01 04 2a00 ${speed} 04000000 ffffffff 01 15 02 ${text("x")}`
  conversation.read(ask("0e", "a102", nodes))
  conversation.read(tell("0e", "a402", "02000000 00000000 00003b80"))
  expect(conversation.report.places).toEqual([
    "opc-ua ns=2;s=Pump1.Speed",
    "written 42",
    "opc-ua ns=2;s=Pump1.Speed, DisplayName",
    'written "x"',
    "good",
    "refused",
  ])
  expect(conversation.report.details).toEqual(["opc-ua attribute:other", "opc-ua status:0x803b0000"])
})

test("methods, nodes, history and subscriptions", () => {
  const conversation = new Conversation(opcUa)
  const reached = (service: string, body: string): readonly string[] => {
    const before = conversation.report.places.length
    conversation.read(ask("0f", service, body))
    return conversation.report.places.slice(before)
  }
  expect(reached("c802", `01000000 ${speed} 01010700 01000000 01 01`)).toEqual([
    "opc-ua method ns=1;i=7 of ns=2;s=Pump1.Speed",
    "written true",
  ])
  expect(reached("c802", `01000000 0100cd08 01005632 ffffffff`)).toEqual(["opc-ua method i=12886 of i=2253 (Server)"])
  expect(reached("e801", `01000000 0055 0023 02010000000000 0100 ${text("Tank")} 01000000 0000 00 003a`)).toEqual([
    "opc-ua new node Tank",
  ])
  expect(reached("f401", `01000000 ${speed} 01`)).toEqual(["opc-ua ns=2;s=Pump1.Speed"])
  const length = (18 + 16 + 1).toString(16)
  expect(reached("bc02", `01000000 0100b002 01 ${length}000000 ${speed} 00*17`)).toEqual(["opc-ua ns=2;s=Pump1.Speed"])
  expect(reached("4f03", "01000000 07000000")).toEqual(["opc-ua subscription 7"])
  expect(conversation.report.details).toEqual(["opc-ua method:server-state", "opc-ua history:delete"])
  expect(opcUa.protocol.commands?.["history:delete"]?.technique).toBe("T0872")
})

test("sessions: their names, who they are for, and never a password", () => {
  const conversation = new Conversation(opcUa)
  conversation.read(open.bytes)
  conversation.read(session.bytes)
  const identity = `${text("p")} ${text("operator")} ${text("secret")} ffffffff`
  const user = `01004401 01 ${hex(identity).length.toString(16)}000000 ${identity}`
  conversation.read(ask("0a", "d301", `ffffffff ffffffff ffffffff ffffffff ${user} ffffffff ffffffff`))
  conversation.read(ask("0a", "d301", `ffffffff ffffffff ffffffff ffffffff 01004101 01 05000000 ${text("p")}`))
  expect(conversation.report.places).toEqual([
    "opc-ua session s",
    "opc-ua session of user operator",
    "opc-ua session of an anonymous user",
  ])
  expect(conversation.report.details).toEqual([
    "opc-ua policy:None",
    "opc-ua user:name-readable-password",
    "opc-ua user:anonymous",
  ])
})

test("how a channel is secured: by its policy, and by what follows", () => {
  const conversation = new Conversation(opcUa)
  conversation.read(sealedOpen.bytes, { direction: 1, time: 1_600_000_000_000_000 })
  conversation.read(sealed.bytes)
  conversation.read(sealed.bytes)
  expect(conversation.report.details).toEqual(["opc-ua policy:Basic256Sha256", "opc-ua mode:sign-and-encrypt"])
  const offering = new Conversation(opcUa)
  offering.read(endpoints.bytes)
  expect(offering.report.details).toEqual(["opc-ua offers:None:none"])
})

test("an answer in chunks is put together", () => {
  const conversation = new Conversation(opcUa)
  conversation.read(ask("05", "7702", `00*8 00000000 01000000 ${speed} ${value}`), { side: 0 })
  conversation.read(chunk("MSGC", "05", `01007a02 ${answering()} 01000000 01 0b 00*3`), { side: 1 })
  conversation.read(chunk("MSGC", "05", "00*3"), { side: 1 })
  conversation.read(chunk("MSGF", "05", "2440"), { side: 1 })
  expect(conversation.report.operations).toEqual(["opc-ua 631 request", "opc-ua 631 response"])
  expect(conversation.report.places).toEqual(["opc-ua ns=2;s=Pump1.Speed", "good 0b0000000000002440"])
})

test("the beginning of a message whose rest is lost is counted", () => {
  const conversation = new Conversation(opcUa)
  conversation.read(part.bytes, { side: 1 })
  conversation.read(tell("06", "7a02", "00000000"), { side: 1 })
  conversation.read(part.bytes, { side: 1 })
  conversation.read(aborted.bytes, { side: 1 })
  expect(conversation.report.operations).toEqual(["opc-ua 631 response", "opc-ua 631 response", "opc-ua 631 response"])
})

test("faults and notifications are counted, data and events apart", () => {
  const conversation = new Conversation(opcUa)
  conversation.read(read.bytes)
  conversation.read(fault.bytes)
  const notification = (encoding: string): string => `0100${encoding} 01 04000000 00000000`
  const published = `01003d03 ${answering()} 07000000 ffffffff 00 01000000 00*8 03000000
    ${notification("2b03")} ${notification("9403")} ${notification("3403")} ffffffff ffffffff`
  conversation.read(chunk("MSGF", "09", published))
  expect(conversation.report.details.slice(-5)).toEqual([
    ...["opc-ua service-fault", "opc-ua status:0x800b0000"],
    ...["opc-ua notification:data", "opc-ua notification:events", "opc-ua notification:status"],
  ])
  expect(opcUa.protocol.detailName!(0xa0002)).toBe("notification of events or alarms")
})

proves({ "opc-ua": ["framing", "requests", "identity", "state", "places", "commands"] })

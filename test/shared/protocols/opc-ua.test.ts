import { expect, test } from "vitest"
import { opcUa } from "../../../shared/protocols/opc-ua.ts"
import { Conversation } from "../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../make/dissector-suite.ts"
import { hex } from "../../make/hex.ts"

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
     ${application("urn:maker:server", "Boiler house")} ${certified}`,
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
  expect(said(status)).toEqual(["sender vendor = Maker", "sender model = Boiler server", "sender firmware = 2.1"])
})

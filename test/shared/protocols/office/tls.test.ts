import { expect, test } from "vitest"
import { tls } from "../../../../shared/protocols/office/tls.ts"
import { ber } from "../../../make/ber.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const size = (text: string): number => hex(text).length
const two = (value: number): string => value.toString(16).padStart(4, "0")
const three = (value: number): string => value.toString(16).padStart(6, "0")
const message = (kind: string, body: string): string => `${kind} ${three(size(body))} ${body}`
const record = (...messages: readonly string[]): Uint8Array =>
  hex(`16 0303 ${two(size(messages.join(" ")))} ${messages.join(" ")}`)
const extension = (kind: number, body: string): string => `${two(kind)} ${two(size(body))} ${body}`
const extensions = (...all: readonly string[]): string => `${two(size(all.join(" ")))} ${all.join(" ")}`

const serverName = (name: string): string => {
  const one = `00 ${two(size(`"${name}"`))} "${name}"`
  return extension(0, `${two(size(one))} ${one}`)
}
const clientHello = (...all: readonly string[]): string =>
  message("01", `0303 5a*32 00 0004 1301 1302 01 00 ${extensions(extension(10, "0002 001d"), ...all)}`)
const serverHello = (version: string, ...all: readonly string[]): string =>
  message("02", `${version} 5a*32 00 1301 00 ${all.length === 0 ? "" : extensions(...all)}`)

const name = (common: string): string => ber("30", ber("31", ber("30", `0603 550403 ${ber("0c", `"${common}"`)}`)))
const certificate = (subject: string, issuer: string, host = ""): string => {
  const alternative = ber("30", `0603 551d11 ${ber("04", ber("30", ber("82", `"${host}"`)))}`)
  const validity = ber("30", `${ber("17", '"250102030405Z"')} ${ber("17", '"270102030405Z"')}`)
  const key = ber("30", "0000")
  const more = host === "" ? "" : ber("a3", ber("30", alternative))
  const signed = ber(
    "30",
    `${ber("a0", "020102")} 0201 07 ${ber("30", "0500")} ${name(issuer)} ${validity} ${name(subject)} ${key} ${more}`,
  )
  return ber("30", `${signed} ${ber("30", "0500")} ${ber("03", "00")}`)
}
const certificates = (...all: readonly string[]): string => {
  const list = all.map((one) => `${three(size(one))} ${one}`).join(" ")
  return message("0b", `${three(size(list))} ${list}`)
}

const samples: readonly Sample[] = [
  { name: "client hello with a name", bytes: record(clientHello(serverName("historian.plant.example"))) },
  { name: "server hello of 1.3", bytes: record(serverHello("0303", extension(43, "0304"))) },
  {
    name: "server hello and certificate",
    bytes: record(serverHello("0303"), certificates(certificate("a", "b", "c"))),
  },
  { name: "application data", bytes: hex("17 0303 0010 5a*16") },
  { name: "change of cipher", bytes: hex("14 0303 0001 01") },
  { name: "an encrypted message of the handshake", bytes: hex("16 0303 0028 5a*40") },
]

dissectorSuite(tls, {
  samples,
  refused: [
    { name: "a content type that is none", bytes: hex("18 0303 0003 01 4000") },
    { name: "version 2", bytes: hex("16 0201 0006 01 000002 0303") },
    { name: "a record of 60,000 bytes", bytes: hex("17 0303 ea60 5a*16") },
  ],
})

const talk = (...records: readonly Uint8Array[]): Conversation["report"] => {
  const conversation = new Conversation(tls)
  for (const bytes of records) conversation.read(bytes)
  return conversation.report
}

test("the name that the client wants is told as one that was asked for", () => {
  const { said, operations } = talk(record(clientHello(serverName("Historian.Plant.example."))))
  expect(said).toEqual([{ kind: "asked", name: "historian.plant.example" }])
  expect(operations).toEqual(["tls 1 request"])
  expect(talk(record(clientHello(serverName("not a name")))).said).toEqual([])
  expect(talk(record(clientHello())).said).toEqual([])
})

test("the version is the one that the server chose", () => {
  const chosen = talk(record(serverHello("0303", extension(43, "0304"))))
  expect([chosen.operations, chosen.details]).toEqual([["tls 2 response"], ["tls version:0304"]])
  expect(talk(record(serverHello("0301"))).details).toEqual(["tls version:0301"])
})

test("the certificate says whose it is, who issued it and until when, and names the host", () => {
  const { claims, operations } = talk(
    record(serverHello("0303"), certificates(certificate("Panel 7", "Plant CA", "panel-7.plant.example"))),
  )
  expect(claims).toEqual([
    "sender description = certificate of Panel 7, issued by Plant CA, valid until 2027-01-02",
    "sender hostname = panel-7.plant.example",
  ])
  expect(operations).toContain("tls 11 message")
})

test("claims point at the end of validity and at the name", () => {
  const bytes = record(certificates(certificate("hist-1", "hist-1")))
  const { claims, spans } = talk(bytes)
  expect(claims).toEqual([
    "sender description = certificate of hist-1, signed by itself, valid until 2027-01-02",
    "sender hostname = hist-1",
  ])
  const texts = spans.map(({ at, length }) => Buffer.from(bytes.subarray(at, at + length)).toString("latin1"))
  expect(texts).toEqual(["\x17\x0d270102030405Z", "hist-1"])
})

test.each(["*.plant.example", "10.1.1.5", "localhost", "Panel 7"])("%s is no name of a host", (subject) => {
  const { claims } = talk(record(certificates(certificate(subject, "CA"))))
  expect(claims).toHaveLength(1)
})

test("what is encrypted, cut or bent says nothing", () => {
  expect(talk(hex("16 0303 0028 5a*40"), hex("17 0303 0010 5a*16")).operations).toEqual([])
  const lying = record(message("01", "0303 5a*32 00 ffff 1301"))
  expect(talk(lying).operations).toEqual([])
  expect(talk(record(certificates("30 03 0000"))).claims).toEqual([])
})

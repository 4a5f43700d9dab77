import { expect, test } from "vitest"
import { smtp } from "../../../../shared/protocols/mail/smtp.ts"
import { Conversation, withoutSecrets } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const client = { direction: 1, side: 0 } as const
const server = { direction: -1, side: 1 } as const

const line = (text: string): Uint8Array => new TextEncoder().encode(`${text}\r\n`)
/** Lines of the client begin with ">". */
function talk(...lines: readonly string[]): Conversation["report"] {
  const conversation = new Conversation(smtp)
  for (const one of lines) conversation.read(line(one.replace(/^>/, "")), one.startsWith(">") ? client : server)
  return conversation.report
}
const base64 = (text: string): string => Buffer.from(text).toString("base64")

dissectorSuite(smtp, {
  samples: [
    { name: "greeting", bytes: line("220 mail.plant.example ESMTP Postfix (Debian/GNU)"), circumstances: server },
    { name: "hello", bytes: line("EHLO hmi-3.plant.example"), circumstances: client },
    { name: "sign-in", bytes: line(`AUTH PLAIN ${base64("\0operator\0secret")}`), circumstances: client },
    { name: "refusal", bytes: line("535 5.7.8 no"), circumstances: server },
  ],
  refused: [
    { name: "a command of FTP", bytes: line("USER operator") },
    { name: "a reply that is none", bytes: line("790 x") },
    { name: "cut", bytes: hex('"22"') },
  ],
})

const operator = { kind: "signIn", user: "operator", isClear: true } as const

test("what server and client call themselves", () => {
  const { claims, operations } = talk(
    "220 mail.plant.example ESMTP Sendmail 8.14.4/8.14.4; Sat, 7 Aug 2010 08:20:11 -0400",
    ">EHLO hmi-3",
    "250-mail.plant.example greets you",
    "250 AUTH PLAIN LOGIN",
    ">MAIL FROM:<a@plant.example>",
    "250 ok",
    ">RCPT TO:<b@plant.example>",
    "550 nobody here",
  )
  expect(claims).toEqual([
    "sender hostname = mail.plant.example",
    "sender software = Sendmail 8.14.4/8.14.4 (SMTP)",
    "sender hostname = hmi-3",
  ])
  expect(operations).toEqual([
    "smtp greeting message",
    "smtp EHLO request",
    "smtp EHLO response",
    "smtp MAIL request",
    "smtp MAIL response",
    "smtp RCPT request",
    "smtp RCPT exception",
  ])
})

test("addresses, everybody's name and what changes each time are no names", () => {
  expect(talk("220 mx.plant.example ESMTP a1-20020 - gsmtp", ">EHLO [10.0.0.5]").claims).toEqual([
    "sender hostname = mx.plant.example",
  ])
  expect(talk("220 10.0.0.1 ESMTP", ">HELO 10.0.0.5", "250 x", ">EHLO localhost.localdomain").claims).toEqual([])
  expect(talk("220 mx ESMTP Exim 4.96 Mon, 05 Oct 2009 01:05:54 -0500").claims[1]).toBe(
    "sender software = Exim 4.96 (SMTP)",
  )
})

test("who signs in, and never the password", () => {
  const { said, claims } = talk(
    ">AUTH LOGIN",
    "334 VXNlcm5hbWU6",
    `>${base64("operator")}`,
    "334 UGFzc3dvcmQ6",
    `>${base64("guess")}`,
    "535 wrong",
    `>AUTH LOGIN ${base64("operator")}`,
    "334 UGFzc3dvcmQ6",
    `>${base64("secret")}`,
    "235 welcome",
    `>AUTH PLAIN ${base64("boss\0operator\0secret")}`,
    "235 welcome",
  )
  expect(withoutSecrets(said)).toEqual([
    { ...operator, succeeded: false },
    { ...operator, succeeded: true },
    { ...operator, succeeded: true },
  ])
  expect(JSON.stringify({ said, claims })).not.toMatch(/guess|secret/)
})

test("ways that are refused, or given up, are no refused users; a digest is not clear", () => {
  expect(talk(">AUTH NTLM", "504 unknown").said).toEqual([])
  expect(talk(">AUTH PLAIN", "334 ", ">*", "501 given up").said).toEqual([])
  expect(talk(">AUTH CRAM-MD5", "334 PDE4OTY+", ">b3BlcmF0b3IgYWJj", "235 in").said).toEqual([
    { kind: "signIn", user: "", isClear: false, succeeded: true },
  ])
  const base64 = (text: string): string => Buffer.from(text).toString("base64")
  for (const [way, proof] of [
    ["CRAM-MD5", `operator ${"4c".repeat(16)}`],
    ["SCRAM-SHA-256", "n,,n=operator,r=fyko+d2lbbFgONRv9qkxdawL"],
    ["DIGEST-MD5", 'charset=utf-8,username="operator",realm="plant"'],
    ["XOAUTH2", "user=operator\x01auth=Bearer ya29\x01\x01"],
  ] as const)
    expect(talk(`>AUTH ${way}`, "334 ", `>${base64(proof)}`, "235 in").said).toEqual([
      { kind: "signIn", user: "operator", isClear: false, succeeded: true },
    ])
})

test("a mail is no command, whole or in pieces", () => {
  const { operations } = talk(">DATA", "354 go on", ">HELO there", ">.", "250 ok", ">QUIT", "221 bye")
  expect(operations).toEqual(["smtp DATA request", "smtp DATA response", "smtp QUIT request", "smtp QUIT response"])
  expect(talk(">BDAT 14 LAST", ">HELO", ">a.b.cd", ">QUIT").operations).toEqual([
    "smtp BDAT request",
    "smtp QUIT request",
  ])
})

test("nothing is read once TLS began", () => {
  expect(talk(">STARTTLS", "220 go", ">AUTH LOGIN", "235 in").said).toEqual([])
})

import { expect, test } from "vitest"
import { pop3 } from "../../../../shared/protocols/mail/pop3.ts"
import { Conversation, withoutSecrets } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const client = { direction: 1, side: 0 } as const
const server = { direction: -1, side: 1 } as const

const line = (text: string): Uint8Array => new TextEncoder().encode(`${text}\r\n`)
/** Lines of the client begin with ">". */
function talk(...lines: readonly string[]): Conversation["report"] {
  const conversation = new Conversation(pop3)
  for (const one of lines) conversation.read(line(one.replace(/^>/, "")), one.startsWith(">") ? client : server)
  return conversation.report
}
const base64 = (text: string): string => Buffer.from(text).toString("base64")

dissectorSuite(pop3, {
  samples: [
    { name: "greeting", bytes: line("+OK mail server of the plant"), circumstances: server },
    { name: "user", bytes: line("USER operator"), circumstances: client },
    { name: "refusal", bytes: line("-ERR no"), circumstances: server },
  ],
  refused: [
    { name: "a word that is longer", bytes: line("USERS operator") },
    { name: "a reply of FTP", bytes: line("220 ready") },
    { name: "cut", bytes: hex('"+O"') },
  ],
})

const operator = { kind: "signIn", user: "operator", isClear: true } as const

test("who signs in, and what is asked then", () => {
  const { said, operations, claims } = talk(
    "+OK ready <1896.697@plant>",
    ">USER operator",
    "+OK",
    ">PASS guess",
    "-ERR wrong",
    ">USER operator",
    "+OK",
    ">pass secret word",
    "+OK 2 mails",
    ">RETR 1",
    "+OK 40 octets",
    "Subject: PASS",
    ".",
    ">QUIT",
    "+OK",
  )
  expect(withoutSecrets(said)).toEqual([
    { ...operator, succeeded: false },
    { ...operator, succeeded: true },
  ])
  expect(JSON.stringify({ said, claims })).not.toMatch(/guess|secret/)
  expect(operations).toEqual([
    "pop3 greeting message",
    "pop3 USER request",
    "pop3 USER response",
    "pop3 PASS request",
    "pop3 PASS exception",
    "pop3 USER request",
    "pop3 USER response",
    "pop3 PASS request",
    "pop3 PASS response",
    "pop3 RETR request",
    "pop3 RETR response",
    "pop3 QUIT request",
    "pop3 QUIT response",
  ])
})

test("a proof by digest is not clear; base64 is", () => {
  expect(talk(">APOP operator c4c9334bac560ecc979e58001b3e22fb", "+OK").said).toEqual([
    { ...operator, isClear: false, succeeded: true },
  ])
  const proof = base64("\0operator\0secret")
  expect(withoutSecrets(talk(">AUTH PLAIN", "+ ", `>${proof}`, "-ERR").said)).toEqual([
    { ...operator, succeeded: false },
  ])
  expect(talk(">AUTH", "+OK").said).toEqual([])
  expect(talk(">AUTH PLAIN", "+ ", ">*", "-ERR").said).toEqual([])
})

test("commands that were sent at once are answered in their order", () => {
  const conversation = new Conversation(pop3)
  conversation.read(line("USER operator\r\nPASS secret\r\nSTAT"), client)
  conversation.read(line("+OK\r\n+OK\r\n-ERR"), server)
  expect(withoutSecrets(conversation.report.said)).toEqual([{ ...operator, succeeded: true }])
  expect(conversation.report.operations.at(-1)).toBe("pop3 STAT exception")
})

test("nothing is read once TLS began", () => {
  expect(talk(">STLS", "+OK", ">USER operator", "+OK", ">PASS x", "+OK").said).toEqual([])
  expect(talk(">STLS", "-ERR", ">USER operator", "+OK", ">PASS x", "+OK").said).toHaveLength(1)
})

test("the greeting names the program, without what belongs to the connection", () => {
  expect(talk("+OK Dovecot ready.").claims).toEqual(["sender software = Dovecot ready. (POP3)"])
  expect(talk("+OK Dovecot ready. <1896.697170952@plant>").claims).toEqual(["sender software = Dovecot ready. (POP3)"])
  expect(talk("+OK <1896.697170952@plant>", ">USER a", "+OK welcome here").claims).toEqual([])
})

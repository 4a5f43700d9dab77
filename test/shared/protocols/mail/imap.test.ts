import { expect, test } from "vitest"
import { imap } from "../../../../shared/protocols/mail/imap.ts"
import { Conversation, withoutSecrets } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const client = { direction: 1, side: 0 } as const
const server = { direction: -1, side: 1 } as const

const line = (text: string): Uint8Array => new TextEncoder().encode(`${text}\r\n`)
/** Lines of the client begin with ">". */
function talk(...lines: readonly string[]): Conversation["report"] {
  const conversation = new Conversation(imap)
  for (const one of lines) conversation.read(line(one.replace(/^>/, "")), one.startsWith(">") ? client : server)
  return conversation.report
}
const base64 = (text: string): string => Buffer.from(text).toString("base64")

dissectorSuite(imap, {
  samples: [
    { name: "greeting", bytes: line("* OK [CAPABILITY IMAP4rev1] Dovecot ready."), circumstances: server },
    { name: "sign-in", bytes: line('a1 LOGIN "operator" "secret"'), circumstances: client },
    { name: "refusal", bytes: line("a1 NO wrong"), circumstances: server },
    { name: "literal", bytes: line('a1 LOGIN {8}\r\noperator "x"'), circumstances: client },
  ],
  refused: [
    { name: "no tag", bytes: line('"x" LOGIN a b') },
    { name: "no command", bytes: line("a1 HELLO") },
    { name: "a command of HTTP", bytes: line("GET / HTTP/1.1") },
    { name: "cut", bytes: hex('"a1"') },
  ],
})

const operator = { kind: "signIn", user: "operator", isClear: true } as const

test("what the server runs, who signs in, and how commands are answered", () => {
  const { said, claims, operations } = talk(
    "* OK [CAPABILITY IMAP4rev1] Dovecot ready.",
    ">a1 LOGIN operator guess",
    "a1 NO wrong",
    '>a2 login "operator" "secret"',
    "* CAPABILITY IMAP4rev1",
    "a2 OK in",
    ">a3 UID FETCH 1",
    "a3 BAD what",
  )
  expect(withoutSecrets(said)).toEqual([
    { ...operator, succeeded: false },
    { ...operator, succeeded: true },
  ])
  expect(claims).toEqual(["sender software = Dovecot ready. (IMAP)"])
  expect(operations).toEqual([
    "imap greeting message",
    "imap LOGIN request",
    "imap LOGIN exception",
    "imap LOGIN request",
    "imap LOGIN response",
    "imap UID request",
    "imap UID exception",
  ])
  expect(JSON.stringify({ said, claims })).not.toMatch(/guess|secret/)
})

test("answers are joined by their tags", () => {
  const { said, operations } = talk(">a1 NOOP", ">a2 LOGIN operator x", "a2 OK", "a1 NO")
  expect(withoutSecrets(said)).toEqual([{ ...operator, succeeded: true }])
  expect(operations.slice(2)).toEqual(["imap LOGIN response", "imap NOOP exception"])
  expect(talk(">a1 LOGIN operator x", "a9 OK").said).toEqual([])
  expect(talk(">a1 LOGIN operator", "a1 BAD a password is missing").said).toEqual([])
})

test("a user as a literal, and one in base64", () => {
  expect(withoutSecrets(talk(">a1 LOGIN {8}", "+ go", '>operator "secret"', "a1 OK").said)).toEqual([
    { ...operator, succeeded: true },
  ])
  const proof = base64("\0operator\0secret")
  expect(withoutSecrets(talk(">a1 AUTHENTICATE PLAIN", "+ ", `>${proof}`, "a1 NO").said)).toEqual([
    { ...operator, succeeded: false },
  ])
  expect(withoutSecrets(talk(`>a1 AUTHENTICATE PLAIN ${proof}`, "a1 OK").said)).toEqual([
    { ...operator, succeeded: true },
  ])
})

test("what mails say is no line of the conversation", () => {
  const { operations } = talk(">a1 FETCH 1 BODY[]", "* 1 FETCH (BODY[] {7}", "a1 NO", ")", "a1 OK")
  expect(operations).toEqual(["imap FETCH request", "imap FETCH response"])
})

test("nothing is read once TLS began", () => {
  expect(talk(">a1 STARTTLS", "a1 OK", ">a2 LOGIN a b", "a2 OK").said).toEqual([])
})

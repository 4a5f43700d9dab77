import { expect, test } from "vitest"
import { postgresql } from "../../../../shared/protocols/databases/postgresql.ts"
import { Conversation, withoutSecrets } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const server = { direction: -1, side: 1 } as const
const client = { direction: 1, side: 0 } as const
type Turn = readonly [by: typeof server | typeof client, bytes: Uint8Array]

const length = (body: string): string => (hex(body).length + 4).toString(16).padStart(8, "0")
const message = (kind: string, body: string): Uint8Array => hex(`"${kind}" ${length(body)} ${body}`)
const begins = (body: string): Uint8Array => hex(`${length(body)} ${body}`)
const start = begins('00030000 "user" 00 "historian" 00 "database" 00 "plant" 00 00')
const tls = begins("04d2162f")
const good = message("R", "00000000")

dissectorSuite(postgresql, {
  samples: [
    { name: "start", bytes: start, circumstances: client },
    { name: "the wish for TLS", bytes: tls, circumstances: client },
  ],
  refused: [
    { name: "version 2", bytes: begins("00020000 00000000") },
    { name: "a letter", bytes: message("Q", '"select 1" 00') },
  ],
})

test("messages are cut by their length, an answer to the wish for TLS is one letter", () => {
  const one = message("Q", '"select 1" 00')
  expect(postgresql.size!(one, 0, one.length)).toBe(one.length)
  expect(postgresql.size!(hex('"N"'), 0, 1)).toBe(1)
  expect(postgresql.size!(hex('"Q" 00'), 0, 2)).toBe(0)
  expect(postgresql.size!(hex('"Q" 00000001'), 0, 5)).toBe(-1)
})

const talk = (...turns: readonly Turn[]): Conversation["report"] => {
  const conversation = new Conversation(postgresql)
  for (const [by, bytes] of turns) conversation.read(bytes, by)
  return conversation.report
}
const signIn = { kind: "signIn", user: "historian" } as const

test("who signs in, to which version, and what is asked", () => {
  const { said, claims, operations } = talk(
    [client, tls],
    [server, hex('"N"')],
    [client, start],
    [server, message("R", "00000005 5a5a5a5a")],
    [client, message("p", '"md5" 5a*8 00')],
    [server, good],
    [server, message("S", '"server_version" 00 "14.9" 00')],
    [client, message("Q", '"ALTER TABLE batches ADD x int" 00')],
    [server, message("E", '"SERROR" 00')],
    [client, message("P", '00 "select 1" 00 0000')],
  )
  expect(withoutSecrets(said)).toEqual([
    { ...signIn, succeeded: true, isClear: false },
    { kind: "statement", text: "ALTER TABLE batches ADD x int" },
    { kind: "statement", text: "select 1" },
  ])
  expect(claims).toEqual(["sender software = PostgreSQL 14.9"])
  expect(operations).toEqual(["postgresql 0 request", "postgresql 81 request", "postgresql 80 request"])
})

test("a password in the clear that is refused", () => {
  const turns: readonly Turn[] = [
    [client, start],
    [server, message("R", "00000003")],
    [client, message("p", '"secret" 00')],
  ]
  const { said } = talk(...turns, [server, message("E", '"SFATAL" 00')])
  expect(withoutSecrets(said)).toEqual([{ ...signIn, succeeded: false, isClear: true }])
  expect(JSON.stringify(said)).not.toContain("secret")
})

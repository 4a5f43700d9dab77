import { expect, test } from "vitest"
import { mysql } from "../../../../shared/protocols/databases/mysql.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const server = { direction: -1, side: 1 } as const
const client = { direction: 1, side: 0 } as const
type Turn = readonly [by: typeof server | typeof client, bytes: Uint8Array]

const packet = (number: number, body: string): Uint8Array => {
  const { length } = hex(body)
  const octets = [length & 255, length >> 8, 0, number].map((one) => one.toString(16).padStart(2, "0"))
  return hex(`${octets.join("")} ${body}`)
}
const greeting = packet(0, '0a "8.0.36" 00 01000000 5a*8 00 ffff ff 0200 ffff 15 00*10 5a*12 00')
const login = (user: string): Uint8Array => packet(1, `85a6ff01 00000001 21 00*23 "${user}" 00 14 5a*20`)
const ok = packet(2, "00 00 00 0200 0000")
const refused = packet(2, 'ff 1504 "#28000Access denied"')
const query = (text: string): Uint8Array => packet(0, `03 "${text}"`)

dissectorSuite(mysql, {
  samples: [
    { name: "greeting", bytes: greeting, circumstances: server },
    { name: "a server that wants nobody", bytes: packet(0, 'ff 6a04 "Host is not allowed"'), circumstances: server },
  ],
  refused: [
    { name: "another protocol", bytes: packet(0, '0b "8.0.36" 00 01000000') },
    { name: "a version in letters", bytes: packet(0, '0a "eight" 00 01000000') },
    { name: "another packet", bytes: packet(3, '0a "8.0.36" 00 01000000') },
  ],
})

const talk = (...turns: readonly Turn[]): Conversation["report"] => {
  const conversation = new Conversation(mysql)
  for (const [by, bytes] of turns) conversation.read(bytes, by)
  return conversation.report
}
const signIn = { kind: "signIn", user: "recipes", isClear: false } as const

test("who signs in, to which version, and what is asked", () => {
  const { said, claims, operations } = talk(
    [server, greeting],
    [client, login("recipes")],
    [server, ok],
    [client, query("drop   table batches")],
    [server, packet(1, "00 00 00 0200 0000")],
    [client, packet(0, "01")],
  )
  expect(said).toEqual([
    { ...signIn, succeeded: true },
    { kind: "statement", text: "drop table batches" },
  ])
  expect(claims).toEqual(["sender software = MySQL 8.0.36"])
  expect(operations).toEqual(["mysql 3 request", "mysql 1 request"])
})

test("a refusal, and a switch of the method before it", () => {
  expect(talk([server, greeting], [client, login("recipes")], [server, refused]).said).toEqual([
    { ...signIn, succeeded: false },
  ])
  const switched = packet(2, 'fe "mysql_native_password" 00 5a*20 00')
  const turns: readonly Turn[] = [
    [server, greeting],
    [client, login("recipes")],
    [server, switched],
    [client, packet(3, "5a*20")],
  ]
  expect(talk(...turns, [server, packet(4, "00 00 00 0200 0000")]).said).toEqual([{ ...signIn, succeeded: true }])
})

test("with TLS nothing more is said", () => {
  const wish = packet(1, "85aeff01 00000001 21 00*23")
  expect(talk([server, greeting], [client, wish], [client, packet(2, '00 "x"')], [server, ok]).said).toEqual([])
})

test.each([
  ["5.5.5-10.11.6-MariaDB-0+deb12u1", ["software = MariaDB 10.11.6", "os = Debian 12"]],
  ["11.4.2-MariaDB", ["software = MariaDB 11.4.2"]],
  ["8.0.32-0ubuntu0.22.04.1", ["software = MySQL 8.0.32-0ubuntu0.22.04.1", "os = Ubuntu 22.04"]],
])("the version %s", (version, claims) => {
  const bytes = packet(0, `0a "${version}" 00 01000000 "abcdefgh" 00 fff7 21 0200 ff81 15 00*10 "ijklmnopqrst" 00`)
  expect(talk([server, bytes]).claims).toEqual(claims.map((claim) => `sender ${claim}`))
})

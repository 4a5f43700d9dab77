import { expect, test } from "vitest"
import { tds } from "../../../../shared/protocols/databases/tds.ts"
import { Conversation, withoutSecrets } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const le = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, n) => ((value >> (8 * n)) & 0xff).toString(16).padStart(2, "0")).join("")
const wide = (text: string): string => [...text].map((one) => le(one.charCodeAt(0), 2)).join("")
const packet = (kind: string, body: string): Uint8Array =>
  hex(`${kind} 01 ${(hex(body).length + 8).toString(16).padStart(4, "0")} 0000 01 00 ${body}`)

/** Host name "P7" and the user, behind the 94 bytes of the fixed part. */
const login = (user: string): Uint8Array => {
  const texts = `${le(94, 2)} 0200 ${le(98, 2)} ${le(user.length, 2)} 00*50`
  return packet("10", `${le(94 + 4 + user.length * 2, 4)} 04000074 00*28 ${texts} ${wide("P7")} ${wide(user)}`)
}
const token = (kind: string, body: string): string => `${kind} ${le(hex(body).length, 2)} ${body}`
const acknowledged = token("ad", `01 74000004 14 ${wide("Microsoft SQL Server")} 0f0007d0`)
const changed = token("e3", "01 00 00")
const refused = token("aa", `${le(18456, 4)} 01 0e 0000 00 00 00000000`)
const batch = (text: string): Uint8Array => packet("01", `16000000 12000000 0200 00*8 01000000 ${wide(text)}`)

dissectorSuite(tds, {
  samples: [
    { name: "before the login", bytes: packet("12", "00 0006 0006 ff 0f000000 0000") },
    { name: "login", bytes: login("sa") },
    { name: "a batch", bytes: batch("select 1") },
  ],
  refused: [
    { name: "a type that is none", bytes: packet("33", "00") },
    { name: "a window", bytes: hex("12 01 000a 0000 01 07 0000") },
    { name: "a length that is none", bytes: hex("12 01 0004 0000 01 00 0000") },
  ],
})

const talk = (...messages: readonly Uint8Array[]): Conversation["report"] => {
  const conversation = new Conversation(tds)
  for (const bytes of messages) conversation.read(bytes)
  return conversation.report
}

test("who signs in, to which version, and what is asked", () => {
  const { said, claims, operations } = talk(
    login("sa"),
    packet("04", `${changed} ${acknowledged}`),
    batch("DROP TABLE\r\n recipes"),
  )
  expect(withoutSecrets(said)).toEqual([
    { kind: "signIn", user: "sa", succeeded: true, isClear: true },
    { kind: "statement", text: "DROP TABLE recipes" },
  ])
  expect(claims).toEqual(["sender software = Microsoft SQL Server 15.0.2000"])
  expect(operations).toEqual(["tds 16 request", "tds 4 response", "tds 1 request"])
})

test("a refusal; an error of a statement is none", () => {
  expect(withoutSecrets(talk(login("sa"), packet("04", refused)).said)).toEqual([
    { kind: "signIn", user: "sa", succeeded: false, isClear: true },
  ])
  expect(talk(packet("04", refused)).said).toEqual([])
})

test("a batch without headers, of version 7.0, and one that is long", () => {
  expect(talk(packet("01", wide("select 2"))).said).toEqual([{ kind: "statement", text: "select 2" }])
  expect(talk(batch("x".repeat(500))).said).toEqual([{ kind: "statement", text: `${"x".repeat(199)}…` }])
})

import { expect, test } from "vitest"
import { ldap } from "../../../../shared/protocols/office/ldap.ts"
import { ber } from "../../../make/ber.ts"
import { Conversation, withoutSecrets } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const message = (number: number, operation: string): Uint8Array =>
  hex(ber("30", ber("02", number.toString(16).padStart(2, "0")), operation))
const bind = (user: string, how: string): string => ber("60", "020103", ber("04", user === "" ? "" : `"${user}"`), how)
const simple = (password: string): string => ber("80", password === "" ? "" : `"${password}"`)
const sasl = ber("a3", ber("04", '"GSS-SPNEGO"'), ber("04", "5a*20"))
const result = (tag: string, code: string): string => ber(tag, `0a01${code}`, "0400", "0400")
const search = ber(
  "63",
  ber("04", '"dc=plant"'),
  "0a0102",
  "0a0100",
  "020100",
  "020100",
  "010100",
  ber("87", '"objectClass"'),
  "3000",
)

dissectorSuite(ldap, {
  samples: [
    { name: "simple bind", bytes: message(1, bind("cn=operator,dc=plant", simple("secret"))) },
    { name: "bind by another method", bytes: message(1, bind("", sasl)) },
    { name: "search", bytes: message(2, search) },
    { name: "bind answer", bytes: message(1, result("61", "00")) },
  ],
  refused: [
    { name: "SNMP", bytes: hex('30 26 02 01 01 04 06 "public" a0 19') },
    { name: "an operation that is none", bytes: message(1, ber("75", "00")) },
  ],
})

const report = (...messages: readonly Uint8Array[]): Conversation["report"] => {
  const conversation = new Conversation(ldap)
  for (const bytes of messages) conversation.read(bytes)
  return conversation.report
}

test("a simple bind is in the clear, and its password is told nowhere", () => {
  const user = "cn=operator,dc=plant"
  const { said, operations } = report(
    message(1, bind(user, simple("secret"))),
    message(1, result("61", "31")),
    message(2, bind(user, simple("secret"))),
    message(2, result("61", "00")),
  )
  expect(withoutSecrets(said)).toEqual([
    { kind: "signIn", user, succeeded: false, isClear: true },
    { kind: "signIn", user, succeeded: true, isClear: true },
  ])
  expect(operations).toEqual(["ldap 0 request", "ldap 1 exception", "ldap 0 request", "ldap 1 response"])
  expect(JSON.stringify(said)).not.toContain("secret")
})

test("a bind in steps is settled by the last; one without name and password signs nobody in", () => {
  const { said } = report(
    message(1, bind("", sasl)),
    message(1, result("61", "0e")),
    message(2, bind("", sasl)),
    message(2, result("61", "00")),
    message(3, bind("", simple(""))),
    message(3, result("61", "00")),
  )
  expect(withoutSecrets(said)).toEqual([
    { kind: "signIn", user: "(a Windows account)", succeeded: true, isClear: false },
  ])
})

test("operations are counted, and joined by the message's number", () => {
  const entry = ber("64", ber("04", '"dc=plant"'), "3000")
  const { operations } = report(
    message(7, search),
    message(7, entry),
    message(7, result("65", "00")),
    message(8, ber("42", "")),
  )
  expect(operations).toEqual(["ldap 3 request", "ldap 4 message", "ldap 5 response", "ldap 2 request"])
})

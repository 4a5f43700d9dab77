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

/** As Active Directory writes them: every length in four octets. */
const wide = (tag: string, ...contents: readonly string[]): string => {
  const all = contents.join(" ")
  return `${tag} 84 ${hex(all).length.toString(16).padStart(8, "0")} ${all}`
}
const attribute = (kind: string, ...all: readonly string[]): string =>
  wide("30", ber("04", `"${kind}"`), wide("31", ...all.map((one) => ber("04", `"${one}"`))))
const entry = (name: string, ...attributes: readonly string[]): Uint8Array =>
  hex(wide("30", "020101", wide("64", ber("04", name === "" ? "" : `"${name}"`), wide("30", ...attributes))))
const root = [
  attribute("defaultNamingContext", "DC=plant,DC=example"),
  attribute("supportedLDAPVersion", "3", "2"),
  attribute("ldapServiceName", "plant.example:dc-1$@PLANT.EXAMPLE"),
  attribute("dnsHostName", "dc-1.plant.example"),
  attribute("domainControllerFunctionality", "6"),
]

test("the root entry of a directory names its computer, its domain and its Windows", () => {
  const { claims, operations } = report(entry("", ...root))
  expect(operations).toEqual(["ldap 4 message"])
  expect(claims).toEqual([
    "sender description = directory of plant.example",
    "sender type = domain-controller",
    "sender hostname = dc-1.plant.example",
    "sender os = Windows Server 2012 R2",
  ])
})

test("entries of others, and what is no name, say nothing of the directory", () => {
  expect(report(entry("cn=hmi-7,dc=plant", ...root)).claims).toEqual([])
  expect(
    report(entry("", attribute("dnsHostName", "a b"), attribute("domainControllerFunctionality", "99"))).claims,
  ).toEqual([])
})

test("a sign-in to Active Directory is told: its lengths have four octets", () => {
  const proof = hex(wide("30", "020101", wide("60", "020103", ber("04", ""), wide("a3", ber("04", '"GSS-SPNEGO"')))))
  const settled = hex(wide("30", "020101", wide("61", "0a0100", "0400", "0400")))
  expect(report(proof, settled).said).toEqual([
    { kind: "signIn", user: "(a Windows account)", succeeded: true, isClear: false },
  ])
})

test("behind a sign-in that encrypts the messages are counted, and no more is said", () => {
  const sealed = hex("0000 0014 0504 06ff 0000 001c 0000 0000 0a*8")
  expect(ldap.size?.(sealed, 0, sealed.length)).toBe(sealed.length)
  expect(ldap.size?.(hex("0000 0014 5a*20"), 0, 24)).toBe(-1)
  expect(ldap.size?.(sealed, 0, 6)).toBe(0)
  const { operations, claims } = report(sealed)
  expect([operations, claims]).toEqual([["ldap 99 message"], []])
})

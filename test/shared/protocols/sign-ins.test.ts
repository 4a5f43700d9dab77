/** Sign-ins, protocol by protocol: let in, refused, or only presented; how the password is masked, and that it goes nowhere else. */
import { expect, test } from "vitest"
import type { Said } from "../../../shared/facts/fact.ts"
import { masked } from "../../../shared/protocols/office/credentials.ts"
import { postgresql } from "../../../shared/protocols/databases/postgresql.ts"
import { tds } from "../../../shared/protocols/databases/tds.ts"
import { imap } from "../../../shared/protocols/mail/imap.ts"
import { pop3 } from "../../../shared/protocols/mail/pop3.ts"
import { smtp } from "../../../shared/protocols/mail/smtp.ts"
import { ftp } from "../../../shared/protocols/office/ftp.ts"
import { http } from "../../../shared/protocols/office/http.ts"
import { ldap } from "../../../shared/protocols/office/ldap.ts"
import { mqtt } from "../../../shared/protocols/office/mqtt.ts"
import { rdp } from "../../../shared/protocols/office/rdp.ts"
import { snmp } from "../../../shared/protocols/office/snmp.ts"
import { telnet } from "../../../shared/protocols/office/telnet.ts"
import type { Dissector } from "../../../shared/protocols/dissector.ts"
import { Conversation } from "../../make/collect.ts"

type Line = string | Uint8Array
const encode = new TextEncoder()
/** What the client sends begins with ">", in text; bytes come in pairs with their side. */
type Talk = readonly (Line | readonly [">" | "<", Uint8Array])[]

const base64 = (text: string): string => Buffer.from(text).toString("base64")
const bytes = (...parts: readonly (number | string | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "number" ? [part] : [...(typeof part === "string" ? encode.encode(part) : part)],
    ),
  )
const text16 = (text: string): Uint8Array => bytes(text.length >> 8, text.length & 255, text)
const short = (tag: number, ...parts: readonly (number | string | Uint8Array)[]): Uint8Array => {
  const inside = bytes(...parts)
  return bytes(tag, inside.length, inside)
}
const mqttConnect = (user: string, password: string): Uint8Array => {
  const body = bytes(text16("MQTT"), 4, 0xc2, 0, 60, text16("meter 7"), text16(user), text16(password))
  return bytes(0x10, body.length, body)
}
const bind = (user: string, password: string): Uint8Array =>
  short(0x30, short(2, 1), short(0x60, short(2, 3), short(4, user), short(0x80, password)))
const bound = (code: number): Uint8Array => short(0x30, short(2, 1), short(0x61, short(10, code), short(4), short(4)))
const pg = (kind: string, ...parts: readonly (number | string | Uint8Array)[]): Uint8Array => {
  const body = bytes(...parts)
  return bytes(kind, 0, 0, 0, body.length + 4, body)
}
const pgStart = (user: string): Uint8Array => pg("", 0, 3, 0, 0, "user", 0, user, 0, 0)
const community = (name: string): Uint8Array => {
  const unit = short(0xa0, short(2, 9), short(2, 0), short(2, 0), short(0x30))
  return short(0x30, short(2, 1), short(4, name), unit)
}
const wide = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "utf16le"))
const turned = (text: string): Uint8Array => wide(text).map((byte) => (((byte & 15) << 4) | (byte >> 4)) ^ 0xa5)
function tdsLogin(user: string, password: string): Uint8Array {
  const body = new Uint8Array(94 + (user.length + password.length) * 2)
  const view = new DataView(body.buffer)
  body[7] = 0x74
  view.setUint16(40, 94, true)
  view.setUint16(42, user.length, true)
  view.setUint16(44, 94 + user.length * 2, true)
  view.setUint16(46, password.length, true)
  body.set(wide(user), 94)
  body.set(turned(password), 94 + user.length * 2)
  return bytes(16, 1, 0, body.length + 8, 0, 0, 1, 0, body)
}
const tdsRefused = bytes(4, 1, 0, 15, 0, 0, 1, 0, 0xaa, 4, 0, 0x18, 0x48, 0, 0)
const tdsAccepted = bytes(4, 1, 0, 17, 0, 0, 1, 0, 0xad, 6, 0, 1, 0x74, 0, 0, 4, 0)
const cookie = "Cookie: mstshash=shiftlead\r\n"
const rdpRequest = bytes(3, 0, 0, 11 + cookie.length, 6 + cookie.length, 0xe0, 0, 0, 0, 0, 0, cookie)
const web = (header: string): string => `>GET / HTTP/1.1\r\nHost: hmi\r\nAuthorization: ${header}\r\n`
const digest = 'Digest username="shiftlead", realm="hmi", nonce="1", uri="/", response="00"'

const secret = "Sommer!2019"
const own = { mask: { shown: "S… (11 characters)", isDefault: false } }
const makers = { mask: { shown: "a maker's default password", isDefault: true } }
const usual = { mask: { shown: "the usual default community", isDefault: true } }
type Expected = Partial<Extract<Said, { kind: "signIn" }>> | Partial<Extract<Said, { kind: "presented" }>>
const accepted = (user: string, more: object): Expected => ({
  ...{ kind: "signIn", user, succeeded: true, isClear: true, ...more },
})
const refused = (user: string, more: object): Expected => ({ ...accepted(user, more), succeeded: false })

const table: readonly (readonly [string, Dissector, Talk, Expected])[] = [
  ["FTP lets in", ftp, [">USER shiftlead", "331 go on", `>PASS ${secret}`, "230 in"], accepted("shiftlead", own)],
  ["FTP refuses", ftp, [">USER shiftlead", "331 go on", `>PASS ${secret}`, "530 no"], refused("shiftlead", own)],
  ["FTP, as delivered", ftp, [">USER USER", "331 go on", ">PASS USER", "230 in"], accepted("USER", makers)],
  [
    "FTP, anonymous",
    ftp,
    [">USER anonymous", "331 go on", ">PASS me@here", "230 in"],
    accepted("anonymous", { mask: undefined }),
  ],
  [
    "Telnet lets in",
    telnet,
    ["login:", ">shiftlead", "Password:", `>${secret}`, ["<", bytes("$ ")]],
    accepted("shiftlead", own),
  ],
  ["Telnet refuses", telnet, ["login:", ">root", "Password:", ">root", "Login incorrect"], refused("root", makers)],
  [
    "SMTP lets in",
    smtp,
    [">EHLO me", "250 hmi", `>AUTH PLAIN ${base64(`\0shiftlead\0${secret}`)}`, "235 in"],
    accepted("shiftlead", own),
  ],
  [
    "SMTP refuses",
    smtp,
    [">AUTH LOGIN", "334 who", `>${base64("admin")}`, "334 pass", `>${base64("admin")}`, "535 no"],
    refused("admin", makers),
  ],
  ["POP3 lets in", pop3, ["+OK", ">USER shiftlead", "+OK", `>PASS ${secret}`, "+OK"], accepted("shiftlead", own)],
  ["POP3 refuses", pop3, ["+OK", ">USER shiftlead", "+OK", `>PASS ${secret}`, "-ERR"], refused("shiftlead", own)],
  ["IMAP lets in", imap, [`>a1 LOGIN shiftlead ${secret}`, "a1 OK"], accepted("shiftlead", own)],
  ["IMAP refuses", imap, [`>a1 LOGIN "shiftlead" "${secret}"`, "a1 NO"], refused("shiftlead", own)],
  [
    "HTTP lets in",
    http,
    [web(`Basic ${base64(`shiftlead:${secret}`)}`), "HTTP/1.1 200 OK"],
    accepted("shiftlead", own),
  ],
  ["HTTP refuses", http, [web(`Basic ${base64("admin:admin")}`), "HTTP/1.1 401 No"], refused("admin", makers)],
  [
    "HTTP by digest",
    http,
    [web(digest), "HTTP/1.1 200 OK"],
    { kind: "signIn", user: "shiftlead", succeeded: true, isClear: false },
  ],
  [
    "MQTT lets in",
    mqtt,
    [
      [">", mqttConnect("shiftlead", secret)],
      ["<", bytes(0x20, 2, 0, 0)],
    ],
    accepted("shiftlead", own),
  ],
  [
    "MQTT refuses",
    mqtt,
    [
      [">", mqttConnect("admin", "admin")],
      ["<", bytes(0x20, 2, 0, 4)],
    ],
    refused("admin", makers),
  ],
  [
    "LDAP lets in",
    ldap,
    [
      [">", bind("cn=shiftlead", secret)],
      ["<", bound(0)],
    ],
    accepted("cn=shiftlead", own),
  ],
  [
    "LDAP refuses",
    ldap,
    [
      [">", bind("cn=shiftlead", secret)],
      ["<", bound(49)],
    ],
    refused("cn=shiftlead", own),
  ],
  [
    "PostgreSQL lets in",
    postgresql,
    [
      [">", pgStart("shiftlead")],
      ["<", pg("R", 0, 0, 0, 3)],
      [">", pg("p", secret, 0)],
      ["<", pg("R", 0, 0, 0, 0)],
    ],
    accepted("shiftlead", own),
  ],
  [
    "PostgreSQL refuses",
    postgresql,
    [
      [">", pgStart("postgres")],
      ["<", pg("R", 0, 0, 0, 3)],
      [">", pg("p", "postgres", 0)],
      ["<", pg("E", "no", 0)],
    ],
    refused("postgres", makers),
  ],
  [
    "SQL Server lets in",
    tds,
    [
      [">", tdsLogin("shiftlead", secret)],
      ["<", tdsAccepted],
    ],
    accepted("shiftlead", own),
  ],
  [
    "SQL Server refuses",
    tds,
    [
      [">", tdsLogin("sa", "")],
      ["<", tdsRefused],
    ],
    refused("sa", makers),
  ],
  ["SNMP, as delivered", snmp, [[">", community("public")]], { kind: "presented", user: "", isClear: true, ...usual }],
  ["SNMP", snmp, [[">", community(secret)]], { kind: "presented", user: "", isClear: true, ...own }],
  ["remote desktop", rdp, [[">", rdpRequest]], { kind: "presented", user: "shiftlead", isClear: false }],
]

test.each(table)("%s", (_, dissector, talk, expected) => {
  const conversation = new Conversation(dissector)
  for (const one of talk) {
    const isText = typeof one === "string"
    const isClient = isText ? one.startsWith(">") : one[0] === ">"
    const read = isText ? encode.encode(`${one.replace(/^>/, "")}\r\n`) : (one[1] as Uint8Array)
    conversation.read(read, isClient ? { direction: 1, side: 0 } : { direction: -1, side: 1 })
  }
  const said = conversation.report.said.filter(({ kind }) => kind === "signIn" || kind === "presented")
  expect(said).toEqual([expected])
  expect(JSON.stringify(conversation.report)).not.toContain(secret)
})

test("a mask never shows a short password, nor more than one letter", () => {
  expect(masked("a", "").shown).toBe("empty")
  expect(masked("a", "x").shown).toBe("1 character")
  expect(masked("a", "abc").shown).toBe("3 characters")
  expect(masked("a", "abcd").shown).toBe("a… (4 characters)")
  expect(masked("a", "\u0007bcdef").shown).toBe("6 characters")
  expect(masked("SYSDIAG", "factorycast@schneider").isDefault).toBe(true)
  expect(masked("sysdiag", "Factorycast@schneider").isDefault).toBe(false)
})

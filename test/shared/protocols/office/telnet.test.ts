import { expect, test } from "vitest"
import { telnet } from "../../../../shared/protocols/office/telnet.ts"
import { Conversation, withoutSecrets } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [{ name: "negotiation", bytes: hex("ff fd 18 ff fd 20") }]

dissectorSuite(telnet, {
  samples,
  refused: [{ name: "plain letters", bytes: hex('"login: "') }],
})

test("it is named, and says nothing of devices", () => {
  const conversation = new Conversation(telnet)
  for (const sample of samples) conversation.read(sample.bytes)
  expect(conversation.report.claims).toEqual([])
  expect(conversation.report.operations).toEqual([])
})

const client = { direction: 1, side: 0 }
const server = { direction: -1, side: 1 }

/** What the client types is bytes after ">". */
function talk(...bytes: readonly string[]): Conversation {
  const conversation = new Conversation(telnet)
  for (const one of bytes) conversation.read(hex(one.replace(/^>/, "")), one.startsWith(">") ? client : server)
  return conversation
}

const told = { kind: "signIn", user: "operator", isClear: true }

test("a sign-in typed letter by letter", () => {
  const letters = [..."operatorr"].flatMap((letter) => [`>"${letter}"`, `"${letter}"`])
  const { report } = talk(
    'ff fd 18 ff fb 01 "PLC gateway" 0d0a "login: "',
    ...letters,
    "> 7f", // one letter back
    "> 0d 00",
    '0d0a "Password: "',
    '>"s"',
    '>"ecret" 0d 0a',
    "0d0a",
    '"Login incorrect" 0d0a "login: "',
    '>"operator" 0d 0a',
    '"Password: "',
    '>"geheim" 0d 00',
    '0d0a "Last failed login: Mon" 0d0a "operator@gw:~$ "',
  )
  expect(withoutSecrets(report.said)).toEqual([
    { ...told, succeeded: false },
    { ...told, succeeded: true },
  ])
  expect(JSON.stringify(report)).not.toMatch(/ecret|geheim/)
})

test("asked again is refused, a prompt is let in", () => {
  const { report } = talk(
    'ff fb 01 "Username: "',
    '>"operator" 0d 0a',
    '"Password: "',
    '>"x" 0d 0a',
    '0d0a "Password: "',
    '>"y" 0d 0a',
    '0d0a 1b 5b 33 32 6d "gw1#" 1b 5b 30 6d',
  )
  expect(withoutSecrets(report.said)).toEqual([
    { ...told, succeeded: false },
    { ...told, succeeded: true },
  ])
})

test("a password alone has no name", () => {
  const { report } = talk('ff fb 01 "Password: "', '>"x" 0d 0a', '0d0a "% Bad passwords"')
  expect(withoutSecrets(report.said)).toEqual([{ ...told, user: "", succeeded: false }])
})

test("text of a session is no sign-in, and options are no text", () => {
  const { report } = talk(
    'ff fb 01 "welcome$ "',
    '>"ls" 0d 0a',
    '"failed.txt" 0d0a "$ "',
    'ff fa 18 "login:" ff f0',
    '>"operator" 0d 0a',
    '"x" 0d0a "$ "',
  )
  expect(withoutSecrets(report.said)).toEqual([])
})

test("an endless line is told once", () => {
  const { report } = talk("ff fb 01", ...Array.from({ length: 40 }, () => "> 41*1000"))
  expect(withoutSecrets(report.said)).toEqual([{ kind: "longText", field: "Typed line" }])
})

import { expect, test } from "vitest"
import { ftp } from "../../../../shared/protocols/office/ftp.ts"
import { Conversation, withoutSecrets } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const ready: Sample = { name: "service ready", bytes: hex('"220 recipe server" 0d0a') }
const user: Sample = { name: "user", bytes: hex('"USER operator" 0d0a') }
const refusal: Sample = { name: "not signed in", bytes: hex('"530 Login incorrect." 0d0a') }

dissectorSuite(ftp, {
  samples: [ready, user, refusal],
  refused: [
    { name: "a code beyond 659", bytes: hex('"999 x" 0d0a') },
    { name: "a long word", bytes: hex('"CONNECTION" 0d0a') },
  ],
})

test("replies are counted, refusals as exceptions", () => {
  const conversation = new Conversation(ftp)
  for (const sample of [ready, user, refusal]) conversation.read(sample.bytes)
  expect(conversation.report.operations).toEqual(["ftp 220 response", "ftp 530 exception"])
})

const client = { direction: 1, side: 0 }
const server = { direction: -1, side: 1 }

/** Lines of the client begin with ">". */
function talk(...lines: readonly string[]): Conversation {
  const conversation = new Conversation(ftp)
  for (const line of lines)
    conversation.read(hex(`"${line.replace(/^>/, "")}" 0d0a`), line.startsWith(">") ? client : server)
  return conversation
}

test("a sign-in is told with its outcome, and never the password", () => {
  const { report } = talk(
    "220 ready",
    ">USER operator",
    "331 Password required",
    ">PASS guess",
    "530 Login incorrect.",
    ">user operator",
    "331 Password required",
    ">pass secret",
    "230-Welcome",
    "230 operator signed in",
    ">LIST",
    "530 Not now",
  )
  const told = { kind: "signIn", user: "operator", isClear: true }
  expect(withoutSecrets(report.said)).toEqual([
    { ...told, succeeded: false },
    { ...told, succeeded: true },
  ])
  expect(JSON.stringify(report)).not.toMatch(/guess|secret/)
})

test("a file is told once, when the server begins to carry it", () => {
  const { report } = talk(
    ">STOR recipe.csv",
    "150 Opening data connection",
    "226 Transfer complete",
    ">RETR log.txt",
    "550 No such file",
    ">RETR batch 7.log",
    "125 Already open",
    "226 Done",
    ">APPE /logs/day.txt",
    "250 Done",
  )
  expect(withoutSecrets(report.said)).toEqual([
    { kind: "file", name: "recipe.csv", way: "toServer" },
    { kind: "file", name: "batch 7.log", way: "toClient" },
    { kind: "file", name: "/logs/day.txt", way: "toServer" },
  ])
})

test("nothing is read once TLS began", () => {
  const { report } = talk(">AUTH TLS", "234 Go on", ">USER operator", "230 in")
  expect(withoutSecrets(report.said)).toEqual([])
})

test("a command of more than 32,768 bytes is told once, over however many segments", () => {
  const conversation = new Conversation(ftp)
  conversation.read(hex(`"CWD " 41*30000`), client)
  conversation.read(hex("41*3000"), client)
  conversation.read(hex("41*3000 0d0a"), client)
  conversation.read(hex(`"CWD " 41*30000 0d0a`), client)
  expect(withoutSecrets(conversation.report.said)).toEqual([{ kind: "longText", field: "Command" }])
})

test.each([
  ["220 (vsFTPd 3.0.3)", ["software = vsFTPd 3.0.3 (FTP)"]],
  ["220--------- Welcome to Pure-FTPd ----------", ["software = Welcome to Pure-FTPd (FTP)"]],
  ["220 VxWorks (5.4.2) FTP server ready", ["software = VxWorks (5.4.2) FTP server ready (FTP)", "os = VxWorks 5.4.2"]],
  ["220 Microsoft FTP Service", ["software = Microsoft FTP Service (FTP)", "os = Windows"]],
  ["215 Windows_NT", ["os = Windows"]],
  ["215 UNIX Type: L8", []],
])("%s says what the server is", (line, claims) => {
  const conversation = new Conversation(ftp)
  conversation.read(hex(`"${line}" 0d0a`), { direction: -1 })
  expect(conversation.report.claims).toEqual(claims.map((claim) => `sender ${claim}`))
})

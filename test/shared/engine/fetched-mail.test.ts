/** Files attached to mails that are fetched or filed (POP3, IMAP): told with their hash, whatever the segments; what was missed has none. */
import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import type { FileSeen } from "../../../shared/model/happening.ts"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import { pcap } from "../../make/frames.ts"
import { talkFrames, type Said } from "../../make/talk.ts"

const recipe = Uint8Array.from({ length: 5000 }, (_, n) => (n * 13) & 255)
const sha256 = createHash("sha256").update(recipe).digest("hex")
const base64 = Buffer.from(recipe).toString("base64").replace(/.{76}/g, "$&\r\n")
const mail = [
  ...[
    "Subject: new recipe",
    'Content-Type: multipart/mixed; boundary="B"',
    "",
    "--B",
    "",
    "+OK is what you say",
    "--B",
  ],
  ...['Content-Type: application/octet-stream; name="recipe.bin"', "Content-Transfer-Encoding: base64", "", base64],
  ...["--B--", ""],
].join("\r\n")

const filesOf = (said: readonly Said[], port: number, more: Parameters<typeof talkFrames>[1] = {}) =>
  analyseBytes(pcap(talkFrames(said, { ports: [40_000, port], ...more })))
    .happenings.filter((one): one is FileSeen => one.kind === "file")
    .map(({ name, way, size, state, sha256: hash }) => [name, way, size, state, hash])

const popped: readonly Said[] = [
  ["<", "+OK mail server\r\n"],
  [">", "RETR 1\r\n"],
  ["<", `+OK ${mail.length} octets\r\n${mail}.\r\n`],
  [">", "TOP 2 1\r\n"],
  ["<", "+OK\r\nSubject: y\r\n\r\n.\r\n"],
  [">", "QUIT\r\n"],
  ["<", "+OK\r\n"],
]
const listed: readonly Said[] = [
  ["<", "* OK mail server ready\r\n"],
  [">", "a1 UID FETCH 7 (UID BODY.PEEK[])\r\n"],
  ["<", `* 1 FETCH (UID 7 BODY[] {${mail.length}}\r\n${mail})\r\na1 OK done\r\n`],
]
const filed: readonly Said[] = [
  ["<", "* OK mail server ready\r\n"],
  [">", `a1 APPEND Sent {${mail.length}}\r\n`],
  ["<", "+ go\r\n"],
  [">", `${mail}\r\n`],
  ["<", "a1 OK done\r\n"],
]
const part: readonly Said[] = [
  ["<", "* OK mail server ready\r\n"],
  [">", "a1 FETCH 7 (BODY[TEXT])\r\n"],
  ["<", `* 1 FETCH (BODY[TEXT] {${mail.length}}\r\n${mail})\r\na1 OK done\r\n`],
]
const whole = (way: string) => [["recipe.bin", way, recipe.length, "whole", sha256]]

test.each([1, 77, 1460])("POP3 and IMAP, in segments of %i bytes", (cut) => {
  expect(filesOf(popped, 110, { cut })).toEqual(whole("toClient"))
  expect(filesOf(listed, 143, { cut })).toEqual(whole("toClient"))
  expect(filesOf(filed, 143, { cut })).toEqual(whole("toServer"))
})

test("a part of a mail has no head that names a file", () => {
  expect(filesOf(part, 143)).toEqual([])
})

test("where a segment was lost, or the end was not seen, there is no hash", () => {
  for (const [said, port] of [
    [popped, 110],
    [listed, 143],
  ] as const) {
    expect(filesOf(said, port, { lost: [3] }).map((row) => row.slice(3))).toEqual([["incomplete", ""]])
    expect(filesOf(said, port, { lost: [4, 5] }).map((row) => row.slice(3))).toEqual([["incomplete", ""]])
  }
})

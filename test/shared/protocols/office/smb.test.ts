import { expect, test } from "vitest"
import { smb } from "../../../../shared/protocols/office/smb.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import {
  answers,
  asks,
  authenticate,
  carry,
  challenge,
  connect,
  create,
  create1,
  created,
  framed,
  le,
  length,
  setup,
  setup1,
  setupAnswer,
  smb1,
  smb2,
  wide,
} from "../../../make/smb-messages.ts"

const one = "1100000000000000 2200000000000000"
const two = "3300000000000000 4400000000000000"

dissectorSuite(smb, {
  samples: [
    { name: "negotiate, version 2", bytes: asks(0, "2400 0100 0100 0000 00*28 0202") },
    { name: "session setup", bytes: setup(authenticate("PLANT", "operator")) },
    { name: "challenge", bytes: setupAnswer(0xc0000016, challenge("RECIPES", "PLANT")) },
    { name: "tree connect", bytes: connect("\\\\10.1.10.9\\recipes", 3) },
    { name: "create and read together", bytes: framed(create("a.csv", 4)) },
    { name: "version 1, session setup", bytes: framed(setup1(authenticate("PLANT", "operator"))) },
    { name: "version 1, create", bytes: framed(create1("\\line1\\a.csv")) },
    { name: "session answer", bytes: hex("82 000000") },
    { name: "encrypted", bytes: framed('fd "SMB" 00*48 0102030405') },
  ] satisfies readonly Sample[],
  refused: [
    { name: "other letters", bytes: hex('00 000008 fe "SMX" 4000 0000') },
    { name: "a session type that is none", bytes: hex("90 000000") },
  ],
})

const talk = (...messages: readonly Uint8Array[]): Conversation["report"] => {
  const conversation = new Conversation(smb)
  for (const bytes of messages) conversation.read(bytes)
  return conversation.report
}

const signIn = { kind: "signIn", user: "PLANT\\operator", isClear: false } as const

test("a sign-in is told when the server settles it", () => {
  const user = setup(authenticate("PLANT", "operator"))
  const { said, operations, claims } = talk(
    setup('"NTLMSSP" 00 01000000 00000000'),
    setupAnswer(0xc0000016, challenge("RECIPES", "PLANT")),
    user,
    setupAnswer(0xc000006d),
    user,
    setupAnswer(0),
  )
  expect(said).toEqual([
    { ...signIn, succeeded: false },
    { ...signIn, succeeded: true },
  ])
  expect(operations.slice(1, 4)).toEqual(["smb smb2:1 response", "smb smb2:1 request", "smb smb2:1 exception"])
  expect(claims).toEqual(["sender hostname = RECIPES", "sender os = Windows 10 1809 or Server 2019, build 17763"])
})

test("claims point at the name and the version", () => {
  const bytes = setupAnswer(0xc0000016, challenge("RECIPES", "PLANT"))
  const { spans } = talk(bytes)
  const [host, os] = spans.map(({ at, length: size }) => Buffer.from(bytes.subarray(at, at + size)))
  expect(host!.toString("utf16le")).toBe("RECIPES")
  expect(os!.toString("hex")).toBe("0a006345")
})

test("Samba names no system, and nobody signs in without an account", () => {
  expect(talk(setupAnswer(0xc0000016, challenge("NAS", "NAS", 0))).claims).toEqual(["sender hostname = NAS"])
  expect(talk(setup(authenticate("", "")), setupAnswer(0)).said).toEqual([])
  expect(talk(setup("60 28"), setupAnswer(0, "", 2)).said).toEqual([])
})

test("Kerberos tells that somebody signs in, and not who", () => {
  expect(talk(setup("60 28 06 06"), setupAnswer(0)).said).toEqual([{ ...signIn, user: "", succeeded: true }])
})

test("files are told when they are opened, and once when they are carried", () => {
  const { said } = talk(
    connect("\\\\10.1.10.9\\recipes", 3),
    answers(3, "1000 01 00 00*12", { id: 3, tree: 5 }),
    framed(create("line1\\a.csv", 4)),
    created(one, 4),
    framed(create("gone.csv", 5)),
    created("", 5, 0xc0000034),
    framed(carry(8, one)),
    framed(carry(8, one)),
    framed(carry(9, one)),
    framed(carry(9, two)),
    asks(6, `1800 0000 00000000 ${one}`),
    framed(carry(8, one)),
  )
  expect(said).toEqual([
    { kind: "file", name: "\\\\10.1.10.9\\recipes", way: "opened" },
    { kind: "file", name: "line1\\a.csv", way: "opened" },
    { kind: "file", name: "gone.csv", way: "opened" },
    { kind: "file", name: "line1\\a.csv", way: "toClient" },
    { kind: "file", name: "line1\\a.csv", way: "toServer" },
  ])
})

test("what passes through a pipe is no file", () => {
  const { said } = talk(
    connect("\\\\10.1.10.9\\IPC$", 3),
    answers(3, "1000 02 00 00*12", { id: 3, tree: 6 }),
    framed(create("svcctl", 4, 6)),
    created(one, 4),
    framed(carry(9, one, 6)),
  )
  expect(said.map((told) => told.kind === "file" && told.name)).toEqual(["\\\\10.1.10.9\\IPC$", "svcctl"])
})

test("messages that are sent together reach the file without its handle", () => {
  const name = wide("a.csv")
  const first = smb2(5, 0, { id: 4, next: 136 }, `3900 00*42 7800 ${le(length(name), 2)} 00*8 ${name} 00*6`)
  const { said, operations } = talk(framed(first, carry(8, "ff*16")))
  expect(said.map((told) => told.kind === "file" && told.way)).toEqual(["opened", "toClient"])
  expect(operations).toEqual(["smb smb2:5 request", "smb smb2:8 request"])
})

test("an answer that only says wait is not counted", () => {
  const { operations } = talk(asks(15, "2000"), answers(15, "0900", { status: 0x103 }), answers(15, "0900"))
  expect(operations).toEqual(["smb smb2:15 request", "smb smb2:15 response"])
})

test("lies about lengths are refused", () => {
  const lying = asks(3, "0900 0000 4800 ff00 61006200")
  expect(() => talk(lying)).toThrow("SMB2 field of 255 bytes at 72")
  expect(() => talk(framed(smb2(0, 0, { next: 9000 }, "2400")))).toThrow("SMB2 next command at 9000")
})

test("version 1: sign-in, share, file", () => {
  const share = wide("\\\\10.1.10.9\\RECIPES")
  const { said, operations } = talk(
    framed(setup1(authenticate("PLANT", "operator"))),
    framed(smb1("73", 0xc000006d, "98", "", "")),
    framed(setup1(authenticate("PLANT", "operator"))),
    framed(smb1("73", 0, "98", "ff 00 0000 0000 0000", "")),
    framed(smb1("75", 0, "18", "ff 00 0000 0000 0100", `00 ${share} 0000 "?????" 00`, 0)),
    framed(smb1("75", 0, "98", "ff 00 0000 0000 00*8", "")),
    framed(create1("\\line1\\a.csv")),
    framed(smb1("a2", 0, "98", "ff 00 0000 00 0440 00*61", "")),
    framed(smb1("2e", 0, "18", "ff 00 0000 0440 00*14", "")),
    framed(smb1("2f", 0, "18", "ff 00 0000 0440 00*22", "")),
    framed(smb1("04", 0, "18", "0440 00000000", "")),
  )
  expect(said).toEqual([
    { ...signIn, succeeded: false },
    { ...signIn, succeeded: true },
    { kind: "file", name: "\\\\10.1.10.9\\RECIPES", way: "opened" },
    { kind: "file", name: "\\line1\\a.csv", way: "opened" },
    { kind: "file", name: "\\line1\\a.csv", way: "toClient" },
    { kind: "file", name: "\\line1\\a.csv", way: "toServer" },
  ])
  expect(operations.slice(0, 2)).toEqual(["smb smb1:115 request", "smb smb1:115 exception"])
})

test("version 1: commands in one message are each counted, and old clients send two hashes", () => {
  // Session setup with 13 words: hashes of 2 and 2 bytes, account, domain; tree connect behind it.
  const account = `aabb ccdd 00 ${wide("operator")} 0000 ${wide("PLANT")} 0000 0000 0000`
  const behind = 32 + 1 + 26 + 2 + length(account)
  const share = `${wide("\\\\a\\b")} 0000 "A:" 00`
  const first = smb1("73", 0, "18", `75 00 ${le(behind, 2)} 00*10 0200 0200 00*8`, account)
  const both = framed(first, `04 ff 00 0000 0000 0100 ${le(length(share) + 1, 2)} 00 ${share}`)
  const { said, operations } = talk(both, framed(smb1("73", 0, "98", "ff 00 0000 0000", "")))
  expect(operations).toEqual(["smb smb1:115 request", "smb smb1:117 request", "smb smb1:115 response"])
  expect(said).toEqual([
    { kind: "file", name: "\\\\a\\b", way: "opened" },
    { ...signIn, succeeded: true },
  ])
})

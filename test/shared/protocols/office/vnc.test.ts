import { expect, test } from "vitest"
import { vnc } from "../../../../shared/protocols/office/vnc.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const version = (minor: string): string => `"RFB 003.${minor}" 0a`
const server = { direction: -1, side: 1 } as const
const client = { direction: 1, side: 0 } as const
type Turn = readonly [by: typeof server | typeof client, bytes: string]

dissectorSuite(vnc, {
  samples: [
    { name: "the server's version", bytes: hex(version("008")), circumstances: server },
    {
      name: "the client's version",
      bytes: hex(version("008")),
      circumstances: client,
      after: [{ name: "server", bytes: hex(version("008")), circumstances: server }],
    },
  ],
  refused: [
    { name: "another word", bytes: hex('"RFX 003.008" 0a') },
    { name: "no line", bytes: hex('"RFB 003.008x"') },
    { name: "cut", bytes: hex('"RFB 003"') },
  ],
})

const talk = (...turns: readonly Turn[]): Conversation["report"] => {
  const conversation = new Conversation(vnc)
  for (const [by, bytes] of turns) conversation.read(hex(bytes), by)
  return conversation.report
}
const hello = (minor: string, own = minor): readonly Turn[] => [
  [server, version(minor)],
  [client, version(own)],
]
const password: readonly Turn[] = [
  [server, "02 01 02"],
  [client, "02"],
  [server, "5a*16"],
  [client, "a5*16"],
]
const desktop = 'ffff 0300 2018 0001 00ff 00ff 00ff 10 08 00 000000 00000007 "PANEL-7"'
const signIn = { kind: "signIn", user: "", isClear: false } as const

test("a password that is right, and what the desktop is called", () => {
  const { said, operations, claims } = talk(
    ...hello("008"),
    ...password,
    [server, "00000000"],
    [client, "01"],
    [server, desktop],
  )
  expect(said).toEqual([{ ...signIn, succeeded: true }])
  expect(operations).toEqual(["vnc 2 message"])
  expect(claims).toEqual(["sender description = VNC desktop PANEL-7"])
})

test("a password that is wrong", () => {
  const { said, claims } = talk(...hello("008"), ...password, [server, "00000001 00000006 5a*6"], [server, desktop])
  expect(said).toEqual([{ ...signIn, succeeded: false }])
  expect(claims).toEqual([])
})

test("version 3.3 has one type that the server chooses, also where only the client is that old", () => {
  for (const [minor, own] of [
    ["003", "003"],
    ["008", "003"],
  ] as const)
    expect(
      talk(...hello(minor, own), [server, "00000002"], [server, "5a*16"], [client, "a5*16"], [server, "00000000"]).said,
    ).toEqual([{ ...signIn, succeeded: true }])
})

const letIn = {
  ...{ kind: "signIn", user: "", succeeded: true, isClear: false },
  mask: { shown: "none asked for", isDefault: false },
}
test("no password at all is counted and told; up to version 3.7 the desktop that follows says that it was right", () => {
  const asked: readonly Turn[] = [
    [server, "01 01"],
    [client, "01"],
  ]
  const old = talk(...hello("007"), ...asked, [client, "01"], [server, desktop])
  expect([old.operations, old.said]).toEqual([["vnc 1 message"], [letIn]])
  expect(old.claims).toEqual(["sender description = VNC desktop PANEL-7"])
  expect(talk(...hello("008"), ...asked, [server, "00000000"]).said).toEqual([letIn])
})

test("types of others, refusals and what does not fit end the reading", () => {
  expect(talk(...hello("008"), [server, "02 1e 21"], [client, "1e"], [server, "00000000"]).said).toEqual([])
  expect(talk(...hello("008"), [server, "00 00000003 5a*3"], [server, "00000000"]).said).toEqual([])
  expect(talk(...hello("008"), [client, "02"], ...password, [server, "00000000"]).said).toEqual([])
})

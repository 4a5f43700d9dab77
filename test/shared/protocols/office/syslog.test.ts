import { expect, test } from "vitest"
import { syslog } from "../../../../shared/protocols/office/syslog.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [{ name: "message", bytes: hex('"<134>Nov 20 06:25:11 fw1 accept tcp"') }]

dissectorSuite(syslog, {
  samples,
  refused: [
    { name: "no digits", bytes: hex('"<abc>x"') },
    { name: "four digits", bytes: hex('"<1341>x"') },
  ],
})

const told = (...texts: readonly string[]): Conversation["report"] => {
  const conversation = new Conversation(syslog)
  for (const text of texts) conversation.read(new TextEncoder().encode(text))
  return conversation.report
}

test("messages are counted by severity; a priority that does not exist is none", () => {
  expect(told("<134>Nov 20 06:25:11 fw1 accept tcp", "<11>x", "<999>x").operations).toEqual([
    "syslog 6 message",
    "syslog 3 message",
  ])
})

test.each([
  ["RFC 3164", (n: number) => `<134>Nov 20 06:25:1${n} fw1 kernel: accept tcp`],
  ["RFC 5424", (n: number) => `<134>1 2026-11-20T06:25:1${n}Z fw1 kernel 12 - - accept tcp`],
])("%s: who says the same name three times has it", (_, of) => {
  expect(told(of(1), of(2)).claims).toEqual([])
  const { claims, spans } = told(of(1), of(2), of(3))
  expect(claims).toEqual(["sender hostname = fw1"])
  const [span] = spans
  expect(of(3).slice(span!.at, span!.at + span!.length)).toBe("fw1")
})

test("a relay has none of the names that it passes on, and a program is no name", () => {
  const of = (host: string) => `<134>Nov 20 06:25:11 ${host} kernel: x`
  expect(told(of("fw1"), of("plc-gate"), of("fw1"), of("fw1"), of("fw1")).claims).toEqual([])
  expect(told(...Array.from({ length: 4 }, () => "<5>Nov 20 06:25:11 cron: x y")).claims).toEqual([])
  expect(told(...Array.from({ length: 4 }, () => of("10.0.0.7"))).claims).toEqual([])
})

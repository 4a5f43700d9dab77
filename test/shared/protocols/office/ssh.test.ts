import { expect, test } from "vitest"
import { ssh } from "../../../../shared/protocols/office/ssh.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [
  { name: "banner", bytes: hex('"SSH-2.0-OpenSSH_9.6" 0d0a') },
  {
    name: "banner of Debian, and the key exchange behind it",
    bytes: hex('"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u1" 0d0a 00000010 5a*16'),
  },
]

dissectorSuite(ssh, {
  samples,
  refused: [{ name: "version 3", bytes: hex('"SSH-3.0-x" 0d0a') }],
})

const said = (...messages: readonly string[]): readonly string[] => {
  const conversation = new Conversation(ssh)
  for (const message of messages) conversation.read(hex(message))
  return conversation.report.claims
}

test.each([
  ["SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u1", ["software = OpenSSH_9.2p1 Debian-2+deb12u1 (SSH)", "os = Debian 12"]],
  [
    "SSH-2.0-OpenSSH_7.6p1 Ubuntu-4ubuntu0.3",
    ["software = OpenSSH_7.6p1 Ubuntu-4ubuntu0.3 (SSH)", "os = Ubuntu 18.04"],
  ],
  ["SSH-2.0-OpenSSH_5.9p1 Debian-5ubuntu1", ["software = OpenSSH_5.9p1 Debian-5ubuntu1 (SSH)", "os = Ubuntu 12.04"]],
  ["SSH-2.0-OpenSSH_for_Windows_8.1", ["software = OpenSSH_for_Windows_8.1 (SSH)", "os = Windows"]],
  ["SSH-1.99-Cisco-1.25", ["software = Cisco-1.25 (SSH)", "os = Cisco IOS", "vendor = Cisco"]],
  ["SSH-2.0-dropbear_2018.76", ["software = dropbear_2018.76 (SSH)"]],
])("%s", (line, claims) => {
  expect(said(`"${line}" 0d0a`)).toEqual(claims.map((claim) => `sender ${claim}`))
})

test("the claim points at the program's name", () => {
  const bytes = hex('"SSH-2.0-dropbear_2018.76" 0d0a 0000')
  const conversation = new Conversation(ssh)
  conversation.read(bytes)
  const [{ at, length }] = conversation.report.spans as [{ at: number; length: number }]
  expect(Buffer.from(bytes.subarray(at, at + length)).toString()).toBe("dropbear_2018.76")
})

test("what is encrypted, or no text, says nothing", () => {
  expect(said("5a*40", '"SSH-2.0-" 00ff 0d0a', '"SSH-2.0-" 0d0a')).toEqual([])
})

import { expect, test } from "vitest"
import { ssdp } from "../../../../shared/protocols/names/ssdp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"

const message = (...lines: readonly string[]): Uint8Array => new TextEncoder().encode([...lines, "", ""].join("\r\n"))
const search = message(
  "M-SEARCH * HTTP/1.1",
  "HOST: 239.255.255.250:1900",
  'MAN: "ssdp:discover"',
  "MX: 1",
  "SERVER: mine",
)
const notify = (server: string): Uint8Array =>
  message(
    "NOTIFY * HTTP/1.1",
    "HOST: 239.255.255.250:1900",
    "NTS: ssdp:alive",
    `Server: ${server}`,
    "NT: upnp:rootdevice",
  )
const answer = message("HTTP/1.1 200 OK", "SERVER: Linux/4.4.60 UPnP/1.0 AXIS", "ST: upnp:rootdevice")

dissectorSuite(ssdp, {
  samples: [
    { name: "search", bytes: search },
    { name: "notify", bytes: notify("Windows NT/5.1 UPnP/1.0") },
    { name: "answer", bytes: answer },
  ],
  refused: [
    { name: "a page", bytes: message("GET / HTTP/1.1", "Host: x") },
    { name: "another word", bytes: message("NOTIFYING something else") },
  ],
})

const claims = (...messages: readonly Uint8Array[]): readonly string[] => {
  const conversation = new Conversation(ssdp)
  for (const bytes of messages) conversation.read(bytes)
  return conversation.report.claims
}

test("searches, announcements and answers are counted", () => {
  const conversation = new Conversation(ssdp)
  for (const bytes of [search, notify("x"), answer]) conversation.read(bytes)
  expect(conversation.report.operations).toEqual(["ssdp 1 request", "ssdp 2 message", "ssdp 3 response"])
})

test("what announces itself says its system; who searches does not", () => {
  expect(claims(answer)).toEqual(["sender software = Linux/4.4.60 UPnP/1.0 AXIS (UPnP)", "sender os = Linux 4.4.60"])
  expect(claims(notify("Windows NT/5.1 UPnP/1.0"))).toContain("sender os = Windows NT 5.1")
  expect(claims(notify("VxWorks/6.9 UPnP/1.0"))).toContain("sender os = VxWorks")
  expect(claims(search, notify(""))).toEqual([])
})

test("the claim points at what follows the header's name", () => {
  const bytes = notify("MiniUPnPd/1.6")
  const conversation = new Conversation(ssdp)
  conversation.read(bytes)
  const [{ at, length }] = conversation.report.spans as [{ at: number; length: number }]
  expect(Buffer.from(bytes.subarray(at, at + length)).toString()).toBe("MiniUPnPd/1.6")
})

import { expect, test } from "vitest"
import { kerberos } from "../../../../shared/protocols/office/kerberos.ts"
import { ber } from "../../../make/ber.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const name = (...parts: readonly string[]): string =>
  ber("30", ber("a0", "020101"), ber("a1", ber("30", ...parts.map((part) => ber("1b", `"${part}"`)))))
const body = (user: string): string =>
  ber(
    "a4",
    ber(
      "30",
      ber("a0", "03050040810010"),
      ber("a1", name(...user.split("/"))),
      ber("a2", ber("1b", '"PLANT.EXAMPLE"')),
    ),
  )
const request = (user: string): Uint8Array =>
  hex(ber("6a", ber("30", ber("a1", "020105"), ber("a2", "02010a"), body(user))))
const answer = hex(ber("6b", ber("30", ber("a0", "020105"), ber("a1", "02010b"))))
const ticket = hex(ber("6c", ber("30", ber("a1", "020105"), ber("a2", "02010c"))))
const fault = (code: string): Uint8Array =>
  hex(ber("7e", ber("30", ber("a0", "020105"), ber("a1", "02011e"), ber("a6", `0201${code}`))))
const framed = (bytes: Uint8Array): Uint8Array =>
  hex(`0000 ${bytes.length.toString(16).padStart(4, "0")} ${Buffer.from(bytes).toString("hex")}`)

dissectorSuite(kerberos, {
  samples: [
    { name: "sign-in request over UDP", bytes: request("operator"), circumstances: { transport: "udp" } },
    { name: "sign-in request over TCP", bytes: framed(request("operator")) },
    { name: "error", bytes: framed(fault("19")) },
  ],
  refused: [
    { name: "a message that is none", bytes: hex("71 20 30 1e 5a*30") },
    { name: "no sequence", bytes: hex("6a 20 31 1e 5a*30") },
  ],
})

const said = (...messages: readonly Uint8Array[]): readonly unknown[] => {
  const conversation = new Conversation(kerberos)
  for (const bytes of messages) conversation.read(bytes)
  return conversation.report.said
}
const signIn = { kind: "signIn", user: "operator@PLANT.EXAMPLE", isClear: false } as const

test("who signs in to the domain, after being asked for the proof", () => {
  expect(said(request("operator"), fault("19"), request("operator"), answer)).toEqual([{ ...signIn, succeeded: true }])
  expect(said(framed(request("operator")), framed(answer), framed(ticket))).toEqual([{ ...signIn, succeeded: true }])
})

test("a name of several parts is told whole", () => {
  expect(said(request("operator/admin"), answer)).toEqual([
    { ...signIn, user: "operator/admin@PLANT.EXAMPLE", succeeded: true },
  ])
})

test("a wrong password, and a name that nobody has", () => {
  expect(said(request("operator"), fault("18"))).toEqual([{ ...signIn, succeeded: false }])
  expect(said(request("operator"), fault("06"))).toEqual([{ ...signIn, succeeded: false }])
})

test("errors about tickets sign nobody in or out", () => {
  expect(said(ticket, fault("18"), fault("07"))).toEqual([])
  const conversation = new Conversation(kerberos)
  for (const bytes of [request("a"), answer, ticket, fault("07")]) conversation.read(bytes)
  expect(conversation.report.operations).toEqual([
    "kerberos 10 request",
    "kerberos 11 response",
    "kerberos 12 request",
    "kerberos 30 exception",
  ])
})

test("a Windows computer names itself in its request", () => {
  const address = (type: string, name: string): string =>
    ber("a9", ber("30", ber("30", ber("a0", `0201${type}`), ber("a1", ber("04", `"${name}"`)))))
  const asks = (extra: string): Uint8Array =>
    hex(
      ber(
        "6a",
        ber("30", ber("a1", "020105"), ber("a2", "02010a"), ber("a4", ber("30", ber("a1", name("operator")), extra))),
      ),
    )
  const claims = (bytes: Uint8Array): readonly string[] => {
    const conversation = new Conversation(kerberos)
    conversation.read(bytes)
    return conversation.report.claims
  }
  expect(claims(asks(address("14", "HMI-7           ")))).toEqual(["sender hostname = HMI-7"])
  expect(claims(asks(address("02", "HMI-7           ")))).toEqual([])
  expect(claims(asks(address("14", "***             ")))).toEqual([])
})

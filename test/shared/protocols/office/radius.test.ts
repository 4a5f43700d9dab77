import { expect, test } from "vitest"
import { radius } from "../../../../shared/protocols/office/radius.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const octet = (value: number): string => value.toString(16).padStart(2, "0")
const attribute = (type: string, value: string): string => `${type} ${octet(hex(value).length + 2)} ${value}`
const message = (code: string, identifier: string, ...attributes: readonly string[]): Uint8Array => {
  const body = attributes.join(" ")
  return hex(`${code} ${identifier} 00 ${octet(20 + hex(body).length)} 5a*16 ${body}`)
}
const user = attribute("01", '"operator"')
const nas = attribute("20", '"SW-HALL-2"')
const request = (identifier: string): Uint8Array => message("01", identifier, user, attribute("02", "5a*16"), nas)
const udp = { transport: "udp" } as const

dissectorSuite(radius, {
  samples: [
    { name: "access request", bytes: request("05"), circumstances: udp },
    { name: "access reject", bytes: message("03", "05", attribute("12", '"no"')), circumstances: udp },
    { name: "accounting response", bytes: message("05", "01"), circumstances: udp },
  ],
  refused: [
    { name: "a code that is none", bytes: message("63", "05", user) },
    { name: "longer than there is", bytes: hex("01 05 0040 5a*16") },
    { name: "an attribute longer than the message", bytes: message("01", "05", "01 40") },
    { name: "cut", bytes: hex("01 05 0014 5a*8") },
  ],
})

const talk = (...messages: readonly Uint8Array[]): Conversation["report"] => {
  const conversation = new Conversation(radius)
  for (const bytes of messages) conversation.read(bytes, udp)
  return conversation.report
}
const signIn = { kind: "signIn", user: "operator", isClear: false } as const

test("who wants in, by which device, and what the server says", () => {
  const { said, claims, operations } = talk(request("05"), message("02", "05"), request("06"), message("03", "06"))
  expect(said).toEqual([
    { ...signIn, succeeded: true },
    { ...signIn, succeeded: false },
  ])
  expect(claims[0]).toBe("sender hostname = SW-HALL-2")
  expect(operations).toEqual(["radius 1 request", "radius 1 response", "radius 1 request", "radius 1 exception"])
})

test("a challenge decides nothing; an answer without its request neither", () => {
  expect(talk(request("05"), message("0b", "05"), request("06"), message("02", "06")).said).toEqual([
    { ...signIn, succeeded: true },
  ])
  expect(talk(request("05"), message("02", "06")).said).toEqual([])
  expect(talk(request("05"), message("02", "05"), message("02", "05")).said).toHaveLength(1)
})

test("accounting and orders to disconnect sign nobody in", () => {
  const { said, operations } = talk(
    message("04", "01", user),
    message("05", "01"),
    message("28", "02"),
    message("2a", "02"),
  )
  expect(said).toEqual([])
  expect(operations).toEqual(["radius 4 request", "radius 4 response", "radius 40 request", "radius 40 exception"])
})

test("an address is no name", () => {
  expect(talk(message("01", "05", attribute("20", '"10.0.0.1"'))).claims).toEqual([])
  expect(talk(message("01", "05", attribute("20", '"00-1b-19-aa-bb-cc"'))).claims).toEqual([])
})

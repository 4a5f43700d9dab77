import { expect, test } from "vitest"
import { snmp } from "../../../../shared/protocols/office/snmp.ts"
import { objectName, objectText } from "../../../../shared/protocols/office/snmp-names.ts"
import { ber } from "../../../make/ber.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const object = (identifier: string): string => {
  const [a = 0, b = 0, ...rest] = identifier.split(".").map(Number)
  const octets = [a * 40 + b, ...rest].flatMap((part) => {
    const groups = [part & 0x7f]
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80)
    return groups
  })
  return ber("06", octets.map((octet) => octet.toString(16).padStart(2, "0")).join(""))
}
const nothing = "0500"
const text = (value: string): string => ber("04", `"${value}"`)
const number = (value: number): string => ber("02", value.toString(16).padStart(4, "0"))
const bindings = (...all: readonly (readonly [string, string])[]): string =>
  ber("30", ...all.map(([identifier, value]) => ber("30", object(identifier), value)))
const unit = (tag: string, id: number, fault: number, list: string): string =>
  ber(tag, number(id), number(fault), number(0), list)
const message = (content: string, version = 1): Uint8Array =>
  hex(ber("30", ber("02", `0${version}`), ber("04", '"plant-only"'), content))

const sysDescr = "1.3.6.1.2.1.1.1.0"
const sysName = "1.3.6.1.2.1.1.5.0"
const sysObject = "1.3.6.1.2.1.1.2.0"
const admin = "1.3.6.1.2.1.2.2.1.7.3"

const get = message(unit("a0", 7, 0, bindings([sysDescr, nothing], [sysName, nothing])))
const answer = message(
  unit("a2", 7, 0, bindings([sysDescr, text("SCALANCE X208, firmware 5.2")], [sysName, text("SW-FILLING")])),
)
const set = message(unit("a3", 8, 0, bindings([admin, "020102"])), 0)
const oldTrap = message(
  ber(
    "a4",
    object("1.3.6.1.4.1.248.14.1"),
    "4004 0a010102",
    "020103",
    "020100",
    "430400010203",
    bindings([sysName, text("SW-1")]),
  ),
  0,
)
const secure = (content: string): Uint8Array =>
  hex(
    ber("30", "020103", ber("30", number(9), number(1400), "040107", "020103"), ber("04", ber("30", "0400")), content),
  )
const clear = secure(
  ber("30", ber("04", "8000"), ber("04", '"bridge"'), unit("a8", 9, 0, bindings([sysName, nothing]))),
)
const sealed = secure(ber("04", "5a*40"))

const samples: readonly Sample[] = [
  { name: "get, version 2c", bytes: get },
  { name: "response", bytes: answer },
  { name: "set, version 1", bytes: set },
  { name: "trap, version 1", bytes: oldTrap },
  { name: "version 3 in the clear", bytes: clear },
  { name: "version 3, encrypted", bytes: sealed },
]

dissectorSuite(snmp, {
  samples,
  refused: [
    { name: "version 7", bytes: hex('30 26 02 01 07 04 06 "public"') },
    { name: "no sequence", bytes: hex('31 26 02 01 01 04 06 "public"') },
  ],
})

const talk = (...messages: readonly Uint8Array[]): Conversation["report"] => {
  const conversation = new Conversation(snmp)
  for (const bytes of messages) conversation.read(bytes)
  return conversation.report
}

test("units are counted and joined, and the objects are named", () => {
  const { operations, places } = talk(get, answer)
  expect(operations).toEqual(["snmp 160 request", "snmp 162 response"])
  expect(places.slice(0, 2)).toEqual(["snmp sysDescr.0", "snmp sysName.0"])
  expect(talk(message(unit("a2", 7, 2, bindings([sysDescr, nothing])))).operations).toEqual(["snmp 162 exception"])
  expect(talk(oldTrap, clear, sealed).operations).toEqual(["snmp 164 message", "snmp 168 message", "snmp 4 message"])
})

test("what is set, and to what", () => {
  expect(talk(set).places).toEqual(["snmp ifAdminStatus.3", "written 2"])
  const { places } = talk(message(unit("a3", 8, 0, bindings([sysName, text("SW-9")]))))
  expect(places).toEqual(["snmp sysName.0", "written “SW-9”"])
})

test("what a device says of itself in answers and traps, and where that stands", () => {
  const entity = message(
    unit(
      "a2",
      9,
      0,
      bindings(["1.3.6.1.2.1.47.1.1.1.1.11.1", text("SN 12")], [sysObject, object("1.3.6.1.4.1.8691.7.6")]),
    ),
  )
  expect(talk(entity).claims).toEqual(["sender serial = SN 12", "sender vendor = Moxa"])
  expect(talk(oldTrap).claims).toEqual(["sender vendor = Hirschmann", "sender hostname = SW-1"])
  const { claims, spans } = talk(answer)
  expect(claims).toEqual(["sender description = SCALANCE X208, firmware 5.2", "sender hostname = SW-FILLING"])
  const [, { at, length }] = spans as [unknown, { at: number; length: number }]
  expect(Buffer.from(answer.subarray(at + 2, at + length)).toString()).toBe("SW-FILLING")
})

test("what is asked for, refused, set or no text says nothing of a device", () => {
  const named = bindings([sysName, text("other")])
  expect(talk(message(unit("a0", 1, 0, named)), message(unit("a3", 1, 0, named))).claims).toEqual([])
  expect(talk(message(unit("a2", 1, 2, named))).claims).toEqual([])
  expect(talk(message(unit("a2", 1, 0, bindings([sysName, ber("04", "00ff")], [sysDescr, "8000"])))).claims).toEqual([])
  expect(talk(message(unit("a2", 1, 0, bindings([sysObject, object("1.3.6.1.4.1.8072.3.2.10")])))).claims).toEqual([])
})

test("community strings stand in no field and no claim", () => {
  const { claims, places } = talk(get, answer, set)
  expect(JSON.stringify([claims, places])).not.toContain("plant-only")
})

test.each([
  [[0x2b, 6, 1, 2, 1], "1.3.6.1.2.1"],
  [[0x2b, 6, 1, 4, 1, 0xc3, 0x73], "1.3.6.1.4.1.8691"],
  [[0x2b, 0x86], ""],
  [[0xff, 0xff, 0xff, 0xff, 0xff, 1], ""],
  [[], ""],
])("object %j is %s", (octets, identifier) => {
  expect(objectText(Uint8Array.from(octets))).toBe(identifier)
})

test("objects that nobody named stay numbers", () => {
  expect([objectName("1.3.6.1.4.1.8691.7.6"), objectName("1.3.6.1.2.1.1.10")]).toEqual([
    "1.3.6.1.4.1.8691.7.6",
    "1.3.6.1.2.1.1.10",
  ])
})

test("objects that only printers or power supplies have tell the kind; asking for them, or having none, does not", () => {
  const pages = "1.3.6.1.2.1.43.10.2.1.4.1.1"
  const battery = "1.3.6.1.2.1.33.1.2.1.0"
  expect(talk(message(unit("a2", 7, 0, bindings([pages, number(4711)])))).claims).toEqual(["sender type = printer"])
  expect(talk(message(unit("a2", 7, 0, bindings([battery, number(2)])))).claims).toEqual(["sender type = ups"])
  expect(talk(message(unit("a0", 7, 0, bindings([pages, nothing])))).claims).toEqual([])
  expect(talk(message(unit("a2", 7, 0, bindings([pages, "8000"])))).claims).toEqual([])
  expect(talk(message(unit("a2", 7, 2, bindings([pages, nothing])))).claims).toEqual([])
})

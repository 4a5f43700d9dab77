import { expect, test } from "vitest"
import { cipMessage } from "../../../../shared/protocols/cip/cip.ts"
import { cip } from "../../../../shared/protocols/cip/cip-protocol.ts"
import { exchange } from "../../../make/cip-messages.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

dissectorSuite(cipMessage, {
  samples: [
    { name: "read tag", bytes: hex('4c 07 91 04 "Tank" 28 03 91 03 "Low" 00 0100') },
    { name: "get attribute list", bytes: hex("03 02 206b 2404 0200 0100 0700") },
    { name: "set attribute list", bytes: hex("04 02 208b 2401 0100 0600 0004a7a26b5b0400") },
    { name: "refusal with additional status", bytes: hex("cd 00 ff 01 0721") },
    {
      name: "forward open",
      bytes: hex(`
        54 02 2006 2401                       # forward open to the connection manager
        0a0e 00000000 22000000                # time-out, connection identifiers
        0100 4d00 78563412 03 000000          # serial numbers, multiplier
        10270000 f443 50c30000 f443 a3        # intervals and parameters, class 3
        03 0102 2002 2401                     # slot 2, message router
      `),
    },
    { name: "unconnected send", bytes: hex("52 02 2006 2401 0a0e 0600 01 02 2001 2401 01 00 0100") },
    { name: "controller's name", bytes: hex('81 00 00 00 0600 "Boiler" 0500 "North" 0000') },
  ],
  refused: [
    { name: "a service that is kept free", bytes: hex("1f 02 2001 2401") },
    { name: "a path that is none", bytes: hex("4c 02 ff01 2401") },
    { name: "an answer without its reserved byte", bytes: hex("81 01 00 00") },
  ],
})

test("places: tags with their indices, objects with their attributes, lists; values with the types that tags have", () => {
  const report = exchange(
    ["to", '4c 07 91 04 "Tank" 28 03 91 03 "Low" 00 0100'],
    ["from", "cc 00 00 00 ca00 0000c841"],
    ["to", '4d 03 91 04 "Tank" c400 0100 ffffffff'],
    ["from", "cd 00 ff 01 0721"],
    ["to", '4e 02 91 02 "Go" 0100 04 fb'],
    ["to", "0e 03 20f5 2401 3005"],
    ["to", "03 02 206b 2404 0200 0100 0700"],
    ["to", "03 02 2001 2401 0100 0500"],
    ["to", "0e 04 206b 2500 0034 3001"],
    ["to", "4c 02 2072 2400 58030400 0100"],
    ["to", "04 02 208b 2401 0100 0600 0004a7a26b5b0400"],
  )
  expect(report.places).toEqual([
    "cip Tank[3].Low",
    "good ca000000c841",
    "cip Tank",
    "written -1",
    "cip Go",
    "written set 0x04, clear 0x04",
    "cip class 0xF5 tcp/ip interface, instance 1, attribute 5 interface configuration",
    "cip class 0x6B symbol, instance 4, attributes 1, 7",
    "cip class 0x01 identity, instance 1, attribute 5 status",
    "cip class 0x6B symbol, instance 13312, attribute 1",
    "cip controller memory 0x40358, 1 byte",
    "cip class 0x8B wall clock time, instance 1, attribute 6",
    "written 2008-11-11 15:35:55.325",
  ])
  expect(report.details).toContain("cip tag:77")
  expect(report.details).toContain("cip status:255")
  expect(report.details).toContain("cip status:1:8455")
})

test("what a service does depends on the class: stop, restart, firmware, network address", () => {
  const report = exchange(
    ["to", "07 02 208e 2401"],
    ["to", "05 02 2001 2401 01"],
    ["to", "4d 02 20a1 2401 0000"],
    ["to", "10 03 20f5 2401 3005 0a01a8c0 00ffffff 0101a8c0"],
    ["to", "10 03 2004 2464 3003 00"],
  )
  expect(report.details.filter((key) => !/class:\d+$/.test(key))).toEqual([
    "cip class:142:7",
    "cip class:1:5",
    "cip class:161:77",
    "cip class:245:16",
  ])
  expect(report.places).toEqual([
    "cip class 0x8E controller mode, instance 1",
    "cip class 0x01 identity, instance 1",
    "written back to factory settings",
    "cip class 0xA1 firmware storage, instance 1",
    "written 0",
    "cip class 0xF5 tcp/ip interface, instance 1, attribute 5 interface configuration",
    "written 192.168.1.10, mask 255.255.255.0, gateway 192.168.1.1",
    "cip class 0x04 assembly, instance 100, attribute 3",
    "written 0",
  ])
})

test("what a service does depends on the object that is reached in the end: a tag of a program is not forced, and no file is cleared", () => {
  const report = exchange(["to", "4d 04 2068 2402 206b 2405 c400 0100 0a000000"], ["to", "51 04 2068 2402 206a 2405"])
  expect(report.details.filter((key) => !/class:\d+$/.test(key))).toEqual(["cip class:106:81"])
  expect(cip.commands?.["81"]).toBeUndefined()
})

test("a connection keeps the slot that it was opened to; who comes by another one is not known", () => {
  const report = exchange(
    [
      "to",
      "54 02 2006 2401 0a0e 00000000 22000000 0100 4d00 78563412 03000000 102700 00 f443 50c30000 f443 a3 03 0102 2002 2401",
    ],
    ["from", "d4 00 00 00 11000000 22000000 0100 4d00 78563412 10270000 50c30000 00 00"],
    ["to", "0e 03 2001 2401 3005", "11000000"],
    ["from", "8e 00 00 00 7030", "22000000"],
    ["to", "0e 03 2001 2401 3006", "33000000"],
    ["from", "8e 00 00 00 01000000", "44000000"],
    ["to", "4e 02 2006 2401 0a0e 0100 4d00 78563412 03 00 0102 2002 2401"],
    ["from", "ce 00 01 01 0701"],
  )
  expect(report.places.filter((line) => line.startsWith("cip") || line.startsWith("written"))).toEqual([
    "cip slot 2, connection to class 0x02 message router, instance 1",
    "written every 10 ms (500 bytes) out, 50 ms (500 bytes) in, class 3",
    "cip slot 2, class 0x01 identity, instance 1, attribute 5 status",
    "cip class 0x01 identity, instance 1, attribute 6 serial number",
    "cip slot 2, connection to class 0x02 message router, instance 1",
  ])
  expect(report.claims).toEqual(["part 2 mode = program", "part 2 keySwitch = remote", "sender serial = 00000001"])
  expect(report.parts).toEqual(["cip slot 2"])
  expect(report.details).toContain("cip status:1:263")
})

test("a route through another network tells nothing of the own slots", () => {
  const report = exchange(
    ["to", '52 02 2006 2401 0a0e 0600 01 02 2001 2401 07 00 0101 12 08 "10.0.0.3" 0100'],
    ["from", '81 00 00 00 0100 0e00 3600 140b 6030 efbeadde 03 "PLC"'],
  )
  expect(report.places[0]).toBe("cip another network, class 0x01 identity, instance 1")
  expect([report.claims, report.parts]).toEqual([[], []])
})

test("a controller tells its project", () => {
  const report = exchange(
    ["to", "01 02 2064 2401"],
    ["from", '81 00 00 00 0600 "Boiler" 0500 "North" 0000'],
    ["to", "03 02 2064 2401 0100 0100"],
    ["from", '83 00 00 00 0100 0100 0000 0600 "Cooler"'],
    ["to", "01 02 2064 2401"],
    ["from", '81 00 00 00 0b00 "1756-ENBT/A" 0000'],
  )
  expect(report.claims).toEqual(["sender project = Boiler", "sender description = North", "sender project = Cooler"])
})

proves({ cip: ["framing", "identity", "state", "places", "commands"] })

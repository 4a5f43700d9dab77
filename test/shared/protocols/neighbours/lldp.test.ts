import { expect, test } from "vitest"
import { lldp } from "../../../../shared/protocols/neighbours/lldp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const switchFrame: Sample = {
  name: "a switch",
  bytes: hex(`
    0207 04 001b1ba1b2c3         # chassis: MAC
    0407 03 001b1ba1b2c4         # port: MAC
    0602 0078                    # time to live
    0a07 "SW-CELL"               # system name
    0c0f "SCALANCE XC208 "       # system description
    0e04 0014 0004               # can bridge and route, bridges
    100c 05 01 0a010afd 02 00000001 00  # management address 10.1.10.253
    fe08 0012bb 08 "SN42"        # inventory: serial number
    0000                         # end
  `),
}

const station: Sample = {
  name: "a PROFINET station",
  bytes: hex(`
    0208 07 "filler1"            # chassis: the name of the station
    0409 07 "port-001"
    0602 0014
    0e04 0080 0080               # a station
    0000
  `),
}

dissectorSuite(lldp, {
  samples: [switchFrame, station],
  refused: [
    { name: "another first TLV", bytes: hex("0407 03 001b1ba1b2c4") },
    { name: "an empty chassis", bytes: hex("0200 0400 0602 0078") },
  ],
})

test("a switch tells name, description, kind, address and serial number", () => {
  const conversation = new Conversation(lldp)
  conversation.read(switchFrame.bytes)
  expect(conversation.report.names).toEqual(["lldpSystems SW-CELL"])
  expect(conversation.report.bindings).toEqual(["00:1b:1b:a1:b2:c3 10.1.10.253 announcement"])
  expect(conversation.report.claims).toEqual([
    "sender hostname = SW-CELL",
    "sender description = SCALANCE XC208",
    "sender type = switch",
    "sender serial = SN42",
  ])
})

test("a PROFINET station's chassis is its name", () => {
  const conversation = new Conversation(lldp)
  conversation.read(station.bytes)
  expect(conversation.report.claims).toEqual(["sender stationName = filler1"])
})

test("a TLV that lies about its length is named with its value", () => {
  const lying = hex("0207 04 001b1ba1b2c3 0a50 41")
  expect(() => new Conversation(lldp).read(lying)).toThrow("LLDP TLV 5 of 80 bytes, 1 are there")
})

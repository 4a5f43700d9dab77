import { expect, test } from "vitest"
import { pccc } from "../../../../shared/protocols/cip/pccc.ts"
import { exchange } from "../../../make/cip-messages.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const asksStatus: Sample = { name: "diagnostic status", bytes: hex("0600 0400 03") }

dissectorSuite(pccc, {
  samples: [
    asksStatus,
    {
      name: "diagnostic status, answer",
      bytes: hex('4600 0400 00ee4a9c21 "1766-LEC   " 0000 3e00 1234 08fc'),
      after: [asksStatus],
    },
    { name: "protected typed logical write", bytes: hex("0f00 0200 aa 02 04 86 01 02 6400") },
    { name: "word range read by name", bytes: hex('0f00 0700 01 0000 0100 0024 "N7:3" 00 02') },
    { name: "protected typed file write", bytes: hex("0f00 0800 af 02 0000 1000 22 0102") },
    { name: "write bytes physical", bytes: hex("0f00 0900 18 00200000 0102") },
    { name: "refusal", bytes: hex("4f10 0200") },
  ],
  refused: [
    { name: "a request with a status", bytes: hex("0f10 0200 aa") },
    { name: "a command that is none", bytes: hex("9f00 0200 aa") },
    { name: "a refusal with data", bytes: hex("4f10 0200 0102030405") },
  ],
})

const id = "07 4d00 78563412"

test("the older protocol inside tells data files, modes, and who the controller is", () => {
  const report = exchange(
    ["to", `4b 02 2067 2401 ${id} 0f00 0100 a2 04 07 89 05 00`],
    ["from", `cb 00 00 00 ${id} 4f00 0100 0300ffff`],
    ["to", `4b 02 2067 2401 ${id} 0f00 0200 aa 02 04 86 01 02 6400`],
    ["from", `cb 00 00 00 ${id} 4f10 0200`],
    ["to", `4b 02 2067 2401 ${id} 0f00 0300 80 01`],
    ["from", `cb 00 00 00 ${id} 4f00 0300`],
    ["to", `4b 02 2067 2401 ${id} 0600 0400 03`],
    ["from", `cb 00 00 00 ${id} 4600 0400 00ee4a9c21 "1766-LEC   " 0000 3e00 1234 08fc`],
    ["to", `4b 02 2067 2401 ${id} 0f00 0500 ab 02 03 85 00 00 0100 0100`],
    ["to", `4b 02 2067 2401 ${id} 0800 0600 1000 0102`],
  )
  expect(report.operations.filter((line) => line.startsWith("pccc"))).toEqual([
    "pccc 15:162 request",
    "pccc 15:162 response",
    "pccc 15:170 request",
    "pccc 15:170 exception",
    "pccc 15:128 request",
    "pccc 15:128 response",
    "pccc 6:3 request",
    "pccc 6:3 response",
    "pccc 15:171 request",
    "pccc 8 request",
  ])
  expect(report.places.filter((line) => !line.startsWith("cip"))).toEqual([
    "pccc N7:5 to 6",
    "good 0300ffff",
    "pccc T4:1.ACC",
    "written 100",
    "pccc B3:0",
    "written 1",
    "pccc data table from byte 16, 2 bytes",
    "written 513",
  ])
  expect(report.details.filter((line) => line.startsWith("pccc"))).toEqual(["pccc status:16", "pccc mode:128:1"])
  expect(report.claims).toEqual([
    "sender model = 1766-LEC",
    "sender hardware = series B, release 2",
    "sender mode = run",
    "sender keySwitch = run",
  ])
})

proves({
  pccc: ["framing", "requests", "identity", "state", "places", "commands"],
  cip: ["requests", "places"],
  enip: ["requests"],
})

import { expect, test } from "vitest"
import { umas, umasProtocol } from "../../../../shared/protocols/modbus/umas.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const ask = { sourcePort: 49152, targetPort: 502, direction: 1, side: 0 }
const answer = { sourcePort: 502, targetPort: 49152, direction: -1, side: 1 }

const reserve: Sample = {
  name: "take reservation",
  circumstances: ask,
  bytes: hex(`
    0001 0000 0010 00 5a
    00 10          # session key 0, take plc reservation
    00000000
    07 "STATION"   # who wants it
  `),
}
const stop: Sample = { name: "stop", circumstances: ask, bytes: hex("0002 0000 0006 00 5a 3f 41 ff00") }
const stopped: Sample = {
  name: "stopped",
  circumstances: answer,
  after: [stop],
  bytes: hex("0002 0000 0004 00 5a 3f fe"),
}
const refused: Sample = {
  name: "refused",
  circumstances: answer,
  after: [stop],
  bytes: hex("0002 0000 0005 00 5a 3f fd 83"),
}
const readId: Sample = { name: "read id", circumstances: ask, bytes: hex("0003 0000 0004 00 5a 00 02") }
const id: Sample = {
  name: "id",
  circumstances: answer,
  after: [readId],
  bytes: hex(`
    0003 0000 0028 00 5a 00 fe
    00000000000000000000000000000000000000000000 # type and versions
    0b "BMX P34 999" 00 00
  `),
}
const readProject: Sample = { name: "read project", circumstances: ask, bytes: hex("0004 0000 0005 00 5a 00 03 00") }
const project: Sample = {
  name: "project",
  circumstances: answer,
  after: [readProject],
  bytes: hex(`
    0004 0000 0032 00 5a 00 fe
    0000000000000000000000000000000000000000000000000000000000000000000000000000 # identification, dates
    06 "Mixer" 00 00
  `),
}
const readMemory: Sample = {
  name: "read memory",
  circumstances: ask,
  bytes: hex("0005 0000 000d 00 5a 00 20 00 1300 64000000 0400"),
}
const memory: Sample = {
  name: "memory",
  circumstances: answer,
  after: [readMemory],
  bytes: hex("0005 0000 000b 00 5a 00 fe 00 0400 01020304"),
}
const download: Sample = {
  name: "download",
  circumstances: ask,
  bytes: hex("0006 0000 0008 00 5a 3f 34 0001 0200"),
}

dissectorSuite(umas, {
  samples: [reserve, stop, stopped, refused, id, project, readMemory, memory, download],
  refused: [{ name: "read holding registers", bytes: hex("0001 0000 0006 01 03 006b 0003") }],
})

const read = (...samples: readonly Sample[]) => {
  const conversation = new Conversation(umas)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

test("a stop is a command, and its answer says whether it was obeyed", () => {
  expect(read(stop, stopped).operations).toEqual(["umas 65 request", "umas 65 response"])
  expect(read(stop, refused).operations).toEqual(["umas 65 request", "umas 65 exception"])
  expect(umasProtocol.commands?.["65"]).toEqual({ does: "Stop the controller", technique: "T0858" })
})

test("an upload loads the program into the controller, a download reads it out", () => {
  expect(umasProtocol.commands?.["49"]?.technique).toBe("T0843")
  expect(umasProtocol.commands?.["52"]?.technique).toBe("T0845")
})

test("an answer that nobody asked for counts nothing", () => {
  expect(read(stopped).operations).toEqual([])
})

test("the controller and its project are named", () => {
  expect(read(readId, id, readProject, project).claims).toEqual([
    "sender model = BMX P34 999",
    "sender vendor = Schneider Electric",
    "sender project = Mixer",
  ])
})

test("who reserves, which memory is read, which block is read out", () => {
  expect(read(reserve, readMemory, memory, download).places).toEqual([
    "umas reservation by STATION",
    "umas memory block 19, bytes 100 to 103",
    "good 01020304",
    "umas program, block 2",
  ])
})

proves({ umas: ["framing", "requests", "identity", "places", "commands"] })

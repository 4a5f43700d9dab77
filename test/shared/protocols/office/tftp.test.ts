import { expect, test } from "vitest"
import { tftp } from "../../../../shared/protocols/office/tftp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const read = hex('0001 "switch.cfg" 00 "octet" 00')
const write = hex('0002 "firmware.bin" 00 "OCTET" 00 "blksize" 00 "1428" 00')

dissectorSuite(tftp, {
  samples: [
    { name: "read request", bytes: read },
    { name: "write request with options", bytes: write },
  ],
  refused: [
    { name: "another mode", bytes: hex('0001 "switch.cfg" 00 "binary" 00') },
    { name: "no name", bytes: hex('0001 00 "octet" 00 0000') },
    { name: "a name without end", bytes: hex('0001 "switch.cfg.octet"') },
    { name: "another operation", bytes: hex('0007 "switch.cfg" 00 "octet" 00') },
  ],
})

test("who asks for which file", () => {
  const conversation = new Conversation(tftp)
  conversation.read(read)
  conversation.read(write)
  const { said, operations, places } = conversation.report
  expect(said).toEqual([
    { kind: "file", name: "switch.cfg", way: "toClient" },
    { kind: "file", name: "firmware.bin", way: "toServer" },
  ])
  expect(operations).toEqual(["tftp 1 request", "tftp 2 request"])
  expect(places).toEqual(["tftp switch.cfg", "tftp firmware.bin"])
})

test("an error to this port is counted as one", () => {
  const conversation = new Conversation(tftp)
  conversation.read(hex('0005 0001 "File not found" 00'))
  expect(conversation.report.operations).toEqual(["tftp 5 exception"])
})

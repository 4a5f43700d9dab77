import { expect, test } from "vitest"
import { dhcp } from "../../../../shared/protocols/neighbours/dhcp.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const udp = { transport: "udp", sourcePort: 68, targetPort: 67 } as const

const header = (operation: string, yours: string) => `
  ${operation} 01 06 00 12345678 0000 0000  # Ethernet, 6 bytes of hardware address, transaction
  00000000 ${yours} 00000000 00000000       # client, yours, next server, relay
  001b1b0a0b0c 00*10                        # client hardware address
  00*64 00*128                              # server name, boot file
  63825363                                  # cookie
`

const request: Sample = {
  name: "request",
  circumstances: udp,
  bytes: hex(`
    ${header("01", "00000000")}
    35 01 03                                # request
    0c 0a "ENG-LAPTOP"                      # host name
    3c 08 "MSFT 5.0"                        # vendor class
    ff
  `),
}

const acknowledge: Sample = {
  name: "acknowledge",
  circumstances: { transport: "udp", sourcePort: 67, targetPort: 68 },
  bytes: hex(`${header("02", "0a010a63")} 35 01 05 33 04 00015180 ff`),
}

const overloaded: Sample = {
  name: "options in the boot file's field",
  circumstances: udp,
  bytes: hex(`
    01 01 06 00 12345678 0000 0000 00*16 001b1b0a0b0c 00*10 00*64
    0c 04 "hmi7" ff 00*121
    63825363 34 01 01 35 01 01 ff
  `),
}

dissectorSuite(dhcp, {
  samples: [request, acknowledge, overloaded],
  refused: [
    { name: "an operation that is none", bytes: hex("03 01 06 00 00*232") },
    { name: "a hardware address of 32 bytes", bytes: hex("01 01 20 00 00*232") },
    { name: "too short", bytes: hex("01 01 06 00 00*30") },
  ],
})

test("a client tells its name and system, by its own hardware address", () => {
  const conversation = new Conversation(dhcp)
  conversation.read(request.bytes, udp)
  expect(conversation.report.names).toEqual(["dhcpHostnames ENG-LAPTOP"])
  expect(conversation.report.claims).toEqual([
    "00:1b:1b:0a:0b:0c hostname = ENG-LAPTOP",
    "00:1b:1b:0a:0b:0c os = Windows",
  ])
  expect(conversation.report.operations).toEqual(["dhcp 3 request"])
})

test("an acknowledgement binds the address", () => {
  const conversation = new Conversation(dhcp)
  conversation.read(acknowledge.bytes, udp)
  expect(conversation.report.bindings).toEqual(["00:1b:1b:0a:0b:0c 10.1.10.99 dhcp"])
  expect(conversation.report.operations).toEqual(["dhcp 5 response"])
})

test("options may stand in the boot file's field", () => {
  const conversation = new Conversation(dhcp)
  conversation.read(overloaded.bytes, udp)
  expect(conversation.report.names).toEqual(["dhcpHostnames hmi7"])
})

test("an option that lies about its length is named with its value", () => {
  const lying = hex(`${header("01", "00000000")} 0c 50 "short"`)
  expect(() => new Conversation(dhcp).read(lying, udp)).toThrow("DHCP option 12 of 80 bytes, 5 are there")
})

test("who gives and who refuses an address is told, by the server's own word", () => {
  const conversation = new Conversation(dhcp)
  const answer = (message: string): Uint8Array => hex(`${header("02", "0a010a63")} 35 01 ${message} 36 04 0a010a01 ff`)
  for (const message of ["02", "05", "06"]) conversation.read(answer(message), udp)
  conversation.read(acknowledge.bytes, udp) // names no server
  conversation.read(request.bytes, udp)
  const lease = { kind: "lease", by: "10.1.10.1", mac: "00:1b:1b:0a:0b:0c" }
  expect(conversation.report.said).toEqual([
    { ...lease, outcome: "given" },
    { ...lease, outcome: "given" },
    { ...lease, outcome: "refused" },
  ])
})

import { expect, test } from "vitest"
import { s7comm } from "../../../../shared/protocols/s7/s7comm.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const readJob: Sample = {
  name: "read var, job",
  bytes: hex(`
    32 01 0000 0005  # S7comm, job, reference 5
    000e 0000        # 14 bytes of parameters, no data
    04 01            # read var, one item
    12 0a 10 02 0004 0001 84 000000  # DB1.DBX0.0 byte 4
  `),
}

const readAnswer: Sample = {
  name: "read var, acknowledgement with data",
  bytes: hex(`
    32 03 0000 0005 0002 0008
    00 00                # no error
    04 01                # read var, one item
    ff 04 0020 00000001  # done, 32 bits
  `),
}

const readFailure: Sample = {
  name: "read var that failed",
  bytes: hex(`
    32 03 0000 0006 0002 0004
    00 00
    04 01
    0a 00 0000  # the object does not exist
  `),
}

const stop: Sample = {
  name: "plc stop",
  bytes: hex(`
    32 01 0000 0007 0010 0000
    29 00 00 00 00 00 09 "P_PROGRAM"  # stop, the program
  `),
}

const uploadJob: Sample = {
  name: "start upload, job",
  bytes: hex(`
    32 01 0000 0008 0012 0000
    1d 00 0000 00000000 09 "_0800001P"
  `),
}

const refusal: Sample = {
  name: "acknowledgement without data",
  after: [uploadJob],
  bytes: hex(`
    32 02 0000 0008 0000 0000
    d2 0a  # error class and code
  `),
}

const listRequest: Sample = {
  name: "read SZL, request",
  bytes: hex(`
    32 07 0000 0009 0008 0008
    000112 04 11 44 01 00  # request, cpu functions, read SZL
    ff 09 0004 0011 0000   # SZL 0x0011
  `),
}

const module: Sample = {
  name: "read SZL 0x0011, answer",
  bytes: hex(`
    32 07 0000 0009 000c 0044
    000112 08 12 84 01 01  # response, cpu functions, read SZL, sequence 1
    00 00 0000             # one data unit, no error
    ff 09 0040             # done, octets, 64 bytes
    0011 0000 001c 0002    # SZL 0x0011, two records of 28 bytes
    0001 "6ES7 315-2EH14-0AB0 " 00c0 0001 0001   # the module, its order number
    0007 "                    " 00c0 5603 0206   # its firmware: V3.2.6
  `),
}

const component: Sample = {
  name: "read SZL 0x001C, answer",
  bytes: hex(`
    32 07 0000 000a 000c 0072
    000112 08 12 84 01 02
    00 00 0000
    ff 09 006e
    001c 0000 0022 0003
    0001 "Filler 3" 00*24
    0005 "S C-X4U421302009" 00*16
    0007 "CPU 315-2 PN/DP" 00*17
  `),
}

const mode: Sample = {
  name: "read SZL 0x0424, answer",
  bytes: hex(`
    32 07 0000 000b 000c 0020
    000112 08 12 84 01 03
    00 00 0000
    ff 09 001c
    0424 0000 0014 0001
    5144 ff 08 00000000 00*12  # state 8: run
  `),
}

const transition: Sample = {
  name: "mode transition told by the controller",
  bytes: hex(`
    32 07 0000 0000 0008 0000
    000100 10 00 00 00 00  # push, mode transition, stop
  `),
}

dissectorSuite(s7comm, {
  samples: [readJob, readAnswer, readFailure, stop, refusal, listRequest, module, component, mode, transition],
  refused: [
    { name: "another identifier", bytes: hex("33 01 0000 0005 0000 0000") },
    { name: "a ROSCTR that is none", bytes: hex("32 05 0000 0005 0000 0000") },
    { name: "parameters beyond the message", bytes: hex("32 01 0000 0005 0010 0000 04 01") },
  ],
})

test("jobs ask, acknowledgements answer, failures are exceptions", () => {
  const conversation = new Conversation(s7comm)
  for (const sample of [readJob, readAnswer, readFailure, stop, uploadJob, refusal]) conversation.read(sample.bytes)
  expect(conversation.report.operations).toEqual([
    "s7comm 4 request",
    "s7comm 4 response",
    "s7comm 4 exception",
    "s7comm 41 request",
    "s7comm 29 request",
    "s7comm 29 exception",
  ])
})

test("user data is counted by group and subfunction", () => {
  const conversation = new Conversation(s7comm)
  for (const sample of [listRequest, module, transition]) conversation.read(sample.bytes)
  expect(conversation.report.operations).toEqual([
    "s7comm userdata:4:1 request",
    "s7comm userdata:4:1 response",
    "s7comm userdata:0:0 message",
  ])
  expect(s7comm.protocol.functionName!(0x10401)).toBe("read szl")
  // What a programming tool asks again and again while it is online is no force.
  expect(s7comm.protocol.functionName!(0x10110)).toBe("read job list")
  expect(s7comm.protocol.commands?.["userdata:1:16"]).toBeUndefined()
  expect(s7comm.protocol.functionName!(0x10109)).toBe("force")
  expect(s7comm.protocol.commands?.["userdata:1:9"]?.technique).toBe("T0835")
})

test("system status lists tell what the controller is", () => {
  const conversation = new Conversation(s7comm)
  for (const sample of [module, component, mode, transition]) conversation.read(sample.bytes)
  expect(conversation.report.claims).toEqual([
    "sender orderNumber = 6ES7 315-2EH14-0AB0",
    "sender vendor = Siemens",
    "sender firmware = V3.2.6",
    "sender hostname = Filler 3",
    "sender serial = S C-X4U421302009",
    "sender model = CPU 315-2 PN/DP",
    "sender type = plc",
    "sender mode = run",
    "sender mode = stop",
  ])
  const order = conversation.report.spans[0]!
  expect(new TextDecoder().decode(module.bytes.subarray(order.at, order.at + order.length))).toBe(
    "6ES7 315-2EH14-0AB0 ",
  )
})

test("a list that claims records of no length is refused", () => {
  const lying = module.bytes.slice()
  lying[31] = 0
  expect(() => new Conversation(s7comm).read(lying)).toThrow("2 records of 0 bytes")
})

const read = (...messages: readonly string[]) => {
  const conversation = new Conversation(s7comm)
  for (const text of messages) conversation.read(hex(text))
  return conversation.report
}

test("reads and writes name memory, data blocks, bits, counters and timers, and answers judge each item", () => {
  const { places } = read(
    `32 01 0000 0001 0032 0000  04 04
     12 0a 10 02 000a 0005 84 000000   # ten bytes of DB 5 from byte 0
     12 0a 10 01 0001 0000 83 00001b   # flag 3.3
     12 0a 10 1d 0002 0000 1d 000007   # timers 7 and 8
     12 0a 10 04 0001 0000 81 000020   # input word 4`,
    `32 03 0000 0001 0002 0018 00 00  04 04
     ff 04 0020 01020304  ff 03 0001 01 00  0a 00 0000  ff 04 0010 0102`,
    `32 01 0000 0002 000e 0006  05 01
     12 0a 10 04 0001 0007 84 000050
     00 04 0010 02ee`,
    `32 03 0000 0002 0002 0001 00 00  05 01  ff`,
  )
  expect(places).toEqual([
    "s7comm DB 5, bytes 0 to 9",
    "s7comm flags, bit 3.3",
    "s7comm timers 7 to 8",
    "s7comm inputs, bytes 4 to 5",
    "good 01020304",
    "good 01",
    "refused",
    "good 0102",
    "s7comm DB 7, bytes 10 to 11",
    "written 750",
    "good",
  ])
})

test("blocks that are loaded, read out, activated and deleted are named, and services told apart", () => {
  const { operations, details, places } = read(
    `32 01 0000 0003 0020 0000  1a 00 0100 00000000 09 "_0A00001P" 0d "1000192000104"`,
    `32 01 0000 0004 0012 0000  1d 00 0000 00000000 09 "_0800001A"`,
    `32 01 0000 0005 001a 0000  28 00000000 0000fd 000a 0100 "0A00001P" 05 "_INSE"`,
    `32 01 0000 0006 001a 0000  28 00000000 0000fd 000a 0100 "0E00012P" 05 "_DELE"`,
    `32 01 0000 0007 0014 0000  28 00000000 0000fd 0000 09 "P_PROGRAM"`,
    `32 01 0000 0008 0010 0000  28 00000000 0000fd 0000 05 "_XYZW"`,
  )
  expect(operations.map((one) => one.split(" ")[1])).toEqual(["26", "29", "40", "40", "40", "40"])
  expect(details).toEqual(["s7comm pi:_INSE", "s7comm pi:_DELE", "s7comm pi:P_PROGRAM", "s7comm pi:other"])
  expect(places).toEqual([
    "s7comm DB 1 (loaded, not yet active)",
    "s7comm OB 1 (active)",
    "s7comm DB 1 (loaded, not yet active)",
    "s7comm FB 12 (loaded, not yet active)",
  ])
  expect(s7comm.protocol.commands?.["pi:P_PROGRAM"]).toEqual({ does: "Start the controller", technique: "T0858" })
  expect(s7comm.protocol.commands?.["pi:_DELE"]?.technique).toBe("T0889")
  expect(s7comm.protocol.commands?.["41"]?.technique).toBe("T0858")
})

test("the position of the mode selector and the protection are told by the list of protection levels", () => {
  const { claims, places } = read(
    "32 07 0000 0005 0008 0008  000112 04 11 44 01 00  ff 09 0004 0132 0004",
    `32 07 0000 0005 000c 0034  000112 08 12 84 01 01 00 00 0000  ff 09 0030 0132 0004 0028 0001
     0004 0001 0003 0003 0002 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000`,
  )
  expect(places).toEqual(["s7comm system list 0x0132, index 4"])
  expect(claims).toEqual([
    "sender protection = level 3: reading and writing need the password",
    "sender keySwitch = RUN-P",
  ])
})

test("a controller in a rack of several is told by the address of the transport", () => {
  const conversation = new Conversation(s7comm)
  const setup = hex("32 03 0000 0001 0008 0000 00 00 f0 00 0001 0001 00f0")
  conversation.read(setup, { behind: 0x23 })
  conversation.read(module.bytes, { behind: 0x23 })
  expect(conversation.report.parts).toEqual(["s7comm rack 1, slot 3"])
  expect(conversation.report.claims[0]).toBe("part 35 orderNumber = 6ES7 315-2EH14-0AB0")
})

test("lengths that pass the message's end are refused", () => {
  expect(() => read("32 01 0000 0005 000c 0000  28 00000000 0000fd 00ff 0100")).toThrow(
    "service parameters of 255 bytes",
  )
  expect(() => read("32 01 0000 0005 0006 0000  04 01 12 ff 10 02")).toThrow("item address of 255 bytes")
})

/** "s7-pass" and a blank, each combined with 0x55 and the letter two before. */
const encoded = (password: string): string => {
  const out: number[] = []
  for (let n = 0; n < 8; n++) out.push(password.padEnd(8).charCodeAt(n) ^ 0x55 ^ (out[n - 2] ?? 0))
  return out.map((byte) => byte.toString(16).padStart(2, "0")).join("")
}
const sends = (password: string): Uint8Array =>
  hex(`32 07 0000 0900 0008 000c 000112 04 11 45 01 00 ff 09 0008 ${encoded(password)}`)
const judges = (error: string): Uint8Array =>
  hex(`32 07 0000 0900 000c 0004 000112 08 12 85 01 01 00 00 ${error} 0a 00 0000`)

test("a controller's password is a sign-in, right or wrong; it is told masked, and nowhere in the clear", () => {
  const talk = new Conversation(s7comm)
  expect(encoded("admin").slice(0, 4)).toBe("3431") // 'a' ^ 0x55, 'd' ^ 0x55
  talk.read(sends("s7-pass"))
  talk.read(judges("d602"))
  talk.read(sends("opener"))
  talk.read(judges("0000"))
  const signIn = { kind: "signIn", user: "", isClear: true }
  expect(talk.report.said).toEqual([
    { ...signIn, succeeded: false, mask: { shown: "s… (7 characters)", isDefault: false } },
    { ...signIn, succeeded: true, mask: { shown: "o… (6 characters)", isDefault: false } },
  ])
  expect(JSON.stringify(talk.report)).not.toMatch(/s7-pass|opener/)
  expect(talk.report.operations).toContain("s7comm userdata:5:1 exception")
})

test("an answer to no password, and a password of which bytes are missing, tell nothing of it", () => {
  const talk = new Conversation(s7comm)
  talk.read(judges("0000"))
  expect(talk.report.said).toEqual([])
  talk.read(hex("32 07 0000 0900 0008 0004 000112 04 11 45 01 00 ff 09 0000"))
  talk.read(judges("0000"))
  expect(talk.report.said).toEqual([{ kind: "signIn", user: "", succeeded: true, isClear: true }])
})

test("a refusal says why: by item, in the head of an acknowledgement, in the parameters of user data", () => {
  const { detailName } = s7comm.protocol
  const told = (...messages: readonly string[]) => {
    const conversation = new Conversation(s7comm)
    conversation.read(readJob.bytes)
    for (const message of messages) conversation.read(hex(message))
    return conversation.report.details
  }
  // Two items: the first is there, the second is not.
  expect(told("32 03 0000 0005 0002 0009 00 00 04 02  ff 04 0008 2a 00  0a 00 0000")).toEqual(["s7comm item:10"])
  // A stop that the protection level forbids; a bare acknowledgement.
  expect(told("32 03 0000 0006 0001 0000 d2 41 29")).toEqual(["s7comm error:d241"])
  expect(told("32 02 0000 0005 0000 0000 84 04")).toEqual(["s7comm error:8404"])
  // A system status list that the controller does not have.
  const list = "32 07 0000 0009 000c 0004 000112 08 12 84 01 01 00 00 d402 0a 00 0000"
  expect(told(list)).toEqual(["s7comm error:d402"])
  expect([0x10a, 0x10000 + 0xd241, 0x10000 + 0xd402, 0x10000 + 0x87ff].map((code) => detailName!(code))).toEqual([
    "refused: object does not exist",
    "refused: not allowed at this protection level",
    "refused: information is not available",
    "refused: access failed",
  ])
  expect(told("32 03 0000 0005 0002 0005 00 00 04 01  ff 04 0008 2a")).toEqual([])
})

proves({ s7comm: ["framing", "requests", "identity", "state", "places", "commands"] })

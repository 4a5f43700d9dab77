import { describe, expect, test } from "vitest"
import { profinetCm, profinetMapper } from "../../../../shared/protocols/profinet/profinet-cm.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const udp = { transport: "udp" } as const

/** A head and a body, high byte first; the body's length is put into the head. */
function packet(kind: string, flags: string, operation: string, body: string, more = "0000"): Uint8Array {
  const content = hex(body)
  const length = content.length.toString(16).padStart(4, "0")
  const head = hex(`
    04 ${kind} ${flags} 00 000000 00
    dea00000 6c97 11d1 8271 0001 0301 002a  # object: instance 1, device 0x0301, vendor 0x002a
    dea00001 6c97 11d1 8271 00a02442df7d    # interface of the device
    11111111 2222 3333 4444 555555555555    # activity
    00000000 00000001 00000007 ${operation} ffff ffff ${length} ${more} 00 00
  `)
  const bytes = new Uint8Array(head.length + content.length)
  bytes.set(head)
  bytes.set(content, head.length)
  return bytes
}

/** First number, then the arguments as an array. */
function body(first: string, blocks: string): string {
  const length = hex(blocks).length.toString(16).padStart(8, "0")
  return `${first} ${length} ${first === "00000000" ? length : first} 00000000 ${length} ${blocks}`
}

const relation = "aaaaaaaa bbbb cccc dddd eeeeeeeeeeee"
const request = (name: string, operation: string, blocks: string): Sample => ({
  name: `${name}, request`,
  circumstances: { ...udp, direction: 1, side: 0 },
  bytes: packet("00", "20", operation, body("00001000", blocks)),
})
const answer = (name: string, operation: string, blocks: string, status = "00000000"): Sample => ({
  name: `${name}, answer`,
  circumstances: { ...udp, direction: -1, side: 1 },
  bytes: packet("02", "28", operation, body(status, blocks)),
})

const connect = request(
  "connect",
  "0000",
  `0101 003a 0100 0001 ${relation} 0001 020000000001  # IO controller
     dea00000 6c97 11d1 8271 0001 010d 002a 00000011 0064 8892
     0004 "plc1"
   0102 0006 0100 0001 0001                            # the rest is not read
  `,
)
const supervisor = request(
  "connect of a supervisor",
  "0000",
  `0101 003a 0100 0006 ${relation} 0001 020000000001
     dea00000 6c97 11d1 8271 0001 010d ffff 00000011 0064 8892
     0004 "tool"
  `,
)
const connected = answer(
  "connect",
  "0000",
  `8101 001e 0100 0001 ${relation} 0001 020000000002 8892
   8106 000a 0100 0006 "pump-7"
  `,
)
const refused = answer("connect, refused,", "0000", "", "db814004")
const parameterEnd = request("control", "0004", `0110 001c 0100 0000 ${relation} 0001 0000 0001 0000`)
const release = request("release", "0001", `0114 001c 0100 0000 ${relation} 0001 0000 0004 0000`)

const access = (type: string, where: string, index: string, length: string, rest: string): string =>
  `${type} 003c 0100 0003 ${relation} 00000000 ${where} 0000 ${index} ${length} ${rest}`
const readIdentity = request("read I&M0", "0002", access("0009", "0000 0001", "aff0", "00001000", "00*24"))
const identity = `0020 0038 0100
  002a "6ES7 999-0AB12-3CD4 " "S SAMPLE-1234567" 0003 "V" 04 02 01 0000 0000 0000 0101 000e`
const isIdentity = answer(
  "read I&M0",
  "0002",
  `${access("8009", "0000 0001", "aff0", "0000003c", "00*24")} ${identity}`,
)
const ofModule = answer(
  "read I&M0 of a module",
  "0002",
  `${access("8009", "0002 0001", "aff0", "0000003c", "00*24")} ${identity}`,
)
const labels = answer(
  "read I&M1",
  "0005",
  `${access("8009", "0000 0001", "aff1", "0000003c", "00*24")}
   0021 0038 0100 "Transport" 20*23 "Hall 2, row 5" 20*9`,
)
/** Two writes of five and of four bytes within one. */
const writes = `${access("0008", "ffff ffff", "e040", "0000008c", "00*24")}
  ${access("0008", "0001 0001", "0001", "00000005", "00*24")} 0102030405 000000
  ${access("0008", "0000 8001", "802f", "00000004", "00*24")} 0a0b0c0d`
const write = request("multiple write", "0003", writes)
const written = answer(
  "multiple write",
  "0003",
  `${access("8008", "ffff ffff", "e040", "0000008c", "0000 0000 00000000 00*16")}
   ${access("8008", "0001 0001", "0001", "00000005", "0000 0000 00000000 00*16")}
   ${access("8008", "0000 8001", "802f", "00000004", "0000 0000 df80b500 00*16")}`,
)

const joined = hex(body("00001000", writes))
const half = (from: number, to: number): string => Buffer.from(joined.subarray(from, to)).toString("hex")
const first: Sample = {
  name: "the first fragment of a write",
  circumstances: { ...udp, side: 0 },
  bytes: packet("00", "24", "0003", half(0, 100), "0000"),
}
const last: Sample = {
  name: "the last fragment of a write",
  circumstances: { ...udp, side: 0 },
  bytes: packet("00", "26", "0003", half(100, joined.length), "0001"),
  after: [first],
}
const acknowledge: Sample = {
  name: "fragment acknowledge",
  circumstances: { ...udp, side: 1 },
  bytes: packet("09", "00", "0003", "00*20"),
}

/** Low byte first, as most devices send. */
const turned: Sample = {
  name: "a fault, low byte first",
  circumstances: { ...udp, direction: -1, side: 1 },
  bytes: hex(`
    04 03 28 00 100000 00
    0000a0de 976c d111 8271 0001 0301 002a
    0100a0de 976c d111 8271 00a02442df7d
    11111111 2222 3333 4444 555555555555
    00000000 01000000 07000000 0200 ffff ffff 0400 0000 00 00
    1a00001c
  `),
}

// tshark 4.0.17 reads the samples alike: fields, blocks and the joined write.
dissectorSuite(profinetCm, {
  samples: [
    ...[connect, supervisor, connected, refused, parameterEnd, release, readIdentity, isIdentity, ofModule, labels],
    ...[write, written, first, last, acknowledge, turned],
  ],
  listeners: [profinetCm],
  refused: [
    { name: "another version", bytes: connect.bytes.map((byte, at) => (at === 0 ? 5 : byte)) },
    { name: "a packet type that is none", bytes: connect.bytes.map((byte, at) => (at === 1 ? 11 : byte)) },
    { name: "another's interface", bytes: connect.bytes.map((byte, at) => (at === 30 ? 0xd2 : byte)) },
    { name: "the interface of number 0", bytes: connect.bytes.map((byte, at) => (at === 27 ? 0 : byte)) },
    { name: "half a head", bytes: connect.bytes.slice(0, 79) },
  ],
})

const read = (...samples: Sample[]): Conversation => {
  const conversation = new Conversation(profinetCm, [profinetCm])
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation
}

describe("what PROFINET CM tells", () => {
  test("operations, and which of them were refused", () => {
    const { report } = read(connect, refused, supervisor, connected, parameterEnd, release, acknowledge, turned)
    expect(report.operations).toEqual([
      "profinet-cm 0 request",
      "profinet-cm 0 exception",
      "profinet-cm 0 request",
      "profinet-cm 0 response",
      "profinet-cm 4 request",
      "profinet-cm 1 request",
      "profinet-cm pdu:9 message",
      "profinet-cm 2 exception",
    ])
    expect(report.details).toEqual([
      "profinet-cm ar:1",
      "profinet-cm status:814004",
      "profinet-cm ar:6",
      "profinet-cm control:0x0110",
      "profinet-cm fault:1c00001a",
    ])
  })

  test("why it refuses", () => {
    // A write that is refused as a whole says so twice, and is counted once.
    const where = access("8008", "0000 8001", "802f", "00000004", "0000 0000 df80b500 00*16")
    const twice = answer("write, refused,", "0003", where, "df80b500")
    expect(read(write, twice).report.details.slice(2)).toEqual(["profinet-cm status:80b500"])
    expect(read(write, twice).report.places.filter((line) => line === "refused")).toEqual([])
    // tshark 4.0.17 names the same codes, and no others.
    const names = [0x814004, 0x80b000, 0x80aa05, 0x810117, 0x81010d, 0x811900, 0x814100, 0x813f03, 0x81c803, 0x80a300]
    expect(names.map((status) => profinetCm.protocol.detailName!(0x1000000 + status))).toEqual([
      "refused: no further connection is possible",
      "refused: index of the record is not valid",
      "refused: the device maker's own reason",
      "refused: request of the connection is wrong",
      "refused: request of the connection is wrong: station name",
      "refused: list of submodules is wrong",
      "refused: not possible in the present state",
      "refused: several stations have the name",
      "refused: error of the device",
      undefined,
    ])
    expect(profinetCm.protocol.detailName!(0x20000000 + 0x1c00001a)).toBe("refused: context does not match")
  })

  test("who connects and who answers", () => {
    expect(read(connect, connected).report.claims).toEqual([
      "sender type = plc",
      "sender vendor = Siemens",
      "sender stationName = plc1",
      "sender type = io-adapter",
      "sender vendor = Siemens",
      "sender stationName = pump-7",
    ])
    expect(read(supervisor).report.claims).toEqual(["sender type = engineering-station", "sender stationName = tool"])
  })

  test("a device's identification, with the bytes that prove it", () => {
    const { report } = read(readIdentity, isIdentity, labels)
    expect(report.claims).toEqual([
      "sender vendor = Siemens",
      "sender orderNumber = 6ES7 999-0AB12-3CD4",
      "sender serial = S SAMPLE-1234567",
      "sender hardware = 3",
      "sender firmware = V4.2.1",
      "sender location = Hall 2, row 5",
    ])
    const span = report.spans[1]!
    expect(Buffer.from(isIdentity.bytes.slice(span.at, span.at + span.length)).toString()).toBe("6ES7 999-0AB12-3CD4 ")
    expect(report.places).toEqual([
      "profinet-cm slot 0, subslot 1, record 0xAFF0 (I&M0)",
      "good 002000380100002a3645533720393939",
      "good 0021003801005472616e73706f727420",
    ])
  })

  test("a module's identification is not the device's", () => {
    expect(read(ofModule).report.claims).toEqual([])
  })

  const parts = [
    "profinet-cm slot 1, subslot 1, record 1",
    "written 0102030405",
    "profinet-cm slot 0, subslot 0x8001, record 0x802F (port data, adjust)",
    "written 0a0b0c0d",
  ]
  test("where writes reach, and how each went", () => {
    const { report } = read(write, written)
    expect(report.places).toEqual([...parts, "good", "refused"])
    expect(report.details).toEqual([
      "profinet-cm write:record",
      "profinet-cm write:0x802f",
      "profinet-cm status:80b500",
    ])
  })

  test("fragments are joined", () => {
    const { report } = read(first, last)
    expect(report.operations).toEqual(["profinet-cm 3 request"])
    // The helper can't show the bytes of a joined message.
    expect(report.places.filter((line) => !line.startsWith("written"))).toEqual([parts[0], parts[2]])
  })

  test("without its beginning, or with a gap, nothing is joined", () => {
    expect(read(last).report.operations).toEqual([])
    const gap = { ...last, bytes: last.bytes.map((byte, at) => (at === 77 ? 2 : byte)) }
    expect(read(first, gap).report.operations).toEqual([])
  })

  test("a record that is longer than what is there is named", () => {
    const lying = isIdentity.bytes.slice()
    lying[80 + 20 + 39] = 0x40
    expect(() => new Conversation(profinetCm).read(lying)).toThrow(/PROFINET CM record of \d+ bytes/)
  })
})

const mapperHead = (kind: string, length: string): string => `
  04 ${kind} 28 00 000000 00
  00*16
  e1af8308 5d1f 11c9 91a4 08002b14a0fa
  11111111 2222 3333 4444 555555555555
  00000000 00000003 00000001 0002 ffff ffff ${length} 0000 00 00`
const lookup: Sample = {
  name: "lookup, request",
  circumstances: udp,
  bytes: hex(`${mapperHead("00", "004c")} 00*76`),
}
const entry: Sample = {
  name: "lookup, answer",
  circumstances: udp,
  bytes: hex(`${mapperHead("02", "0080")}
    00*20 00000001 00000001 00000000 00000001
    dea00000 6c97 11d1 8271 0001 0301 002a
    00000003 00000000 00000040
    "SAMPLE DEVICE" 20*12 20 "6ES7 999-0AB12-3CD4 " 20 "    3" 20 "V  4  2  1" 00`),
}

const busy: Sample = {
  name: "lookup, rejected",
  circumstances: udp,
  bytes: hex(`${mapperHead("06", "0004")} 1c010014`),
}

dissectorSuite(profinetMapper, {
  samples: [lookup, entry, busy],
  refused: [{ name: "context management", bytes: connect.bytes }],
})

test("the endpoint mapper's annotation tells the device", () => {
  const conversation = new Conversation(profinetMapper)
  conversation.read(lookup.bytes)
  conversation.read(entry.bytes)
  expect(conversation.report.operations).toEqual(["profinet-cm mapper:2 request", "profinet-cm mapper:2 response"])
  expect(conversation.report.claims).toEqual([
    "sender model = SAMPLE DEVICE",
    "sender orderNumber = 6ES7 999-0AB12-3CD4",
    "sender hardware = 3",
    "sender firmware = V4.2.1",
  ])
})

test("the endpoint mapper's refusal says why", () => {
  const conversation = new Conversation(profinetMapper)
  conversation.read(busy.bytes)
  expect(conversation.report.operations).toEqual(["profinet-cm mapper:2 exception"])
  expect(conversation.report.details).toEqual(["profinet-cm fault:1c010014"])
})

proves({ "profinet-cm": ["framing", "requests", "identity", "places", "commands"] })

import { describe, expect, test } from "vitest"
import { codesys, codesysUdp } from "../../../../shared/protocols/codesys/codesys.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const little = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, at) => ((value >> (8 * at)) & 255).toString(16).padStart(2, "0")).join("")

/** A datagram of six bytes of addresses each, in a block. */
const block = (name: string, service: string, body: string, side: 0 | 1 = 0): Sample => {
  const datagram = `c5 6b 40 ${service} 01 33 2ddcc0a80002 c350c0a80001 0000 ${body}`
  return {
    name,
    circumstances: { transport: "tcp", side, direction: side === 0 ? 1 : -1 },
    bytes: hex(`000117e8 ${little(hex(datagram).length + 8, 4)} ${datagram}`),
  }
}
const wide = (text: string): string => `${[...text].map((letter) => `"${letter}" 00`).join(" ")} 0000`

const who = block("who is there", "03", "80c2 0004 01000000")
const node = block(
  "node",
  "04",
  `80c2 0004 01000000 0400 01 00 0000 ${little(5, 2)} ${little(9, 2)} ${little(7, 2)} 0010 0100 00000000
   1e130503 00000000 ${little(6, 1)} 00*11
   ${wide("press")} ${wide("Sample PL")} ${wide("Example")} "SN0042"`,
  1,
)
const open = block("open channel", "40", "c3 00 0101 aabbccdd 02000000 00401f00 05000000")
const opened = block("channel opened", "40", "83 00 0101 aabbccdd 02000000 0000 0700 00401f00 04000000", 1)
const shut = block("channel refused", "40", "83 00 0101 aabbccdd 02000000 8701 0000 00401f00 04000000", 1)
const alive = block("keep alive", "40", "03 00 0700")
const lost = block("channel closed", "40", "c4 00 0101 aabbccdd 0700 8201", 1)
const rest = block("a later block", "40", "01 80 0700 03000000 02000000 aabbcc")

const service = (name: string, group: string, number: string, tags: string, side: 0 | 1 = 0): Sample => {
  const length = little(hex(tags).length, 4)
  const all = little(hex(tags).length + 16, 4)
  const head = `01 ${side === 0 ? "81" : "01"} 0700 02000000 01000000 ${all} 00000000`
  return block(name, "40", `${head} 55cd 0c00 ${group}00 ${number}00 78563412 ${length} ${tags}`, side)
}
const login = service("login", "01", "02", `22 84 80 00 01000000 81 01 86 00 10 84 80 00 "ann" 00`)
const welcome = service("login, answer", "81", "02", "82 01 88 00 21 84 80 00 78563412", 1)
const wrong = service("login, refused", "81", "02", "82 01 86 00 20 82 80 00 1900", 1)
const stop = service("stop", "02", "11", "11 84 80 00 01000000")
const stopped = service("stop, answer", "82", "11", "01 82 80 00 0000", 1)
const download = service("file to the device", "08", "02", `01 8e 80 00 "App/main.app" 00 00 02 88 80 00 00*8`)
const shell = service("shell", "11", "01", `11 84 80 00 78563412 13 84 80 00 00*4 10 89 00 "reload" 00*3`)
const secured = block("protected", "40", "01 81 0700 02000000 01000000 14000000 00000000 5775 aa*18")

/** Its head alone: the file that it is about comes in the next block. */
const cut = block(
  "first of two blocks",
  "40",
  `01 81 0700 03000000 01000000 40000000 00000000 55cd 0c00 0800 0200 78563412 30000000`,
)
const all = [
  cut,
  who,
  node,
  open,
  opened,
  shut,
  alive,
  lost,
  rest,
  login,
  welcome,
  wrong,
  stop,
  stopped,
  download,
  shell,
  secured,
]

// There is no other reader at hand to check the samples against.
dissectorSuite(codesys, {
  samples: all,
  refused: [
    { name: "another magic", bytes: stop.bytes.map((byte, at) => (at === 3 ? 0xe9 : byte)) },
    { name: "a block that holds no datagram", bytes: stop.bytes.map((byte, at) => (at === 8 ? 0xc6 : byte)) },
    { name: "a block longer than any", bytes: stop.bytes.map((byte, at) => (at === 7 ? 1 : byte)) },
  ],
})

const udp = (sample: Sample): Sample => ({
  ...sample,
  circumstances: { ...sample.circumstances, transport: "udp" },
  bytes: sample.bytes.slice(8),
})
dissectorSuite(codesysUdp, {
  samples: [who, node, open, stop].map(udp),
  refused: [
    { name: "a service that is none", bytes: hex("c5 6b 40 09 01 33 00*14 00*8") },
    { name: "a name service without its mark", bytes: hex("c5 6b 40 03 01 33 00*14 80c30004 01000000") },
    { name: "another length of the head", bytes: hex("c5 6a 40 03 01 33 00*14 80c20004 01000000") },
    { name: "another protocol", bytes: hex("00*64") },
  ],
})

const read = (...samples: Sample[]): Conversation["report"] => {
  const conversation = new Conversation(codesys)
  for (const { bytes, circumstances } of samples) conversation.read(bytes, circumstances)
  return conversation.report
}

describe("what CODESYS tells", () => {
  test("who a node is", () => {
    const report = read(who, node)
    expect(report.claims).toEqual([
      "sender firmware = 3.5.19.30",
      "sender hostname = press",
      "sender model = Sample PL",
      "sender vendor = Example",
      "sender serial = SN0042",
    ])
    const serial = report.spans[4]!
    expect(Buffer.from(node.bytes.slice(serial.at, serial.at + serial.length)).toString()).toBe("SN0042")
  })

  test("services, their answers and refusals", () => {
    expect(read(...all.slice(3)).operations).toEqual([
      "codesys channel:0xc3 request",
      "codesys channel:0xc3 response",
      "codesys channel:0xc3 exception",
      "codesys channel:0x03 message",
      "codesys channel:0xc4 message",
      "codesys 0x01:0x02 request",
      "codesys 0x01:0x02 response",
      "codesys 0x01:0x02 exception",
      "codesys 0x02:0x11 request",
      "codesys 0x02:0x11 response",
      "codesys 0x08:0x02 request",
      "codesys 0x11:0x01 request",
      "codesys secure message",
    ])
    expect(codesys.protocol.functionName?.(0x020011)).toBe("application: stop")
    expect(codesys.protocol.functionName?.(0x020040)).toBe("application: claim execution points")
    expect(codesys.protocol.functionName?.(0x080014)).toBe("file transfer: synchronise files")
    expect(codesys.protocol.commands?.["0x02:0x11"]?.technique).toBe("T0858")
  })

  test("why a login or a channel is refused, and why a channel ends", () => {
    expect(read(opened, shut, lost, welcome, wrong, stopped).details).toEqual([
      "codesys error:0x0187",
      "codesys closed:0x0182",
      "codesys error:0x0019",
    ])
    expect([0x0187, 0x10182, 0x0019, 0x0bad].map((code) => codesys.protocol.detailName!(code))).toEqual([
      "refused: no further channel is possible",
      "channel closed: timed out",
      "refused: no access rights",
      undefined,
    ])
  })

  test("files and what is typed into the shell", () => {
    expect(read(download, shell).places).toEqual(["codesys file App/main.app", "codesys shell command reload"])
  })

  /** A service whose content is cut after so many bytes, each part in a block of its own. */
  const inBlocks = (content: string, cuts: readonly number[], side: 0 | 1 = 0): Sample[] => {
    const whole = Buffer.from(hex(content)).toString("hex")
    const ends = [...cuts, whole.length / 2]
    return ends.map((end, n) => {
      const part = whole.slice(2 * (ends[n - 1] ?? 0), 2 * end)
      const first = n === 0 ? `${little(whole.length / 2, 4)} 00000000 ` : ""
      const flags = n === 0 ? (side === 0 ? "81" : "01") : side === 0 ? "80" : "00"
      return block(`block ${n}`, "40", `01 ${flags} 0700 ${little(5 + n, 4)} 01000000 ${first}${part}`, side)
    })
  }
  const upload = `55cd 0c00 0800 0200 78563412 ${little(42, 4)} 02 94 80 00 00*20 01 8e 80 00 "App/main.app" 00 00`
  const refusal = "55cd 0c00 8100 0200 78563412 0a000000 82 01 86 00 20 82 80 00 0302"

  test("a service in several blocks is read whole where its file or its refusal stands in a later one", () => {
    expect(read(...inBlocks(upload, [30, 50]))).toMatchObject({
      operations: ["codesys 0x08:0x02 request"],
      places: ["codesys file App/main.app"],
    })
    expect(read(login, ...inBlocks(refusal, [20], 1)).operations[1]).toBe("codesys 0x01:0x02 exception")
    // Two sides and a repeated block don't disturb each other.
    const [a, b, c] = inBlocks(upload, [30, 50]) as [Sample, Sample, Sample]
    const [x, y] = inBlocks(refusal, [20], 1) as [Sample, Sample]
    expect(read(a, x, b, b, y, c).places).toEqual(["codesys file App/main.app"])
  })

  test("what is told by the first block is not waited for; a lost block ends the rest", () => {
    expect(read(inBlocks("55cd 0c00 0200 1100 78563412 08000000 11 84 80 00 01000000", [20])[0]!).operations).toEqual([
      "codesys 0x02:0x11 request",
    ])
    const [first, , last] = inBlocks(upload, [30, 50]) as [Sample, Sample, Sample]
    expect(read(first, last).operations).toEqual([])
  })

  test("a block that lies about its length is named with its value", () => {
    const lying = stop.bytes.slice()
    lying[6] = 0x7f
    expect(() => new Conversation(codesys).read(lying)).toThrow(/CODESYS block of \d+ bytes/)
  })
})

proves({ codesys: ["framing", "requests", "identity", "places", "commands"] })

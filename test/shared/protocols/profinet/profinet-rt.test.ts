import { describe, expect, test } from "vitest"
import { profinetRt } from "../../../../shared/protocols/profinet/profinet-rt.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const cyclic = (id: string, status: string): Uint8Array =>
  hex(`
  ${id}
  80*40             # user data
  1234 ${status}    # cycle counter, data status, transfer status
`)
const running = cyclic("8001", "35 00")

const alarm = hex(`
  fc01 0003 0002 11 11 0001 ffff 0022  # high priority, data
  0001 001e 0100                       # notification
  0001 00000000 0002 0001              # diagnosis, API 0, slot 2, subslot 1
  00000044 00000001 a005               # module, submodule, specifier
  8000 0003 0800 0006                  # channel 3: wire break
`)
const pulled = hex(`
  fe01 0003 0002 11 11 0002 ffff 001a
  0002 0016 0100 0003 00000000 0005 8001 00000044 00000001 0006
  00*6                                 # padding
`)
const whole = alarm.map((byte, at) => (at === 42 ? 0x80 : at === 43 ? 0x00 : byte))
const accepted = hex(`
  fc01 0002 0003 11 11 0001 0001 0016
  8001 0012 0100 0001 00000000 0002 0001 a005 00000000
`)
const refused = accepted.map((byte, at) => [0xda, 0x81, 0x3c, 0x01][at - accepted.length + 4] ?? byte)
const aborted = hex("fe01 8001 8001 14 01 ffff fffe 0004 cf81fd0f 00*26")

// tshark 4.0.17 reads the samples alike.
dissectorSuite(profinetRt, {
  samples: [
    { name: "cyclic data", bytes: running },
    { name: "cyclic data of class 3", bytes: cyclic("0100", "35 00") },
    { name: "an alarm", bytes: alarm },
    { name: "an alarm without a channel", bytes: pulled },
    { name: "an alarm acknowledged", bytes: accepted },
    { name: "an abort", bytes: aborted },
    { name: "a measurement of the line", bytes: hex("ff40 00*44") },
  ],
  refused: [
    { name: "a reserved frame identifier", bytes: hex("7000 00*40") },
    { name: "nothing but an identifier", bytes: hex("8001") },
  ],
})

const read = (...frames: Uint8Array[]): Conversation["report"] => {
  const conversation = new Conversation(profinetRt)
  for (const frame of frames) conversation.read(frame, { transport: "ethernet" })
  return conversation.report
}

const rtName = profinetRt.protocol.detailName!

describe("what PROFINET RT tells", () => {
  test("frames by their identifiers", () => {
    const ids = ["8001", "c000", "bc00", "f800", "0100", "0700", "0080", "ff00", "ff20", "ff43", "ff80", "fe02"]
    expect(read(...ids.map((id) => cyclic(id, "35 00"))).operations).toEqual(
      [1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((kind) => `profinet-rt frame:${kind} message`),
    )
  })

  test.each([
    ["runs", "35 00", ["sender mode = run"]],
    ["runs with a problem", "15 00", ["sender mode = run"]],
    ["stops", "25 00", ["sender mode = stop"]],
    ["has no valid data", "31 00", []],
    ["is the backup of another", "34 00", []],
    ["says that its status is not to be looked at", "b5 00", []],
    ["says that the transfer failed", "35 01", []],
    ["sets a bit that is reserved", "75 00", []],
  ])("a sender that %s", (_what, status, claims) => {
    const report = read(cyclic("c001", status))
    expect(report.claims).toEqual(claims)
    for (const span of report.spans) expect(span).toEqual({ at: 44, length: 1 })
  })

  test("states are told when they change, and at first only where they are unusual", () => {
    const details = (...states: string[]) =>
      read(...states.map((status) => cyclic("c001", status))).details.map((line) => line.slice("profinet-rt ".length))
    expect(details("35 00", "35 00")).toEqual([])
    expect(details("15 00", "15 00", "35 00")).toEqual(["problem", "problem:over"])
    expect(details("35 00", "25 00", "35 00")).toEqual(["provider:stop", "provider:run"])
    expect(details("34 00", "35 00")).toEqual(["state:backup", "state:primary"])
    expect(details("35 00", "31 00", "35 00")).toEqual(["data:invalid", "data:valid"])
    expect(details("35 00", "35 01", "35 00")).toEqual(["transfer:failed", "transfer:good"])
    expect(details("35 00", "b5 00")).toEqual([])
  })

  test("the mode is claimed on change only, for each frame identifier", () => {
    const frames = [cyclic("c001", "35 00"), cyclic("c001", "35 00"), cyclic("c002", "35 00"), cyclic("c001", "25 00")]
    expect(read(...frames).claims).toEqual(["sender mode = run", "sender mode = run", "sender mode = stop"])
  })

  test("clocks tell no state", () => expect(read(cyclic("0080", "35 00")).claims).toEqual([]))

  test("alarms, where they come from, and what became of them", () => {
    const report = read(alarm, pulled, whole, accepted, refused, aborted)
    expect(report.operations).toEqual([
      "profinet-rt alarm:1 message",
      "profinet-rt alarm:3 message",
      "profinet-rt alarm:1 message",
      "profinet-rt alarm:acknowledged message",
      "profinet-rt alarm:acknowledged exception",
      "profinet-rt rta:4 message",
    ])
    expect(report.places).toEqual([
      "profinet-rt slot 2, subslot 1, channel 3: wire break",
      "profinet-rt slot 5, subslot 0x8001",
      "profinet-rt slot 2, subslot 1: wire break",
    ])
  })

  test("why alarms are refused and connections aborted", () => {
    expect(read(accepted, refused, aborted).details).toEqual(["profinet-rt status:813c01", "profinet-rt status:81fd0f"])
    expect([0x813c01, 0x81fd0f, 0x81fd7f].map((status) => rtName(0x1000000 + status))).toEqual([
      "refused: submodule is in the wrong state",
      "connection aborted: released by the other end",
      undefined,
    ])
  })

  test("an alarm that lies about its length is named with its value", () => {
    const lying = alarm.map((byte, at) => (at === 13 ? 0x60 : byte))
    expect(() => read(lying)).toThrow("PROFINET alarm of 96 bytes, 34 are there")
  })
})

proves({ "profinet-rt": ["framing", "state", "places"] })

import { expect, test } from "vitest"
import { explain } from "../../../../shared/engine/explain.ts"
import { dcerpc } from "../../../../shared/protocols/office/dcerpc.ts"
import { smb } from "../../../../shared/protocols/office/smb.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { bind, bound, fault, registry, request, response, rpc, services } from "../../../make/rpc-messages.ts"
import {
  answers,
  call,
  call1,
  callAnswer,
  callAnswer1,
  connect,
  create,
  create1,
  framed,
  length,
  le,
  read,
  read1,
  readAnswer,
  readAnswer1,
  smb1,
  smb2,
  wide,
  write,
  write1,
} from "../../../make/smb-messages.ts"
import { talkFrames } from "../../../make/talk.ts"

const one = "1100000000000000 2200000000000000"
const two = "3300000000000000 4400000000000000"
const MORE = 0x80000005

const share = (type: string): readonly Uint8Array[] => [
  connect("\\\\10.1.10.9\\IPC$", 1),
  answers(3, `1000 ${type} 00 00*12`, { id: 1, tree: 5 }),
]
const opened = (name: string, handle: string, id: number): readonly Uint8Array[] => [
  framed(create(name, id)),
  // Section 2.2.14: action 1 (opened), no bytes.
  answers(5, `5900 00 00 01000000 00*56 ${handle} 00*8`, { id }),
]
/** Without remarks and repetitions, so that it can be cut. */
const plain = (text: string): string => Buffer.from(hex(text)).toString("hex")
const pipe = [...share("02"), ...opened("svcctl", one, 2)]

type Passed = readonly (readonly [side: number, message: Uint8Array])[]
const alternately = (messages: readonly Uint8Array[]): Passed => messages.map((message, n) => [n % 2, message])

function talk(passed: Passed): Conversation["report"] {
  const conversation = new Conversation(smb, [dcerpc])
  for (const [side, message] of passed) conversation.read(message, { side })
  return conversation.report
}
const called = ({ operations }: Conversation["report"]): readonly string[] =>
  operations.filter((line) => line.startsWith("dcerpc"))

dissectorSuite(smb, {
  listeners: [dcerpc],
  samples: [
    { name: "a bind written", bytes: framed(write(one, bind(services))) },
    { name: "an answer read", bytes: framed(readAnswer(response(2))) },
    { name: "a call through a pipe", bytes: framed(call(one, request(2, 0, 12))) },
    { name: "its answer", bytes: framed(callAnswer(one, fault(2))) },
    { name: "version 1, a call through a pipe", bytes: framed(call1(request(2, 0, 12))) },
    { name: "version 1, its answer", bytes: framed(callAnswer1(response(2))) },
    { name: "version 1, a bind written", bytes: framed(write1(bind(services))) },
  ],
  refused: [],
})

test("a service is made and started: bound by writing, called by writing and reading or in one", () => {
  const { operations, said } = talk(
    alternately([
      ...pipe,
      framed(write(one, bind(services))),
      framed(smb2(9, 1, {}, "1100 00*14")),
      framed(read(one, { id: 7 })),
      framed(readAnswer(bound, { id: 7 })),
      framed(call(one, request(2, 0, 15))),
      framed(callAnswer(one, response(2))),
      framed(write(one, request(3, 0, 45))),
      framed(smb2(9, 1, {}, "1100 00*14")),
      framed(read(one, { id: 8 })),
      // The header of an answer that comes later names no share (section 2.2.1.1).
      framed(readAnswer(response(3), { id: 8, tree: 99 })),
      framed(call(one, request(4, 0, 19))),
      framed(callAnswer(one, fault(4))),
    ]),
  )
  expect(operations.filter((line) => line.startsWith("dcerpc"))).toEqual([
    "dcerpc 2:15 request",
    "dcerpc 2:15 response",
    "dcerpc 2:45 request",
    "dcerpc 2:45 response",
    "dcerpc 2:19 request",
    "dcerpc 2:19 exception",
  ])
  expect(operations.slice(-4)).toEqual([
    "smb smb2:11 request",
    "dcerpc 2:19 request",
    "smb smb2:11 response",
    "dcerpc 2:19 exception",
  ])
  expect(said.map((told) => told.kind === "file" && told.way)).toEqual(["opened", "opened"])
})

test("each pipe has interfaces of its own", () => {
  const report = talk(
    alternately([
      ...pipe,
      ...opened("winreg", two, 3),
      framed(call(one, bind(services))),
      framed(callAnswer(one, bound)),
      framed(call(two, bind(registry))),
      framed(callAnswer(two, bound)),
      framed(call(one, request(2, 0, 12))),
      framed(callAnswer(one, response(2))),
      framed(call(two, request(2, 0, 22))),
      framed(callAnswer(two, response(2))),
    ]),
  )
  expect(called(report)).toEqual([
    "dcerpc 2:12 request",
    "dcerpc 2:12 response",
    "dcerpc 5:22 request",
    "dcerpc 5:22 response",
  ])
})

test("a handle that is used again after closing is another pipe", () => {
  const close = (id: number): Uint8Array => framed(smb2(6, 0, { id }, `1800 0000 00000000 ${one}`))
  const report = talk(
    alternately([
      ...pipe,
      framed(call(one, bind(services))),
      framed(callAnswer(one, bound)),
      close(4),
      framed(smb2(6, 1, { id: 4 }, "3c00 00*58")),
      ...opened("winreg", one, 5),
      framed(call(one, request(2, 0, 12))),
    ]),
  )
  expect(called(report)).toEqual(["dcerpc 0:12 request"])
})

test("several messages in one write are each read, and answers in pieces once", () => {
  const digits = plain(rpc("02", 2, "18000000 0000 00 00 05*100"))
  const report = talk([
    ...alternately(pipe),
    [0, framed(write(one, `${bind(services)} ${request(2, 0, 42)} ${request(3, 0, 15)}`))],
    [0, framed(read(one, { id: 7 }))],
    [1, framed(readAnswer(digits.slice(0, 80), { id: 7, status: MORE }))],
    [0, framed(read(one, { id: 8 }))],
    [1, framed(readAnswer(digits.slice(80, 160), { id: 8, status: MORE }))],
    [0, framed(read(one, { id: 9 }))],
    [1, framed(readAnswer(`${digits.slice(160)} ${response(3)}`, { id: 9 }))],
  ])
  expect(called(report)).toEqual([
    "dcerpc 2:42 request",
    "dcerpc 2:15 request",
    "dcerpc 2:42 response",
    "dcerpc 2:15 response",
  ])
})

test("what is written in pieces is put together, of one byte too", () => {
  const pieces = plain(`${bind(services)} ${request(2, 0, 12)}`).match(/../g)!
  const written = pieces.map((piece): Uint8Array => framed(write(one, piece)))
  const report = talk([...alternately(pipe), ...written.map((bytes): [number, Uint8Array] => [0, bytes])])
  expect(called(report)).toEqual(["dcerpc 2:12 request"])
})

test("a message whose end never comes does not hide the next one", () => {
  const half = plain(request(2, 0, 15)).slice(0, 60)
  const report = talk([
    ...alternately(pipe),
    [0, framed(write(one, bind(services)))],
    [0, framed(write(one, half))],
    [0, framed(write(one, request(3, 0, 12)))],
  ])
  expect(called(report)).toEqual(["dcerpc 2:12 request"])
})

test("commands that are sent together reach the pipe without its handle", () => {
  const name = wide("svcctl")
  const data = bind(services)
  const first = smb2(5, 0, { id: 2, next: 136 }, `3900 00*42 7800 ${le(length(name), 2)} 00*8 ${name} 00*4`)
  const report = talk([
    ...alternately(share("02")),
    [0, framed(first, write("ff*16", data, { id: 3 }))],
    [1, opened("svcctl", one, 2)[1]!],
    [0, framed(call(one, request(2, 0, 12)))],
  ])
  expect(called(report)).toEqual(["dcerpc 2:12 request"])
})

test("a file that holds what looks like a call is a file", () => {
  const file = [
    connect("\\\\10.1.10.9\\recipes", 1),
    answers(3, "1000 01 00 00*12", { id: 1, tree: 5 }),
    ...opened("captured.bin", one, 2),
  ]
  const report = talk([...alternately(file), [0, framed(write(one, request(2, 0, 12)))]])
  expect(called(report)).toEqual([])
  expect(report.said.at(-1)).toEqual({ kind: "file", name: "captured.bin", way: "toServer" })
  // Nor where the share was not seen, and the file has bytes.
  const size = answers(5, `5900 00 00 01000000 00*40 0900000000000000 00*8 ${one} 00*8`, { id: 2 })
  expect(
    called(
      talk([
        [0, framed(create("a.bin", 2))],
        [1, size],
        [0, framed(write(one, request(2, 0, 12)))],
      ]),
    ),
  ).toEqual([])
})

test("where neither share nor pipe were seen, a call is told by itself, and other bytes are not", () => {
  const bound = framed(write(one, bind(services)))
  expect(
    called(
      talk([
        [0, bound],
        [0, framed(call(one, request(2, 0, 12)))],
      ]),
    ),
  ).toEqual(["dcerpc 2:12 request"])
  expect(called(talk([[0, framed(call(one, "06 00 00 03 10000000 1800 0000 01000000 00*8"))]]))).toEqual([])
})

test("version 1: a share whose name was not seen may be one of pipes", () => {
  const report = talk([
    [1, framed(smb1("75", 0, "98", "ff 00 0000 0000 00*8", ""))],
    [0, framed(write1(bind(services)))],
    [0, framed(call1(request(2, 0, 12)))],
  ])
  expect(called(report)).toEqual(["dcerpc 2:12 request"])
})

test("another control code calls nothing", () => {
  const other = call(one, request(2, 0, 12)).replace("17c01100", "04401400")
  expect(called(talk([...alternately(pipe), [0, framed(other)]]))).toEqual([])
})

test("lengths that lie hand nothing on", () => {
  const lying = call(one, request(2, 0, 12)).replace("78000000", "78ff0000")
  const backwards = call(one, request(2, 0, 12)).replace("78000000", "10000000")
  expect(called(talk([...alternately(pipe), [0, framed(lying)], [0, framed(backwards)]]))).toEqual([])
})

test("hundreds of pipes are kept, and no more", () => {
  const many = Array.from({ length: 300 }, (_, n) => `1100000000000000 ${le(n + 1, 4)} 00000000`)
  const report = talk([
    ...alternately(share("02")),
    ...many.map((handle): [number, Uint8Array] => [0, framed(write(handle, bind(services)))]),
    [0, framed(call(many[0]!, request(2, 0, 12)))],
    [0, framed(call(many[299]!, request(2, 0, 12)))],
  ])
  expect(called(report)).toEqual(["dcerpc 0:12 request", "dcerpc 2:12 request"])
})

test("version 1: bound by writing and reading, called in one transaction", () => {
  const tree = `00 ${wide("\\\\10.1.10.9\\IPC$")} 0000 "?????" 00`
  const report = talk(
    alternately([
      framed(smb1("75", 0, "18", "ff 00 0000 0000 0100", tree, 0)),
      framed(smb1("75", 0, "98", "ff 00 0000 0000 00*8", "")),
      framed(create1("\\svcctl")),
      framed(smb1("a2", 0, "98", "ff 00 0000 00 0440 01000000 00*57", "")),
      framed(write1(`${le(length(bind(services)), 2)} ${bind(services)}`, 12)),
      framed(smb1("2f", 0, "98", "ff 00 0000 00*8", "")),
      framed(read1),
      framed(readAnswer1(bound)),
      framed(call1(request(2, 0, 12))),
      framed(callAnswer1(response(2))),
      framed(call1(request(3, 0, 19))),
      framed(callAnswer1(plain(response(3)).slice(0, 60), MORE)),
      framed(read1),
      framed(readAnswer1("00*10")),
    ]),
  )
  expect(called(report)).toEqual([
    "dcerpc 2:12 request",
    "dcerpc 2:12 response",
    "dcerpc 2:19 request",
    "dcerpc 2:19 response",
  ])
})

test("explained, a packet shows the call inside", () => {
  const frame = talkFrames([[">", framed(write(one, bind(services)))]], { ports: [40_000, 445] })[3]!.frame
  const layers = explain(frame, 1, frame.length)
  expect(layers.map(({ title }) => title).slice(-2)).toEqual(["SMB", "DCE/RPC"])
  const { fields, offset, length: size } = layers.at(-1)!
  expect(Buffer.from(frame.subarray(offset, offset + size))).toEqual(Buffer.from(hex(bind(services))))
  expect(fields.find(({ name }) => name === "Interface")?.value).toBe(
    "367abb81-9844-35f1-ad32-98f038001003 (service control manager)",
  )
})

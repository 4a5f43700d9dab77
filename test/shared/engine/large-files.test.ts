/** Files in messages too long to be put together: hashed as they come, whatever the segments; what was missed has no hash. */
import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import type { FileSeen } from "../../../shared/model/happening.ts"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import { pcap } from "../../make/frames.ts"
import { hex } from "../../make/hex.ts"
import { answers, asks, connect, create, framed, le, smb2 } from "../../make/smb-messages.ts"
import { talkFrames, type Said } from "../../make/talk.ts"

const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex")
const content = Uint8Array.from({ length: 700_000 }, (_, n) => (n * 31 + (n >> 8)) & 255)
const [head, tail] = [content.subarray(0, 400_000), content.subarray(400_000)]

const filesOf = (said: readonly Said[], port: number, more: Parameters<typeof talkFrames>[1] = {}) =>
  analyseBytes(pcap(talkFrames(said, { ports: [40_000, port], ...more })))
    .happenings.filter((one): one is FileSeen => one.kind === "file")
    .map(({ name, way, size, state, sha256: hash }) => [name, way, size, state, hash])

/** A message whose last bytes are these. */
const ending = (start: string, data: Uint8Array): Uint8Array => {
  const bytes = hex(start)
  const whole = new Uint8Array(4 + bytes.length + data.length)
  new DataView(whole.buffer).setUint32(0, bytes.length + data.length)
  whole.set(bytes, 4)
  whole.set(data, 4 + bytes.length)
  return whole
}

const handle = "1100000000000000 2200000000000000"
const opens = (size: number): readonly Said[] => [
  [">", connect("\\\\10.0.0.1\\recipes", 1)],
  ["<", answers(3, "1000 01 00 00000000 00000000 ff010000", { id: 1 })],
  [">", framed(create("line-3.bin", 2))],
  ["<", answers(5, `5900 00 00 0100000000 00*39 ${le(size, 8)} 20000000 00000000 ${handle} 00*8`, { id: 2 })],
]
const closes: Said = [">", asks(6, `1800 0000 00000000 ${handle}`, { id: 9 })]
const asksFor = (place: number, length: number, id: number): Said => [
  ">",
  asks(8, `3100 5000 ${le(length, 4)} ${le(place, 8)} ${handle} 00*16 00`, { id }),
]
const brings = (data: Uint8Array, id: number): Said => [
  "<",
  ending(smb2(8, 1, { id }, `1100 5000 ${le(data.length, 4)} 00000000 00000000`), data),
]
const writes = (place: number, data: Uint8Array, id: number): Said => [
  ">",
  ending(smb2(9, 0, { id }, `3100 7000 ${le(data.length, 4)} ${le(place, 8)} ${handle} 00*16`), data),
]

const reading: readonly Said[] = [
  ...opens(content.length),
  ...[asksFor(0, head.length, 3), asksFor(head.length, tail.length, 4), brings(head, 3), brings(tail, 4)],
  closes,
]

test.each([700, 1460, 60_000])("SMB reads of several hundred kilobytes, in segments of %i bytes", (cut) => {
  expect(filesOf(reading, 445, { cut })).toEqual([["line-3.bin", "toClient", content.length, "whole", sha256(content)]])
})

test("SMB writes of several hundred kilobytes, sent before the answers come", () => {
  const writing = [...opens(0), writes(0, head, 3), writes(head.length, tail, 4), closes]
  expect(filesOf(writing, 445)).toEqual([["line-3.bin", "toServer", content.length, "whole", sha256(content)]])
})

test("a lost segment within a long message leaves no hash, and the file is said to be incomplete", () => {
  const [[, , , state, hash]] = filesOf(reading, 445, { lost: [100] }) as unknown as [
    [string, string, number, string, string],
  ]
  expect([state, hash]).toEqual(["incomplete", ""])
})

test("what only looks like a long message takes nothing of what follows", () => {
  const lie: Said = [">", hex('00 a00000 fe "XXX" 4000')]
  expect(filesOf([lie, ...reading], 445)).toEqual([
    ["line-3.bin", "toClient", content.length, "whole", sha256(content)],
  ])
})

/** NFS version 3 over TCP (RFC 1813, RFC 5531): a mark of the length, the call with no credentials, its arguments. */
const four = (value: number): string => value.toString(16).padStart(8, "0")
const marked = (start: string, data: Uint8Array = new Uint8Array(0)): Uint8Array => {
  const bytes = ending(start, data)
  bytes[0]! |= 0x80
  return bytes
}
const nfs = (number: number, procedure: number, args: string, data?: Uint8Array): Said => [
  ">",
  marked(`${four(number)} 00000000 00000002 000186a3 00000003 ${four(procedure)} 00*16 ${args}`, data),
]
const results = (number: number, text: string, data?: Uint8Array): Said => [
  "<",
  marked(`${four(number)} 00000001 00000000 00*8 00000000 00000000 ${text}`, data),
]
const folder = "00000004 01020304"
const file = "00000008 0a0b0c0d01020304"
const found: readonly Said[] = [nfs(1, 3, `${folder} 00000005 "a.bin" 000000`), results(1, `${file} 00000000 00000000`)]
const attributes = (size: number): string => `00000001 00*20 ${four(0)} ${four(size)} 00*56`
const reads = (number: number, place: number, data: Uint8Array): readonly Said[] => [
  nfs(number, 6, `${file} 00000000 ${four(place)} ${four(data.length)}`),
  results(number, `${attributes(content.length)} ${four(data.length)} 00000000 ${four(data.length)}`, data),
]
const writesAt = (number: number, place: number, data: Uint8Array, size: number): readonly Said[] => [
  nfs(number, 7, `${file} 00000000 ${four(place)} ${four(data.length)} 00000002 ${four(data.length)}`, data),
  results(number, `00000000 ${attributes(size)} ${four(data.length)} 00000002 00*8`),
]

test.each([700, 60_000])("NFS reads and writes of several hundred kilobytes, in segments of %i bytes", (cut) => {
  const said = [
    ...[...found, ...reads(2, 0, head), ...reads(3, head.length, tail)],
    ...[...writesAt(4, 0, head, head.length), ...writesAt(5, head.length, tail, content.length)],
  ]
  expect(filesOf(said, 2049, { cut }).sort()).toEqual([
    ["a.bin", "toClient", content.length, "whole", sha256(content)],
    ["a.bin", "toServer", content.length, "whole", sha256(content)],
  ])
})

test("what NFS reads or writes of a longer file is only a part of it; what was missed leaves no hash", () => {
  expect(filesOf([...found, ...reads(2, 0, head)], 2049).map((row) => row.slice(2))).toEqual([
    [head.length, "partly", ""],
  ])
  const part = [...found, ...writesAt(2, 0, head, 2_000_000)]
  expect(filesOf(part, 2049).map((row) => row.slice(2))).toEqual([[head.length, "partly", ""]])
  const [row] = filesOf([...found, ...reads(2, 0, content)], 2049, { lost: [20] })
  expect(row?.slice(3)).toEqual(["incomplete", ""])
})

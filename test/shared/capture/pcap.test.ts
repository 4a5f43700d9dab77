import { expect, test } from "vitest"
import { CaptureReader } from "../../../shared/capture/capture-reader.ts"
import { Frame } from "../../../shared/capture/frame.ts"
import { bytes, u16, u32 } from "../../make/frames.ts"

type Seen = { number: number; time: number; length: number; wire: number; link: number; offset: number }

function readAll(file: Uint8Array, chunk = 7) {
  const reader = new CaptureReader()
  const frame = new Frame()
  const seen: Seen[] = []
  let at = 0
  for (let step = reader.next(frame); step !== "end"; step = reader.next(frame)) {
    if (step === "frame") {
      seen.push({
        number: frame.number,
        time: frame.time,
        length: frame.end - frame.start,
        wire: frame.wireLength,
        link: frame.linkType,
        offset: frame.fileOffset,
      })
      continue
    }
    const part = file.subarray(at, at + chunk)
    reader.window.room().set(part)
    reader.window.filled(part.length)
    at += part.length
    if (part.length === 0) reader.window.complete = true
  }
  return { seen, reader, problems: reader.problems.map(({ code, offset }) => ({ code, offset })) }
}

const flip = (value: Uint8Array): Uint8Array => value.slice().reverse()
const four = Uint8Array.of(1, 2, 3, 4)

function classic(magic: number, little: boolean, extra = 0): Uint8Array {
  const word = (value: number): Uint8Array => (little ? flip(u32(value)) : u32(value))
  const half = (value: number): Uint8Array => (little ? flip(u16(value)) : u16(value))
  const header = bytes(word(magic), half(2), half(4), word(0), word(0), word(65_535), word(1))
  return bytes(header, word(10), word(500_000), word(4), word(60), new Uint8Array(extra), four)
}

test.each([
  ["big-endian microseconds", classic(0xa1b2c3d4, false), 10_500_000],
  ["little-endian microseconds", classic(0xa1b2c3d4, true), 10_500_000],
  ["big-endian nanoseconds", classic(0xa1b23c4d, false), 10_000_500],
  ["little-endian nanoseconds", classic(0xa1b23c4d, true), 10_000_500],
  ["record headers of 24 bytes", classic(0xa1b2cd34, true, 8), 10_500_000],
])("%s", (_name, file, time) => {
  const { seen, problems } = readAll(file)
  expect(seen).toMatchObject([{ number: 1, time, length: 4, wire: 60, link: 1 }])
  expect(file.subarray(seen[0]!.offset)).toEqual(four)
  expect(problems).toEqual([])
})

test("a file cut inside a packet gives what came before and says where it ends", () => {
  const whole = classic(0xa1b2c3d4, true)
  const twice = bytes(whole, whole.subarray(24))
  const { seen, problems } = readAll(twice.subarray(0, twice.length - 1))
  expect(seen).toHaveLength(1)
  expect(problems).toEqual([{ code: "cut-short", offset: 44 }])
})

test("a length that no tool writes ends the reading, without memory for it", () => {
  const file = classic(0xa1b2c3d4, true)
  file.set(flip(u32(0x7fffffff)), 24 + 8)
  const { seen, problems, reader } = readAll(file)
  expect(seen).toEqual([])
  expect(problems).toEqual([{ code: "bad-record-length", offset: 24 }])
  expect(reader.window.bytes.length).toBeLessThan(1 << 20)
})

test.each([
  ["nothing at all", new Uint8Array(0), "unknown-file-type"],
  ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), "unknown-file-type"],
  ["half a header", classic(0xa1b2c3d4, true).subarray(0, 20), "cut-short"],
  ["a variant of pcap that is not read", bytes(u32(0xa1b2c3d5), new Uint8Array(20)), "unsupported-pcap-variant"],
])("%s is told by its content", (_name, file, code) => {
  const { seen, problems } = readAll(file)
  expect(seen).toEqual([])
  expect(problems).toEqual([{ code, offset: 0 }])
})

/** One block: type, length, body padded to four bytes, length again. */
function block(type: number, body: Uint8Array, little: boolean): Uint8Array {
  const word = (value: number): Uint8Array => (little ? flip(u32(value)) : u32(value))
  const padded = bytes(body, new Uint8Array((4 - (body.length % 4)) % 4))
  return bytes(word(type), word(padded.length + 12), padded, word(padded.length + 12))
}

function section(little: boolean, resolution: number | undefined, offset = 0) {
  const word = (value: number): Uint8Array => (little ? flip(u32(value)) : u32(value))
  const half = (value: number): Uint8Array => (little ? flip(u16(value)) : u16(value))
  const tsresol = resolution === undefined ? new Uint8Array(0) : bytes(half(9), half(1), resolution, 0, 0, 0)
  const tsoffset =
    offset === 0
      ? new Uint8Array(0)
      : bytes(half(14), half(8), little ? bytes(word(offset), word(0)) : bytes(word(0), word(offset)))
  return {
    header: block(0x0a0d0d0a, bytes(word(0x1a2b3c4d), half(1), half(0), word(0xffffffff), word(0xffffffff)), little),
    describe: (link: number, snap = 0) =>
      block(1, bytes(half(link), half(0), word(snap), tsresol, tsoffset, half(0), half(0)), little),
    enhanced: (face: number, high: number, low: number, data: Uint8Array, captured = data.length) =>
      block(6, bytes(word(face), word(high), word(low), word(captured), word(data.length + 10), data), little),
    simple: (data: Uint8Array) => block(3, bytes(word(data.length), data), little),
    old: (face: number, high: number, low: number, data: Uint8Array) =>
      block(2, bytes(half(face), half(0), word(high), word(low), word(data.length), word(data.length), data), little),
    statistics: (face: number, drops: number) =>
      block(
        5,
        bytes(
          word(face),
          word(0),
          word(0),
          half(5),
          half(8),
          little ? bytes(word(drops), word(0)) : bytes(word(0), word(drops)),
          half(0),
          half(0),
        ),
        little,
      ),
    name: (address: Uint8Array, name: string) =>
      block(
        4,
        bytes(
          half(1),
          half(4 + name.length + 1),
          address,
          new TextEncoder().encode(name),
          new Uint8Array(1 + ((4 - ((5 + name.length) % 4)) % 4)),
          half(0),
          half(0),
        ),
        little,
      ),
    custom: () => block(0x0bad, bytes(word(32_473), new Uint8Array(8)), little),
  }
}

for (const little of [true, false]) {
  const order = little ? "little-endian" : "big-endian"

  test.each([
    ["microseconds where nothing is said", undefined, 0x00000001, 0x00000002, 4_294_967_298],
    ["nanoseconds", 9, 0x17979cfe, 0x362a0000, 1_700_000_000_000_000],
    ["milliseconds", 3, 0, 5, 5000],
    ["seconds", 0, 0, 5, 5_000_000],
    ["1/1024 s", 0x80 | 10, 0, 1536, 1_500_000],
    ["picoseconds", 12, 0, 3_000_000, 3],
  ])(`pcapng ${order}: %s`, (_name, resolution, high, low, time) => {
    const s = section(little, resolution)
    const { seen } = readAll(bytes(s.header, s.describe(1), s.enhanced(0, high, low, four)))
    expect(seen).toMatchObject([{ time, length: 4, wire: 14 }])
  })

  test(`pcapng ${order}: every block that carries packets, and those that are passed over`, () => {
    const s = section(little, undefined)
    const file = bytes(
      s.header,
      s.describe(1),
      s.custom(),
      s.describe(101),
      s.enhanced(1, 0, 9, four),
      s.simple(four),
      s.old(0, 0, 11, four),
      s.statistics(0, 3),
      s.name(Uint8Array.of(10, 0, 0, 7), "plc-7"),
    )
    const { seen, reader, problems } = readAll(file)
    expect(seen).toMatchObject([
      { time: 9, link: 101 },
      { time: 9, link: 1 }, // simple blocks carry no time: that of the packet before
      { time: 11, link: 1 },
    ])
    expect(reader.linkTypes).toEqual([1, 101])
    expect(reader.names).toEqual([{ address: Uint8Array.of(10, 0, 0, 7), name: "plc-7" }])
    expect(problems).toEqual([{ code: "interface-drops", offset: 0 }])
  })

  test(`pcapng ${order}: an offset in seconds is added`, () => {
    const s = section(little, 6, 1000)
    expect(readAll(bytes(s.header, s.describe(1), s.enhanced(0, 0, 5, four))).seen).toMatchObject([
      { time: 1_000_000_005 },
    ])
  })

  test(`pcapng ${order}: a damaged block is passed over, its place is told, the next one is read`, () => {
    const s = section(little, undefined)
    const start = bytes(s.header, s.describe(1))
    const file = bytes(start, s.enhanced(0, 0, 1, four, 400), s.enhanced(7, 0, 2, four), s.enhanced(0, 0, 3, four))
    const { seen, problems } = readAll(file)
    expect(seen).toMatchObject([{ time: 3 }])
    expect(problems.map((p) => p.code)).toEqual(["damaged-block", "damaged-block"])
    expect(problems[0]!.offset).toBe(start.length)
  })

  test(`pcapng ${order}: an impossible block length is survived at the next section`, () => {
    const s = section(little, undefined)
    const file = bytes(
      s.header,
      s.describe(1),
      u32(0),
      u32(0),
      u32(0),
      s.header,
      s.describe(1),
      s.enhanced(0, 0, 3, four),
    )
    const { seen, problems } = readAll(file, 4096)
    expect(seen).toMatchObject([{ time: 3 }])
    expect(problems.map((p) => p.code)).toEqual(["damaged-block"])
  })
}

test.each([0xffffffff, 0xfffffffc, 0x80000000])("a block length of %i does not turn in circles", (length) => {
  const s = section(false, undefined)
  const file = bytes(s.header, s.describe(1), u32(6), u32(length), new Uint8Array(40))
  expect(readAll(file).problems.map((p) => p.code)).toEqual(["cut-short"])
})

test("sections may change their byte order", () => {
  const [a, b] = [section(true, undefined), section(false, 9)]
  const file = bytes(
    a.header,
    a.describe(1),
    a.enhanced(0, 0, 4, four),
    b.header,
    b.describe(101),
    b.enhanced(0, 0, 6000, four),
  )
  expect(readAll(file).seen).toMatchObject([
    { time: 4, link: 1 },
    { time: 6, link: 101 },
  ])
})

test("a section of an unknown version is passed over and said", () => {
  const s = section(true, undefined)
  const foreign = s.header.slice()
  foreign[12] = 2
  const file = bytes(
    foreign,
    s.describe(1),
    s.enhanced(0, 0, 1, four),
    s.header,
    s.describe(1),
    s.enhanced(0, 0, 2, four),
  )
  const { seen, problems } = readAll(file)
  expect(seen).toMatchObject([{ time: 2 }])
  expect(problems).toEqual([{ code: "unsupported-pcap-variant", offset: 0 }])
})

test("the size of the chunks changes nothing", () => {
  const s = section(true, undefined)
  const file = bytes(
    s.header,
    s.describe(1),
    ...Array.from({ length: 20 }, (_, n) => s.enhanced(0, 0, n, new Uint8Array(n * 13))),
  )
  const one = readAll(file, 1).seen
  for (const chunk of [2, 3, 64, 5000]) expect(readAll(file, chunk).seen).toEqual(one)
})

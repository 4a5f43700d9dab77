/** Files, programs, sign-ins and sessions over whole captures: the same whatever the segments and chunks; what was missed has no hash. */
import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import type { FileSeen, Happening, RemoteSession } from "../../../shared/model/happening.ts"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import { bytes, ethernet, ipv4, pcap, u16, udp, type Stamped } from "../../make/frames.ts"
import { talkFrames, type Said } from "../../make/talk.ts"

const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex")
/** A Windows program: "MZ", the place of its header, and "PE" there. */
const program = Uint8Array.from({ length: 5000 }, (_, n) => (n * 7) & 255)
program.set([0x4d, 0x5a], 0)
program.set([0x80, 0, 0, 0], 60)
program.set([0x50, 0x45, 0, 0, 0x4c, 1, 1, 0], 128)
program.set([2, 1], 128 + 22)

const happeningsOf = (frames: readonly Stamped[], chunk = 1 << 16): readonly Happening[] =>
  analyseBytes(pcap([...frames].sort((a, b) => a.time - b.time)), { chunk }).happenings
const filesOf = (frames: readonly Stamped[], chunk?: number): readonly FileSeen[] =>
  happeningsOf(frames, chunk).filter((one) => one.kind === "file")
const told = ({ name, way, size, state, program: kind, sha256: hash }: FileSeen) => [name, way, size, state, kind, hash]
const whole = [program.length, "whole", "Windows program", sha256(program)]

const joined = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts.map((part) => Buffer.from(part))))
const chunked = (data: Uint8Array): Uint8Array =>
  joined(
    "fa0\r\n",
    data.subarray(0, 4000),
    "\r\n",
    `${(data.length - 4000).toString(16)};x=y\r\n`,
    data.subarray(4000),
    "\r\n0\r\n\r\n",
  )
const answer = (more: string, body: Uint8Array): Said => ["<", joined(`HTTP/1.1 200 OK\r\n${more}\r\n\r\n`, body)]
const ask = (path: string): Said => [">", `GET ${path} HTTP/1.1\r\nHost: hmi\r\n\r\n`]
const length = `Content-Length: ${program.length}`
const octets = "Content-Type: application/octet-stream"

const downloads: readonly (readonly [string, Said])[] = [
  ["by its length", answer(`${octets}\r\n${length}`, program)],
  ["in chunks", answer(`${octets}\r\nTransfer-Encoding: chunked`, chunked(program))],
  ["to the end of the connection", answer(octets, program)],
  ["as a picture in name only", answer(`Content-Type: text/plain\r\n${length}`, program)],
]
test.each(downloads)("a download %s, in segments and chunks of any size", (_, said) => {
  for (const cut of [7, 700, 1460]) {
    const files = filesOf(talkFrames([ask("/up/setup.exe?x=1"), said], { cut }), cut === 700 ? 1000 : undefined)
    expect(files.map(told)).toEqual([["setup.exe", "toClient", ...whole]])
    expect(files.map(({ clientAddress, serverAddress }) => [clientAddress, serverAddress])).toEqual([
      ["10.0.0.2", "10.0.0.1"],
    ])
  }
})

test("a segment that was lost leaves no hash, and what comes behind it is read again", () => {
  const said = [
    ask("/a.bin"),
    answer(`${octets}\r\n${length}`, program),
    ask("/b.bin"),
    answer(`${octets}\r\nContent-Length: 3`, bytes(1, 2, 3)),
  ]
  const files = filesOf(talkFrames(said, { lost: [2] })).map(told)
  expect(files).toContainEqual(["b.bin", "toClient", 3, "whole", "", sha256(bytes(1, 2, 3))])
  const [broken] = filesOf(talkFrames(said, { lost: [2] })).filter(({ name }) => name === "a.bin")
  expect([broken?.state, broken?.sha256]).toEqual(["incomplete", ""])
})

test("a download that is cut off, one that is compressed and a part of one have no hash", () => {
  const cut = talkFrames([ask("/a.zip"), answer("Content-Length: 9000", program)])
  expect(filesOf(cut).map(({ state, sha256: hash }) => [state, hash])).toEqual([["incomplete", ""]])
  const packed = talkFrames([ask("/a.zip"), answer(`${length}\r\nContent-Encoding: gzip`, program)])
  expect(filesOf(packed).map(({ state, program: kind }) => [state, kind])).toEqual([["compressed", ""]])
  const part = talkFrames([ask("/a.zip"), answer(`${length}\r\nContent-Range: bytes 5-9/90`, program)])
  expect(filesOf(part).map(({ state, sha256: hash }) => [state, hash])).toEqual([["partly", ""]])
})

test("pages, pictures and what programs tell each other are no files", () => {
  const page = answer("Content-Type: text/html\r\nContent-Length: 5", joined("<p>hi"))
  const json = answer("Content-Type: application/json\r\nContent-Length: 2", joined("{}"))
  expect(filesOf(talkFrames([ask("/"), page, ask("/values"), json]))).toEqual([])
})

test("what a client sends up: a file by itself, one in a form, and a password in a form that is only shown masked", () => {
  const put: Said = [">", joined(`PUT /fw/plc.bin HTTP/1.1\r\n${length}\r\n\r\n`, program)]
  const ok: Said = ["<", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]
  const parts = joined(
    '--B\r\nContent-Disposition: form-data; name="f"; filename="new.exe"\r\n\r\n',
    program,
    "\r\n--B--\r\n",
  )
  const form = `Content-Type: multipart/form-data; boundary=B\r\nContent-Length: ${parts.length}`
  const post: Said = [">", joined(`POST /up HTTP/1.1\r\n${form}\r\n\r\n`, parts)]
  for (const cut of [11, 1460])
    expect(
      filesOf(talkFrames([put, ok, post, ok], { cut }))
        .map(told)
        .sort(),
    ).toEqual([
      ["new.exe", "toServer", ...whole],
      ["plc.bin", "toServer", ...whole],
    ])
  const text = "user=shiftlead&password=Sommer%212019"
  const login = `POST /login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${text.length}\r\n\r\n${text}`
  const outcome = analyseBytes(pcap(talkFrames([[">", login], ok])))
  expect(outcome.happenings).toMatchObject([
    { kind: "signIn", user: "shiftlead", outcome: "presented", isClear: true, mask: "S… (11 characters)" },
  ])
  expect(
    JSON.stringify([outcome.happenings, outcome.events, outcome.document]) + new TextDecoder().decode(outcome.state),
  ).not.toMatch(/Sommer/)
})

test("a log-in page that sends JSON signs in as one that sends a form; JSON without a password does not", () => {
  const posted = (type: string, text: string): Said[] => {
    const body = new TextEncoder().encode(text)
    const head = `POST /api/login HTTP/1.1\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`
    return [
      [">", joined(head, body)],
      ["<", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"],
    ]
  }
  const login = JSON.stringify({ remember: true, data: { username: "Schichtführer", password: "Sommer!2019" } })
  const signedIn = [{ kind: "signIn", user: "Schichtführer", isClear: true, mask: "S… (11 characters)" }]
  for (const type of ["application/json", "application/json; charset=utf-8", "application/vnd.hmi+json"])
    for (const cut of [7, 1460]) {
      const outcome = analyseBytes(pcap(talkFrames(posted(type, login), { cut })))
      expect(outcome.happenings).toMatchObject(signedIn)
      expect(JSON.stringify(outcome.happenings) + new TextDecoder().decode(outcome.state)).not.toMatch(/Sommer/)
    }
  const none = [
    ["application/json", `{"user":"a","values":[1,2]}`],
    ["application/json", `{"user":"a","password":"b"`],
    ["application/json", `{"user":"a","password":true}`],
    ["text/plain", login],
  ] as const
  for (const [type, text] of none)
    expect(analyseBytes(pcap(talkFrames(posted(type, text)))).happenings, text).toEqual([])
})

const start = Date.UTC(2026, 2, 2, 12) * 1000
const control: readonly Said[] = [
  [">", "USER USER\r\n"],
  ["<", "331 go on\r\n"],
  [">", "PASS USER\r\n"],
  ["<", "230 in\r\n"],
]
const session = (lines: readonly Said[]): readonly Stamped[] =>
  talkFrames([...control, ...lines], { ports: [40_000, 21], isOpen: true, start })

test("files of FTP come over connections that were agreed on: passive and active, either way; listings are none", () => {
  const passive = session([
    [">", "PASV\r\n"],
    ["<", "227 Entering (10,0,0,1,200,10)\r\n"],
    [">", "RETR setup.exe\r\n"],
    ["<", "150 Opening (5000 bytes)\r\n"],
  ])
  const data = talkFrames([["<", program]], { ports: [40_001, 200 * 256 + 10], start: start + 500_000, cut: 500 })
  expect(filesOf([...passive, ...data]).map(told)).toEqual([["setup.exe", "toClient", ...whole]])
  const active = session([
    [">", "EPRT |1|10.0.0.2|41000|\r\n"],
    ["<", "200 ok\r\n"],
    [">", "STOR plc.bin\r\n"],
    ["<", "150 go\r\n"],
  ])
  const up = talkFrames([["<", program]], {
    client: "10.0.0.1",
    server: "10.0.0.2",
    ports: [20, 41_000],
    start: start + 500_000,
  })
  expect(filesOf([...active, ...up]).map(({ name, way, clientAddress }) => [name, way, clientAddress])).toEqual([
    ["plc.bin", "toServer", "10.0.0.2"],
  ])
  const listing = session([
    [">", "EPSV\r\n"],
    ["<", "229 Entering (|||51210|)\r\n"],
    [">", "LIST\r\n"],
    ["<", "150 go\r\n"],
  ])
  expect(filesOf([...listing, ...data])).toEqual([])
  const short = session([
    [">", "PASV\r\n"],
    ["<", "227 (10,0,0,1,200,10)\r\n"],
    [">", "RETR a\r\n"],
    ["<", "150 Opening (6000 bytes)\r\n"],
  ])
  expect(filesOf([...short, ...data]).map(({ state }) => state)).toEqual(["incomplete"])
  expect(happeningsOf(passive).filter(({ kind }) => kind === "signIn")).toMatchObject([
    { user: "USER", outcome: "succeeded", isDefault: true },
  ])
})

const base64 = Buffer.from(program).toString("base64").replace(/.{76}/g, "$&\r\n")
const mail = `Subject: x\r\nContent-Type: multipart/mixed;\r\n boundary="B"\r\n\r\n--B\r\n\r\nhello\r\n..\r\n--B\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*=utf-8''set%20up.exe\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}\r\n--B--\r\n.\r\n`
test("a file attached to a mail is decoded, counted and hashed; one that ends too early has no hash", () => {
  const send = (text: string): readonly Said[] => [
    ["<", "220 hmi ESMTP\r\n"],
    [">", "DATA\r\n"],
    ["<", "354 go\r\n"],
    [">", text],
    ["<", "250 ok\r\n"],
  ]
  for (const cut of [1, 77, 1460])
    expect(filesOf(talkFrames(send(mail), { ports: [40_000, 25], cut })).map(told)).toEqual([
      ["set up.exe", "toServer", ...whole],
    ])
  const early = filesOf(talkFrames(send(`${mail.slice(0, 3000)}\r\n.\r\n`), { ports: [40_000, 25] }))
  expect(early.map(({ state, sha256: hash }) => [state, hash])).toEqual([["incomplete", ""]])
})

test("blocks of TFTP, one of them sent twice", () => {
  const packet = (n: number, from: number, to: number, data: Uint8Array, isUp: boolean): Stamped => {
    const ends = isUp ? { from: "10.0.0.2", to: "10.0.0.1" } : { from: "10.0.0.1", to: "10.0.0.2" }
    const macs = isUp ? ["00:50:56:00:00:02", "00:1d:9c:00:00:01"] : ["00:1d:9c:00:00:01", "00:50:56:00:00:02"]
    const link = { from: macs[0]!, to: macs[1]! }
    return { time: start + n * 1000, frame: ethernet(link, ipv4({ ...ends, protocol: 17 }, udp(from, to, data))) }
  }
  const blocks = Array.from({ length: 10 }, (_, n) => bytes(0, 3, u16(n + 1), program.slice(n * 512, n * 512 + 512)))
  const ask = packet(0, 3000, 69, joined("\0\u0001plc.exe\0octet\0"), true)
  const sent = blocks.toSpliced(3, 0, blocks[3]!).map((data, n) => packet(n + 1, 4000, 3000, data, false))
  expect(filesOf([ask, ...sent]).map(told)).toEqual([["plc.exe", "toClient", ...whole]])
  expect(filesOf([ask, ...sent.toSpliced(6, 1)]).map(({ state }) => state)).toEqual(["incomplete"])
})

test("a program in a stream that nobody knows", () => {
  const frames = talkFrames([[">", program]], { ports: [40_000, 4444] })
  expect(filesOf(frames).map(told)).toEqual([["", "toServer", ...whole]])
  expect(filesOf(talkFrames([[">", program.slice(1)]], { ports: [40_000, 4444] }))).toEqual([])
})

test("a session from afar has its span and its bytes; a port that nobody answers is none", () => {
  const frames = talkFrames(
    [
      ["<", "SSH-2.0-a\r\n"],
      [">", "SSH-2.0-b\r\n"],
      ["<", new Uint8Array(3000)],
    ],
    { ports: [40_000, 22], start },
  )
  const [one, ...more] = happeningsOf(frames).filter((each): each is RemoteSession => each.kind === "session")
  expect(more).toEqual([])
  expect([one?.title, one?.firstSeen, one?.lastSeen, one?.isOpen]).toEqual(["SSH", start, frames.at(-1)!.time, false])
  const wire = frames.reduce((sum, { frame }) => sum + frame.length, 0)
  expect((one?.sent ?? 0) + (one?.received ?? 0)).toBe(wire)
  expect(happeningsOf(talkFrames([], { ports: [40_000, 22], start }).slice(0, 1)).map(({ kind }) => kind)).toEqual([])
  const open = talkFrames(
    [
      ["<", "SSH-2.0-a\r\n"],
      [">", "SSH-2.0-b\r\n"],
    ],
    { ports: [40_000, 22], start, isOpen: true },
  )
  expect(happeningsOf(open)).toMatchObject([{ kind: "session", isOpen: true }])
})

test("time stamps that jump by years make no session of years; a silence of days is one", () => {
  const said: readonly Said[] = [
    ["<", "SSH-2.0-x\r\n"],
    [">", "SSH-2.0-y\r\n"],
    ["<", "a".repeat(100)],
    [">", "b".repeat(100)],
  ]
  const frames = talkFrames(said, { ports: [40_000, 22], isOpen: true })
  const day = 86_400e6
  const spanBehind = (pause: number): number[] =>
    happeningsOf(frames.map((one, n) => (n < frames.length - 4 ? one : { ...one, time: one.time + pause })))
      .filter((each): each is RemoteSession => each.kind === "session")
      .map(({ firstSeen, lastSeen }) => Math.round((lastSeen - firstSeen) / day))
  expect(spanBehind(2 * day)).toEqual([2])
  expect(spanBehind(4000 * day).every((span) => span === 0)).toBe(true)
})

test("what is told is the same whatever the chunks of the capture", () => {
  const frames = talkFrames([ask("/setup.exe"), answer(`${octets}\r\n${length}`, program)], { cut: 300 })
  const first = happeningsOf(frames)
  expect(first.length).toBeGreaterThan(0)
  for (const chunk of [1, 13, 4096]) expect(happeningsOf(frames, chunk)).toEqual(first)
})

const signIns: readonly (readonly [string, number, readonly Said[]])[] = [
  ["FTP", 21, [["<", "220 hi\r\n"], ...control]],
  [
    "POP3",
    110,
    [
      ["<", "+OK hi\r\n"],
      [">", "USER USER\r\n"],
      ["<", "+OK\r\n"],
      [">", "PASS USER\r\n"],
      ["<", "+OK\r\n"],
    ],
  ],
  [
    "IMAP",
    143,
    [
      ["<", "* OK hi\r\n"],
      [">", 'a1 LOGIN "USER" "USER"\r\n'],
      ["<", "a1 OK in\r\n"],
    ],
  ],
  [
    "SMTP",
    25,
    [
      ["<", "220 hi ESMTP\r\n"],
      [">", "AUTH PLAIN AFVTRVIAVVNFUg==\r\n"],
      ["<", "235 in\r\n"],
    ],
  ],
]
test.each(signIns)("lines of %s that are cut across segments are joined", (_, port, said) => {
  for (const cut of [1, 2, 3, 5, 1460])
    expect(happeningsOf(talkFrames(said, { ports: [40_000, port], cut }))).toMatchObject([
      { kind: "signIn", user: "USER", outcome: "succeeded", isClear: true, isDefault: true, count: 1 },
    ])
})

const question = (id: number, second: number, label = "plc"): Stamped => {
  const link = { from: "00:50:56:00:00:02", to: "00:1d:9c:00:00:01" }
  const labels = joined(`${String.fromCharCode(label.length)}${label}\u0007example\0`)
  const query = bytes(u16(id), u16(0x0100), u16(1), u16(0), u16(0), u16(0), labels, u16(1), u16(1))
  const net = { from: "10.0.0.2", to: "10.0.0.1", protocol: 17 }
  return { time: start + second * 1e6, frame: ethernet(link, ipv4(net, udp(5353, 53, query))) }
}

test("a question that is asked again in the same words counts each time, with its last time", () => {
  const frames = Array.from({ length: 3000 }, (_, n) => question(n & 255, n))
  expect(happeningsOf(frames)).toMatchObject([
    { kind: "name", name: "plc.example", type: "A", count: 3000, firstSeen: start, lastSeen: start + 2999e6 },
  ])
})

test("what finds no place in one step of reading is told with the capture", () => {
  const problemsOf = (count: number): readonly string[] => {
    const frames = Array.from({ length: count }, (_, n) => question(n & 0xffff, n / 1e4, `name-${n}`))
    return analyseBytes(pcap(frames)).capture.problems.map(({ message }) => message)
  }
  expect(problemsOf(100)).toEqual([])
  // The fourth step begins at the 21,000th packet, and holds 200,000.
  expect(problemsOf(41_003)).toEqual([
    "Sign-ins, files, sessions or names beyond the limit of one step of reading, which are not listed with their devices: 3.",
  ])
})

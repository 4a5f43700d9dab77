/** A morning of a bottling line's engineering station, as frames: every kind of thing that the device page tells apart happens once or more. */
import { bytes, ethernet, ipv4, udp, type Stamped } from "./frames.ts"
import { talkFrames, type Said } from "./talk.ts"

export const officeDay = {
  station: "10.0.0.2",
  server: "10.0.0.1",
  password: "Sommer-2026!",
  program: "line-3-setup.exe",
} as const

const start = Date.UTC(2026, 2, 2, 8) * 1000
const minute = 60e6
const encoder = new TextEncoder()

/** "MZ", the place of its header, and "PE" there. */
function windowsProgram(): Uint8Array {
  const program = Uint8Array.from({ length: 9000 }, (_, n) => (n * 7) & 255)
  program.set([0x4d, 0x5a], 0)
  program.set([0x80, 0, 0, 0], 60)
  program.set([0x50, 0x45, 0, 0, 0x4c, 1, 1, 0], 128)
  program.set([2, 1], 128 + 22)
  return program
}

const ftp = (password: string, answer: string): readonly Said[] => [
  ["<", "220 recipe server\r\n"],
  [">", "USER operator\r\n"],
  ["<", "331 Password required\r\n"],
  [">", `PASS ${password}\r\n`],
  ["<", `${answer}\r\n`],
]

const download: readonly Said[] = [
  [">", `GET /updates/${officeDay.program} HTTP/1.1\r\nHost: updates.example.com\r\n\r\n`],
  [
    "<",
    bytes(
      encoder.encode("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 9000\r\n\r\n"),
      windowsProgram(),
    ),
  ],
]
const upload: readonly Said[] = [
  [">", bytes(encoder.encode("PUT /recipes/lemonade.csv HTTP/1.1\r\nHost: mes\r\nContent-Length: 5\r\n\r\n1;2;3"))],
  ["<", "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"],
]
const vnc: readonly Said[] = [
  ["<", "RFB 003.008\n"],
  [">", "RFB 003.008\n"],
  ["<", bytes(1, 1)],
  [">", bytes(1)],
  ["<", bytes(0, 0, 0, 0)],
  [">", bytes(1)],
]

const name = (text: string): Uint8Array =>
  bytes(...text.split(".").map((part) => bytes(part.length, encoder.encode(part))), 0)
const question = (id: number, text: string): Uint8Array =>
  bytes(0, id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, name(text), 0, 1, 0, 1)
/** `address` null: no such name. */
const answer = (id: number, text: string, address: readonly number[] | null): Uint8Array =>
  bytes(
    ...[0, id, 0x81, address ? 0x80 : 0x83, 0, 1, 0, address ? 1 : 0, 0, 0, 0, 0],
    ...[name(text), 0, 1, 0, 1],
    ...(address ? [0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0, 0, 4, ...address] : []),
  )

function asked(text: string, id: number, address: readonly number[] | null, time: number): readonly Stamped[] {
  const { station, server } = officeDay
  const [mine, its] = ["00:50:56:00:00:02", "00:50:56:00:00:01"]
  const ask = udp(50_000 + id, 53, question(id, text))
  const said = udp(53, 50_000 + id, answer(id, text, address))
  return [
    { time, frame: ethernet({ from: mine, to: its }, ipv4({ from: station, to: server, protocol: 17 }, ask)) },
    {
      time: time + 900,
      frame: ethernet({ from: its, to: mine }, ipv4({ from: server, to: station, protocol: 17 }, said)),
    },
  ]
}

/** In the order of their times. */
export function officeDayFrames(): readonly Stamped[] {
  const at = (number: number): number => start + number * minute
  return [
    asked("updates.example.com", 1, [93, 184, 216, 9], at(0)),
    asked("historian-of-the-second-line.plant.example", 2, null, at(1)),
    talkFrames(ftp("guessed-1", "530 Login incorrect."), { ports: [40_001, 21], start: at(2) }),
    talkFrames(ftp(officeDay.password, "230 Logged in."), { ports: [40_002, 21], start: at(3) }),
    talkFrames(download, { ports: [40_003, 80], server: "93.184.216.9", ttl: 55, start: at(4) }),
    talkFrames(upload, { ports: [40_004, 80], server: "10.0.0.3", start: at(5) }),
    talkFrames(vnc, { ports: [40_005, 5900], server: "10.0.0.4", start: at(6) }),
  ].flat()
}

/**
 * Remote desktops of VNC: the remote framebuffer protocol (RFC 6143 section 7). Read until the desktop is shown: versions, how the client proves itself,
 * whether it was let in, and what the desktop is called. A sign-in has no user; its password is not sent in the clear.
 */
import type { Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { withSecret } from "./credentials.ts"
import { shownText } from "./lines.ts"

const noPassword = { shown: "none asked for", isDefault: false } as const

/** Section 7.1.2 and 7.2, and the registry of security types. */
const types: ReadonlyMap<number, string> = new Map([
  [1, "no password"],
  [2, "VNC password"],
  [5, "RA2"],
  [6, "RA2 without encryption"],
  [16, "Tight"],
  [17, "Ultra"],
  [18, "TLS"],
  [19, "VeNCrypt"],
  [30, "Apple Remote Desktop"],
])

/** Functions: how the client proves itself, by security type. */
const vncProtocol = protocol({
  name: "vnc",
  title: "VNC",
  family: "office",
  wireshark: "vnc",
  functionName: (code) => types.get(code) ?? "another security type",
})

/** "RFB 003.008\n" */
const versionLength = 12
const isVersion = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from >= versionLength &&
  bytes[from] === 0x52 &&
  bytes[from + 1] === 0x46 &&
  bytes[from + 2] === 0x42 &&
  bytes[from + 3] === 0x20 &&
  bytes[from + 7] === 0x2e &&
  bytes[from + 11] === 0x0a

type Phase =
  | "version"
  | "client version"
  | "one type"
  | "types"
  | "choice"
  | "challenge"
  | "answer"
  | "result"
  | "share"
  | "desktop"
  | "open"

class Session {
  phase: Phase = "version"
  /** 3, 7 or 8: the lower of both sides. */
  minor = 8
  asksPassword = true
}
const begin = (): Session => new Session()

const ofClient: ReadonlySet<Phase> = new Set<Phase>(["client version", "choice", "answer", "share"])

export const vnc: Dissector = {
  protocol: vncProtocol,
  tcp: [5900, 5901, 5902, 5903],
  anyPort: true,
  probe: isVersion,

  read(r, about, out) {
    const session = about.recall(begin)
    // A new connection begins with the server's version, whatever was lost before.
    if (isVersion(r.bytes, r.at, r.end) && session.phase !== "client version") session.phase = "version"
    while (r.left > 0 && session.phase !== "open") if (!step(session, r, about, out)) session.phase = "open"
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

const steps: Readonly<Record<Exclude<Phase, "open">, (session: Session, r: Reader, out: Findings) => boolean>> = {
  version: readVersion,
  "client version": readVersion,
  "one type": (session, r, out) => r.left >= 4 && chosen(session, r.u32("Security type"), out),
  types(session, r) {
    const count = r.u8("Number of security types")
    if (count === 0 || r.left < count) return false
    r.skip(count, "Security types")
    session.phase = "choice"
    return true
  },
  choice: (session, r, out) => chosen(session, r.u8("Security type"), out),
  challenge: (session, r) => pass(session, r, 16, "Challenge", "answer"),
  answer: (session, r) => pass(session, r, 16, "Answer", "result"),
  result(session, r, out) {
    if (r.left < 4) return false
    const succeeded = r.u32("Security result") === 0
    const mask = session.asksPassword ? null : noPassword
    out.tell({ kind: "signIn", user: "", succeeded, isClear: false, ...withSecret(mask) })
    session.phase = "share"
    return succeeded
  },
  share: (session, r) => pass(session, r, 1, "Share the desktop", "desktop"),
  /** Section 7.3.2: width, height, pixel format, and the name. */
  desktop(session, r, out) {
    if (r.left < 24) return false
    if (!session.asksPassword && session.minor < 8)
      out.tell({ kind: "signIn", user: "", succeeded: true, isClear: false, ...withSecret(noPassword) })
    r.u16("Width")
    r.u16("Height")
    r.skip(16, "Pixel format")
    const length = r.u32("Length of the name")
    if (length === 0 || length > r.left) return false
    const { at } = r
    r.skip(length, "Name of the desktop")
    const name = shownText(r.bytes, at, at + length, 100)
    if (name !== "") out.claim("sender", "description", `VNC desktop ${name}`, "VNC desktop", 0.6, at, length)
    return false
  },
}

/** False: nothing more is read of this conversation. */
function step(session: Session, r: Reader, about: About, out: Findings): boolean {
  const { phase } = session
  if (phase === "open") return false
  const expected = ofClient.has(phase) ? 1 : -1
  if (about.direction !== 0 && about.direction !== expected) return false
  return steps[phase](session, r, out)
}

function readVersion(session: Session, r: Reader): boolean {
  if (!isVersion(r.bytes, r.at, r.end)) return false
  const said = shownText(r.bytes, r.at + 8, r.at + 11, 3)
  r.skip(versionLength, "Version")
  const minor = said === "003" || said === "005" ? 3 : said === "007" ? 7 : 8
  if (session.phase === "version") {
    session.minor = minor
    session.phase = "client version"
    return true
  }
  session.minor = Math.min(session.minor, minor)
  session.phase = session.minor === 3 ? "one type" : "types"
  return true
}

/** Up to version 3.7 nobody says that no password was right (section 7.1.3): the desktop that follows does. */
function chosen(session: Session, type: number, out: Findings): boolean {
  if (type < 1 || type > 255) return false
  out.operation(vncProtocol, type, "message")
  session.asksPassword = type !== 1
  if (type === 2) session.phase = "challenge"
  else if (type === 1) session.phase = session.minor === 8 ? "result" : "share"
  else return false
  return true
}

function pass(session: Session, r: Reader, length: number, name: string, next: Phase): boolean {
  if (r.left < length) return false
  r.skip(length, name)
  session.phase = next
  return true
}

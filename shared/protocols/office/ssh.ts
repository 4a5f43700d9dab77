/** Secure Shell (RFC 4253 section 4.2): recognised by the line that both sides begin with, which names their programs. */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { lineEnd, textEnd } from "./lines.ts"

const sshProtocol = protocol({ name: "ssh", title: "SSH", family: "office", wireshark: "ssh" })

const RULE = "SSH identification"
/** The line has 255 bytes at most. */
const longest = 255

/** "SSH-1." or "SSH-2." */
function isBanner(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < 6 || bytes[from] !== 0x53 || bytes[from + 1] !== 0x53 || bytes[from + 2] !== 0x48) return false
  return bytes[from + 3] === 0x2d && (bytes[from + 4] === 0x31 || bytes[from + 4] === 0x32) && bytes[from + 5] === 0x2e
}

export const ssh: Dissector = {
  protocol: sshProtocol,
  tcp: [22],
  anyPort: true,
  probe: isBanner,

  read(r, _about, out) {
    if (isBanner(r.bytes, r.at, r.end)) readBanner(r, out)
    r.skip(r.left, "Data")
  },
}

function readBanner(r: Reader, out: Findings): void {
  const { bytes, at } = r
  const end = lineEnd(bytes, at, Math.min(r.end, at + longest))
  const to = textEnd(bytes, at, end)
  const line = String.fromCharCode(...bytes.subarray(at, to))
  r.skip(end - at, "Identification")
  // "SSH-2.0-", the program and its version, and after a space what it likes to add.
  const program = line.split("-").slice(2).join("-")
  if (!/^[\x20-\x7e]+$/.test(program)) return
  const from = at + line.length - program.length
  out.claim("sender", "software", `${program} (SSH)`, RULE, 0.6, from, program.length)
  const system = systemOf(program)
  if (system !== "") out.claim("sender", "os", system, RULE, 0.6, from, program.length)
  if (/^Cisco-/.test(program)) out.claim("sender", "vendor", "Cisco", RULE, 0.6, from, program.length)
}

/** Distributors write their name behind that of the program: "OpenSSH_9.2p1 Debian-2+deb12u1". */
function systemOf(program: string): string {
  const debian = /\bdeb(\d{1,2})u/.exec(program)?.[1]
  if (debian !== undefined) return `Debian ${debian}`
  if (/\bDebian\b/.test(program)) return "Debian"
  if (/\bUbuntu\b/.test(program)) return "Ubuntu"
  if (/\bRaspbian\b/.test(program)) return "Raspbian"
  if (/\bFreeBSD\b/.test(program)) return "FreeBSD"
  if (/for_Windows/.test(program)) return "Windows"
  return /^Cisco-/.test(program) ? "Cisco IOS" : ""
}

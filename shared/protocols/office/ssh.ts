/** Secure Shell (RFC 4253 section 4.2): recognised by the line that both sides begin with, which names their programs. */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { packagedSystem } from "./packaged-system.ts"
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

/** Long-term releases of Ubuntu by the version of OpenSSH that each of them keeps. */
const ubuntus: Readonly<Record<string, string>> = {
  "5.3": "10.04",
  "5.9": "12.04",
  "6.6": "14.04",
  "7.2": "16.04",
  "7.6": "18.04",
  "8.2": "20.04",
  "8.9": "22.04",
  "9.6": "24.04",
}

/** Distributors write their name behind that of the program: "OpenSSH_9.2p1 Debian-2+deb12u1". */
function systemOf(program: string): string {
  // Up to 2014 Ubuntu wrote Debian's name before its own: "OpenSSH_5.9p1 Debian-5ubuntu1".
  if (/ubuntu/i.test(program)) {
    const release = ubuntus[/^OpenSSH_(\d+\.\d+)/.exec(program)?.[1] ?? ""]
    return release === undefined ? "Ubuntu" : `Ubuntu ${release}`
  }
  const packaged = packagedSystem(program)
  if (packaged !== "") return packaged
  if (/\bDebian\b/.test(program)) return "Debian"
  if (/\bRaspbian\b/.test(program)) return "Raspbian"
  if (/\bFreeBSD\b/.test(program)) return "FreeBSD"
  if (/for_Windows/.test(program)) return "Windows"
  return /^Cisco-/.test(program) ? "Cisco IOS" : ""
}

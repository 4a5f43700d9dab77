/** NTLM (MS-NLMP 2.2.1) within the security data of SMB: who signs in, and what a server says of itself in its challenge. */
import { Malformed } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { textAt } from "./smb-text.ts"
import { windowsVersions } from "./windows-versions.ts"

const SIGNATURE = [0x4e, 0x54, 0x4c, 0x4d, 0x53, 0x53, 0x50, 0x00]
/** In front of it stands what SPNEGO (RFC 4178) wraps around: mechanisms and lengths. */
const farthest = 512

const CHALLENGE = 2
const AUTHENTICATE = 3

/** Section 2.2.2.5. */
const UNICODE = 1
const VERSION = 0x02000000

/** Where the message begins; -1 where there is none. */
function ntlmAt(bytes: Uint8Array, from: number, to: number): number {
  const last = Math.min(to - 12, from + farthest)
  for (let at = from; at <= last; at++) {
    if (bytes[at] !== SIGNATURE[0]) continue
    let n = 1
    while (n < 8 && bytes[at + n] === SIGNATURE[n]) n++
    if (n === 8) return at
  }
  return -1
}

const u16 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)
const u32 = (bytes: Uint8Array, at: number): number => (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0

/** Who signs in ("DOMAIN\\user", "" for nobody) by the authenticate message between `from` and `to`; null where there is none. */
export function ntlmUser(bytes: Uint8Array, from: number, to: number): string | null {
  const at = ntlmAt(bytes, from, to)
  if (at < 0 || bytes[at + 8] !== AUTHENTICATE || to - at < 64) return null
  const isWide = (u32(bytes, at + 60) & UNICODE) !== 0
  const field = (offset: number): string => {
    const length = u16(bytes, at + offset)
    if (length === 0) return ""
    const start = at + u32(bytes, at + offset + 4)
    if (start + length > to) throw new Malformed(`NTLM field of ${length} bytes at ${start - at} of ${to - at}`)
    return textAt(bytes, start, start + Math.min(length, 512), isWide)
  }
  const [domain, user] = [field(28), field(36)]
  return domain === "" || user === "" ? user : `${domain}\\${user}`
}

const RULE = "NTLM challenge"
const COMPUTER = 1
const DOMAIN = 2

/** What the server says of itself in the challenge that stands between `from` and `to`. */
export function readNtlmChallenge(bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const at = ntlmAt(bytes, from, to)
  if (at < 0 || bytes[at + 8] !== CHALLENGE || to - at < 48) return
  const length = u16(bytes, at + 40)
  const start = at + u32(bytes, at + 44)
  if (length > 0 && start + length > to) throw new Malformed(`NTLM target information of ${length} bytes`)
  const isServer = length > 0 && readTarget(bytes, start, start + length, out)
  if (!isServer || (u32(bytes, at + 20) & VERSION) === 0 || to - at < 56) return
  const os = windowsName(bytes[at + 48]!, bytes[at + 49]!, u16(bytes, at + 50))
  if (os !== "") out.claim("sender", "os", os, RULE, 0.85, at + 48, 4)
}

/** Pairs of number, length and value (section 2.2.2.1). True where it is a computer's. */
function readTarget(bytes: Uint8Array, from: number, to: number, out: Findings): boolean {
  let computer = ""
  for (let at = from; at + 4 <= to;) {
    const [kind, length] = [u16(bytes, at), u16(bytes, at + 2)]
    at += 4
    if (kind === 0) break
    if (at + length > to) throw new Malformed(`NTLM pair ${kind} of ${length} bytes`)
    const text = kind === COMPUTER || kind === DOMAIN ? textAt(bytes, at, at + length, true) : ""
    if (kind === COMPUTER && text !== "") {
      computer = text
      out.claim("sender", "hostname", text, RULE, 0.9, at, length)
    }
    at += length
  }
  return computer !== ""
}

/** By version and build (section 2.2.2.10); Samba says 6.1 and build 0, which is nobody's. */
function windowsName(major: number, minor: number, build: number): string {
  if (build === 0) return ""
  const name = (major === 10 ? ofTen[build] : undefined) ?? windowsVersions[`${major}.${minor}`]
  if (name !== undefined) return `${name}, build ${build}`
  return ""
}

/** Since Windows 10 only the build tells editions apart (Microsoft, release information of Windows 10, 11 and Server). */
const ofTen: Readonly<Record<number, string>> = {
  10240: "Windows 10 1507",
  10586: "Windows 10 1511",
  14393: "Windows 10 1607 or Server 2016",
  15063: "Windows 10 1703",
  16299: "Windows 10 1709",
  17134: "Windows 10 1803",
  17763: "Windows 10 1809 or Server 2019",
  18362: "Windows 10 1903",
  18363: "Windows 10 1909",
  19041: "Windows 10 2004",
  19042: "Windows 10 20H2",
  19043: "Windows 10 21H1",
  19044: "Windows 10 21H2",
  19045: "Windows 10 22H2",
  20348: "Windows Server 2022",
  22000: "Windows 11 21H2",
  22621: "Windows 11 22H2",
  22631: "Windows 11 23H2",
  25398: "Windows Server 23H2",
  26100: "Windows 11 24H2 or Server 2025",
  26200: "Windows 11 25H2",
}

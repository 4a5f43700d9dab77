/**
 * Programs, scripts, installers and firmware by how they begin, some together with their name. Sources: PE format (Microsoft), System V ABI (ELF), Mach-O
 * (Apple's loader.h), JVM specification section 4.1, MS-CFB 2.2, MS-CAB 2.3, MS-SHLLINK 2.1, PKZIP APPNOTE 4.3.7, U-Boot image.h, SquashFS, Intel HEX (1988), Motorola S-record.
 */
import { indexOfByte, latinText } from "./lines.ts"

/** So many bytes of a file's beginning are looked at. */
export const headLength = 1024

type Head = { readonly bytes: Uint8Array; readonly length: number; readonly ending: string }

const be32 = ({ bytes }: Head, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
const le32 = ({ bytes }: Head, at: number): number =>
  ((bytes[at + 3]! << 24) | (bytes[at + 2]! << 16) | (bytes[at + 1]! << 8) | bytes[at]!) >>> 0
const endsAs = ({ ending }: Head, ...endings: readonly string[]): boolean => endings.includes(ending)

/** No zeros and no control characters but tabs, line ends and a mark of the byte order. */
function isText({ bytes, length }: Head): boolean {
  if (length === 0) return false
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isWide) return true
  for (let at = 0; at < length; at++) {
    const byte = bytes[at]!
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) return false
  }
  return true
}

/** "MZ", where the header is, "PE" and two zeros there; whether it is a library is in its characteristics. */
function windows(head: Head): string {
  const { bytes, length } = head
  if (length < 64 || bytes[0] !== 0x4d || bytes[1] !== 0x5a) return ""
  const at = le32(head, 60)
  if (at >= 64 && at + 24 <= length) {
    if (be32(head, at) !== 0x50450000) return ""
    return (bytes[at + 23]! & 0x20) !== 0 ? "Windows library" : "Windows program"
  }
  return at < 65_536 && endsAs(head, "exe", "dll", "sys", "scr", "ocx", "cpl") ? "Windows program" : ""
}

function unix(head: Head): string {
  const { bytes, length } = head
  if (length < 16) return ""
  const first = be32(head, 0)
  const isClass = bytes[4] === 1 || bytes[4] === 2
  if (first === 0x7f454c46) return isClass && (bytes[5] === 1 || bytes[5] === 2) && bytes[6] === 1 ? "ELF program" : ""
  const isMac = first === 0xfeedface || first === 0xfeedfacf || first === 0xcefaedfe || first === 0xcffaedfe
  if (isMac) return "macOS program"
  if (first !== 0xcafebabe) return ""
  const second = be32(head, 4)
  if (second > 0 && second < 20) return "macOS program"
  return (second & 0xffff) >= 45 && (second & 0xffff) < 100 && second >>> 16 < 4 ? "Java class" : ""
}

function interpreted({ bytes, length }: Head): string {
  if (length < 4 || bytes[0] !== 0x23 || bytes[1] !== 0x21) return ""
  const end = indexOfByte(bytes, 10, 0, Math.min(length, 120))
  const line = latinText(bytes, 2, end < 0 ? Math.min(length, 120) : end)
  const [, path = "", word = ""] = /^\s*(\/[\w./-]+)(?:\s+([\w.-]+))?/.exec(line) ?? []
  const program = path.endsWith("/env") ? word : path.slice(path.lastIndexOf("/") + 1)
  return program === "" ? "" : `Script for ${program.slice(0, 20)}`
}

const byName: readonly (readonly [kind: string, ...endings: readonly string[]])[] = [
  ["PowerShell script", "ps1", "psm1", "psd1"],
  ["Batch script", "bat", "cmd"],
  ["Visual Basic script", "vbs", "vbe", "wsf"],
  ["JScript", "jse"],
  ["HTML application", "hta"],
  ["Shell script", "sh"],
  ["Python script", "py"],
  ["Registry file", "reg"],
]
function script(head: Head): string {
  const found = byName.find(([, ...endings]) => endings.includes(head.ending))
  return found && isText(head) ? found[0] : ""
}

const macros = "Office document with macros"
const has = ({ bytes, length }: Head, text: string): boolean => latinText(bytes, 0, length).includes(text)

function packed(head: Head): string {
  if (head.length < 8) return ""
  const first = be32(head, 0)
  if (first === 0x4d534346 && be32(head, 4) === 0) return "Cabinet archive"
  if (first === 0xd0cf11e0 && be32(head, 4) === 0xa1b11ae1) {
    if (endsAs(head, "msi", "msp", "msm")) return "Windows installer"
    return has(head, "V\0B\0A\0") ? macros : ""
  }
  if (first !== 0x504b0304) return ""
  if (endsAs(head, "docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm") || has(head, "vbaProject.bin")) return macros
  if (endsAs(head, "jar", "war")) return "Java archive"
  return endsAs(head, "zap13", "zap14", "zap15", "zap16", "zap17", "zap18", "zap19", "zap20")
    ? "TIA Portal project"
    : ""
}

function firmware(head: Head): string {
  if (head.length < 12) return ""
  const first = be32(head, 0)
  if (first === 0x27051956) return "Firmware (U-Boot image)"
  if (first === 0x68737173) return "Firmware (SquashFS)"
  if (first === 0x4c000000 && be32(head, 4) === 0x01140200) return "Windows shortcut"
  const text = latinText(head.bytes, 0, Math.min(head.length, 44))
  if (/^:(?:[0-9A-F]{2}){5,}\r?\n?:?/.test(text) && /^:(?:02000004|02000002|10|20)/.test(text))
    return "Firmware (Intel HEX)"
  return /^S0[0-9A-F]{8,}/.test(text) ? "Firmware (S-record)" : ""
}

/** Projects for controllers; their formats are not public, so the name must do. */
const projects: readonly (readonly [kind: string, ...endings: readonly string[]])[] = [
  ["Studio 5000 project", "acd", "l5k", "l5x"],
  ["RSLogix 500 project", "rss"],
  ["Control Expert project", "stu", "sta", "xef", "zef"],
  ["STEP 7 project", "s7p"],
  ["CODESYS project", "projectarchive"],
]
const project = (head: Head): string => projects.find(([, ...endings]) => endsAs(head, ...endings))?.[0] ?? ""

const tests = [windows, unix, interpreted, script, packed, firmware, project]

/** What a file is, where that is something that runs or is loaded into a controller; else "". `length` bytes of its beginning are there. */
export function programOf(name: string, bytes: Uint8Array, length: number): string {
  const dot = name.lastIndexOf(".")
  const head = { bytes, length, ending: dot < 0 ? "" : name.slice(dot + 1).toLowerCase() }
  for (const test of tests) {
    const kind = test(head)
    if (kind !== "") return kind
  }
  return ""
}

/** The same of a stream without a name, by what can't be anything else. */
export const programOfStream = (bytes: Uint8Array, length: number): string => {
  const head = { bytes, length, ending: "" }
  return windows(head) || unix(head) || interpreted(head)
}

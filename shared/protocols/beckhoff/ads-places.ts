/**
 * Where ADS requests reach, in words: index groups and offsets (Beckhoff Information System, "ADS-specification for the PLC", and the
 * definitions of Beckhoff's own open source ADS library), names of symbols, routes.
 */
import { adsPortName, SYSTEM_SERVICE } from "./ads-names.ts"
import type { PlaceFacts } from "../protocol.ts"

/** What a place's bytes are, above the 16 bits of the port. */
export const kinds = { address: 0, symbol: 1, state: 2, route: 3, user: 4, handle: 5 } as const
export const areaOf = (kind: number, port: number): number => (kind << 16) | port

/** Groups of addresses in the process image: what stands before the number, and whether it counts bits. */
const images: Readonly<Record<number, readonly [prefix: string, bits: boolean]>> = {
  0x4020: ["%M", false],
  0x4021: ["%M", true],
  0x4030: ["retain data ", false],
  0x4040: ["data ", false],
  0xf020: ["%I", false],
  0xf021: ["%I", true],
  0xf030: ["%Q", false],
  0xf031: ["%Q", true],
  0xf060: ["inputs and outputs ", false],
}

const groups: Readonly<Record<number, string>> = {
  ...{ 0x4025: "size of %M", 0x4035: "size of the retain data", 0x4045: "size of the data" },
  ...{ 0xf000: "symbol table", 0xf001: "symbol names", 0xf002: "symbol values", 0xf003: "handle of a symbol" },
  ...{ 0xf004: "symbol by name", 0xf005: "symbol with a handle", 0xf006: "release of a handle" },
  ...{ 0xf007: "symbol information", 0xf008: "symbol version", 0xf009: "symbol information" },
  ...{ 0xf00a: "symbol download", 0xf00b: "all symbols", 0xf00c: "number of symbols", 0xf00d: "symbol download" },
  ...{ 0xf00e: "all data types", 0xf00f: "number of symbols", 0xf010: "changes of a symbol" },
  ...{ 0xf025: "size of the inputs", 0xf035: "size of the outputs", 0xf040: "all inputs", 0xf050: "all outputs" },
  ...{ 0xf080: "several reads", 0xf081: "several writes", 0xf082: "several reads and writes", 0xf083: "several reads" },
  ...{ 0xf084: "several reads", 0xf085: "several subscriptions", 0xf086: "several subscriptions", 0xf100: "state" },
}

/** Port 10000. */
const services: Readonly<Record<number, string>> = {
  ...{ 100: "file to create", 101: "file to read", 102: "file to write", 110: "file", 111: "file" },
  ...{ 120: "file to open", 121: "file to close", 122: "contents of a file", 123: "contents of a file" },
  ...{ 124: "position in a file", 125: "position in a file", 126: "line of a file", 127: "line of a file" },
  ...{ 130: "end of a file", 131: "file to delete", 132: "file to rename", 133: "list of files" },
  ...{ 200: "registry of the machine", 201: "registry of the user", 202: "registry of classes" },
  ...{ 220: "system control", 240: "state of the system service", 900: "screen resolution" },
  ...{ 300: "e-mail", 400: "clock", 500: "programs of the operating system", 600: "NetId", 601: "NetId" },
  ...{ 700: "target information", 701: "network adapters", 702: "host name", 703: "network addresses" },
  ...{ 801: "route to add", 802: "route to delete", 803: "routes", 1300: "network settings" },
}

const latin = new TextDecoder("latin1")
const plain = (bytes: Uint8Array): string =>
  latin
    .decode(bytes)
    .replace(/\0.*$/s, "")
    .replace(/[^\x20-\x7e\xa0-\xff]/g, "?")

const u32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0

export function adsPlaceText({ area, name }: PlaceFacts): string {
  const [kind, port] = [area >> 16, area & 0xffff]
  const server = adsPortName(port) ?? `port ${port}`
  switch (kind) {
    case kinds.symbol:
      return `${server}, ${plain(name)}`
    case kinds.state:
      return server
    case kinds.route:
      return `route ${plain(name)}`
    case kinds.user:
      return `user ${plain(name)}`
  }
  return `${server}, ${addressText(port, u32(name, 0), u32(name, 4), u32(name, 8))}`
}

function addressText(port: number, group: number, offset: number, length: number): string {
  const image = images[group]
  if (image !== undefined) return imageText(image[0], image[1], offset, length)
  if (group === 0xf005 || group === 0xf006) return `${groups[group]!} ${offset}`
  const named = port === SYSTEM_SERVICE ? services[group] : groups[group]
  if (named !== undefined) return offset === 0 || group >= 0xf080 ? named : `${named}, offset ${offset}`
  return `group 0x${group.toString(16)}, offset 0x${offset.toString(16)}`
}

function imageText(prefix: string, bits: boolean, offset: number, length: number): string {
  const letter = prefix.startsWith("%")
  if (bits) return `${prefix}X${offset >> 3}.${offset & 7}`
  const first = `${prefix}${letter ? "B" : ""}${offset}`
  return length > 1 ? `${first} to ${offset + length - 1}` : first
}

/** Numbers of one, two and four bytes; the message does not say what type they have. */
export function adsValueText({ area }: PlaceFacts, value: Uint8Array): string {
  if (area >> 16 === kinds.route) return plain(value)
  if (value.length > 3 && value.every((byte, at) => (byte >= 0x20 && byte < 0x7f) || (byte === 0 && at > 2)))
    return `"${plain(value)}"`
  if (value.length === 1 || value.length === 2 || value.length === 4) return String(u32(value, 0))
  return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(" ")
}

/** Names of BSAP's remote database access: D4052, as the public parser ICSNPP-BSAP lists them. */
import type { PlaceFacts, Protocol } from "../protocol.ts"

/** Application functions. */
export const DATABASE = 0xa0
export const EXTENSION = 0xa1

/** Functions beyond those of the database: other applications, the extension's, polls, answers whose request was not seen. */
export const APPLICATION = 0x100
export const EXTENSIONS = 0x1000
export const LINK = 0x200
export const ANSWER = 0x201

const functions: ReadonlyMap<number, string> = new Map([
  [0x00, "read signal by address"],
  [0x02, "read logical by address"],
  [0x04, "read signal by name"],
  [0x06, "read logical by name"],
  [0x0c, "read signal by list, start"],
  [0x0d, "read signal by list, continue"],
  [0x0e, "read logical by list, start"],
  [0x0f, "read logical by list, continue"],
  [0x80, "write signal by address"],
  [0x84, "write signal by name"],
  [0x8c, "write signal by list, start"],
  [0x8d, "write signal by list, continue"],
  [APPLICATION + 0x03, "engineering station"],
  [APPLICATION + 0xa0, "database access"],
  [APPLICATION + 0xa1, "database access, extended"],
  [EXTENSIONS + 0x0101, "reset system"],
  [EXTENSIONS + 0x0102, "diagnostics reset"],
  [EXTENSIONS + 0x0201, "read date and time"],
  [EXTENSIONS + 0x0202, "read date"],
  [EXTENSIONS + 0x0203, "read time"],
  [EXTENSIONS + 0x0281, "write date and time"],
  [EXTENSIONS + 0x0400, "change local node address"],
  [LINK, "poll"],
  [ANSWER, "answer to a request that was not seen"],
])

export function bsapKey(code: number): string {
  if (code === LINK) return "poll"
  if (code === ANSWER) return "answer"
  if (code >= EXTENSIONS) return `extension:${code - EXTENSIONS}`
  return code >= APPLICATION ? `application:${code - APPLICATION}` : String(code)
}
export const bsapName = (code: number): string | undefined => functions.get(code)

export const bsapCommands: NonNullable<Protocol["commands"]> = {
  128: { does: "Write signals", technique: "T0855", everyday: true },
  132: { does: "Write signals", technique: "T0855", everyday: true },
  140: { does: "Write signals of a list", technique: "T0855", everyday: true },
  141: { does: "Write signals of a list", technique: "T0855", everyday: true },
  "extension:257": { does: "Reset the controller", technique: "T0816" },
  "extension:258": { does: "Reset the diagnostics", technique: "T0878" },
  "extension:641": { does: "Set the clock", technique: "T0836" },
  "extension:1024": { does: "Change the node address", technique: "T0836" },
}

export const NAME = 0
export const ADDRESS = 1

export const bsapPlaceText = ({ area, from, name }: PlaceFacts): string =>
  area === NAME ? `signal ${String.fromCharCode(...name)}` : `signal at address ${from}`

/** What a write orders, as far as the capture shows: the signal is on after 9, off after 10. */
const orders: Readonly<Record<number, string>> = { 9: "on", 10: "off" }

export function bsapValueText({ area }: PlaceFacts, value: Uint8Array): string {
  if (area === ADDRESS && value.length === 1 && orders[value[0]!] !== undefined) return orders[value[0]!]!
  if (area === NAME && value.length === 1) return value[0] === 0 ? "off" : "on"
  if (area === NAME && value.length === 4)
    return String(Number(new DataView(value.buffer, value.byteOffset, 4).getFloat32(0, true).toPrecision(7)))
  return [...value].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")
}

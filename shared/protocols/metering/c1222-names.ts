/** Names of ANSI C12.22 (services and their answers, clause 5.3) and of the tables and procedures of ANSI C12.19 (clause 9). */
import type { PlaceFacts, Protocol } from "../protocol.ts"

export const IDENTIFY = 0x20
export const FULL_READ = 0x30
export const FULL_WRITE = 0x40
/** Beyond the services: answers whose request was not seen, and what is encrypted. */
export const ANSWER = 256
export const ENCRYPTED = 257

const services: ReadonlyMap<number, string> = new Map([
  [IDENTIFY, "identification"],
  [0x21, "terminate"],
  [0x22, "disconnect"],
  [0x24, "deregister"],
  [0x25, "resolve"],
  [0x26, "trace"],
  [0x27, "register"],
  [FULL_READ, "full read"],
  ...Array.from({ length: 9 }, (_, n) => [0x31 + n, `partial read by index, depth ${n + 1}`] as const),
  [0x3e, "default read"],
  [0x3f, "partial read by offset"],
  [FULL_WRITE, "full write"],
  ...Array.from({ length: 9 }, (_, n) => [0x41 + n, `partial write by index, depth ${n + 1}`] as const),
  [0x4f, "partial write by offset"],
  [0x50, "logon"],
  [0x51, "security"],
  [0x52, "logoff"],
  [0x53, "authenticate"],
  [0x70, "wait"],
  [ANSWER, "answer to a request that was not seen"],
  [ENCRYPTED, "encrypted"],
])

export const c1222Key = (code: number): string =>
  code === ANSWER ? "answer" : code === ENCRYPTED ? "encrypted" : String(code)
export const c1222Name = (code: number): string | undefined => services.get(code)

export const isRead = (service: number): boolean => service >= FULL_READ && service <= 0x3f
export const isWrite = (service: number): boolean => service >= FULL_WRITE && service <= 0x4f

const errors = [
  "ok",
  "error",
  "service not supported",
  "insufficient security clearance",
  "operation not possible",
  "inappropriate action requested",
  "device busy",
  "data not ready",
  "data locked",
  "renegotiate request",
  "invalid service sequence state",
  "security mechanism error",
  "unknown application title",
  "network time-out",
  "network not reachable",
  "request too large",
  "response too large",
  "segmentation not possible",
  "segmentation error",
]
export const LAST_ANSWER = 0x1f

/** Details: answers that refuse, by code; and from here on procedures, of the manufacturer with bit 11 set. */
export const PROCEDURE = 4096
const MANUFACTURER = 2048

export function c1222DetailKey(code: number): string {
  if (code < PROCEDURE) return `error:${code}`
  const number = code - PROCEDURE
  return number < MANUFACTURER ? `procedure:${number}` : `procedure:m${number - MANUFACTURER}`
}
export function c1222DetailName(code: number): string | undefined {
  if (code < PROCEDURE) return errors[code]
  const number = code - PROCEDURE
  return number < MANUFACTURER ? procedures[number] : `manufacturer's procedure ${number - MANUFACTURER}`
}

const procedures = [
  "cold start",
  "warm start",
  "save configuration",
  "clear data",
  "reset list pointers",
  "update last read entry",
  "change end device mode",
  "clear standard status flags",
  "clear manufacturer status flags",
  "remote reset",
  "set date and time",
  "execute diagnostics",
  "activate all pending tables",
  "activate specific pending tables",
  "clear all pending tables",
  "clear specific pending tables",
  "start load profile",
  "stop load profile",
  "log in",
  "log out",
  "initiate an immediate call",
  "direct load control",
  "modify credit",
]

const writes = Array.from({ length: 16 }, (_, n) => FULL_WRITE + n).filter((code) => services.has(code))

export const c1222Commands: NonNullable<Protocol["commands"]> = {
  ...Object.fromEntries(
    writes.map((code) => [code, { does: "Write a table of the meter", technique: "T0836" as const }]),
  ),
  34: { does: "Take the meter off the network", technique: "T0881" },
  36: { does: "Deregister the meter from its network", technique: "T0881" },
  80: { does: "Log on to the meter", technique: "T0859" },
  81: { does: "Give the meter's password, in clear", technique: "T0859" },
  "procedure:0": { does: "Cold start of the meter", technique: "T0816" },
  "procedure:1": { does: "Warm start of the meter", technique: "T0816" },
  "procedure:3": { does: "Clear the meter's data", technique: "T0809" },
  "procedure:6": { does: "Change the mode of the meter", technique: "T0858" },
  "procedure:9": { does: "Reset demand or readings", technique: "T0836" },
  "procedure:10": { does: "Set the clock", technique: "T0836" },
  "procedure:12": { does: "Put pending settings into force", technique: "T0836" },
  "procedure:13": { does: "Put pending settings into force", technique: "T0836" },
  "procedure:17": { does: "Stop recording the load profile", technique: "T0804" },
  "procedure:21": { does: "Switch the load on or off", technique: "T0855" },
  "procedure:22": { does: "Change the credit", technique: "T0836" },
}

const tables: ReadonlyMap<number, string> = new Map([
  [0, "general configuration"],
  [1, "manufacturer identification"],
  [2, "device nameplate"],
  [3, "end device mode status"],
  [4, "pending status"],
  [5, "device identification"],
  [6, "utility information"],
  [7, "procedure initiate"],
  [8, "procedure response"],
  [23, "current register data"],
  [24, "previous season register data"],
  [25, "previous demand reset data"],
  [42, "security"],
  [43, "default access control"],
  [44, "access control"],
  [51, "time-of-use dimensions"],
  [52, "clock"],
  [54, "calendar"],
  [55, "clock state"],
  [64, "load profile data set 1"],
  [71, "log dimensions"],
  [76, "event log data"],
])

export function c1222PlaceText({ from }: PlaceFacts): string {
  // Bit 11 of a table's number: the manufacturer's own.
  if ((from & MANUFACTURER) !== 0) return `manufacturer's table ${from & 2047}`
  const name = tables.get(from)
  return name === undefined ? `table ${from}` : `table ${from} (${name})`
}

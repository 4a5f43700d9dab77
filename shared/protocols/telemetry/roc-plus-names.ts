/** Names of ROC Plus: A6127 "ROC Plus protocol specifications manual", tables 2-1 (opcodes), 2-2 (types), 2-27 (files), 2-32 (errors). */
import type { PlaceFacts, Protocol } from "../protocol.ts"

export const SIGNAL = 224
export const ACKNOWLEDGE = 225
export const ERROR = 255

const opcodes: ReadonlyMap<number, string> = new Map([
  [6, "system configuration"],
  [7, "read real-time clock"],
  [8, "set real-time clock"],
  [10, "read configurable opcode point data"],
  [11, "write configurable opcode point data"],
  [17, "login request"],
  [24, "store and forward"],
  [50, "request I/O point position"],
  [100, "access user-defined information"],
  [105, "request today's and yesterday's minimum and maximum values"],
  [108, "request history tag and periodic index"],
  [118, "request alarm data"],
  [119, "request event data"],
  [135, "request single history point data"],
  [136, "request multiple history point data"],
  [137, "request history index for a day"],
  [138, "request daily and periodic history for a day"],
  [139, "history information data"],
  [166, "set single point parameters"],
  [167, "request single point parameters"],
  [180, "request parameters"],
  [181, "write parameters"],
  [203, "general file transfer"],
  [205, "peer-to-peer network messages"],
  [206, "read transaction history data"],
  [SIGNAL, "SRBX signal"],
  [ACKNOWLEDGE, "acknowledge SRBX"],
  [ERROR, "error indicator"],
])
export const rocName = (code: number): string | undefined => opcodes.get(code)

/** Details: errors by code, and what is done with files. */
export const FILE_COMMAND = 256

const files: Readonly<Record<number, string>> = {
  1: "open",
  2: "read",
  3: "write",
  4: "close",
  5: "delete",
  6: "directory",
  64: "directory-64",
}
export const rocDetailKey = (code: number): string =>
  code < FILE_COMMAND ? `error:${code}` : `file:${files[code - FILE_COMMAND] ?? code - FILE_COMMAND}`
export const rocDetailName = (code: number): string | undefined =>
  code < FILE_COMMAND ? errors.get(code) : fileNames[code - FILE_COMMAND]

const fileNames: Readonly<Record<number, string>> = {
  1: "open file",
  2: "read file",
  3: "write file",
  4: "close file",
  5: "delete file",
  6: "read directory",
  64: "read directory",
}
const errors: ReadonlyMap<number, string> = new Map([
  [1, "invalid opcode request"],
  [2, "invalid parameter number"],
  [3, "invalid logical number"],
  [4, "invalid point type"],
  [5, "received too many data bytes"],
  [6, "received too few data bytes"],
  [13, "outside valid address range"],
  [14, "invalid history request"],
  [15, "invalid FST request"],
  [16, "invalid event entry"],
  [17, "requested too many alarms"],
  [18, "requested too many events"],
  [19, "write to read-only parameter"],
  [20, "security error"],
  [21, "invalid security logon"],
  [22, "invalid store and forward path"],
  [24, "history configuration in progress"],
  [25, "invalid parameter range"],
  [29, "invalid one-day history index request"],
  [30, "invalid history point"],
  [31, "invalid minimum or maximum request"],
  [32, "invalid TLP"],
  [33, "invalid time"],
  [34, "illegal Modbus range"],
  [50, "general error"],
  [51, "invalid state for write"],
  [52, "invalid configurable opcode request"],
  [61, "HART pass-through disabled"],
  [62, "HART pass-through not licensed"],
  [63, "requested access level too high"],
  [77, "invalid logoff string"],
])

export const rocCommands: NonNullable<Protocol["commands"]> = {
  8: { does: "Set the clock", technique: "T0836" },
  11: { does: "Write points", technique: "T0855", everyday: true },
  17: { does: "Log on or off", technique: "T0859" },
  // Parameters are set points and configuration alike: which, only the point's type tells.
  166: { does: "Write parameters of a point", technique: "T0836", everyday: true },
  181: { does: "Write parameters", technique: "T0836", everyday: true },
  "file:read": { does: "Read a file out of the unit", technique: "T0845" },
  "file:write": { does: "Write a file into the unit", technique: "T0843" },
  "file:delete": { does: "Delete a file of the unit", technique: "T0809" },
}

/** What a place's area is beyond a point type (0 to 255). */
export const TABLE = 0x100
export const HISTORY = 0x200
export const OPERATOR = 0x400
export const FILE = 0x401

export function rocPlaceText({ area, from, count, name }: PlaceFacts): string {
  if (area === OPERATOR) return `operator ${String.fromCharCode(...name)}`
  if (area === FILE) return `file ${String.fromCharCode(...name)}`
  if (area >= HISTORY) return `history segment ${area - HISTORY}, point ${from}`
  const last = from + count - 1
  if (area >= TABLE) return `table ${area - TABLE}, ${count > 1 ? `locations ${from} to ${last}` : `location ${from}`}`
  const parameters = count > 1 ? `parameters ${from & 255} to ${last & 255}` : `parameter ${from & 255}`
  return `point type ${area}, logical ${from >> 8}, ${parameters}`
}

export const rocTypes: Readonly<Record<number, string>> = {
  1: "ROC300 with ROCPAC",
  2: "FloBoss 407",
  3: "ROC300 with FlashPAC",
  4: "FloBoss 503",
  5: "FloBoss 504",
  6: "ROC800",
  11: "DL8000",
}

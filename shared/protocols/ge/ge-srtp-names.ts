/**
 * Names of GE-SRTP, which carries the mailbox messages of SNP: GFK-0529C "Series 90 PLC SNP communications user's manual", chapter 6
 * (service requests), tables 6-4 (segment selectors), 6-16 (types of controllers) and 6-31 (override tables).
 */
import type { PlaceFacts, Protocol } from "../protocol.ts"
import { errorKey, errorName } from "./ge-srtp-errors.ts"

export const READ_SYSTEM = 0x04
export const READ_TASK = 0x05
export const WRITE_SYSTEM = 0x07
export const WRITE_TASK = 0x08
export const SET_STATE = 0x23
export const PROGRAM_STORE = 0x3f
export const PROGRAM_LOAD = 0x40
export const CONTROLLER_TYPE = 0x43
export const TOGGLE = 0x44

/** Beyond the service requests: the exchange that opens a connection, and answers whose request was not seen. */
export const OPENING = 256
export const ANSWER = 257

export const srtpFunctionKey = (code: number): string =>
  code === OPENING ? "opening" : code === ANSWER ? "answer" : String(code)
export const srtpFunctionName = (code: number): string | undefined => functions.get(code)

const functions: ReadonlyMap<number, string> = new Map([
  [0x00, "PLC short status"],
  [0x03, "return control program names"],
  [0x04, "read system memory"],
  [0x05, "read task memory"],
  [0x06, "read program block memory"],
  [0x07, "write system memory"],
  [0x08, "write task memory"],
  [0x09, "write program block memory"],
  [0x15, "establish datagram"],
  [0x16, "update datagram"],
  [0x17, "cancel datagram"],
  [0x20, "programmer logon"],
  [0x21, "change privilege level"],
  [0x22, "set controller ID"],
  [0x23, "set PLC state"],
  [0x24, "set PLC time and date"],
  [0x25, "return PLC time and date"],
  [0x38, "return fault table"],
  [0x39, "clear fault table"],
  [0x3f, "program store"],
  [0x40, "program load"],
  [0x43, "return controller type and ID"],
  [0x44, "toggle force system memory"],
  [0x48, "write datagram"],
  [OPENING, "opening of the connection"],
  [ANSWER, "answer to a request that was not seen"],
])

/** Details: what is asked of the running state, and below it what the status word of answers says, where it changes. */
export const STATE = 0
export const SWITCH = 16
export const PRIVILEGE = 32
export const PROGRAM = 0x1000
/** From here on major and minor error status. */
export const ERROR = 0x10000

const states: ReadonlyMap<number, string> = new Map([
  [0, "run, outputs enabled"],
  [1, "run, outputs disabled"],
  [2, "stop, outputs disabled"],
  [6, "stop, outputs enabled"],
])
const stateKey = (code: number): string => `state:${states.has(code) ? code : "other"}`

export const srtpDetailKey = (code: number): string =>
  code === PROGRAM
    ? "program:sent"
    : code >= ERROR
      ? errorKey((code >> 8) & 0xff, code & 0xff)
      : code >= PRIVILEGE
        ? `privilege:${code - PRIVILEGE}`
        : code >= SWITCH
          ? `switch:${switches[code - SWITCH] ?? "other"}`
          : stateKey(code)

const switches = ["stop", "run"]

export const srtpDetailName = (code: number): string | undefined =>
  code === PROGRAM
    ? "a program is sent"
    : code >= ERROR
      ? errorName((code >> 8) & 0xff, code & 0xff)
      : code >= PRIVILEGE
        ? `privilege level ${code - PRIVILEGE}`
        : code >= SWITCH
          ? `front panel switch at ${switches[code - SWITCH] ?? "an unknown position"}`
          : (states.get(code) ?? "another state")

export const srtpCommands: NonNullable<Protocol["commands"]> = {
  7: { does: "Write memory", technique: "T0855", everyday: true },
  8: { does: "Write program data", technique: "T0855", everyday: true },
  9: { does: "Write data of a program block", technique: "T0836", everyday: true },
  32: { does: "Log on or off as the programmer", technique: "T0859" },
  33: { does: "Change the own privilege level", technique: "T0859" },
  34: { does: "Rename the controller", technique: "T0836" },
  36: { does: "Set the clock", technique: "T0836" },
  57: { does: "Clear the fault table", technique: "T0878" },
  // As the published analysis and the public parser say it: store is the upload, load the download. The words of GE's own tools are the other way round,
  // so a program that is sent to the controller is told by itself.
  63: { does: "Read the program out of the controller", technique: "T0845" },
  64: { does: "Write the program into the controller", technique: "T0843" },
  "program:sent": { does: "Write the program into the controller", technique: "T0843" },
  68: { does: "Force a point", technique: "T0835" },
  "state:0": { does: "Start the controller", technique: "T0858" },
  "state:1": { does: "Start the controller with its outputs off", technique: "T0858" },
  "state:2": { does: "Stop the controller and its outputs", technique: "T0858" },
  "state:6": { does: "Stop the controller", technique: "T0858" },
  "state:other": { does: "Change the running of the controller", technique: "T0858" },
}

type Access = "bit" | "byte" | "word"
type Memory = readonly [selector: number, of: readonly [name: string, access: Access]]
const memories: ReadonlyMap<number, Memory[1]> = new Map<number, Memory[1]>([
  [0x00, ["%L", "word"]],
  [0x04, ["%P", "word"]],
  [0x08, ["%R", "word"]],
  [0x0a, ["%AI", "word"]],
  [0x0c, ["%AQ", "word"]],
  ...["%I", "%Q", "%T", "%M", "%SA", "%SB", "%SC", "%S"].flatMap((name, n): Memory[] => [
    [0x10 + 2 * n, [name, "byte"]],
    [0x46 + 2 * n, [name, "bit"]],
    [0x96 + 2 * n, [`override of ${name}`, "bit"]],
  ]),
  [0x38, ["%G", "byte"]],
  [0x56, ["%G", "bit"]],
  [0xa6, ["override of %G", "bit"]],
])

export const isMemory = (selector: number): boolean => memories.has(selector)

/** How many bytes so many items take, as they lie in memory. */
export function bytesOf(selector: number, from: number, count: number): number {
  const access = memories.get(selector)?.[1]
  if (access === "word") return count * 2
  return access === "bit" ? ((from & 7) + count + 7) >> 3 : count
}

/** Offsets begin at 0, the names that people use at 1. */
export function srtpPlaceText({ area, from, count }: PlaceFacts): string {
  const [name, access] = memories.get(area) ?? [`selector ${area}, `, "word"]
  const size = access === "byte" ? 8 : 1
  const first = from * size + 1
  const last = (from + count) * size
  return last > first ? `${name}${first} to ${name}${last}` : `${name}${first}`
}

export function srtpValueText({ area, from, count }: PlaceFacts, value: Uint8Array): string {
  const access = memories.get(area)?.[1]
  const texts: string[] = []
  if (access === "word")
    for (let at = 0; at + 2 <= value.length; at += 2)
      texts.push(String(((value[at]! | (value[at + 1]! << 8)) << 16) >> 16))
  else if (access === "bit")
    for (let bit = from & 7; bit < (from & 7) + count && bit >> 3 < value.length; bit++)
      texts.push(((value[bit >> 3]! >> (bit & 7)) & 1) === 1 ? "on" : "off")
  else for (const byte of value) texts.push(byte.toString(16).padStart(2, "0"))
  return texts.join(" ")
}

/** Table 6-16, major and minor type as one number. */
export const srtpModels: ReadonlyMap<number, string> = new Map([
  [0x0c1f, "Series 90-70 CPU 731"],
  [0x0c20, "Series 90-70 CPU 732"],
  [0x0c47, "Series 90-70 CPU 771"],
  [0x0c48, "Series 90-70 CPU 772"],
  [0x0c50, "Series 90-70 CPU 780"],
  [0x0c51, "Series 90-70 CPU 781"],
  [0x0c52, "Series 90-70 CPU 782"],
  [0x0c58, "Series 90-70 CPU 788"],
  [0x0c59, "Series 90-70 CPU 789"],
  [0x0c5c, "Series 90-70 CPU 914"],
  [0x0c5e, "Series 90-70 CPU 924"],
  [0x101e, "Series 90-30 CPU 311"],
  [0x101f, "Series 90-20 CPU 211"],
  [0x1020, "Series 90-30 CPU 321"],
  [0x1021, "Series 90-30 CPU 313"],
  [0x1022, "Series 90-30 CPU 323"],
  [0x1023, "Series 90-30 CPU 331"],
  [0x1024, "Series 90-30 CPU 341"],
])

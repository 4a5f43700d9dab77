/**
 * PCCC, the Programmable Controller Communication Commands of SLC 500, MicroLogix and PLC-5, as the CIP object 0x67 carries them:
 * Rockwell 1770-6.5.16 (DF1 protocol and command set) chapters 7, 8 and 10. Read typed, change mode and program transfer are not
 * verified: the captures at hand ask for the diagnostic status only.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import type { Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { modeNames, NO_FUNCTION, pcccCommands, pcccNames, pcccStatusNames } from "./pccc-names.ts"
import {
  pcccPlaceText,
  pcccValueText,
  readAddressed,
  readFilePiece,
  readPhysical,
  readSymbolic,
  readTyped,
} from "./pccc-places.ts"
import { protocol } from "../protocol.ts"

/** Details are these + a status, or the function and the mode that it asks for. */
const STATUS = 0x10000

const pcccProtocol = protocol({
  name: "pccc",
  title: "PCCC",
  family: "ot",
  wireshark: "cippccc",
  wiresharkFunction: (code) => `cip.pccc.cmd.code == ${code >> 8}`,
  commands: pcccCommands,
  functionKey: (code) => ((code & 255) === NO_FUNCTION ? String(code >> 8) : `${code >> 8}:${code & 255}`),
  functionName: (code) => pcccNames.get(code),
  detailKey: (code) => (code >= STATUS ? `status:${code - STATUS}` : `mode:${code >> 8}:${code & 255}`),
  detailName: (code) => (code >= STATUS ? pcccStatusNames.get(code - STATUS) : modeNames.get(code)),
  placeText: pcccPlaceText,
  valueText: pcccValueText,
})

const ANSWER = 0x40
const DIAGNOSTIC_STATUS = 0x0603
const CHANGE_MODE = 0x0f80
const SET_CPU_MODE = 0x0f3a

const depth = 16
/** The functions of requests by their transaction: answers name only the command. */
type Memory = { readonly transactions: Int32Array; readonly codes: Int32Array; next: number; told: number }
const forget = (): Memory => ({
  transactions: new Int32Array(depth).fill(-1),
  codes: new Int32Array(depth),
  next: 0,
  told: 0,
})

export const pccc: Dissector = {
  protocol: pcccProtocol,
  over: ["cip-pccc"],

  /** A request has no status; a refusal has one half of it, and nothing but an extended status behind it. */
  probe(bytes, from, to) {
    if (to - from < 4 || (bytes[from]! | bytes[from + 1]! | bytes[from + 2]! | bytes[from + 3]!) === 0) return false
    const status = bytes[from + 1]!
    if ((bytes[from]! & 0xb0) !== 0) return false
    if ((bytes[from]! & ANSWER) === 0) return status === 0
    return status === 0 || (to - from <= 6 && ((status & 0x0f) === 0 || status <= 8))
  },

  read(r, about, out) {
    const command = r.u8("Command")
    const status = r.u8("Status")
    const transaction = r.u16le("Transaction")
    if ((command & ANSWER) === 0) readRequest(r, about, out, command & 0x0f, transaction)
    else readAnswer(r, about, out, command & 0x0f, status, transaction)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

const hasFunction = (command: number): boolean => command === 6 || command === 7 || command === 15

function readRequest(r: Reader, about: About, out: Findings, command: number, transaction: number): void {
  const from = r.at
  const code = (command << 8) | (hasFunction(command) ? r.u8("Function") : NO_FUNCTION)
  out.operation(pcccProtocol, code, "request", transaction, fingerprint(r.bytes, from, r.end))
  const memory = about.recall(forget)
  memory.transactions[memory.next] = transaction
  memory.codes[memory.next] = code
  memory.next = (memory.next + 1) % depth
  readPlaces(r, out, code)
}

function readPlaces(r: Reader, out: Findings, code: number): void {
  switch (code) {
    case CHANGE_MODE:
    case SET_CPU_MODE:
      // What it changes to tells more than that it changes.
      return out.detail(pcccProtocol, ((code & 255) << 8) | r.u8("Mode"))
    case 0x0fa1:
    case 0x0fa2:
      return readTyped(r, out, code === 0x0fa1 ? 2 : 3, false, false)
    case 0x0fa9:
    case 0x0faa:
    case 0x0fab:
      return readTyped(r, out, code === 0x0fa9 ? 2 : 3, true, code === 0x0fab)
    case 0x0fa7:
    case 0x0faf:
      return readFilePiece(r, out, code === 0x0faf)
    case 0x0f00:
    case 0x0f01:
    case 0x0f67:
    case 0x0f68:
      return readSymbolic(r, out)
    case 0x0f17:
    case 0x0f18:
      return readPhysical(r, out, code === 0x0f18)
    case 0x01ff:
    case 0x00ff:
    case 0x08ff:
      return readAddressed(r, out, code !== 0x01ff)
  }
}

function readAnswer(
  r: Reader,
  about: About,
  out: Findings,
  command: number,
  status: number,
  transaction: number,
): void {
  const memory = about.recall(forget)
  const code = codeOf(memory, transaction, command)
  const isGood = status === 0
  out.operation(pcccProtocol, code, isGood ? "response" : "exception", transaction)
  if (!isGood) {
    out.detail(pcccProtocol, STATUS + status)
    if (status === 0xf0 && r.left > 0) r.u8("Extended status")
    return
  }
  if (code === DIAGNOSTIC_STATUS) readStatus(r, out, memory)
  else if (r.left > 0 && (code === 0x0fa1 || code === 0x0fa2 || code === 0x0fa7 || code === 0x01ff || code === 0x0f17))
    out.result(true, r.at, r.left)
}

/** Of an answer whose request was not seen only the command is known. */
function codeOf(memory: Memory, transaction: number, command: number): number {
  for (let n = 1; n <= depth; n++) {
    const at = (memory.next - n + depth) % depth
    if (memory.transactions[at] === transaction && memory.codes[at]! >> 8 === command) return memory.codes[at]!
  }
  return (command << 8) | NO_FUNCTION
}

const RULE = "PCCC diagnostic status"

/**
 * Chapter 10, the tables of SLC 500 and MicroLogix (type extender 0xEE): interface and processor type, series and revision, bulletin
 * name, error word, mode. It is polled all day: what was told before is passed over.
 */
function readStatus(r: Reader, out: Findings, memory: Memory): void {
  if (r.left < 20 || r.bytes[r.at + 1] !== 0xee) return
  const told = fingerprint(r.bytes, r.at, r.end)
  if (r.trace === null && memory.told === told) return
  memory.told = told
  r.u8("Mode and status")
  r.u8("Type extender")
  r.u8("Extended interface type")
  r.u8("Extended processor type")
  const at = r.at
  const revision = r.u8("Series and revision")
  const name = r.text(11, "Bulletin number or name").trim()
  r.u16le("Major error word")
  const mode = r.u8("Processor mode")
  const high = r.u8("Processor status")
  if (/^[\x21-\x7e][\x20-\x7e]*$/.test(name)) out.claim("sender", "model", name, RULE, 0.95, at + 1, 11)
  const series = String.fromCharCode(0x41 + (revision >> 5))
  out.claim("sender", "hardware", `series ${series}, release ${(revision & 31) + 1}`, RULE, 0.9, at, 1)
  // Bit 13 of the word: a major error stopped the processor.
  const state = (high & 0x20) !== 0 ? "fault" : modes.get(mode & 31)
  if (state !== undefined) out.claim("sender", "mode", state, RULE, 0.95, at + 14, 2)
  const key = (mode & 31) === 17 ? "program" : (mode & 31) === 30 ? "run" : ""
  if (key !== "") out.claim("sender", "keySwitch", key, RULE, 0.9, at + 14, 1)
}

/** Bits 0 to 4 of the mode: 17 and 30 are those that the key switch holds (SLC 500 status file S:1; not verified). */
const modes: ReadonlyMap<number, string> = new Map([
  [0, "program"],
  [1, "program"],
  [3, "stop"],
  [6, "run"],
  [7, "test"],
  [8, "test"],
  [9, "test"],
  [17, "program"],
  [30, "run"],
])

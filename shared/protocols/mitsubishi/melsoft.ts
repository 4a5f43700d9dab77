/**
 * MELSOFT, what Mitsubishi's engineering tools speak to their controllers. Not published: the layout and the meaning of the commands
 * are what two public captures of an FX5U show, by what is asked, what comes back, and the SLMP commands they are like. Commands
 * without proof of what they do have no name.
 */
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol, type PlaceFacts } from "../protocol.ts"
import { endCodeKey, endCodeName } from "./slmp-end-codes.ts"

/** The first byte: a command, or the question who is there; an answer has the highest bit set. */
const COMMAND = 0x57
const SEARCH = 0x5a
const ANSWER = 0x80

/** Route and length; then what is in it: kind, lengths of the two parts of its head. */
const HEAD = 21
const ROUTE = 19
const INNER = 4
const ASKS = 0x1c
const ASKS_HEAD = 0x16
const ANSWERS_HEAD = 0x18
/** Controllers take a little more than a kilobyte at once. */
const LONGEST = 4096

const TYPE_NAME = 0x0121
const OPEN = 0x1867
const FILE_STATE = 0x185f
/** Beyond the commands: the search by broadcast. */
const SEARCHED = 0x10000

const names: ReadonlyMap<number, string> = new Map([
  [TYPE_NAME, "read type name"],
  [0x1001, "remote run"],
  [0x1002, "remote stop"],
  [0x1003, "remote pause"],
  [0x1005, "remote latch clear"],
  [0x1006, "remote reset"],
  [0x1859, "read directory"],
  [FILE_STATE, "read file state"],
  [OPEN, "open file"],
  [0x1868, "read file"],
  [0x1869, "write file"],
  [0x186a, "close file"],
  [SEARCHED, "search"],
])

const melsoftProtocol = protocol({
  name: "melsoft",
  title: "MELSOFT",
  family: "ot",
  // Wireshark has no dissector of its own.
  wireshark: "udp.port in {5560..5562} || tcp.port == 5562",
  functionKey: (code) => (code === SEARCHED ? "search" : code.toString(16).padStart(4, "0")),
  functionName: (code) => names.get(code),
  // What the CPU finds, it answers with the same codes to all who ask (QCPU user's manual, appendix "Error code return to origin").
  detailKey: endCodeKey,
  detailName: endCodeName,
  placeText: ({ name }: PlaceFacts) => `file ${wide(name)}`,
  commands: {
    "1001": { does: "Start the controller", technique: "T0858" },
    "1002": { does: "Stop the controller", technique: "T0858" },
    "1003": { does: "Pause the controller", technique: "T0858" },
    "1005": { does: "Clear the latched memory", technique: "T0809" },
    "1006": { does: "Reset the controller", technique: "T0816" },
    "1868": { does: "Read a file out of the controller", technique: "T0845" },
    "1869": { does: "Write a file into the controller", technique: "T0843" },
  },
})

export const melsoft: Dissector = {
  protocol: melsoftProtocol,
  // Over TCP not verified: as public descriptions of the tools' traffic have it.
  tcp: [5562],
  udp: [5560, 5561, 5562],

  size(bytes, from, to) {
    if (to - from < HEAD) return (bytes[from]! & 0x7f) === COMMAND ? 0 : -1
    return isRoute(bytes, from) ? HEAD + lengthAt(bytes, from) : -1
  },

  probe(bytes, from, to) {
    if (to - from === 4) return bytes[from] === SEARCH && isSearch(bytes, from)
    if (to - from === 14 || to - from === 28) if (bytes[from] === (SEARCH | ANSWER)) return isSearch(bytes, from)
    return to - from >= HEAD + INNER && isRoute(bytes, from) && isInner(bytes, from)
  },

  read(r, _about, out) {
    if ((r.u8("Kind") & 0x7f) === SEARCH) return readSearch(r, out)
    r.at--
    r.need(HEAD + INNER)
    if (!isRoute(r.bytes, r.at) || !isInner(r.bytes, r.at)) throw new Malformed("MELSOFT head: a constant is not there")
    r.group("Head")
    const isAnswer = (r.u8("Kind") & ANSWER) !== 0
    r.skip(ROUTE - 1, "Route")
    const length = r.u16le("Length")
    r.need(length)
    r.end = r.at + length
    r.u8("Kind of what is in it")
    r.u8("Length of the first part")
    r.u8("Length of the head")
    r.u8("Length of the second part")
    const status = isAnswer ? r.u16le("Completion status") : 0
    r.skip(20, "Rest of the head")
    r.endGroup()
    if (isAnswer) readAnswer(r, out, status)
    else readRequest(r, out)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

const lengthAt = (bytes: Uint8Array, from: number): number => bytes[from + ROUTE]! | (bytes[from + ROUTE + 1]! << 8)

/** Two zeros and a number that the answer repeats. */
const isSearch = (bytes: Uint8Array, from: number): boolean => bytes[from + 1] === 0 && bytes[from + 2] === 0

function isRoute(bytes: Uint8Array, from: number): boolean {
  const isAnswer = (bytes[from]! & ANSWER) !== 0
  if ((bytes[from]! & 0x7f) !== COMMAND || bytes[from + 5] !== 0x11 || bytes[from + 6] !== 0x11) return false
  if (bytes[from + 4] !== 0 || bytes[from + 7] !== (isAnswer ? 0x7f : 0x07)) return false
  const length = lengthAt(bytes, from)
  return length >= INNER + 26 && length <= LONGEST
}

function isInner(bytes: Uint8Array, from: number): boolean {
  const isAnswer = (bytes[from]! & ANSWER) !== 0
  return (
    bytes[from + HEAD] === (isAnswer ? ASKS | ANSWER : ASKS) &&
    bytes[from + HEAD + 2] === (isAnswer ? ANSWERS_HEAD : ASKS_HEAD)
  )
}

function readSearch(r: Reader, out: Findings): void {
  const isAnswer = (r.bytes[r.at - 1]! & ANSWER) !== 0
  r.u16("Reserved")
  const number = r.u8("Number")
  out.operation(melsoftProtocol, SEARCHED, isAnswer ? "response" : "request", number)
  if (r.left > 0) r.skip(r.left, "Data")
}

function readRequest(r: Reader, out: Findings): void {
  const command = r.u16("Command")
  const reference = r.u32le("Number") & 0x3fff_ffff
  out.operation(melsoftProtocol, command, "request", reference, fingerprint(r.bytes, r.at, r.end))
  if (command === OPEN) r.skip(12, "How and where")
  else if (command === FILE_STATE) r.skip(6, "Where")
  else return
  const bytes = r.u16le("Length of the name")
  if (bytes > r.left || bytes < 4) return
  out.named(0, r.at, bytes - 2)
  r.skip(bytes, "Name")
}

function readAnswer(r: Reader, out: Findings, status: number): void {
  const command = r.u16("Command")
  const reference = r.u32le("Number") & 0x3fff_ffff
  out.operation(melsoftProtocol, command, status === 0 ? "response" : "exception", reference)
  if (status !== 0) return out.detail(melsoftProtocol, status)
  if (command !== TYPE_NAME || r.left < 18) return
  const at = r.at
  const model = r.text(16, "Type name").replace(/\0.*$/s, "").trim()
  r.u16le("Type code")
  if (!/^[\x20-\x7e]+$/.test(model)) return
  out.claim("sender", "model", model, "MELSOFT type name", 0.95, at, 16)
  out.claim("sender", "vendor", "Mitsubishi Electric", "MELSOFT type name", 0.9, at, 16)
}

/** UTF-16, low byte first; only 64 bytes are kept. */
function wide(bytes: Uint8Array): string {
  let text = ""
  for (let at = 0; at + 2 <= bytes.length; at += 2) text += String.fromCharCode(bytes[at]! | (bytes[at + 1]! << 8))
  return text.replace(/[^\x20-\x7e]/g, "·")
}

/**
 * TriStation 1131, what engineering stations speak to Triconex safety controllers: as the published dissector of Nozomi Networks
 * reads it, and as one capture of the TRITON malware shows. The checksum over each message is what names it.
 */
import { crc16 } from "../../bytes/crc16.ts"
import { fingerprint } from "../../bytes/fingerprint.ts"
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol, type PlaceFacts } from "../protocol.ts"
import * as names from "./tristation-names.ts"

/** Type, channel, length of what follows; the checksum is at the end. */
const HEAD = 4
const CHECKSUM = 2
const COMMAND = 5
const LAST_TYPE = 11
/** Direction, connection, command, sequence, reserved, checksum, length. */
const INNER = 10

const PROGRAM = 1
const FUNCTION = 2
const PROJECT = 3

const tristationProtocol = protocol({
  name: "tristation",
  title: "TriStation",
  family: "ot",
  // Wireshark has no dissector of its own.
  wireshark: "udp.port == 1502",
  functionKey: names.tristationKey,
  functionName: names.tristationName,
  detailKey: names.refusalKey,
  detailName: names.refusalName,
  commands: names.tristationCommands,
  placeText: ({ area, from, name }: PlaceFacts) =>
    area === PROJECT
      ? `project ${String.fromCharCode(...name)}`
      : `${area === PROGRAM ? "program" : "function"} ${from}`,
})

type Memory = {
  /** By sequence number: the command asked for + 1. */
  readonly asked: Uint8Array
  /** Key and run state told last, and whether the project was. */
  state: number
  project: boolean
}
const noMemory = (): Memory => ({ asked: new Uint8Array(256), state: -1, project: false })

export const tristation: Dissector = {
  protocol: tristationProtocol,
  udp: [1502],

  probe(bytes, from, to) {
    const length = to - from
    if (length < HEAD + CHECKSUM || bytes[from]! < 1 || bytes[from]! > LAST_TYPE) return false
    const inner = bytes[from + 2]! | (bytes[from + 3]! << 8)
    if (inner !== length - HEAD - CHECKSUM) return false
    if (inner > 0 && (inner < INNER || bytes[from] !== COMMAND || bytes[from + HEAD]! > 1)) return false
    return crc16(bytes, from, to - CHECKSUM) === (bytes[to - 2]! | (bytes[to - 1]! << 8))
  },

  read(r, about, out) {
    r.group("TCM")
    const type = r.u8("Type")
    r.u8("Channel")
    const length = r.u16le("Length")
    if (type < 1 || type > LAST_TYPE) throw new Malformed(`TriStation type is ${type}, outside 1 to ${LAST_TYPE}`)
    r.need(length + CHECKSUM)
    if (length > 0 && length < INNER) throw new Malformed(`TriStation length is ${length}, less than ${INNER}`)
    r.endGroup()
    const end = r.at + length
    if (length === 0) readLink(out, type)
    else {
      const whole = r.end
      r.end = end
      readCommand(r, about, out)
      if (r.left > 0) r.skip(r.left, "Data")
      r.end = whole
    }
    r.u16le("Checksum")
  },
}

/** Connect and disconnect are answered, and refused by a message of their own. */
function readLink(out: Findings, type: number): void {
  if (type === 1 || type === 4) out.operation(tristationProtocol, names.LINK + type, "request")
  else if (type === 2) out.operation(tristationProtocol, names.LINK + 1, "response")
  else if (type === 3) out.operation(tristationProtocol, names.LINK + 4, "response")
  else if (type === 7 || type === 10 || type === 11) {
    out.operation(tristationProtocol, names.LINK + 1, "exception")
    out.detail(tristationProtocol, names.LINK + type)
  } else out.operation(tristationProtocol, names.LINK + type, "message")
}

function readCommand(r: Reader, about: About, out: Findings): void {
  r.group("TriStation")
  const toStation = r.u8("Direction") === 1
  r.u8("Connection")
  const command = r.u8("Command")
  const sequence = r.u8("Sequence number")
  r.u16le("Reserved")
  r.u16le("Checksum of the data")
  const length = r.u16le("Length")
  if (length !== r.left + INNER) throw new Malformed(`TriStation inner length is ${length}, not ${r.left + INNER}`)
  const memory = about.recall(noMemory)
  if (toStation) readAnswer(r, memory, out, command, sequence)
  else {
    memory.asked[sequence] = Math.min(command + 1, 255)
    out.operation(tristationProtocol, command, "request", sequence, fingerprint(r.bytes, r.at, r.end))
    readPlace(r, out, command)
  }
  r.endGroup()
}

function readPlace(r: Reader, out: Findings, command: number): void {
  // Programs are read and allocated by number, piece by piece; functions the same way.
  if (command === 55 || command === 65) number(r, out, PROGRAM)
  else if (command === 56 || command === 66) number(r, out, FUNCTION)
  else if (command === 1) name(r, out)
  else if (command === 59 && r.left >= 18) {
    r.skip(6, "Reserved")
    r.u32le("Time of the project")
    name(r, out)
  }
}

function number(r: Reader, out: Findings, area: number): void {
  out.place(area, r.u16le("Number"), 1)
}

function name(r: Reader, out: Findings): void {
  const length = nameLength(r)
  if (length > 0) out.named(PROJECT, r.at, length)
}

/** Printable letters up to the first NUL, eight at most. */
function nameLength(r: Reader): number {
  let length = 0
  while (length < 8 && length < r.left) {
    const letter = r.bytes[r.at + length]!
    if (letter === 0) return length
    if (letter < 0x20 || letter > 0x7e) return 0
    length++
  }
  return length
}

function readAnswer(r: Reader, memory: Memory, out: Findings, command: number, sequence: number): void {
  const asked = memory.asked[sequence]! - 1
  memory.asked[sequence] = 0
  const refused = command === names.REJECTED || command >= names.FIRST_REFUSAL
  const code = asked < 0 || asked === 254 ? names.ANSWER + command : asked
  out.operation(tristationProtocol, code, refused ? "exception" : "response", sequence)
  if (refused) {
    const reason = command === names.REJECTED && r.left >= 1 ? r.u8("Reason") : command
    out.detail(tristationProtocol, reason)
  } else if (command === names.STATUS_ANSWER) readStatus(r, memory, out)
  else if (command === names.CHASSIS_ANSWER) readChassis(r, memory, out)
  else if (command === names.ATTACHED) readAttached(r, out)
}

const keys = ["stop", "program", "run", "remote"] as const
const RUNNING = 0
const LAST_RUN_STATE = 2

/** Seen in the capture, but for the meaning of the other fields. */
function readStatus(r: Reader, memory: Memory, out: Findings): void {
  r.u16le("Unknown")
  r.u8("Loading")
  r.u8("Modifying")
  r.u8("State of loading")
  r.u8("Single scan")
  r.u8("Program valid")
  const at = r.at
  const key = r.u8("Key")
  tellState(memory, out, key, r.u8("Running"), at)
  if (memory.project) return
  r.skip(57, "Times, memory, project version")
  tellProject(r, memory, out)
}

/** Not verified: there is no chassis status in the capture. */
function readChassis(r: Reader, memory: Memory, out: Findings): void {
  r.u16le("Node")
  r.u8("Reserved")
  const at = r.at
  const running = r.u8("Running")
  tellState(memory, out, r.u8("Key"), running, at)
  if (memory.project) return
  r.skip(27, "Project version, times")
  tellProject(r, memory, out)
}

/** A program that does not run is stopped, whatever the key says; one that runs, runs as the key allows. */
function tellState(memory: Memory, out: Findings, key: number, running: number, at: number): void {
  const state = key * 256 + running
  if (state === memory.state || key > 3 || running > LAST_RUN_STATE) return
  memory.state = state
  const mode = running === RUNNING ? keys[key]! : "stop"
  out.claim("sender", "mode", mode, "TriStation key and run state", 0.95, at, 2)
  out.claim("sender", "vendor", "Schneider Electric", "TriStation controller", 0.7, at, 2)
  out.claim("sender", "model", "Triconex", "TriStation controller", 0.6, at, 2)
}

function tellProject(r: Reader, memory: Memory, out: Findings): void {
  const at = r.at
  const length = nameLength(r)
  if (length === 0) return
  memory.project = true
  out.claim("sender", "description", `Project ${r.text(length, "Project")}`, "TriStation status", 0.9, at, length)
}

/** Not verified: the version of a Tricon's main processor, 10.0 to 10.4. */
function readAttached(r: Reader, out: Findings): void {
  r.skip(3, "Unknown")
  const at = r.at
  const major = r.u8("Version")
  const minor = r.u8("Version, minor")
  if (major === 10 && minor <= 5)
    out.claim("sender", "firmware", `${major}.${minor}`, "TriStation attachment", 0.7, at, 2)
}

/**
 * EtherCAT: ETG.1000.4 "Data link layer" chapters 4 and 5, over Ethernet (EtherType 88A4) and UDP (34980).
 *
 * A frame passes through all slaves and comes back with a working counter above zero where one of them took part: that is how a
 * frame on its way out is told from one that returns; a datagram in it for one slave, which did not take part, has failed. A frame that no slave
 * touched counts as asked twice. Slaves have no address of their own: they are parts of the master that the frames return to, under
 * an address that the slaves mark (`out.ring`).
 */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { stateDetail } from "./ethercat-errors.ts"
import { readEeprom } from "./ethercat-identity.ts"
import { isMailbox, readMailbox } from "./ethercat-mailbox.ts"
import * as names from "./ethercat-names.ts"
import { protocol } from "../protocol.ts"

const DATAGRAMS = 1
const VARIABLES = 4
const MAILBOX = 5

/** Command, index, address, length and flags, interrupts; behind the data, the working counter. */
const DATAGRAM = 12
const MORE = 0x8000
const LAST_COMMAND = 14
/** Commands 1 to 6 address one slave, by position or by station. */
const LAST_ALONE = 6

const ethercatProtocol = protocol({
  name: "ethercat",
  title: "EtherCAT",
  family: "ot",
  wireshark: "ecatf",
  functionKey: names.ethercatKey,
  functionName: names.ethercatName,
  detailKey: names.ethercatDetailKey,
  detailName: names.ethercatDetailName,
  placeText: names.ethercatPlaceText,
  valueText: names.ethercatValueText,
  commands: names.ethercatCommands,
  partText: (station) => `station ${station}`,
})

export const ethercat: Dissector = {
  protocol: ethercatProtocol,
  ethertypes: [0x88a4],
  udp: [34980],

  probe(bytes, from, to) {
    if (to - from < 2) return false
    const head = bytes[from]! | (bytes[from + 1]! << 8)
    const type = head >> 12
    const length = head & 0x7ff
    if ((head & 0x800) !== 0 || length > to - from - 2) return false
    if (type !== DATAGRAMS) return type === VARIABLES ? length >= 6 : type === MAILBOX && isMailbox(bytes, from + 2, to)
    if (length < DATAGRAM || bytes[from + 2]! > LAST_COMMAND) return false
    const data = (bytes[from + 8]! | (bytes[from + 9]! << 8)) & 0x7ff
    return DATAGRAM + data <= length
  },

  read(r, _about, out) {
    r.group("Frame head")
    const head = r.u16le("Length and type")
    const length = head & 0x7ff
    r.need(length)
    r.end = r.at + length
    r.endGroup()
    const type = head >> 12
    if (type === DATAGRAMS) readDatagrams(r, out)
    else if (type === VARIABLES) out.operation(ethercatProtocol, names.VARIABLES, "message")
    else if (type === MAILBOX && isMailbox(r.bytes, r.at, r.end)) readGateway(r, out)
    else throw new Malformed(`EtherCAT frame type is ${type}, or its contents are not of that type`)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

/** Over UDP, a gateway passes mailboxes on (ETG.8200): the address is the slave's. Not verified. */
function readGateway(r: Reader, out: Findings): void {
  const at = r.at
  const station = r.bytes[at + 2]! | (r.bytes[at + 3]! << 8)
  const isAnswer = (r.bytes[at + 5]! & 15) === 3 && r.bytes[at + 7]! >> 4 === 3
  readMailbox(r, out, ethercatProtocol, station, !isAnswer, isAnswer)
}

function readDatagrams(r: Reader, out: Findings): void {
  const returned = hasReturned(r)
  out.ring(returned ? "back" : "out")
  while (readDatagram(r, out, returned));
}

/**
 * A slave that takes part raises the working counter (ETG.1000.4 section 5.4), and each that is passed the position, which begins at
 * zero or below it.
 */
function hasReturned(r: Reader): boolean {
  const { bytes, end } = r
  for (let at = r.at; at + DATAGRAM <= end;) {
    const position = bytes[at + 2]! | (bytes[at + 3]! << 8)
    if (ways[bytes[at]!] === names.POSITION && position > 0 && position < 0x8000) return true
    const flags = bytes[at + 6]! | (bytes[at + 7]! << 8)
    const counter = at + DATAGRAM - 2 + (flags & 0x7ff)
    if (counter + 2 > end) return false
    if ((bytes[counter]! | bytes[counter + 1]!) !== 0) return true
    if ((flags & MORE) === 0) return false
    at = counter + 2
  }
  return false
}

/** True where another follows. `returned`: the frame was at slaves, of which none may have taken part in this one. */
function readDatagram(r: Reader, out: Findings, returned: boolean): boolean {
  r.group("Datagram")
  const command = r.u8("Command")
  if (command > LAST_COMMAND) throw new Malformed(`EtherCAT command is ${command}, beyond ${LAST_COMMAND}`)
  const index = r.u8("Index")
  const station = r.u16le("Address, low")
  const offset = r.u16le("Address, high")
  const flags = r.u16le("Length and flags")
  r.u16le("Interrupts")
  const length = flags & 0x7ff
  r.need(length + 2)
  const data = r.at
  const counter = r.bytes[data + length]! | (r.bytes[data + length + 1]! << 8)
  const isAnswered = counter > 0 || !mustAnswer(command, offset)
  const outcome = !returned ? "request" : isAnswered ? "response" : "exception"
  out.operation(ethercatProtocol, command, outcome, index, (offset << 16) | station)
  if (!returned || counter > 0) readAddressed(r, out, command, station, offset, length, returned)
  if (r.at < data + length) r.skip(data + length - r.at, "Data")
  r.u16le("Working counter")
  r.endGroup()
  return (flags & MORE) !== 0
}

/** How slaves are addressed, by command; -1: by logical memory, or not at all. Position and fixed address each read, write, or both. */
const ways = [-1, names.POSITION, names.POSITION, names.POSITION, 0, 0, 0, names.ALL, names.ALL, names.ALL, -1, -1, -1]
const isWrite = (command: number): boolean => command % 3 !== 1
/** Registers end here; what is above is the slaves' memory: mailboxes and process data. */
const MEMORY = 0x1000

/** A slave that is addressed alone must take part, unless its mailbox is asked, which can't be read while it is empty. */
const mustAnswer = (command: number, offset: number): boolean =>
  command > 0 && command <= LAST_ALONE && (isWrite(command) || offset < MEMORY)

function readAddressed(
  r: Reader,
  out: Findings,
  command: number,
  station: number,
  offset: number,
  length: number,
  returned: boolean,
): void {
  const way = ways[command] ?? -1
  if (way < 0) return
  const end = r.at + length
  if (offset >= MEMORY) {
    if (way === names.ALL || !isMailbox(r.bytes, r.at, end)) return
    const whole = r.end
    r.end = end
    readMailbox(r, out, ethercatProtocol, station, isWrite(command) && !returned, !isWrite(command) && returned)
    r.end = whole
    return
  }
  if (returned) {
    if (isWrite(command)) return
    if (offset === AL_STATUS && length >= 2) readState(r, out, way === names.ALL, length)
    else if (offset === AL_STATUS_CODE && length >= 2 && way !== names.ALL) readStateError(r, out)
    // By a fixed address: a position is another slave's when one is added.
    else if (offset === EEPROM_CONTROL && way === 0) readEeprom(r, out, ethercatProtocol, station, length)
    return
  }
  // Each slave passed adds one to a position, which begins below zero.
  const place = way === names.POSITION ? -station & 0xffff : way === names.ALL ? 0 : station
  out.place(way | place, offset, length)
  if (!isWrite(command)) return
  out.written(r.at, length)
  readControl(r, out, offset, length)
}

const AL_CONTROL = 0x0120
const BOOTSTRAP = 3
const AL_STATUS = 0x0130
const AL_STATUS_CODE = 0x0134
const EEPROM_CONTROL = 0x0502
const RESET = 0x0040

/**
 * ETG.1000.6 section 5.3: the state is in four bits, an error in the fifth; its code stands four bytes behind. Where all were asked, each adds
 * its bits (ETG.1000.4 section 5.4): one bit is the state of all; 3 may be bootstrap, or init and pre-operational together.
 */
function readState(r: Reader, out: Findings, ofAll: boolean, length: number): void {
  const state = r.u16le("AL status") & 15
  if (!ofAll || (state & (state - 1)) === 0) out.detail(ethercatProtocol, names.STATE + state)
  else if (state !== BOOTSTRAP) out.detail(ethercatProtocol, names.MIXED)
  if (ofAll || length < 6) return
  r.u16le("Reserved")
  readStateError(r, out)
}

/** Of one slave: what all say together is another code. */
function readStateError(r: Reader, out: Findings): void {
  const code = r.u16le("AL status code")
  if (code !== 0) out.detail(ethercatProtocol, stateDetail(code))
}

function readControl(r: Reader, out: Findings, offset: number, length: number): void {
  const at = r.at
  if (offset === AL_CONTROL && length >= 2) {
    out.detail(ethercatProtocol, names.CONTROL + (r.u16le("AL control") & 15))
  } else if (offset === EEPROM_CONTROL && length >= 2) {
    const order = (r.u16le("EEPROM control") >> 8) & 7
    if (order > 0) out.detail(ethercatProtocol, names.EEPROM + order)
  } else if (offset === RESET && r.bytes[at] === 0x52) out.detail(ethercatProtocol, names.RESET)
}

/** Names of EtherCAT: ETG.1000.4 (commands, section 5.4; registers, chapter 6), ETG.1000.6 (states and mailbox services, chapters 5 and 6). */
import type { PlaceFacts, Protocol } from "../protocol.ts"
import { errorKey, errorName, FIRST_ERROR } from "./ethercat-errors.ts"

/** Functions beyond the commands of datagrams (0 to 14). */
export const VARIABLES = 16
export const MAILBOX_ERROR = 17
export const AOE = 18
export const EOE = 19
export const VOE = 20
export const COE = 32
export const FOE = 64
export const SOE = 96

const commandNames = [
  "no operation (NOP)",
  "read by position (APRD)",
  "write by position (APWR)",
  "read and write by position (APRW)",
  "read by station (FPRD)",
  "write by station (FPWR)",
  "read and write by station (FPRW)",
  "read from all (BRD)",
  "write to all (BWR)",
  "read and write to all (BRW)",
  "read process data (LRD)",
  "write process data (LWR)",
  "exchange process data (LRW)",
  "read from one, write to the others, by position (ARMW)",
  "read from one, write to the others, by station (FRMW)",
]
const others: ReadonlyMap<number, readonly [key: string, name: string]> = new Map([
  [VARIABLES, ["variables", "network variables"]],
  [MAILBOX_ERROR, ["mailbox:error", "mailbox error"]],
  [AOE, ["mailbox:aoe", "ADS over EtherCAT"]],
  [EOE, ["mailbox:eoe", "Ethernet over EtherCAT"]],
  [VOE, ["mailbox:voe", "vendor specific over EtherCAT"]],
  [COE + 1, ["coe:emergency", "CoE emergency"]],
  [COE + 4, ["coe:txpdo", "CoE TxPDO"]],
  [COE + 5, ["coe:rxpdo", "CoE RxPDO"]],
  [COE + 6, ["coe:txpdo-remote", "CoE TxPDO remote request"]],
  [COE + 7, ["coe:rxpdo-remote", "CoE RxPDO remote request"]],
  [COE + 8, ["coe:information", "CoE SDO information"]],
  [COE + 16, ["coe:download", "CoE SDO download"]],
  [COE + 17, ["coe:upload", "CoE SDO upload"]],
  [COE + 18, ["coe:download-segment", "CoE SDO download segment"]],
  [COE + 19, ["coe:upload-segment", "CoE SDO upload segment"]],
  [COE + 20, ["coe:abort", "CoE SDO abort"]],
  [FOE + 1, ["foe:read", "FoE read request"]],
  [FOE + 2, ["foe:write", "FoE write request"]],
  [FOE + 3, ["foe:data", "FoE data"]],
  [FOE + 4, ["foe:acknowledge", "FoE acknowledge"]],
  [FOE + 5, ["foe:error", "FoE error"]],
  [FOE + 6, ["foe:busy", "FoE busy"]],
  [SOE + 1, ["soe:read", "SoE read"]],
  [SOE + 3, ["soe:write", "SoE write"]],
  [SOE + 5, ["soe:notification", "SoE notification"]],
  [SOE + 6, ["soe:emergency", "SoE emergency"]],
])

export const DOWNLOAD = COE + 16
export const UPLOAD = COE + 17
export const DOWNLOAD_SEGMENT = COE + 18
export const UPLOAD_SEGMENT = COE + 19
export const ABORT = COE + 20

export const ethercatKey = (code: number): string => others.get(code)?.[0] ?? String(code)
export const ethercatName = (code: number): string | undefined => commandNames[code] ?? others.get(code)?.[1]

/** Details: states that answers tell, states that are asked for, what is done to the EEPROM, resets, errors (ethercat-errors.ts), vendors by number. */
export const STATE = 0
export const CONTROL = 16
export const EEPROM = 32
export const RESET = 48
export const MIXED = 49
export const VENDOR = 1 << 28

const states: Readonly<Record<number, string>> = {
  1: "init",
  2: "pre-operational",
  3: "bootstrap",
  4: "safe-operational",
  8: "operational",
}
const eeprom: Readonly<Record<number, string>> = { 1: "read", 2: "write", 4: "reload" }

export function ethercatDetailKey(code: number): string {
  if (code >= VENDOR) return `vendor:${code - VENDOR}`
  if (code >= FIRST_ERROR) return errorKey(code)
  if (code === MIXED) return "state:mixed"
  if (code >= RESET) return "reset"
  if (code >= EEPROM) return `eeprom:${eeprom[code - EEPROM] ?? code - EEPROM}`
  return code >= CONTROL ? `control:${code - CONTROL}` : `state:${code}`
}

export function ethercatDetailName(code: number): string | undefined {
  if (code >= VENDOR) return vendors.get(code - VENDOR)
  if (code >= FIRST_ERROR) return errorName(code)
  if (code === MIXED) return "slaves in different states"
  if (code >= RESET) return "reset of the slave controller"
  if (code >= EEPROM) return `EEPROM ${eeprom[code - EEPROM] ?? "command"}`
  const state = states[code & 15]
  if (state === undefined) return undefined
  return code >= CONTROL ? `${state} asked for` : state
}

/** ETG's list of vendor identifiers, as far as captures and public device files show them. */
const vendors: ReadonlyMap<number, string> = new Map([
  [0x02, "Beckhoff Automation"],
  [0x83, "OMRON"],
])

export const ethercatCommands: NonNullable<Protocol["commands"]> = {
  "control:1": { does: "Take slaves out of operation (init)", technique: "T0858" },
  "control:2": { does: "Take slaves to pre-operational", technique: "T0858" },
  "control:3": { does: "Put slaves into bootstrap, for new firmware", technique: "T0800" },
  "control:4": { does: "Take slaves to safe-operational: outputs off", technique: "T0858" },
  "control:8": { does: "Put slaves into operation", technique: "T0858" },
  "eeprom:write": { does: "Write the EEPROM of a slave", technique: "T0836" },
  reset: { does: "Reset a slave", technique: "T0816" },
  "coe:download": { does: "Write an object of a slave", technique: "T0836" },
  "soe:write": { does: "Write a parameter of a drive", technique: "T0836" },
  "foe:write": { does: "Write a file into a slave, such as firmware", technique: "T0857" },
  "foe:read": { does: "Read a file out of a slave", technique: "T0845" },
}

/** What a place's area tells above the station: how it is addressed, or what of it is reached. */
export const FIXED = 0
export const POSITION = 1 << 16
export const ALL = 2 << 16
export const OBJECT = 3 << 16
export const PARAMETER = 4 << 16
export const FILE = 5 << 16

const registers: ReadonlyMap<number, string> = new Map([
  [0x0000, "type"],
  [0x0010, "station address"],
  [0x0012, "station alias"],
  [0x0040, "reset"],
  [0x0100, "data link control"],
  [0x0110, "data link status"],
  [0x0120, "AL control"],
  [0x0130, "AL status"],
  [0x0134, "AL status code"],
  [0x0140, "process data interface"],
  [0x0200, "event mask"],
  [0x0220, "events"],
  [0x0300, "receive error counters"],
  [0x0310, "lost link counters"],
  [0x0400, "watchdog divider"],
  [0x0410, "watchdog of the interface"],
  [0x0420, "watchdog of process data"],
  [0x0440, "watchdog status"],
  [0x0500, "EEPROM configuration"],
  [0x0502, "EEPROM control"],
  [0x0504, "EEPROM address"],
  [0x0508, "EEPROM data"],
  [0x0900, "receive times"],
  [0x0910, "system time"],
  [0x0920, "system time offset"],
  [0x0928, "system time delay"],
  [0x0980, "synchronisation"],
])

function registerText(from: number): string {
  const name = registers.get(from)
  if (name !== undefined) return name
  if (from >= 0x600 && from < 0x700) return `FMMU ${(from - 0x600) >> 4}`
  if (from >= 0x800 && from < 0x880) return `sync manager ${(from - 0x800) >> 3}`
  return "register"
}

const objects: ReadonlyMap<number, string> = new Map([
  [0x100000, "device type"],
  [0x100800, "device name"],
  [0x100900, "hardware version"],
  [0x100a00, "software version"],
  [0x101801, "vendor"],
  [0x101802, "product code"],
  [0x101803, "revision"],
  [0x101804, "serial number"],
])

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0")

export function ethercatPlaceText({ area, from, name }: PlaceFacts): string {
  const station = area & 0xffff
  switch (area & ~0xffff) {
    case POSITION:
      return `slave at position ${station}, ${registerText(from)} (${hex(from, 4)})`
    case ALL:
      return `all slaves, ${registerText(from)} (${hex(from, 4)})`
    case OBJECT: {
      const known = objects.get(from)
      return `station ${station}, object ${hex(from >> 8, 4)}:${hex(from & 255, 2)}${known === undefined ? "" : ` (${known})`}`
    }
    case PARAMETER:
      // ETG.1000.6 section 5.8 and IEC 61800-7: standard or product, set, number.
      return `station ${station}, drive ${from >> 16}, ${(from & 0x8000) === 0 ? "S" : "P"}-${(from >> 12) & 7}-${from & 0xfff}`
    case FILE:
      return `station ${station}, file ${String.fromCharCode(...name)}`
    default:
      return `station ${station}, ${registerText(from)} (${hex(from, 4)})`
  }
}

const TEXTS: ReadonlySet<number> = new Set([0x100800, 0x100900, 0x100a00])

/** Objects of four bytes and fewer, and registers, are numbers, low byte first. */
export function ethercatValueText({ area, from }: PlaceFacts, value: Uint8Array): string {
  if ((area & ~0xffff) === OBJECT && TEXTS.has(from)) return String.fromCharCode(...value).replace(/\0.*$/s, "")
  if (value.length > 4 || value.length === 0) return [...value].map((byte) => hex(byte, 2)).join(" ")
  let number = 0
  for (let at = value.length; at-- > 0;) number = number * 256 + value[at]!
  return String(number)
}

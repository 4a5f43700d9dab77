/** Why an EtherCAT slave refuses something, or leaves its state: each as a detail. Wording of the codes: ours; numbers as SOEM and the cited tables list them. */
import { abortKey, abortName, abortNumber } from "./object-aborts.ts"

/** + which abort of an object; what a file, a state, the mailbox, a drive's parameter was refused for. */
const OBJECT = 0x100
const FILE = 0x20000
const STATE = 0x30000
const MAILBOX = 0x40000
const PARAMETER = 0x50000

/** ETG.1000.6 table 92. */
const FIRST_FILE_ERROR = 0x8000
const fileErrors = [
  ...["not defined", "file does not exist", "access is not allowed", "memory is full", "not allowed"],
  ...["packet number is wrong", "file exists already", "there is no user", "only in bootstrap state"],
  ...["name is not one for bootstrap", "no access in this state", "password is wrong"],
]

/** AL status codes: ETG.1000.6 table 11, ETG.1020. */
const stateErrors: ReadonlyMap<number, string> = new Map([
  [0x0001, "unspecified error"],
  [0x0002, "not enough memory"],
  [0x0011, "change of state is not possible"],
  [0x0012, "state is not known"],
  [0x0013, "bootstrap is not supported"],
  [0x0014, "no valid firmware"],
  [0x0015, "mailbox configuration for bootstrap is not valid"],
  [0x0016, "mailbox configuration is not valid"],
  [0x0017, "sync manager configuration is not valid"],
  [0x0018, "no valid inputs"],
  [0x0019, "no valid outputs"],
  [0x001a, "synchronisation failed"],
  [0x001b, "watchdog of a sync manager ran out: no process data came"],
  [0x001c, "types of sync managers are not valid"],
  [0x001d, "configuration of outputs is not valid"],
  [0x001e, "configuration of inputs is not valid"],
  [0x001f, "watchdog configuration is not valid"],
  [0x0020, "slave needs a cold start"],
  [0x0021, "slave must go to init first"],
  [0x0022, "slave must go to pre-operational first"],
  [0x0023, "slave must go to safe-operational first"],
  [0x0024, "mapping of inputs is not valid"],
  [0x0025, "mapping of outputs is not valid"],
  [0x0026, "settings contradict each other"],
  [0x0027, "free run is not supported"],
  [0x0028, "synchronisation is not supported"],
  [0x0029, "free run needs three buffers"],
  [0x002a, "background watchdog ran out"],
  [0x002b, "no valid inputs and outputs"],
  [0x002c, "fatal error of synchronisation"],
  [0x002d, "no synchronisation signal came"],
  [0x0030, "configuration of the distributed clock is not valid"],
  [0x0031, "latch configuration of the distributed clock is not valid"],
  [0x0032, "slave did not lock to the clock"],
  [0x0033, "inputs and outputs are not in step with the clock"],
  [0x0034, "clock signals came too late"],
  [0x0035, "cycle time of the clock is not valid"],
  [0x0036, "cycle time of the first clock signal is not valid"],
  [0x0037, "cycle time of the second clock signal is not valid"],
  [0x0041, "fault of ADS over EtherCAT"],
  [0x0042, "fault of Ethernet over EtherCAT"],
  [0x0043, "fault of CoE"],
  [0x0044, "fault of FoE"],
  [0x0045, "fault of SoE"],
  [0x004f, "fault of vendor specific mailbox messages"],
  [0x0050, "EEPROM can not be reached"],
  [0x0051, "EEPROM is faulty"],
  [0x0060, "slave restarted by itself"],
])

/** ETG.1000.4 section 5.6: the mailbox's own answer. */
const mailboxErrors = [
  ...["", "head is wrong", "protocol is not supported", "channel is wrong", "service is not supported"],
  ...["head is not valid", "data are too short", "not enough memory", "length is inconsistent"],
]

/** IEC 61800-7-304: the first digit tells the element of a parameter, the last what is wrong with it; some have a meaning of their own. */
const elements = ["", "", "name", "attribute", "unit", "lowest value", "highest value", "value"]
const faults = [
  ...["", "does not exist", "was sent too short", "was sent too long", "can not be changed"],
  "is write-protected at this time",
]
const parameterErrors: ReadonlyMap<number, string> = new Map([
  [0x1001, "parameter does not exist"],
  [0x1009, "parameter can not be reached"],
  [0x7006, "value is too low"],
  [0x7007, "value is too high"],
  [0x7008, "value is not valid"],
  [0x7009, "value is protected by a password"],
  [0x700a, "value is sent cyclically, so that it can not be written"],
  [0x700b, "indirect address is not valid"],
  [0x700c, "value is write-protected by other settings"],
  [0x7010, "procedure is under way already"],
  [0x7011, "procedure can not be interrupted"],
  [0x7012, "procedure is not possible now"],
  [0x7013, "procedure is not possible with these parameters"],
])
const parameterError = (code: number): string | undefined => {
  const [element, fault] = [elements[code >> 12], faults[code & 0xfff]]
  return parameterErrors.get(code) ?? (element && fault ? `${element} ${fault}` : undefined)
}

/** The details; -1 where the code is none of the standard's. */
export function abortDetail(code: number): number {
  const number = abortNumber(code)
  return number < 0 ? -1 : OBJECT + number
}
export const fileDetail = (code: number): number =>
  code >= FIRST_FILE_ERROR && code < FIRST_FILE_ERROR + fileErrors.length ? FILE + code - FIRST_FILE_ERROR : -1
export const stateDetail = (code: number): number => STATE + code
export const mailboxDetail = (code: number): number => MAILBOX + code
export const parameterDetail = (code: number): number => PARAMETER + code

const hex = (code: number): string => code.toString(16).padStart(4, "0")

/** Of details from `OBJECT` on. */
export function errorKey(code: number): string {
  if (code >= PARAMETER) return `soe:${hex(code - PARAMETER)}`
  if (code >= MAILBOX) return `mailbox:${hex(code - MAILBOX)}`
  if (code >= STATE) return `al:${hex(code - STATE)}`
  return code >= FILE ? `foe:${hex(code - FILE + FIRST_FILE_ERROR)}` : abortKey(code - OBJECT)
}

export function errorName(code: number): string | undefined {
  if (code >= STATE && code < MAILBOX) {
    const why = stateErrors.get(code - STATE)
    return why === undefined ? undefined : `state not reached, or left: ${why}`
  }
  const why =
    code >= PARAMETER
      ? parameterError(code - PARAMETER)
      : code >= MAILBOX
        ? mailboxErrors[code - MAILBOX]
        : code >= FILE
          ? fileErrors[code - FILE]
          : abortName(code - OBJECT)
  return why === undefined || why === "" ? undefined : `refused: ${why}`
}

/** Details from here on, up to the vendors, are errors. */
export const FIRST_ERROR = OBJECT

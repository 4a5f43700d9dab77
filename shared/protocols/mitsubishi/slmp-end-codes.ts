/**
 * Why a controller refuses: end codes of the frames 3E and 4E (SH(NA)-080956ENG and the Ethernet interface module's manual SH(NA)-080009, chapter
 * 11; those from CCC7 on BAP-C2006ENG-001 section 7.5, as rt-labs' stack has them), and of the frame 1E with the abnormal code behind 5B (the same chapter, and FX3U-ENET JY997D18101 chapter 11).
 */

/** Details: end codes as they are; those of 1E above this, and of 1E the abnormal codes. */
export const END_1E = 0x10000
export const ABNORMAL_1E = 0x10100

const endCodes: ReadonlyMap<number, string> = new Map([
  [0x4000, "checksum of the request is wrong"],
  [0x4001, "request is not supported"],
  [0x4002, "command is not supported"],
  [0x4005, "data of the request are too long"],
  [0x4010, "not possible while the controller runs"],
  [0x4013, "not possible in this mode of the controller"],
  [0x4021, "drive does not exist or is faulty"],
  [0x4022, "file does not exist"],
  [0x4030, "device type does not exist"],
  [0x4031, "device is out of range"],
  [0x4052, "file may not be written to"],
  [0x4053, "writing failed"],
  [0xc035, "the other end could not be reached in time"],
  [0xc050, "ASCII code that can not be converted to binary"],
  [0xc051, "number of points to read or write is out of range"],
  [0xc052, "number of points to read or write is out of range"],
  [0xc053, "number of points to read or write is out of range"],
  [0xc054, "number of points to read or write is out of range"],
  [0xc055, "number of file data points is out of range"],
  [0xc056, "address is beyond the last one"],
  [0xc058, "length does not match after conversion to binary"],
  [0xc059, "command or subcommand is wrong or not supported"],
  [0xc05a, "module can not read or write this device"],
  [0xc05b, "controller can not read or write this device"],
  [0xc05c, "contents of the request are wrong"],
  [0xc05d, "monitor was not registered"],
  [0xc05e, "controller did not answer in time"],
  [0xc05f, "controller can not do that"],
  [0xc060, "contents of the request are wrong"],
  [0xc061, "length does not match the number of points"],
  [0xc062, "writing while the controller runs is not allowed"],
  [0xc070, "device memory can not be extended there"],
  [0xc0b5, "data that the controller can not handle"],
  [0xc200, "remote password is wrong"],
  [0xc201, "port is locked by the remote password"],
  [0xc204, "another one unlocked with the remote password"],
  [0xc61c, "length of the request does not match"],
  [0xccc7, "object can not be reached in this state"],
  [0xccc8, "object can only be written"],
  [0xccc9, "object can only be read"],
  [0xccca, "object does not exist"],
  [0xcccb, "object can not be mapped to process data"],
  [0xcccc, "mapped objects are too long"],
  [0xccd0, "length of the value does not match"],
  [0xccd1, "value is too long"],
  [0xccd2, "value is too short"],
  [0xccd3, "subindex does not exist"],
  [0xccd4, "parameter is not valid"],
  [0xccd5, "value is too high"],
  [0xccd6, "value is too low"],
  [0xccda, "data can not be stored or sent"],
  [0xccff, "other error of an object"],
  [0xcee0, "another request is under way"],
  [0xcee1, "request is too long"],
  [0xcee2, "answer would be too long"],
  [0xcf00, "gateway error"],
  [0xcf10, "information about the server does not exist"],
  [0xcf20, "item can not be set"],
  [0xcf30, "parameter does not exist"],
  [0xcf31, "parameter can not be written in this state"],
  [0xcf40, "rest of a divided message did not come in time"],
  [0xcf41, "part of a divided message came twice"],
  [0xcf42, "data of a divided message are wrong"],
  [0xcf43, "part of a divided message was lost"],
  [0xcf44, "divided messages are not supported"],
  [0xcf70, "message could not be passed on"],
  [0xcf71, "the other end did not answer in time"],
  [0xcfe0, "another master is there already"],
  [0xcfe1, "number of occupied stations is wrong"],
  [0xcff0, "error of the slave"],
  [0xcfff, "slave asks to be left out"],
])

const endCodes1E: ReadonlyMap<number, string> = new Map([
  [0x50, "command does not exist"],
  [0x54, "ASCII code that can not be converted to binary"],
  [0x56, "device does not exist"],
  [0x57, "number of points is out of range"],
  [0x58, "address is beyond the last one"],
  [0x59, "extension file register can not be reached"],
  [0x5b, "module and controller can not communicate"],
  [0x60, "controller did not answer in time"],
])

const abnormalCodes: ReadonlyMap<number, string> = new Map([
  [0x10, "PC number is wrong"],
  [0x11, "mode does not allow that"],
  [0x12, "special function module does not exist"],
  [0x13, "program step does not exist"],
  [0x18, "remote run or stop is not possible"],
])

export function endCodeKey(code: number): string {
  if (code >= ABNORMAL_1E) return `1e:5b:${(code - ABNORMAL_1E).toString(16)}`
  return code >= END_1E ? `1e:${(code - END_1E).toString(16)}` : `end:${code.toString(16).padStart(4, "0")}`
}

export function endCodeName(code: number): string | undefined {
  if (code >= ABNORMAL_1E) return abnormalCodes.get(code - ABNORMAL_1E)
  return code >= END_1E ? endCodes1E.get(code - END_1E) : endCodes.get(code)
}

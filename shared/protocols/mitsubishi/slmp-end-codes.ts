/**
 * Why a controller refuses: end codes of the frames 3E and 4E (SH(NA)-080956ENG and the Ethernet interface module's manual SH(NA)-080009, chapter
 * 11), and of the frame 1E with the abnormal code behind 5B (the same chapter, and FX3U-ENET JY997D18101 chapter 11).
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
  [0xcee0, "another request is under way"],
  [0xcee1, "request is too long"],
  [0xcee2, "answer would be too long"],
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

/**
 * Why a controller refuses: major and minor error status of GFK-0529C chapter 6; the minor ones, which only major status 5 has, as
 * GFK-0582D table 6-3 and a published dissector list them. Not verified against traffic.
 */
const PRIVILEGE = 2
const SERVICE = 5

const majors: ReadonlyMap<number, string> = new Map([
  [1, "service request is not legal"],
  [PRIVILEGE, "privilege level is too low"],
  [4, "protocol sequence error"],
  [SERVICE, "the service request failed"],
  [6, "mailbox type is not legal"],
  [7, "too many service requests wait"],
])

const minors: ReadonlyMap<number, string> = new Map([
  [0xb2, "program block exists already and can not be replaced"],
  [0xb3, "too long"],
  [0xb4, "interrupts can not be changed while the controller runs"],
  [0xb5, "checksums differ"],
  [0xb6, "checksums differ"],
  [0xb7, "lengths of the segment differ"],
  [0xb8, "table of segments has a wrong size"],
  [0xb9, "block is not marked as executable"],
  [0xba, "set of blocks exists already"],
  [0xbb, "part of the program is too long"],
  [0xbc, "type of block does not exist"],
  [0xbd, "set of blocks does not exist"],
  [0xbe, "type of block is wrong"],
  [0xbf, "record of the program is not legal"],
  [0xc0, "checksum of the program is wrong"],
  [0xc1, "block can not change its state like that"],
  [0xc2, "key of the manufacturer is not active"],
  [0xc3, "length of the text does not match"],
  [0xc4, "comparison with the memory card failed"],
  [0xc5, "no configuration of the rack to read or delete"],
  [0xc6, "not logged on to the main program"],
  [0xc7, "passwords are inactive"],
  [0xc8, "passwords are active already"],
  [0xc9, "logged on without a buffer for blocks"],
  [0xca, "device is write-protected"],
  [0xcb, "saving or restoring failed"],
  [0xcc, "stored data are damaged"],
  [0xcd, "device has no stored data"],
  [0xce, "device has not enough memory"],
  [0xcf, "device is not there"],
  [0xd0, "revision of a module is not supported"],
  [0xd1, "length of the program does not match"],
  [0xd2, "way of writing is not valid"],
  [0xd3, "beyond the end of the block"],
  [0xd4, "checksum of the configuration does not match"],
  [0xd5, "name of the block is not valid"],
  [0xd6, "datagrams take too much memory"],
  [0xd7, "type of datagram is not valid"],
  [0xd8, "length of the points is not allowed"],
  [0xd9, "transfer is not possible for this memory"],
  [0xda, "memory has no data"],
  [0xdb, "memory of a datagram is not valid"],
  [0xdc, "address of the connection was not found"],
  [0xdd, "datagram was not found"],
  [0xde, "size of the datagram is not valid"],
  [0xdf, "address of the datagram is not valid"],
  [0xe0, "no logging on while a service is under way"],
  [0xe1, "no I/O configuration to read or delete"],
  [0xe2, "configuration could not be deleted"],
  [0xe3, "revision of the CPU does not match"],
  [0xe4, "memory does not exist"],
  [0xe5, "file area is not formatted"],
  [0xe6, "model of the CPU does not match"],
  [0xe7, "configuration is not valid"],
  [0xe8, "no memory left"],
  [0xe9, "memory can not be reached from here"],
  [0xea, "not logged on"],
  [0xeb, "task could not be deleted"],
  [0xec, "task could not be made"],
  [0xed, "error of the VME bus"],
  [0xee, "sizes of blocks could not be told"],
  [0xef, "another programmer is attached already"],
  [0xf0, "possible in stop mode only"],
  [0xf1, "only the programmer may do that"],
  [0xf2, "program is not valid"],
  [0xf3, "I/O configuration does not match"],
  [0xf4, "parameter of the request is not valid"],
  [0xf5, "password is wrong"],
  [0xf6, "running state is not valid"],
  [0xf7, "logging on to a task is required"],
  [0xf8, "name of the task is not valid"],
  [0xf9, "address is out of range"],
  [0xfa, "I/O module can not be replaced"],
  [0xfb, "I/O configuration can not be cleared"],
  [0xfc, "I/O configuration is not valid"],
  [0xfd, "automatic configuration failed"],
  [0xfe, "no privilege for that"],
  [0xff, "service request was aborted"],
])

/** Minor status as the manuals print it. */
export const errorKey = (major: number, minor: number): string =>
  minor === 0 ? `error:${major}` : `error:${major}:${minor.toString(16).padStart(2, "0")}`

export function errorName(major: number, minor: number): string | undefined {
  const why = (major === SERVICE ? minors.get(minor) : undefined) ?? majors.get(major)
  if (why === undefined) return undefined
  // Of privilege, the level that is needed.
  return major === PRIVILEGE && minor > 0 ? `refused: ${why}, level ${minor} is needed` : `refused: ${why}`
}

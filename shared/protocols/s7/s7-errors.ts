/**
 * Why an S7 controller refuses: the return code of an item, and the error that the head of an acknowledgement (class and code) and the parameters of
 * user data have in common. Numbers as Siemens' manual "S7-300/400 system and standard functions" and Wireshark's s7comm dissector list them.
 */
import { ITEM } from "./s7-items.ts"
import { serviceKey, serviceName } from "./s7-services.ts"

/** Details: program services, return codes of items from `ITEM` on, errors from here on. */
export const ERROR = 0x10000

const items: ReadonlyMap<number, string> = new Map([
  [0x01, "hardware fault"],
  [0x03, "access is not allowed"],
  [0x05, "address is out of range"],
  [0x06, "data type is not supported"],
  [0x07, "data types do not match"],
  [0x0a, "object does not exist"],
])

const errors: ReadonlyMap<number, string> = new Map([
  [0x0110, "block number is not valid"],
  [0x0111, "length of the request is not valid"],
  [0x0112, "parameter is not valid"],
  [0x0113, "block type is not valid"],
  [0x0114, "block does not exist"],
  [0x0115, "block exists already"],
  [0x0116, "block is write-protected"],
  [0x0117, "block is too large"],
  [0x0119, "password is wrong"],
  [0x0140, "not enough memory"],
  [0x0141, "no resources"],
  [0x8001, "not possible in the present state of the block"],
  [0x8003, "block could not be transferred"],
  [0x8100, "service is not known"],
  [0x8104, "service is not implemented"],
  [0x8204, "type of the object does not match"],
  [0x8205, "a copied block exists already"],
  [0x8301, "not enough memory, or no memory card"],
  [0x8302, "no resources"],
  [0x8304, "no further upload at the same time"],
  [0x8305, "function is not available"],
  [0x8306, "not enough work memory"],
  [0x8307, "not enough retentive memory"],
  [0x8401, "services in the wrong order"],
  [0x8402, "not possible in the present state of the object"],
  [0x8404, "function can not be carried out"],
  [0x8405, "remote block is disabled"],
  [0x8500, "frame is wrong"],
  [0x8503, "service was ended early"],
  [0x8701, "object can not be addressed"],
  [0x8702, "service is not supported"],
  [0x8703, "access is refused"],
  [0x8704, "object is damaged"],
  [0xd001, "job number is not allowed"],
  [0xd002, "kind of job is not allowed"],
  [0xd003, "test function is not supported"],
  [0xd011, "block does not exist"],
  [0xd015, "address of a variable is not allowed"],
  [0xd041, "system status list does not exist"],
  [0xd042, "address of a variable is not allowed"],
  [0xd043, "job does not exist"],
  [0xd044, "value of a variable is not allowed"],
  [0xd061, "no memory for the job"],
  [0xd062, "list of jobs is full"],
  [0xd081, "not allowed in the present operating mode"],
  [0xd082, "hold mode can not be left"],
  [0xd0a1, "not allowed at this protection level"],
  [0xd0a2, "another function is changing the memory"],
  [0xd0a4, "values are forced already"],
  [0xd0a5, "job does not exist"],
  [0xd0ad, "this operating mode is set already"],
  [0xd0ae, "job belongs to another connection"],
  [0xd0c2, "the controller goes to stop or hold"],
  [0xd201, "name of a block is wrong"],
  [0xd202, "parameters of the function are wrong"],
  [0xd208, "too many blocks"],
  [0xd209, "block does not exist"],
  [0xd20c, "organisation block has no priority class"],
  [0xd20d, "system data block can not be read"],
  [0xd20e, "no further block"],
  [0xd20f, "block is too large for this controller"],
  [0xd210, "block number is not valid"],
  [0xd216, "program is not valid, the controller needs a reset"],
  [0xd217, "protection level is not allowed"],
  [0xd219, "length of a block is wrong"],
  [0xd21b, "memory can not be compressed"],
  [0xd21e, "a module could not be given its parameters"],
  [0xd230, "block is built wrongly"],
  [0xd234, "block is there twice"],
  [0xd235, "checksum of a block is wrong"],
  [0xd236, "block has no checksum"],
  [0xd237, "block is loaded already"],
  [0xd240, "rules of coordination are violated"],
  [0xd241, "not allowed at this protection level"],
  [0xd242, "safety blocks are protected"],
  [0xd250, "update does not fit the module"],
  [0xd252, "checksum is wrong"],
  [0xd2a1, "another block function is under way"],
  [0xd2a3, "block is in use"],
  [0xd2a4, "block is being worked on"],
  [0xd2a9, "the controller is being given new parameters"],
  [0xd2aa, "modules are being given new parameters"],
  [0xd2c2, "program or hardware configuration can not be loaded"],
  [0xd401, "information is not available"],
  [0xd402, "information is not available"],
  [0xd403, "logged on or off already"],
  [0xd404, "too many have logged on for diagnostics"],
  [0xd405, "service is not supported"],
  [0xd406, "information is not available now"],
  [0xd602, "password is wrong"],
  [0xd603, "connection is authorised already"],
  [0xd604, "connection is enabled already"],
  [0xd605, "there is no password"],
  [0xd801, "address of a variable is not valid"],
  [0xd802, "job does not exist"],
  [0xd804, "cycle is not allowed"],
  [0xd805, "no further cyclic job"],
  [0xd807, "ended by overload"],
  [0xdc01, "date or time is not valid"],
])

/** Classes of errors, where the code is none of those. */
const classes: ReadonlyMap<number, string> = new Map([
  [0x81, "application does not allow it"],
  [0x82, "object is defined otherwise"],
  [0x83, "no resources"],
  [0x84, "service could not be carried out"],
  [0x85, "frame is wrong"],
  [0x87, "access failed"],
])

export function s7DetailKey(code: number): string {
  if (code >= ERROR) return `error:${(code - ERROR).toString(16).padStart(4, "0")}`
  return code >= ITEM ? `item:${code - ITEM}` : serviceKey(code)
}

export function s7DetailName(code: number): string | undefined {
  if (code < ITEM) return serviceName(code)
  const why = code >= ERROR ? (errors.get(code - ERROR) ?? classes.get((code - ERROR) >> 8)) : items.get(code - ITEM)
  return why === undefined ? undefined : `refused: ${why}`
}

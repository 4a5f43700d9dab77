/**
 * Why an object of a device's dictionary is refused: abort codes of service data objects, which EtherCAT (ETG.1000.6 table 41) and POWERLINK (EPSG DS 301,
 * section 6.3, as Wireshark's dissector lists them) have from CANopen (CiA 301, section 7.2.4.3.17).
 */
const aborts: ReadonlyMap<number, string> = new Map([
  [0x0503_0000, "toggle bit did not change"],
  [0x0504_0000, "time ran out"],
  [0x0504_0001, "command is not known"],
  [0x0504_0002, "block size is not valid"],
  [0x0504_0003, "sequence number is not valid"],
  [0x0504_0005, "not enough memory"],
  [0x0601_0000, "access is not supported"],
  [0x0601_0001, "object can only be written"],
  [0x0601_0002, "object can only be read"],
  [0x0601_0003, "subindex can not be written while subindex 0 is not zero"],
  [0x0602_0000, "object does not exist"],
  [0x0604_0041, "object can not be mapped to process data"],
  [0x0604_0042, "mapped objects are too long"],
  [0x0604_0043, "parameters do not fit each other"],
  [0x0604_0047, "device does not fit"],
  [0x0606_0000, "hardware fault"],
  [0x0607_0010, "length does not fit"],
  [0x0607_0012, "value is too long"],
  [0x0607_0013, "value is too short"],
  [0x0609_0011, "subindex does not exist"],
  [0x0609_0030, "value is out of range"],
  [0x0609_0031, "value is too high"],
  [0x0609_0032, "value is too low"],
  [0x0609_0036, "highest value is below the lowest"],
  [0x0800_0000, "general error"],
  [0x0800_0020, "data can not be stored"],
  [0x0800_0021, "data can not be stored because of local control"],
  [0x0800_0022, "data can not be stored in the present state of the device"],
  [0x0800_0023, "there is no object dictionary"],
  [0x0800_0024, "configuration holds no data"],
])
const codes = [...aborts.keys()]

/** Details have 30 bits, the codes 32: their place in the list stands for them. -1 where the code is none of the standard's. */
export const abortNumber = (code: number): number => codes.indexOf(code)
export const abortKey = (number: number): string => `abort:${codes[number]?.toString(16).padStart(8, "0") ?? "other"}`
export const abortName = (number: number): string | undefined => aborts.get(codes[number] ?? -1)

/** Function codes of the Modbus application protocol specification V1.1b3, section 6, and what vendors add; sub-functions, exceptions, commands. */
import type { Command } from "../protocol.ts"

export const modbusFunctionNames: ReadonlyMap<number, string> = new Map([
  [0, "function zero, which is not valid"],
  [1, "read coils"],
  [2, "read discrete inputs"],
  [3, "read holding registers"],
  [4, "read input registers"],
  [5, "write single coil"],
  [6, "write single register"],
  [7, "read exception status"],
  [8, "diagnostics"],
  [11, "get comm event counter"],
  [12, "get comm event log"],
  [15, "write multiple coils"],
  [16, "write multiple registers"],
  [17, "report server id"],
  [20, "read file record"],
  [21, "write file record"],
  [22, "mask write register"],
  [23, "read/write multiple registers"],
  [24, "read fifo queue"],
  [40, "program (concept)"],
  [42, "concept symbol table"],
  [43, "encapsulated interface transport"],
  [90, "unity (umas)"],
  [125, "firmware replacement"],
  [126, "program (584/984)"],
])

/** Section 6.8. 21 is Schneider's. */
export const diagnosticNames: ReadonlyMap<number, string> = new Map([
  [0, "return query data"],
  [1, "restart communications option"],
  [2, "return diagnostic register"],
  [3, "change ascii input delimiter"],
  [4, "force listen only mode"],
  [10, "clear counters and diagnostic register"],
  [11, "return bus message count"],
  [12, "return bus communication error count"],
  [13, "return bus exception error count"],
  [14, "return server message count"],
  [15, "return server no response count"],
  [16, "return server nak count"],
  [17, "return server busy count"],
  [18, "return bus character overrun count"],
  [20, "clear overrun counter and flag"],
  [21, "get or clear modbus plus statistics"],
])

/** Section 7. */
export const exceptionNames: ReadonlyMap<number, string> = new Map([
  [1, "illegal function"],
  [2, "illegal data address"],
  [3, "illegal data value"],
  [4, "server device failure"],
  [5, "acknowledge"],
  [6, "server device busy"],
  [7, "negative acknowledge"],
  [8, "memory parity error"],
  [10, "gateway path unavailable"],
  [11, "gateway target device failed to respond"],
])

/** Section 6.19. */
export const encapsulatedNames: ReadonlyMap<number, string> = new Map([
  [13, "canopen general reference"],
  [14, "read device identification"],
])

const write: Command = { does: "Write values", technique: "T0855", everyday: true }
const programming: Command = { does: "Work with the programming software", technique: "" }

export const modbusCommands: Readonly<Record<string, Command>> = {
  "5": write,
  "6": write,
  "15": write,
  "16": write,
  "22": write,
  "23": write,
  "20": { does: "Read a file out of the device", technique: "T0845" },
  "21": { does: "Write a file into the device", technique: "T0843" },
  "40": programming,
  "42": programming,
  "126": programming,
  "125": { does: "Load firmware", technique: "T0857" },
  "diagnostics:1": { does: "Restart the communication port", technique: "T0816" },
  "diagnostics:4": { does: "Silence the device (listen only mode)", technique: "T0814" },
  "diagnostics:10": { does: "Clear the diagnostic counters", technique: "T0872" },
  "diagnostics:20": { does: "Clear the diagnostic counters", technique: "T0872" },
}

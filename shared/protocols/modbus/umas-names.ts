/**
 * Functions of UMAS, Schneider Electric's programming protocol inside Modbus function 90. Schneider publishes no specification: the codes are those
 * of Kaspersky ICS CERT, "The secrets of Schneider Electric's UMAS protocol" (2022), of L. Martin-Liras, "UMAS protocol" (2017), and of Apache PLC4X.
 */
import type { Command } from "../protocol.ts"

export const umasFunctionNames: ReadonlyMap<number, string> = new Map([
  [0x01, "init communication"],
  [0x02, "read id"],
  [0x03, "read project info"],
  [0x04, "read plc info"],
  [0x06, "read card info"],
  [0x0a, "repeat"],
  [0x10, "take plc reservation"],
  [0x11, "release plc reservation"],
  [0x12, "keep alive"],
  [0x20, "read memory block"],
  [0x21, "write memory block"],
  [0x22, "read variables"],
  [0x23, "write variables"],
  [0x24, "read coils and registers"],
  [0x25, "write coils and registers"],
  [0x26, "read data dictionary"],
  [0x30, "initialize upload"],
  [0x31, "upload block"],
  [0x32, "end upload"],
  [0x33, "initialize download"],
  [0x34, "download block"],
  [0x35, "end download"],
  [0x36, "create or restore backup"],
  [0x39, "read ethernet master data"],
  [0x40, "start plc"],
  [0x41, "stop plc"],
  [0x50, "monitor plc"],
  [0x58, "check plc"],
  [0x6d, "read reservation settings"],
  [0x6e, "reserve with password"],
  [0x70, "read i/o object"],
  [0x71, "write i/o object"],
  [0x73, "get status of module"],
])

// Told from the controller: it uploads the program from the programming computer, and downloads it to there. The blocks of a download
// stand in the controller's answers (Martin-Liras, part 3; seen on real traffic).
const load: Command = { does: "Load a program into the controller", technique: "T0843" }
const readOut: Command = { does: "Read the program out of the controller", technique: "T0845" }
const write: Command = { does: "Write values", technique: "T0836", everyday: true }

export const umasCommands: Readonly<Record<string, Command>> = {
  "16": { does: "Reserve the controller for programming", technique: "T0859" },
  "110": { does: "Reserve the controller for programming, with its password", technique: "T0859" },
  "33": { does: "Write into the controller's memory", technique: "T0836" },
  "35": write,
  "37": write,
  "48": load,
  "49": load,
  "50": load,
  "51": readOut,
  "52": readOut,
  "53": readOut,
  "54": { does: "Make or restore a backup of the program", technique: "T0843" },
  "64": { does: "Start the controller", technique: "T0858" },
  "65": { does: "Stop the controller", technique: "T0858" },
  "113": { does: "Force inputs and outputs", technique: "T0835" },
}

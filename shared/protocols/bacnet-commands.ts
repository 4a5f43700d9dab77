/** What acts on a device, by function. Source: ANSI/ASHRAE 135-2020 clauses 14, 15 and 16: files, objects, and device management. */
import { commandsOf, type Commands } from "./commands.ts"

export const bacnetCommands: Commands = commandsOf([
  { does: "Read a file out of the controller", technique: "T0845", keys: ["confirmed:6"] },
  { does: "Load a file into the controller", technique: "T0843", keys: ["confirmed:7"] },
  { does: "Make an object in the device", technique: "T0889", keys: ["confirmed:10"] },
  { does: "Delete", technique: "T0809", keys: ["confirmed:11"] },
  { does: "Switch the device's communication on or off", technique: "T0814", keys: ["confirmed:17"] },
  { does: "Start or restart", technique: "T0816", keys: ["confirmed:20"] },
  { does: "Write values", technique: "T0855", everyday: true, keys: ["confirmed:15", "confirmed:16"] },
  { does: "Set the clock", technique: "T0836", everyday: true, keys: ["unconfirmed:6", "unconfirmed:9"] },
  { does: "Acknowledge an alarm", technique: "T0878", everyday: true, keys: ["confirmed:0"] },
])

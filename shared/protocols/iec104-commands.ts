/** What acts on a device, by function. Source: IEC 60870-5-101 section 7.2.1.1: reset process (105) and parameters (110 to 113). */
import { commandsOf, type Commands } from "./commands.ts"

export const iec104Commands: Commands = commandsOf([
  { does: "Start or restart", technique: "T0816", keys: ["105"] },
  { does: "Change settings", technique: "T0836", keys: ["110", "111", "112", "113"] },
  {
    does: "Give a control command",
    technique: "T0855",
    everyday: true,
    keys: ["45", "46", "47", "48", "49", "50", "51", "58", "59", "60", "61", "62", "63", "64"],
  },
  { does: "Set the clock", technique: "T0836", everyday: true, keys: ["103"] },
])

/** What acts on a device, by function. Source: IEEE 1815-2012 table 4-2. */
import { commandsOf, type Commands } from "./commands.ts"

export const dnp3Commands: Commands = commandsOf([
  { does: "Start or restart", technique: "T0816", keys: ["13", "14"] },
  { does: "Change settings", technique: "T0809", keys: ["15", "16"] },
  { does: "Start or restart", technique: "T0858", keys: ["17"] },
  { does: "Stop", technique: "T0881", keys: ["18"] },
  { does: "Change settings", technique: "T0836", keys: ["19", "31"] },
  { does: "Delete", technique: "T0809", keys: ["27"] },
  { does: "Write objects or the clock", technique: "T0836", everyday: true, keys: ["2"] },
  { does: "Give a control command", technique: "T0855", everyday: true, keys: ["3", "4", "5", "6"] },
])

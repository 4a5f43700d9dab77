/** What acts on a device, by function. Source: CIP volume 1 appendix A table A-3; Rockwell 1756-PM020. */
import { commandsOf, type Commands } from "./commands.ts"

export const cipCommands: Commands = commandsOf([
  { does: "Start or restart", technique: "T0816", keys: ["5"] },
  { does: "Start or restart", technique: "T0858", keys: ["6"] },
  { does: "Stop", technique: "T0858", keys: ["7"] },
  { does: "Make an object in the device", technique: "T0889", keys: ["8"] },
  { does: "Delete", technique: "T0809", keys: ["9", "81"] },
  { does: "Change settings", technique: "T0836", keys: ["21", "22", "26", "27"] },
  { does: "Read the program out of the controller", technique: "T0845", keys: ["79"] },
  { does: "Load a program into the controller", technique: "T0843", keys: ["80"] },
  { does: "Set an attribute", technique: "T0836", everyday: true, keys: ["16"] },
  { does: "Write values", technique: "T0855", everyday: true, keys: ["77", "78", "83"] },
])

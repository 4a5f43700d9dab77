/** What acts on a device, by function. Source: OPC 10000-4: node management (section 5.8) changes what the server offers; what a method does, the server knows. */
import { commandsOf, type Commands } from "./commands.ts"

export const opcUaCommands: Commands = commandsOf([
  { does: "Make objects in the server", technique: "T0889", keys: ["488"] },
  { does: "Change settings", technique: "T0836", keys: ["494"] },
  { does: "Delete", technique: "T0809", keys: ["500", "506"] },
  { does: "Call a method", technique: "T0871", keys: ["712"] },
  { does: "Write values", technique: "T0855", everyday: true, keys: ["673"] },
])

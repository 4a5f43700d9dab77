/** What acts on a device, by function. Source: OMRON W342 section 5: parameter and program areas, operating mode, access right, files, forced bits. */
import { commandsOf, type Commands } from "./commands.ts"

export const finsCommands: Commands = commandsOf([
  { does: "Change settings", technique: "T0836", keys: ["2:2", "2:3", "2:33", "7:2", "38:1", "38:2"] },
  { does: "Protect the program or take its protection off", technique: "T0892", keys: ["3:4", "3:5"] },
  { does: "Read the program out of the controller", technique: "T0845", keys: ["3:6"] },
  { does: "Load a program into the controller", technique: "T0843", keys: ["3:7"] },
  { does: "Delete", technique: "T0809", keys: ["3:8", "34:4", "34:5"] },
  { does: "Start or restart", technique: "T0858", keys: ["4:1", "4:3"] },
  { does: "Stop", technique: "T0858", keys: ["4:2"] },
  { does: "Work with the programming software", technique: "T0859", keys: ["12:1", "12:2", "12:3"] },
  { does: "Read a file out of the controller", technique: "T0845", keys: ["34:2", "34:16"] },
  { does: "Load a file into the controller", technique: "T0843", keys: ["34:3", "34:17"] },
  { does: "Change files in the controller", technique: "T0809", keys: ["34:6", "34:7", "34:8", "34:21"] },
  { does: "Copy between memory and files", technique: "T0843", keys: ["34:10", "34:11", "34:12"] },
  { does: "Force values", technique: "T0835", keys: ["35:1", "35:2"] },
  { does: "Write values", technique: "T0836", everyday: true, keys: ["1:2", "1:3"] },
])

/** What acts on a device, by function, or by function and group of objects ("2:50"). Source: IEEE 1815-2012 table 4-2 and annex A. */
import { commandsOf, type Commands } from "../commands.ts"

export const dnp3Commands: Commands = commandsOf([
  { does: "Restart the outstation", technique: "T0816", keys: ["13", "14"] },
  { does: "Set data or an application back", technique: "T0809", keys: ["15", "16"] },
  { does: "Start an application", technique: "T0858", keys: ["17"] },
  { does: "Stop an application", technique: "T0881", keys: ["18"] },
  { does: "Save or activate a configuration", technique: "T0836", keys: ["19", "31"] },
  { does: "Silence unsolicited reports", technique: "T0804", keys: ["21"] },
  { does: "Give values another class", technique: "T0836", keys: ["22"] },
  { does: "Freeze and clear counters", technique: "T0836", everyday: true, keys: ["9", "10"] },
  { does: "Read a file out of the device", technique: "T0845", keys: ["25:1"] },
  { does: "Write a file into the device", technique: "T0843", keys: ["2:70", "25:2", "25:3"] },
  { does: "Delete a file", technique: "T0809", keys: ["27"] },
  { does: "Log in for file transfer", technique: "T0859", keys: ["29"] },
  { does: "Change when values are reported", technique: "T0836", keys: ["2:34"] },
  { does: "Change what the device says of itself", technique: "T0836", keys: ["2:0"] },
  { does: "Set the clock", technique: "T0836", everyday: true, keys: ["2:50"] },
  { does: "Clear the mark of a restart", technique: "", everyday: true, keys: ["2:80"] },
  { does: "Write objects", technique: "T0836", everyday: true, keys: ["2"] },
  { does: "Give a control command", technique: "T0855", everyday: true, keys: ["3", "4", "5", "6"] },
])

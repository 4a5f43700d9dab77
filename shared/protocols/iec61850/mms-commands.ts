/** What acts on a device, by function. Source: ISO 9506-2 sections 8 to 17; IEC 61850-8-1 table 33: domains hold programs and data, program invocations run them. */
import { commandsOf, type Commands } from "../commands.ts"

export const mmsCommands: Commands = commandsOf([
  { does: "Load a program into the controller", technique: "T0843", keys: ["26", "27", "28", "32", "34"] },
  { does: "Read the program out of the controller", technique: "T0845", keys: ["29", "30", "31", "33", "35"] },
  { does: "Delete", technique: "T0809", keys: ["36", "39", "76"] },
  { does: "Make a program ready to run", technique: "T0858", keys: ["38"] },
  { does: "Start or restart", technique: "T0858", keys: ["40", "42", "43"] },
  { does: "Stop", technique: "T0858", keys: ["41", "44"] },
  { does: "Load a file into the device", technique: "T0843", keys: ["46"] },
  { does: "Rename a file in the device", technique: "T0809", keys: ["75"] },
  { does: "Change settings", technique: "T0836", keys: ["87", "write:5", "write:7", "write:8"] },
  { does: "Clear or delete the device's journal", technique: "T0872", keys: ["67", "70"] },
  { does: "Change which events are reported", technique: "T0838", keys: ["48", "51", "58", "59"] },
  { does: "Acknowledge an event", technique: "T0878", everyday: true, keys: ["62"] },
  { does: "Read a file out of the device", technique: "T0882", everyday: true, keys: ["72"] },
  { does: "Write values", technique: "T0855", everyday: true, keys: ["5"] },
  { does: "Operate a switch or another control", technique: "T0855", everyday: true, keys: ["write:1"] },
  { does: "Select a control to operate", technique: "T0855", everyday: true, keys: ["write:2", "read:select"] },
  { does: "Cancel a control", technique: "T0855", everyday: true, keys: ["write:3"] },
  { does: "Write set points", technique: "T0836", everyday: true, keys: ["write:4"] },
  { does: "Change how the device reports", technique: "T0836", everyday: true, keys: ["write:6"] },
  { does: "Stop the device from reporting", technique: "T0804", keys: ["write:9", "write:10"] },
  { does: "Throw away reports that wait", technique: "T0872", keys: ["write:11"] },
  { does: "Change the mode of the device or of a function", technique: "T0858", keys: ["write:12"] },
])

/** What acts on a device, by function and detail. Source: Beckhoff Information System, ADS Specification; routes decide who may program the controller. */
import { commandsOf, type Commands } from "../commands.ts"

export const adsCommands: Commands = commandsOf([
  { does: "Write values", technique: "T0836", everyday: true, keys: ["3", "group:61569", "group:61570"] },
  { does: "Subscribe to changes of values", technique: "T0801", everyday: true, keys: ["6"] },
  { does: "Change the operating mode", technique: "T0858", keys: ["5", "state:1", "state:4", "state:8", "state:7"] },
  { does: "Start the program", technique: "T0858", keys: ["state:5"] },
  { does: "Stop the program", technique: "T0858", keys: ["state:6"] },
  { does: "Reset the program to its start", technique: "T0858", keys: ["state:2"] },
  { does: "Switch to configuration mode", technique: "T0858", keys: ["state:15", "state:16"] },
  { does: "Shut the controller down", technique: "T0816", keys: ["state:12"] },
  { does: "Set all inputs or outputs to zero", technique: "T0835", keys: ["group:61504", "group:61520"] },
  { does: "Read a file out of the controller", technique: "T0845", keys: ["group:122"] },
  { does: "Load a file into the controller", technique: "T0843", keys: ["group:123"] },
  { does: "Open a file in the controller", technique: "T0845", everyday: true, keys: ["group:120"] },
  { does: "Delete a file in the controller", technique: "T0809", keys: ["group:131"] },
  { does: "Rename a file in the controller", technique: "T0849", keys: ["group:132"] },
  {
    does: "Change the registry of the operating system",
    technique: "T0836",
    keys: ["group:200", "group:201", "group:202"],
  },
  { does: "Set the clock", technique: "T0836", everyday: true, keys: ["group:400"] },
  { does: "Start a program of the operating system", technique: "T0871", keys: ["group:500"] },
  { does: "Change the controller's NetId", technique: "T0836", keys: ["group:600"] },
  { does: "Enter a route into the controller", technique: "T0859", keys: ["udp:6", "group:801"] },
  { does: "Delete a route in the controller", technique: "T0892", keys: ["group:802"] },
])

/** What acts on a device, by type. Source: IEC 60870-5-101 section 7.2.1.1: reset process (105), parameters (110 to 113), files (120 to 127); 104 section 5.3: STOPDT. */
import { commandsOf, type Commands } from "../commands.ts"

export const iec104Commands: Commands = commandsOf([
  { does: "Restart the station's process", technique: "T0816", keys: ["105"] },
  { does: "Change parameters", technique: "T0836", keys: ["110", "111", "112", "113"] },
  { does: "Read a file out of the station", technique: "T0845", keys: ["file:call"] },
  { does: "Delete a file of the station", technique: "T0809", keys: ["file:delete"] },
  { does: "Write a file into the station", technique: "T0843", keys: ["file:write"] },
  {
    does: "Stop the station from sending data on this connection",
    technique: "T0804",
    everyday: true,
    keys: ["link:16"],
  },
  {
    does: "Give a control command",
    technique: "T0855",
    everyday: true,
    keys: ["45", "46", "47", "48", "49", "50", "51", "58", "59", "60", "61", "62", "63", "64"],
  },
  { does: "Set the clock", technique: "T0836", everyday: true, keys: ["103"] },
])

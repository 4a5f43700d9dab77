/** What acts on a device, by function. Source: IEEE C37.118.2-2011 table 15: what extended commands do, the device's maker defines. */
import { commandsOf, type Commands } from "../commands.ts"

export const c37118Commands: Commands = commandsOf([
  { does: "Turn off the measurements that are sent", technique: "T0804", keys: ["4:1"] },
  { does: "Turn on the measurements that are sent", technique: "", everyday: true, keys: ["4:2"] },
  { does: "Send a command that the maker defines", technique: "T0855", keys: ["4:8"] },
])

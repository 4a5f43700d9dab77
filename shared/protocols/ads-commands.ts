/** What acts on a device, by function. Source: Beckhoff Information System, ADS Specification; routes decide who may program the controller. */
import { commandsOf, type Commands } from "./commands.ts"

export const adsCommands: Commands = commandsOf([
  { does: "Change the operating mode", technique: "T0858", keys: ["5"] },
  { does: "Enter a route into the controller", technique: "T0859", keys: ["udp:6"] },
  { does: "Write values", technique: "T0836", everyday: true, keys: ["3", "9"] },
])

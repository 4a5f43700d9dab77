/** What acts on a device, by function and detail. Source: ANSI/ASHRAE 135-2020 clauses 13 to 16 (services), 6.4 (network), annex J.2 (link), 19.2 (priorities). */
import { commandsOf, type Commands } from "../commands.ts"

const priorities = ["1", "2", "3", "4", "5", "6", "7", "8"]

export const bacnetCommands: Commands = commandsOf([
  { does: "Acknowledge an alarm", technique: "T0878", everyday: true, keys: ["confirmed:0"] },
  { does: "Subscribe to changes of values", technique: "T0801", everyday: true, keys: ["confirmed:5", "confirmed:28"] },
  { does: "Subscribe to changes of values", technique: "T0801", everyday: true, keys: ["confirmed:30"] },
  { does: "Read a file out of the controller", technique: "T0845", keys: ["confirmed:6"] },
  { does: "Load a file into the controller", technique: "T0843", keys: ["confirmed:7"] },
  { does: "Change a list in the device", technique: "T0836", keys: ["confirmed:8", "confirmed:9"] },
  { does: "Make an object in the device", technique: "T0889", keys: ["confirmed:10"] },
  { does: "Delete an object in the device", technique: "T0809", keys: ["confirmed:11"] },
  { does: "Write values", technique: "T0855", everyday: true, keys: ["confirmed:15", "confirmed:16"] },
  { does: "Write values to a group", technique: "T0855", everyday: true, keys: ["unconfirmed:10"] },
  { does: "Override a value by hand or for safety", technique: "T0855", keys: priorities.map((n) => `override:${n}`) },
  {
    does: "Release an overridden value",
    technique: "T0855",
    everyday: true,
    keys: priorities.map((n) => `release:${n}`),
  },
  { does: "Switch the device's communication on or off", technique: "T0814", keys: ["confirmed:17"] },
  { does: "Switch the device's communication on again", technique: "", keys: ["communication:0"] },
  { does: "Switch the device's communication off", technique: "T0814", keys: ["communication:1"] },
  { does: "Stop the device from reporting by itself", technique: "T0804", keys: ["communication:2"] },
  { does: "Send a maker's own command", technique: "T0855", keys: ["confirmed:18", "unconfirmed:4"] },
  { does: "Restart the device, or back up or restore it", technique: "T0816", keys: ["confirmed:20"] },
  { does: "Restart the device", technique: "T0816", keys: ["reinitialize:0", "reinitialize:1"] },
  { does: "Read the configuration out (backup)", technique: "T0845", keys: ["reinitialize:2", "reinitialize:3"] },
  {
    does: "Load the configuration (restore)",
    technique: "T0843",
    keys: ["reinitialize:4", "reinitialize:5", "reinitialize:6"],
  },
  { does: "Activate changes of the network settings", technique: "T0836", keys: ["reinitialize:7"] },
  { does: "Open a terminal in the device", technique: "T0807", keys: ["confirmed:21"] },
  { does: "Type into the device's terminal", technique: "T0807", keys: ["confirmed:23"] },
  { does: "Silence or reset life safety equipment", technique: "T0878", keys: ["confirmed:27"] },
  { does: "Set the clock", technique: "T0836", everyday: true, keys: ["unconfirmed:6", "unconfirmed:9"] },
  { does: "Give the device its identity", technique: "T0836", keys: ["unconfirmed:14"] },
  { does: "Change the router's table", technique: "T0836", keys: ["network:6"] },
  { does: "Connect or disconnect a network", technique: "T0836", keys: ["network:8", "network:9"] },
  { does: "Change network security keys", technique: "T0892", keys: ["network:14", "network:15", "network:17"] },
  { does: "Change where broadcasts are forwarded to", technique: "T0836", keys: ["link:1"] },
  { does: "Register for the broadcasts of the network", technique: "T0848", everyday: true, keys: ["link:5"] },
  { does: "Cut a foreign device off from broadcasts", technique: "T0804", keys: ["link:8"] },
])

/** What acts on a device, by function and detail. Source: OPC 10000-4: node management (section 5.8) changes what the server offers; what a method of its own does, the server knows. */
import { commandsOf, type Commands } from "../commands.ts"

export const opcUaCommands: Commands = commandsOf([
  { does: "Make objects in the server", technique: "T0889", keys: ["488"] },
  { does: "Change how objects of the server hang together", technique: "T0889", keys: ["494", "506"] },
  { does: "Delete objects of the server", technique: "T0809", keys: ["500"] },
  { does: "Call a method", technique: "T0871", keys: ["712", "method:own"] },
  { does: "Change or shut down the server's operation", technique: "T0816", keys: ["method:server-state"] },
  {
    does: "Acknowledge or confirm alarms",
    technique: "T0855",
    everyday: true,
    keys: ["method:acknowledge-alarm", "method:comment-alarm"],
  },
  { does: "Enable alarms", technique: "T0838", keys: ["method:enable-alarm"] },
  { does: "Disable alarms", technique: "T0878", keys: ["method:disable-alarm"] },
  { does: "Shelve, suppress or silence alarms", technique: "T0878", keys: ["method:shelve-alarm"] },
  { does: "Change whom the server trusts", technique: "T0892", keys: ["method:trust"] },
  { does: "Change the server's certificate", technique: "T0892", keys: ["method:certificate"] },
  { does: "Change roles and who has them", technique: "T0892", keys: ["method:roles"] },
  { does: "Start or stop a program", technique: "T0858", keys: ["method:program"] },
  { does: "Read a file out of the server", technique: "T0845", keys: ["method:read-file"] },
  { does: "Write a file into the server", technique: "T0843", keys: ["method:write-file"] },
  { does: "Delete a file of the server", technique: "T0809", keys: ["method:delete-file"] },
  { does: "Write values", technique: "T0855", everyday: true, keys: ["673", "attribute:value"] },
  { does: "Change other attributes than the value", technique: "T0836", keys: ["attribute:other"] },
  { does: "Change recorded values", technique: "T0836", keys: ["700", "history:other", "history:change"] },
  { does: "Delete recorded values", technique: "T0872", keys: ["history:delete"] },
])

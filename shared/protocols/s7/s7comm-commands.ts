/** What acts on a device, by function. What a controller tells of its mode (userdata:0) is no command. Source: Siemens S7-300/400 system functions; names of Wireshark's s7comm dissector. */
import { commandsOf, type Commands } from "../commands.ts"

export const s7commCommands: Commands = commandsOf([
  { does: "Change the operating mode", technique: "T0858", keys: ["1"] },
  { does: "Load a program into the controller", technique: "T0843", keys: ["26", "27", "28"] },
  { does: "Read the program out of the controller", technique: "T0845", keys: ["29", "30", "31"] },
  { does: "Start a program service", technique: "T0858", keys: ["40", "pi:other"] },
  { does: "Put loaded blocks into the program", technique: "T0843", keys: ["pi:_INSE", "pi:_INS2"] },
  { does: "Delete blocks of the program", technique: "T0889", keys: ["pi:_DELE"] },
  { does: "Start the controller", technique: "T0858", keys: ["pi:P_PROGRAM"] },
  { does: "Copy the program to the memory card", technique: "T0889", keys: ["pi:_MODU"] },
  { does: "Compress the memory", technique: "T0836", keys: ["pi:_GARB"] },
  { does: "Log in to the controller", technique: "T0859", keys: ["pi:_N_LOGIN_"] },
  { does: "Stop the controller", technique: "T0858", keys: ["41"] },
  { does: "Reset the controller's memory", technique: "T0809", keys: ["userdata:1:12"] },
  { does: "Force values", technique: "T0835", keys: ["userdata:1:9"] },
  {
    does: "Hold the program at a breakpoint, or let it go on",
    technique: "T0858",
    keys: ["userdata:1:10", "userdata:1:11"],
  },
  { does: "Change values from the programming tool", technique: "T0836", keys: ["userdata:1:8"] },
  { does: "Look at the program's blocks", technique: "T0888", keys: ["userdata:3:1", "userdata:3:2", "userdata:3:3"] },
  { does: "Give or clear the controller's password", technique: "T0892", keys: ["userdata:5:1", "userdata:5:2"] },
  { does: "Change settings", technique: "T0836", keys: ["userdata:7:2", "userdata:7:4"] },
  { does: "Write values", technique: "T0836", everyday: true, keys: ["5"] },
])

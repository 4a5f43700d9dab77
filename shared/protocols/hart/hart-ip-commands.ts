/** What acts on a device, by function and detail. Source: HCF_SPEC-127 and HCF_SPEC-151: commands that write what an instrument measures with, is called or answers to. */
import { commandsOf, type Commands } from "../commands.ts"

const keys = (text: string): readonly string[] => text.split(" ")

export const hartIpCommands: Commands = commandsOf([
  { does: "Change the address", technique: "T0836", keys: keys("6") },
  { does: "Change the message, tag, descriptor or date", technique: "T0836", keys: keys("17 18 19 22") },
  { does: "Change the range or its unit", technique: "T0836", keys: keys("35 36 37 44 53 65") },
  { does: "Change the damping", technique: "T0836", keys: keys("34 55 64") },
  { does: "Change the transfer function", technique: "T0836", keys: keys("47 69") },
  { does: "Adjust the measurement or the output", technique: "T0836", keys: keys("43 45 46 52 67 68 82 83") },
  { does: "Change what is measured and sent", technique: "T0836", keys: keys("51 103 104 107 108 109") },
  { does: "Change settings", technique: "T0836", keys: keys("39 49 56 59 87 88") },
  { does: "Clear the sign that the configuration changed", technique: "T0872", keys: keys("38") },
  { does: "Set the clock", technique: "T0836", everyday: true, keys: keys("89") },
  { does: "Force values", technique: "T0835", keys: keys("40 66 79") },
  { does: "Start a self test", technique: "T0814", keys: keys("41") },
  { does: "Restart the device", technique: "T0816", keys: keys("42") },
  { does: "Lock or unlock the device", technique: "T0813", keys: keys("71") },
  { does: "Unlock the device", technique: "T0813", keys: keys("lock:0") },
  { does: "Lock the device", technique: "T0813", keys: keys("lock:1 lock:2 lock:3") },
])

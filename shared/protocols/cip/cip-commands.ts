/**
 * What acts on a device: services that mean the same to every object by function, others by class and service ("class:142:7").
 * Sources: CIP volume 1 appendix A table A-3 and chapter 5 (File object), volume 2 chapter 5; Rockwell 1756-PM020. What Rockwell's
 * programming tools do is not documented: classes 0x8E (stop, start) and 0xA1 (firmware) are seen on real traffic, 0xAC (8),
 * 0x6A (81), 0x68 and 0x69 (77, 78), 0x8E (92) are told by others and not verified.
 */
import { commandsOf, type Commands } from "../commands.ts"

/** Detail codes that stand for a service of a class: this + class × 256 + service. */
export const SERVICE_OF_CLASS = 0x10000

export const cipCommands: Commands = commandsOf([
  { does: "Reset an object of the device", technique: "T0816", keys: ["5"] },
  { does: "Restart the device", technique: "T0816", keys: ["class:1:5"] },
  { does: "Start an object of the device", technique: "T0858", keys: ["6"] },
  { does: "Stop an object of the device", technique: "T0858", keys: ["7"] },
  { does: "Put the controller into run mode", technique: "T0858", keys: ["class:142:6"] },
  { does: "Stop the controller", technique: "T0858", keys: ["class:142:7"] },
  { does: "Give the controller's mode away after a check", technique: "T0859", keys: ["class:142:92"] },
  { does: "Make an object in the device", technique: "T0889", keys: ["8"] },
  { does: "Make or delete a task", technique: "T0821", keys: ["class:112:8", "class:112:9"] },
  { does: "Load a program into the controller", technique: "T0843", keys: ["80", "class:172:8"] },
  { does: "Change the program's set-up", technique: "T0836", keys: ["class:106:81"] },
  { does: "Delete an object", technique: "T0809", keys: ["9"] },
  { does: "Clear a file", technique: "T0809", keys: ["class:55:81"] },
  { does: "Change settings", technique: "T0836", keys: ["2", "21", "22", "25", "26", "27"] },
  {
    does: "Change the network address or name",
    technique: "T0836",
    keys: ["class:245:2", "class:245:4", "class:245:16"],
  },
  { does: "Restart the network interface", technique: "T0816", keys: ["class:245:5"] },
  {
    does: "Change a network port",
    technique: "T0836",
    keys: ["class:244:2", "class:244:4", "class:244:16", "class:246:2", "class:246:4", "class:246:16"],
  },
  { does: "Load firmware", technique: "T0857", keys: ["class:161:75", "class:161:77", "class:161:81"] },
  { does: "Write a file into the device", technique: "T0843", keys: ["class:55:76", "class:55:78", "class:55:80"] },
  { does: "Read a file out of the device", technique: "T0845", keys: ["class:55:75", "class:55:77", "class:55:79"] },
  { does: "Read the program out of the controller", technique: "T0845", keys: ["79"] },
  {
    does: "Force inputs or outputs",
    technique: "T0835",
    keys: ["class:104:77", "class:104:78", "class:105:77", "class:105:78"],
  },
  { does: "Set the clock", technique: "T0836", everyday: true, keys: ["class:139:2", "class:139:4", "class:139:16"] },
  { does: "Set an attribute", technique: "T0836", everyday: true, keys: ["4", "16"] },
  { does: "Write values", technique: "T0855", everyday: true, keys: ["tag:77", "tag:78", "tag:83"] },
])

const ofClass: ReadonlySet<number> = new Set(
  Object.keys(cipCommands).flatMap((key) => {
    const [, number, service] = /^class:(\d+):(\d+)$/.exec(key) ?? []
    return number === undefined ? [] : [SERVICE_OF_CLASS + Number(number) * 256 + Number(service)]
  }),
)

/** The detail that tells what this service does to this class, or to a tag; -1 where the service alone says it. */
export function commandOf(number: number, service: number, isTag: boolean): number {
  if (isTag) return service === 0x4d || service === 0x4e || service === 0x53 ? SERVICE_OF_CLASS + service : -1
  if (number < 0 || number > 255) return -1
  const code = SERVICE_OF_CLASS + number * 256 + service
  return ofClass.has(code) ? code : -1
}

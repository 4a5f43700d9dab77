/** Functions of S7comm-plus as Wireshark's plug-in and Snort's inspector number them, and what acts on a controller. */
import { commandsOf } from "../commands.ts"
import type { PlaceFacts } from "../protocol.ts"

/** Codes that are no function number. */
export const NOTIFICATION = 0x10000
export const ENCRYPTED = 0x10001

const functions: ReadonlyMap<number, string> = new Map([
  [0x04bb, "explore"],
  [0x04ca, "create object"],
  [0x04d4, "delete object"],
  [0x04f2, "set variable"],
  [0x0524, "get link"],
  [0x0542, "set multiple variables"],
  [0x054c, "get multiple variables"],
  [0x0556, "begin sequence"],
  [0x0560, "end sequence"],
  [0x056b, "invoke"],
  [0x0586, "get substreamed variable"],
  [NOTIFICATION, "notification"],
  [ENCRYPTED, "encrypted by tls, program not visible"],
])
export const plusFunctionName = (code: number): string | undefined => functions.get(code)
export const plusFunctionKey = (code: number): string =>
  code === NOTIFICATION ? "notification" : code === ENCRYPTED ? "encrypted" : String(code)

/** Details. */
export const OPEN_SESSION = 0
export const CLOSE_SESSION = 1
export const CREATE = 2
export const DELETE = 3
export const STOP = 4
export const START = 5
export const OTHER_STATE = 6
export const CREATE_OWN = 7
export const DELETE_OWN = 8
const details = [
  ["session:open", "open a session"],
  ["session:close", "close a session"],
  ["object:create", "create an object of the program"],
  ["object:delete", "delete an object of the program"],
  ["state:stop", "request stop"],
  ["state:run", "request run"],
  ["state:other", "request another state"],
  ["subscription:create", "subscribe"],
  ["subscription:delete", "unsubscribe"],
] as const
export const plusDetailKey = (code: number): string => details[code]?.[0] ?? `detail:${code}`
export const plusDetailName = (code: number): string | undefined => details[code]?.[1]

/** Opening a session makes an object too; only what lies in the program changes it. */
export const plusCommands = commandsOf([
  { does: "Stop the controller", technique: "T0858", keys: ["state:stop"] },
  { does: "Start the controller", technique: "T0858", keys: ["state:run"] },
  { does: "Change the operating mode", technique: "T0858", keys: ["state:other"] },
  { does: "Load objects into the controller's program", technique: "T0843", keys: ["object:create"] },
  { does: "Delete objects of the controller's program", technique: "T0889", keys: ["object:delete"] },
  { does: "Call a function of the controller", technique: "T0858", keys: [String(0x056b)] },
  { does: "Write a variable", technique: "T0836", everyday: true, keys: [String(0x04f2), String(0x0542)] },
])

/** Areas of places: an object, or an attribute of one (its number is the place's count). */
export const OBJECT = 1
export const ATTRIBUTE = 2
/** An object whose number has the highest bit set: blocks of the program. */
export const HIGH_OBJECT = 3

/** The numbers of data blocks are 0x8a0e0000 and the block's own. */
const DATA_BLOCKS = 0x0a0e

export function plusPlaceText({ area, from, count }: PlaceFacts): string {
  if (area === HIGH_OBJECT && from >>> 16 === DATA_BLOCKS) return `DB ${from & 0xffff}`
  const number = area === HIGH_OBJECT ? from + 0x80000000 : from
  const object = `object 0x${number.toString(16).padStart(8, "0")}`
  return area === ATTRIBUTE ? `${object}, attribute ${count}` : object
}

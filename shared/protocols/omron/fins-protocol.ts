/** How FINS is declared: its commands, and details of them. */
import { finsCommands } from "./fins-commands.ts"
import { finsEndCodes } from "./fins-end-codes.ts"
import { finsCommandKey, finsCommandName } from "./fins-names.ts"
import { finsPartText, finsPlaceText, finsValueText } from "./fins-places.ts"
import { protocol } from "../protocol.ts"

/** Details are counted as one of these + the mode to run in, the direction of a transfer, the end code. */
export const MODE = 0x10000
export const TRANSFER = 0x20000
export const END = 0x40000

const modes: Readonly<Record<number, string>> = { 1: "debug", 2: "monitor", 4: "run" }
const transfers = ["from memory to file", "from file to memory", "compare"]

function detailKey(code: number): string {
  if (code >= END) return `end:${(code >> 8) & 0xff}:${code & 0xff}`
  return code >= TRANSFER ? `transfer:${code & 0xffff}` : `mode:${code & 0xffff}`
}

function detailName(code: number): string | undefined {
  if (code >= END) return finsEndCodes.get(code & 0xffff)
  return code >= TRANSFER ? transfers[code & 0xffff] : modes[code & 0xffff]
}

export const finsProtocol = protocol({
  name: "fins",
  title: "OMRON FINS",
  family: "ot",
  wireshark: "omron",
  wiresharkFunction: (code) => `omron.command == ${code}`,
  commands: finsCommands,
  functionKey: finsCommandKey,
  functionName: finsCommandName,
  detailKey,
  detailName,
  placeText: finsPlaceText,
  valueText: finsValueText,
  partText: finsPartText,
})

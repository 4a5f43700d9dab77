/** Has the capture program itself judge a capture filter, and puts its answer into plain words. */
import { filterArguments } from "./capture-tool.ts"
import type { CaptureTool } from "./capture-tool.ts"
import { lacksRight, noRight, thisSystem } from "./capture-obstacle.ts"
import type { RunProgram } from "./run-program.ts"

export type FilterVerdict = { readonly valid: boolean; readonly sentence: string }

const examples = "Examples: tcp port 502; net 10.1.0.0/16; not port 3389."

/** By what libpcap says; the first that fits. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/unknown host '?([^'\n)]*)'?/, "“$1” is no known host. Write its IP address."],
  [/unknown port '?([^'\n)]*)'?/, "“$1” is no known port. Write its number."],
  [/invalid (?:IPv4 |IPv6 )?(?:address|netmask)[^\n)]*/, "An address in it is not valid."],
  [/illegal port number|port number \S+ > 65535/, "A port number must be between 0 and 65535."],
  [/illegal token: ?(.)/, "The character “$1” does not belong there."],
  [/expression rejects all packets/, "No packet can ever match it, because its terms contradict each other."],
  [/syntax error/, "Its words can't be understood in this order."],
]

function words(error: string): string {
  const said =
    /\(([^()]*(?:\([^()]*\)[^()]*)*)\)\.?\s*$/m.exec(error)?.[1] ?? error.replace(/^\w+: /, "").split("\n")[0]!
  const known = reasons.find(([pattern]) => pattern.test(error))
  if (!known) return `The capture program says: ${said.trim()}.`
  return pick(known[1], known[0].exec(error)![1] ?? "")
}

const pick = (sentence: string, word: string): string => sentence.replace("$1", word.trim())

/** `name`: an interface to try it on; filters depend on its link type. */
export async function checkFilter(
  tool: CaptureTool,
  name: string,
  filter: string,
  run: RunProgram,
): Promise<FilterVerdict> {
  if (filter.includes("\0"))
    return { valid: false, sentence: `The filter holds a character that can't be typed. ${examples}` }
  const { code, out, error } = await run(tool.path, filterArguments(tool, { interface: name, filter }))
  if (lacksRight(error)) return { valid: false, sentence: noRight(thisSystem(), tool).reason }
  // dumpcap ends with 0 even where it refuses; the program of the filter is what tells.
  if (code === 0 && /^\(\d+\)/m.test(out)) return { valid: true, sentence: "The filter is valid." }
  return { valid: false, sentence: `The filter is not valid. ${words(error || out)} ${examples}`.slice(0, 500) }
}

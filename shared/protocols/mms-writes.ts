/**
 * What a write is about. IEC 61850-8-1 maps a data object's attributes to names like "CSWI1$CO$Pos$Oper": the functional constraint
 * stands second (IEC 61850-7-2 table 20), and what is done to a control object last (IEC 61850-8-1 section 20).
 */

/** Details by code: what was written, in the words of the standard. */
export const mmsWrites: ReadonlyMap<number, string> = new Map([
  [1, "operate a control object"],
  [2, "select a control object"],
  [3, "cancel a control"],
  [4, "write a set point or setting"],
  [5, "change a setting group"],
  [6, "change a report control block"],
  [7, "change a GOOSE or sampled value control block"],
  [8, "change the configuration"],
])

const constraints: Readonly<Record<string, number>> = {
  $SP$: 4,
  $SG$: 5,
  $SE$: 5,
  $RP$: 6,
  $BR$: 6,
  $GO$: 7,
  $MS$: 7,
  $US$: 7,
  $CF$: 8,
  $DC$: 8,
}
const controls: Readonly<Record<string, number>> = { $Oper: 1, $SBOw: 2, $Cancel: 3 }

/** Names are at most 64 letters after the domain's (IEC 61850-8-1 section 7.3.4), and stand first. */
const MOST = 160

const DOLLAR = 0x24

/** The code of what is written between `from` and `to`, or 0. */
export function writeOf(bytes: Uint8Array, from: number, to: number): number {
  const end = Math.min(to, from + MOST)
  for (let at = from; at + 4 <= end; at++) {
    if (bytes[at] !== DOLLAR || bytes[at + 3] !== DOLLAR) continue
    const constraint = String.fromCharCode(...bytes.subarray(at, at + 4))
    if (constraint === "$CO$") return controlOf(String.fromCharCode(...bytes.subarray(at + 3, end)))
    const code = constraints[constraint]
    if (code !== undefined) return code
  }
  return 0
}

/** The name ends where letters, digits, "$" and "_" do. */
function controlOf(rest: string): number {
  const name = /^[\w$]*/.exec(rest)![0]
  for (const [part, code] of Object.entries(controls)) if (name.includes(part)) return code
  return 0
}

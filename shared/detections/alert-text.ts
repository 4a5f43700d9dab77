/** What an alert says, in sentences: who did what to whom, with which values, and whether it succeeded. */
import type { AlertLine } from "./finding.ts"

type Ends = { readonly source: string; readonly target: string }

const most = 3

/** The message with the ends' names in it. */
export const filled = (message: string, { source, target }: Ends): string =>
  message.replaceAll("{source}", source || "An unknown device").replaceAll("{target}", target || "an unknown device")

/** The message, what it was about, and how it ended. */
export function alertText(message: string, ends: Ends, lines: readonly AlertLine[]): string {
  const shown = lines.slice(0, most).map(lineText)
  const more = lines.length > most ? ` and ${lines.length - most} more` : ""
  const what = shown.length === 0 ? "" : ` ${shown.join("; ")}${more}.`
  return `${filled(message, ends)}${what}${outcomeText(lines)}`
}

function lineText({ what, where, value }: AlertLine): string {
  const place = where === "" ? "" : ` (${where})`
  // Names of functions begin a sentence; names of machines and programs are left as they are.
  const begun = /^[a-z]+(?: |$)/.test(what) ? what.slice(0, 1).toUpperCase() + what.slice(1) : what
  return `${begun}${place}${value === "" ? "" : `: ${value}`}`
}

/** Whether it succeeded, where answers were seen. */
export function outcomeText(lines: readonly AlertLine[]): string {
  const succeeded = lines.reduce((sum, line) => sum + line.succeeded, 0)
  const refused = lines.reduce((sum, line) => sum + line.refused, 0)
  if (succeeded + refused === 0) return ""
  if (refused === 0) return " It succeeded."
  if (succeeded === 0) return " It was refused."
  return ` It succeeded ${times(succeeded)} and was refused ${times(refused)}.`
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`)

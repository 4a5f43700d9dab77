/** What an alert says, in sentences: who did what to whom, with which values, and whether it succeeded. */
import type { AlertLine } from "./finding.ts"

type Ends = { readonly source: string; readonly target: string }

const most = 3

/** The message with the ends' names in it. */
export const filled = (message: string, { source, target }: Ends): string =>
  message.replaceAll("{source}", source || "An unknown device").replaceAll("{target}", target || "an unknown device")

/** The message, what it was about, and how it ended: "A told B over S7comm to stop: stop the controller. It succeeded." */
export function alertText(message: string, ends: Ends, lines: readonly AlertLine[]): string {
  const said = filled(message, ends)
  const telling = lines.filter((line) => !isSaid(line, said))
  const shown = telling.slice(0, most).map(lineText)
  const more = telling.length > most ? ` and ${telling.length - most} more` : ""
  const what = shown.length === 0 ? "" : `${shown.join("; ")}${more}.`
  const whole = what === "" ? said : `${said.replace(/\.$/, "")}: ${what}`
  return `${whole}${outcomeText(lines)}`
}

/** The sentence names all of it: the value, or where there is none the place, or what it was. */
function isSaid({ what, where, value }: AlertLine, said: string): boolean {
  const all = value !== "" ? [value, where] : where !== "" ? [where] : [what]
  // What is that short may stand there by chance.
  return all.every((one) => one === "" || (one.length > 3 && said.includes(one)))
}

function lineText({ what, where, value }: AlertLine): string {
  const place = where === "" ? "" : ` (${where})`
  // It goes on in the sentence; names of machines, messages and programs are left as they are.
  const isPlain = /^[A-Z][a-z]+(?:-[a-z]+)*(?: [a-z]|$)/.test(what) && !/^(?:Windows|Java|Firmware) /.test(what)
  const begun = isPlain ? what.slice(0, 1).toLowerCase() + what.slice(1) : what
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

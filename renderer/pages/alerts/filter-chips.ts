/** The parts of an alert filter as words, each with what is left when it is taken away. */
import { titleOfProtocol } from "../../state/protocol-words.ts"
import { titleOfEngine, titleOfSeverity, titleOfStatus } from "./alert-words.ts"
import type { AlertChoice } from "./alert-view.ts"

export type FilterChip = { readonly text: string; readonly without: AlertChoice }
const mostNamed = 3

const joined = (values: readonly string[]): string =>
  values.length <= mostNamed
    ? values.join(" or ")
    : `${values.slice(0, mostNamed - 1).join(", ")} and ${values.length - mostNamed + 1} more`

type NamesOf = { readonly device: (id: string) => string; readonly kind: (id: string) => string }
export function filterChips(choice: AlertChoice, names: NamesOf): readonly FilterChip[] {
  const parts: readonly {
    readonly of: keyof AlertChoice
    readonly word: string
    readonly values: readonly string[]
  }[] = [
    { of: "statuses", word: "Status", values: choice.statuses.map((one) => titleOfStatus(one).toLowerCase()) },
    { of: "severities", word: "Severity", values: choice.severities.map((one) => titleOfSeverity(one).toLowerCase()) },
    { of: "engines", word: "Engine", values: choice.engines.map(titleOfEngine) },
    { of: "kinds", word: "Name", values: choice.kinds.map(names.kind) },
    { of: "protocols", word: "Protocol", values: choice.protocols.map(titleOfProtocol) },
    { of: "devices", word: "Device", values: choice.devices.map(names.device) },
  ]
  return parts
    .filter(({ values }) => values.length > 0)
    .map(({ of, word, values }) => ({ text: `${word}: ${joined(values)}`, without: { ...choice, [of]: [] } }))
}

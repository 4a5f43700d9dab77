/** What the form of a rule is made of: what can be watched, in groups, and a stored rule as one to be written. */
import type { TopicId } from "../../../shared/detections/custom/fields.ts"
import type { Rule } from "../../../shared/detections/custom/rule.ts"
import type { Output } from "../../../shared/api/contract/index.ts"

export const topicGroups: readonly { readonly title: string; readonly topics: readonly TopicId[] }[] = [
  { title: "Control and requests", topics: ["operation", "functionMinute", "trafficMinute", "malformed"] },
  {
    title: "Everyday IT",
    topics: [
      "file",
      "carried",
      "signIn",
      "presented",
      "statement",
      "web",
      "asked",
      "resolved",
      "lease",
      "longText",
      "marker",
    ],
  },
  { title: "Devices and connections", topics: ["attempt", "speaks", "appears", "claim", "part", "distance"] },
  { title: "Addresses", topics: ["binding", "resolve"] },
]

type RuleRow = Output<"rules.list">["rules"][number]

export function ruleOf(row: RuleRow): Rule {
  const { name, comment, about, protocol, direction, sets, when, windows, action, severity, message, on } = row
  return { name, comment, about, protocol, direction, sets, when, windows, action, severity, message, on }
}

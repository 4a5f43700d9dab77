/** A rule as a sentence, so that who writes it can read what it will do. */
import { fieldOf, isTopic, topics, type Field, type Topic } from "./fields.ts"
import { operators, type Condition, type Rule, type TimeWindow } from "./rule.ts"

export type ProtocolTitle = (name: string) => string

export function ruleSentence(rule: Rule, titleOf: ProtocolTitle): string {
  if (!isTopic(rule.about)) return "Choose what is watched."
  const { phrase }: Topic = topics[rule.about]
  const protocol = rule.protocol === "" ? "" : ` in ${titleOf(rule.protocol)}`
  const sets = rule.sets.filter((set) => set.length > 0).map((set) => set.map((one) => conditionWords(rule.about, one)))
  const conditions =
    sets.length === 0 ? "… (no condition yet)" : sets.map((set) => set.join(" and ")).join("; or where ")
  const stop = conditions.endsWith("…") ? "" : "."
  const way = rule.direction === "either" ? ", whichever of the two asks," : ""
  const done = rule.action === "alert" ? `Raise a ${rule.severity} alert` : "Write an entry into the event timeline"
  return `${done} ${whenWords(rule)} for ${phrase}${protocol}${way} where ${conditions}${stop}`
}

const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)

export function conditionWords(about: string, { field: id, operator, value, to, other }: Condition): string {
  const field = isTopic(about) ? fieldOf(about, id) : undefined
  if (field === undefined) return "…"
  const what = `the ${lowerFirst(field.label)}`
  const { words } = operators[operator]
  if (operator === "sameAs") {
    const found = isTopic(about) ? fieldOf(about, other) : undefined
    return `${what} ${words} the ${found ? lowerFirst(found.label) : "…"}`
  }
  if (operator === "inRange" || operator === "notInRange")
    return to.trim() === "" ? `${what} ${words} ${shown(field, value)}` : `${what} ${words} ${value} to ${to}`
  return `${what} ${words} ${shown(field, value)}`
}

/** Abbreviations stay as they are. */
const lowerFirst = (label: string): string => (/^[A-Z]{2}|^TCP|^ATT/.test(label) ? label : lower(label))

function shown({ type, choices }: Field, value: string): string {
  if (value.trim() === "") return "…"
  if (choices) return `“${choices[value] ?? value}”`
  return type === "text" ? `“${value}”` : value
}

function whenWords({ when, windows }: Rule): string {
  switch (when) {
    case "any":
      return "at any time"
    case "working":
      return "in working hours"
    case "after":
      return "outside working hours"
    case "own":
      return windows.length === 0 ? "in the hours chosen (none yet)" : windows.map(windowWords).join(" or ")
    default:
      return when satisfies never
  }
}

const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`

export const windowWords = ({ days, from, to }: TimeWindow): string =>
  `${days.length === 0 || days.length === 7 ? "every day" : `on ${days.map((day) => dayNames[day]).join(", ")}`} from ${clock(from)} to ${clock(to)}`

/** Whether a rule makes sense, said beside each field in words: asked by the form while somebody types, and by the sensor before it keeps the rule. */
import { rangeOf } from "./compile-rule.ts"
import { fieldOf, isTopic, topics, type Field, type FieldType, type Topic, type TopicId } from "./fields.ts"
import { operators, type Condition, type Operator, type Rule } from "./rule.ts"
import { unknownIn } from "./rule-message.ts"
import { typed } from "./typed-value.ts"

/** `at`: "name", "message", "sets", "windows", "sets.0.1.value" (condition 1 of set 0). */
export type Fault = { readonly at: string; readonly text: string }

const ordered: readonly Operator[] = ["is", "isNot", "more", "least", "less", "most", "inRange", "notInRange", "sameAs"]
const alike: readonly Operator[] = ["is", "isNot", "inRange", "notInRange", "sameAs"]

/** What fields of a type can be asked. */
export const operatorsOf: Readonly<Record<FieldType, readonly Operator[]>> = {
  number: ordered,
  port: ordered,
  ip: alike,
  mac: alike,
  text: ["is", "isNot", "contains", "begins", "ends", "sameAs"],
  choice: ["is", "isNot"],
}

export const mostSets = 10
export const mostConditions = 10

const remedies: Readonly<Record<FieldType, string>> = {
  number: "is no number. Write it with digits, such as 120 or 4.5.",
  port: "is no port. Write a whole number from 0 to 65535.",
  ip: "is no IP address. Write it like 10.1.4.20 or fd00::20.",
  mac: "is no MAC address. Write it like 00:1b:1b:12:34:56.",
  text: "can't be compared.",
  choice: "is none of the answers. Choose one of the list.",
}

export function ruleFaults(rule: Rule, protocols: readonly string[]): readonly Fault[] {
  const { name, about, protocol, sets, when, windows, message } = rule
  const faults: Fault[] = []
  const fault = (at: string, text: string): void => void faults.push({ at, text })
  if (name.trim() === "") fault("name", "The rule has no name. Give it one, such as “Filler speed out of range”.")
  if (!isTopic(about)) {
    fault("about", "Choose what is watched.")
    return faults
  }
  if (protocol !== "" && !protocols.includes(protocol))
    fault("protocol", `The sensor knows no protocol “${protocol}”. Choose one of the list, or any.`)
  if (sets.length === 0 || sets.every((set) => set.length === 0))
    fault("sets", "A rule needs at least one condition. Add one.")
  else if (sets.some((set) => set.length === 0)) fault("sets", "A set is empty. Add a condition to it, or remove it.")
  sets.forEach((set, s) =>
    set.forEach((condition, c) => faults.push(...conditionFaults(about, condition, `sets.${s}.${c}`))),
  )
  if (when === "own" && windows.length === 0) fault("windows", "Add the days and hours in which the rule looks.")
  if (when === "own" && windows.some(({ from, to }) => from === to))
    fault("windows", "A time that begins when it ends covers nothing. Move its end; midnight is 24:00.")
  if (message.trim() === "") fault("message", "Say what happened, in a sentence for who meets it at night.")
  const unknown = unknownIn(message, about)
  if (unknown.length > 0)
    fault("message", `There is no field {${unknown[0]!}} in what is watched. Take it out, or choose one of the list.`)
  return faults
}

function conditionFaults(about: TopicId, condition: Condition, at: string): readonly Fault[] {
  const { operator } = condition
  const field = fieldOf(about, condition.field)
  if (field === undefined) {
    const { title }: Topic = topics[about]
    const what =
      condition.field === "" ? "Choose a field." : `“${title}” has no field “${condition.field}”. Choose another.`
    return [{ at: `${at}.field`, text: what }]
  }
  if (!operatorsOf[field.type].includes(operator)) {
    const { text } = operators[operator]
    return [{ at: `${at}.operator`, text: `${field.label} can't be asked “${text}”. Choose another comparison.` }]
  }
  if (operator === "sameAs") return otherFaults(about, field, condition, at)
  if (operator === "inRange" || operator === "notInRange") return rangeFaults(field, condition, at)
  return valueFaults(field, condition.value, `${at}.value`)
}

function otherFaults(about: TopicId, field: Field, { other }: Condition, at: string): readonly Fault[] {
  const found = fieldOf(about, other)
  if (found === undefined) return [{ at: `${at}.other`, text: "Choose the field to compare with." }]
  if (found.id === field.id)
    return [{ at: `${at}.other`, text: "A field is always the same as itself. Choose another." }]
  if (found.type === field.type) return []
  return [{ at: `${at}.other`, text: `${found.label} and ${field.label} are of different kinds. Choose one like it.` }]
}

function valueFaults(field: Field, value: string, at: string): readonly Fault[] {
  if (value.trim() === "") return [{ at, text: `Say what “${field.label}” is compared with.` }]
  const wrong = typed(field.type, value) === undefined || (field.choices && !Object.hasOwn(field.choices, value))
  return wrong === true ? [{ at, text: `“${value.trim().slice(0, 60)}” ${remedies[field.type]}` }] : []
}

function rangeFaults(field: Field, { value, to }: Condition, at: string): readonly Fault[] {
  const { type } = field
  if (to.trim() === "" && (type === "ip" || type === "mac") && value.trim() !== "") {
    if (rangeOf(type, value, "") !== undefined) return []
    if (typed(type, value) === undefined) return valueFaults(field, value, `${at}.value`).map(withBlock)
    const example = type === "ip" ? "a network such as 10.1.0.0/16" : "a maker such as 00:1b:1b"
    return [{ at: `${at}.to`, text: `Write the last address too, or ${example} in the first field.` }]
  }
  const faults = [...valueFaults(field, value, `${at}.value`), ...valueFaults(field, to, `${at}.to`)]
  if (faults.length > 0) return faults
  const [first, last] = rangeOf(type, value, to)!
  if (typeof first === "string" && first.length !== String(last).length)
    return [{ at: `${at}.to`, text: "One is an address of IPv4, the other of IPv6. Write two of the same." }]
  return first <= last ? [] : [{ at: `${at}.to`, text: `The range ends before it begins. Swap ${value} and ${to}.` }]
}

const withBlock = (fault: Fault): Fault => ({
  ...fault,
  text: fault.text.replace(
    "Write it like",
    "Write it like 10.1.0.0/16 for a network, 00:1b:1b for a maker, or one address like",
  ),
})

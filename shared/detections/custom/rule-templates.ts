/** Rules to begin with: what plants ask for most, to be filled in. */
import type { Condition, Operator, Rule } from "./rule.ts"

export type RuleTemplate = { readonly title: string; readonly rule: Rule }

export const emptyCondition: Condition = { field: "", operator: "is", value: "", to: "", other: "" }

export const emptyRule: Rule = {
  ...{ name: "", comment: "", about: "operation", protocol: "", direction: "asked" },
  sets: [[emptyCondition]],
  ...{ when: "any", windows: [], action: "alert", severity: "major", message: "", on: true },
}

const on = (field: string, operator: Operator, value = "", to = ""): Condition => ({
  ...{ field, operator, value, to, other: "" },
})

const template = (title: string, rule: Partial<Rule>): RuleTemplate => ({
  title,
  rule: { ...emptyRule, name: title, ...rule },
})

export const ruleTemplates: readonly RuleTemplate[] = [
  template("A register goes out of range", {
    protocol: "modbus",
    sets: [[on("where", "contains", "holding register"), on("address", "is"), on("value", "notInRange")]],
    message: "Address {address} of {target} is {value}, which is out of range ({where}).",
  }),
  template("A value is written by somebody else", {
    sets: [[on("act", "is", "everyday"), on("sourceIp", "isNot")]],
    message: "{source} wrote to {target}: {function}, {where}, {valueText}.",
  }),
  template("A value jumps", {
    sets: [
      [on("where", "contains"), on("step", "more", "10")],
      [on("where", "contains"), on("step", "less", "-10")],
    ],
    message: "{where} of {target} went from {valueBefore} to {value} at once.",
  }),
  template("A program is downloaded outside working hours", {
    sets: [[on("technique", "is", "T0843")]],
    when: "after",
    severity: "critical",
    message: "{source} downloads a program to {target} outside working hours: {function}.",
  }),
  template("Program, settings or running are changed outside working hours", {
    sets: [[on("act", "is", "strong")]],
    when: "after",
    message: "{source} acts on {target} outside working hours: {does} ({function}).",
  }),
  template("A command is refused", {
    sets: [[on("outcome", "is", "refused"), on("act", "isNot", "none")]],
    severity: "minor",
    message: "{target} refused {function} of {source}.",
  }),
  template("A file ending in .exe passes", {
    about: "file",
    sets: [[on("name", "ends", ".exe")]],
    message: "The program {name} passed between {source} and {target}.",
  }),
  template("A database table is changed", {
    about: "statement",
    sets: ["create table", "alter table", "drop table", "truncate table"].map((text) => [on("text", "contains", text)]),
    message: "{source} changed a table on {target}: {text}",
  }),
  template("Somebody signs in at night", {
    about: "signIn",
    sets: [[on("succeeded", "is", "yes")]],
    when: "own",
    windows: [{ days: [], from: 22 * 60, to: 6 * 60 }],
    message: "{user} signed in on {target} from {source} at night.",
  }),
  template("A name is looked up that nobody needs", {
    about: "asked",
    sets: [[on("name", "ends")]],
    action: "event",
    severity: "warning",
    message: "{source} asked for {name}.",
  }),
  template("A device outside a network connects", {
    about: "attempt",
    sets: [[on("sourceIp", "notInRange"), on("port", "is", "502")]],
    message: "{source}, which does not belong here, asked {target} for a connection on port {port}.",
  }),
  template("A device tells other firmware", {
    about: "claim",
    sets: [[on("property", "is", "firmware"), on("value", "isNot")]],
    message: "{source} says that its firmware is {value}.",
  }),
  template("More is sent than ever needed", {
    about: "trafficMinute",
    sets: [[on("targetIp", "is"), on("bytes", "more", "10000000")]],
    severity: "minor",
    message: "{bytes} bytes passed between {source} and {target} within a minute.",
  }),
]

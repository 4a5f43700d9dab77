/** A rule that is made of an alert finds what raised it: shown on the traffic of every scenario. */
import { expect, test } from "vitest"
import "../../shared/protocols/index.ts"
import { catalogue } from "../../shared/detections/catalogue/index.ts"
import { ruleFaults } from "../../shared/detections/custom/check-rule.ts"
import { readRuleText, ruleOf, ruleOfFunction, ruleText } from "../../shared/detections/custom/rule-from.ts"
import { emptyRule } from "../../shared/detections/custom/rule-templates.ts"
import { ruleKind } from "../../shared/detections/custom/rule-watch.ts"
import { scenarios } from "./index.ts"
import { alertsOf } from "./scenario.ts"

const kinds = new Map(catalogue.map((kind) => [kind.id, kind]))
const all = Object.values(scenarios)
  .flat()
  .filter(({ raises }) => raises.length > 0)

test.each(all.map((scenario) => [scenario.name, scenario] as const))("%s", (_, scenario) => {
  for (const { kind, protocol, source, target, lines } of alertsOf(scenario)) {
    if (kind === ruleKind) continue
    const { title, severity } = kinds.get(kind)!
    const rule = ruleOf({ kind, title, severity, protocol, source: source.address, target: target.address, lines })
    expect([kind, ruleFaults(rule, [rule.protocol])]).toEqual([kind, []])
    const found = alertsOf({ ...scenario, rules: [rule] }).some((alert) => alert.kind === ruleKind)
    expect([kind, rule.about, JSON.stringify(rule.sets), found]).toEqual([kind, rule.about, expect.anything(), true])
  }
})

test("of a function, with place and value, in the words that the form checks", () => {
  const rule = ruleOfFunction({
    ...{
      protocol: "modbus",
      title: "Modbus/TCP",
      function: "write single register",
      where: "unit 1, holding register 7",
    },
    ...{ value: "500", source: "10.0.0.2", target: "10.0.0.1" },
  })
  expect(ruleFaults(rule, ["modbus"])).toEqual([])
  expect(rule.sets[0]!.map(({ field, value }) => `${field} ${value}`)).toEqual([
    "sourceIp 10.0.0.2",
    "targetIp 10.0.0.1",
    "function write single register",
    "where unit 1, holding register 7",
    "value 500",
  ])
  expect(readRuleText(ruleText(rule))).toEqual(rule)
})

test.each(["", "{}", "null", "[1]", '{"about":"nothing"}', ruleText({ ...emptyRule, sets: [] })])(
  "an address that holds no rule begins a blank one: %s",
  (text) => {
    expect(readRuleText(text)).toBe(null)
  },
)

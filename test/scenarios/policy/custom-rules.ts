/** Rules of the user's own, over the wire: a value out of range, hours, a step, a refusal, ends, files. */
import * as modbus from "../../../build/sample-plant/modbus-messages.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import { addressText } from "../../../build/sample-plant/host.ts"
import { HOUR, SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import type { Condition, Operator, Rule } from "../../../shared/detections/custom/rule.ts"
import { emptyRule } from "../../../shared/detections/custom/rule-templates.ts"
import { ruleKind } from "../../../shared/detections/custom/rule-watch.ts"
import type { Scenario } from "../scenario.ts"

export const on = (field: string, operator: Operator, value = "", to = "", other = ""): Condition => ({
  ...{ field, operator, value, to, other },
})

export const rule = (one: Partial<Rule>): Rule => ({
  ...emptyRule,
  ...{ name: "Filler speed", protocol: "modbus", message: "{target}: {where} is {value}." },
  ...one,
})

type Exchange = readonly [asked: Uint8Array, answered: Uint8Array]

/** Registers 0 to 3, as the palletiser answers. */
export const reads = (...values: readonly number[]): Exchange => [
  modbus.readRegisters(3, 0, values.length),
  modbus.registers(3, [...values]),
]
export const writes = (register: number, value: number): Exchange => [
  modbus.writeRegister(register, value),
  modbus.writeRegister(register, value),
]
const refused = (register: number): Exchange => [
  modbus.writeRegister(register, 1),
  Uint8Array.from(modbus.exception(6, 2)),
]

export const talks =
  (exchanges: readonly Exchange[], after = SECOND, client = plant.scada1) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(client, plant.palletiser, 502).open(from + after)
    exchanges.forEach(([asked, answered], n) =>
      connection.exchange(0, modbus.modbus(n + 1, 1, asked), modbus.modbus(n + 1, 1, answered)),
    )
    connection.close(0)
  }

const quiet = reads(10, 20, 30, 40)
const everything = talks([quiet, writes(2, 30)])
const exception = { kind: "modbus-exception", source: plant.scada1, target: plant.palletiser }
const matched = (says: string, client = plant.scada1) => [
  { kind: ruleKind, source: client, target: plant.palletiser, says },
]
const outOfRange = [on("address", "is", "2"), on("value", "notInRange", "20", "90")]
/** What is played begins on Wednesday at 6 in the morning, UTC. */
const night = [{ days: [3], from: 22 * 60, to: 4 * 60 }]

export const scenarios: readonly Scenario[] = [
  {
    name: "a register stays within the range of a rule",
    isLearning: true,
    rules: [rule({ sets: [outOfRange] })],
    then: talks([quiet, writes(2, 90), reads(500, 20, 20, 500)]),
    raises: [],
  },
  {
    name: "a register that is read within a block is out of the range of a rule",
    isLearning: true,
    rules: [rule({ sets: [outOfRange] })],
    then: talks([quiet, reads(10, 20, 91, 40), quiet]),
    raises: matched("registers 0 to 3 is 91"),
  },
  {
    name: "addresses of a block are meant by any set, and only those within the range of a rule",
    isLearning: true,
    rules: [
      rule({
        name: "Ranges",
        sets: [
          [on("address", "inRange", "3", "9"), on("value", "is", "13")],
          [on("address", "more", "0"), on("address", "most", "1"), on("value", "is", "11")],
        ],
        message: "{address} is {value}",
      }),
      rule({ name: "Beyond", sets: [[on("address", "least", "4"), on("value", "least", "0")]] }),
      rule({ name: "First", sets: [[on("address", "less", "1"), on("value", "isNot", "10")]] }),
    ],
    then: talks([reads(10, 11, 12, 13), reads(10, 0, 12, 0)]),
    raises: matched("1 is 11"),
  },
  {
    name: "a register is written out of the range of a rule",
    isLearning: true,
    rules: [rule({ sets: [outOfRange] })],
    then: talks([quiet, writes(2, 19), writes(3, 19)]),
    raises: matched("holding register 2 is 19"),
  },
  {
    name: "a rule of the night looks away by day",
    isLearning: true,
    rules: [rule({ sets: [outOfRange], when: "own", windows: night })],
    then: talks([writes(2, 500)]),
    raises: [],
  },
  {
    name: "a rule of the night looks in the night, past midnight too",
    isLearning: true,
    rules: [rule({ sets: [outOfRange], when: "own", windows: night })],
    then: talks([writes(2, 500)], 21 * HOUR),
    raises: matched("is 500"),
  },
  {
    name: "a rule of working hours and one outside of them share a day",
    isLearning: true,
    rules: [
      rule({ name: "By day", sets: [outOfRange], when: "working", message: "by day {value}" }),
      rule({ name: "By night", sets: [outOfRange], when: "after", message: "by night {value}" }),
    ],
    then: talks([writes(2, 500)], 14 * HOUR),
    raises: matched("by night 500"),
  },
  {
    name: "a value that jumps from one reading to the next",
    isLearning: true,
    rules: [
      rule({ sets: [[on("address", "is", "1"), on("step", "more", "10")]], message: "from {valueBefore} to {value}" }),
    ],
    then: talks([quiet, reads(10, 30, 30, 40), reads(10, 41, 30, 40), reads(10, 5, 30, 40)]),
    raises: matched("from 30 to 41"),
  },
  {
    name: "somebody else than the station of a rule writes",
    isLearning: true,
    rules: [
      rule({
        protocol: "",
        sets: [[on("act", "is", "everyday"), on("sourceIp", "isNot", addressText(plant.scada1.ip))]],
        message: "{function} by {sourceIp}",
      }),
    ],
    then: (stage, from) => {
      everything(stage, from)
      talks([quiet, writes(2, 30)], 60 * SECOND, plant.laptop)(stage, from)
    },
    raises: matched(`write single register by ${addressText(plant.laptop.ip)}`, plant.laptop),
  },
  {
    name: "the controller of a rule refuses",
    isLearning: true,
    rules: [rule({ sets: [[on("outcome", "is", "refused")]], message: "{target} refused {function}" })],
    then: talks([quiet, writes(2, 30), refused(2)]),
    raises: [...matched("refused write single register"), exception],
  },
  {
    name: "an event is no alert",
    isLearning: true,
    rules: [rule({ sets: [[on("act", "is", "everyday")]], action: "event" })],
    then: everything,
    raises: [],
  },
  {
    name: "a rule that is off is silent",
    isLearning: true,
    rules: [rule({ sets: [[on("act", "is", "everyday")]], on: false })],
    then: everything,
    raises: [],
  },
  {
    name: "one of two sets is enough, one condition of a set is not",
    isLearning: true,
    rules: [
      rule({
        sets: [
          [on("function", "is", "write single register"), on("targetIp", "is", "10.255.0.1")],
          [on("function", "is", "6"), on("targetMac", "is", "00:00:00:00:00:01")],
          [on("function", "begins", "WRITE"), on("port", "inRange", "500", "510")],
        ],
        message: "{function}",
      }),
    ],
    then: everything,
    raises: matched("write single register"),
  },
]

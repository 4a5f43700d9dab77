/** What people changed of the baseline: taken out of it, and allowed before it was ever seen. */
import { addressText } from "../../../build/sample-plant/host.ts"
import * as modbus from "../../../build/sample-plant/modbus-messages.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import { SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import { any, entry } from "../../../shared/baseline/entry.ts"
import type { Scenario } from "../scenario.ts"

const read = [modbus.readRegisters(3, 0, 1), modbus.registers(3, [7])] as const
const write = [modbus.writeRegister(4, 99), modbus.writeRegister(4, 99)] as const

const ask =
  (...exchanges: readonly (readonly [question: Uint8Array, answer: Uint8Array])[]) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.scada1, plant.palletiser, 502).open(from + SECOND)
    exchanges.forEach(([question, answer], n) =>
      connection.exchange(0, modbus.modbus(n + 1, 1, question), modbus.modbus(n + 1, 1, answer)),
    )
    connection.close(0)
  }

const ends = { who: addressText(plant.scada1.ip), whom: addressText(plant.palletiser.ip), protocol: "modbus" }
const writing = entry("function", { ...ends, what: "6" })
const anywhere = entry("place", { ...ends, what: "6", where: any })

export const scenarios: readonly Scenario[] = [
  {
    name: "a write that was learned, and that a person took out of the baseline",
    learned: ask(read, write),
    edits: [{ change: "forget", entries: [writing] }],
    then: ask(read, write, write),
    raises: [{ kind: "unpermitted-usage-of-modbus-function-code", source: plant.scada1, target: plant.palletiser }],
  },
  {
    name: "it was taken out, and brought back",
    learned: ask(read, write),
    edits: [
      { change: "forget", entries: [writing] },
      { change: "allow", entries: [writing] },
    ],
    then: ask(read, write, write),
    raises: [],
  },
  {
    name: "a write that a person allowed before it was ever seen",
    learned: ask(read),
    edits: [{ change: "allow", entries: [writing, anywhere] }],
    then: ask(read, write, write),
    raises: [],
  },
  {
    name: "a talk that was taken out of the baseline, which no other kind of alert is about",
    learned: ask(read),
    edits: [{ change: "forget", entries: [entry("pair", { ...ends, where: "502" })] }],
    then: ask(read),
    raises: [
      {
        kind: "traffic-that-was-removed-from-the-baseline",
        source: plant.scada1,
        target: plant.palletiser,
        says: "removed from the baseline",
      },
    ],
  },
]

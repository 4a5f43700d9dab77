/** Departures from what Modbus clients did while the sensor learned. */
import * as modbus from "../../../build/sample-plant/modbus-messages.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import { SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import type { Scenario } from "../scenario.ts"

/** Some reads of registers, then what else is asked. */
const ask =
  (...more: readonly (readonly [question: Uint8Array, answer: Uint8Array])[]) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.scada1, plant.palletiser, 502).open(from + SECOND)
    const read = [
      modbus.readRegisters(3, 0, 10),
      modbus.registers(
        3,
        Array.from({ length: 10 }, () => 7),
      ),
    ] as const
    const all = [read, read, ...more]
    all.forEach(([question, answer], n) =>
      connection.exchange(0, modbus.modbus(n + 1, 1, question), modbus.modbus(n + 1, 1, answer)),
    )
    connection.close(0)
  }

const write = modbus.writeRegister(4, 99)

export const scenarios: readonly Scenario[] = [
  { name: "the same reads as ever", learned: ask(), then: ask(), raises: [] },
  {
    name: "a register outside of what was ever read",
    learned: ask(),
    then: ask([
      modbus.readRegisters(3, 4000, 10),
      modbus.registers(
        3,
        Array.from({ length: 10 }, () => 1),
      ),
    ]),
    raises: [
      {
        kind: "modbus-address-range-violation",
        source: plant.scada1,
        target: plant.palletiser,
        says: "holding registers 4000 to 4009",
      },
    ],
  },
  {
    name: "a write where there were only reads",
    learned: ask(),
    then: ask([write, write]),
    raises: [{ kind: "unpermitted-usage-of-modbus-function-code", source: plant.scada1, target: plant.palletiser }],
  },
  {
    name: "the write is refused",
    learned: ask(),
    then: ask([write, Uint8Array.from(modbus.exception(6, 2))]),
    raises: [
      { kind: "modbus-exception", source: plant.scada1, target: plant.palletiser, says: "It was refused." },
      {
        kind: "unpermitted-usage-of-modbus-function-code",
        source: plant.scada1,
        target: plant.palletiser,
        says: "It was refused.",
      },
    ],
  },
]

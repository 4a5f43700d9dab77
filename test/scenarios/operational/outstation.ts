/** Outstations that tell of their own trouble. */
import { dnp3 } from "../../../build/sample-plant/dnp3-messages.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import { SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import type { Scenario } from "../scenario.ts"

const answers =
  (indications: readonly [number, number]) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.scada1, plant.waterWell, 20000).open(from + SECOND)
    const question = dnp3(true, 11, 1, 0, [0xc0, 1, 60, 1, 6])
    connection.exchange(0, question, dnp3(false, 1, 11, 0, [0xc0, 129, ...indications]))
    connection.close(0)
  }

const ends = { source: plant.waterWell, target: plant.scada1 }

export const scenarios: readonly Scenario[] = [
  {
    name: "its event buffer overflowed",
    then: answers([0, 0x08]),
    raises: [{ kind: "event-buffer-overflow-in-outstation", ...ends }],
    isLearning: true,
  },
  {
    name: "its configuration is damaged",
    then: answers([0, 0x20]),
    raises: [{ kind: "outstations-corrupted-configuration-detected", ...ends }],
    isLearning: true,
  },
  {
    name: "it is in trouble",
    then: answers([0x40, 0]),
    raises: [{ kind: "suspicion-of-hardware-problems-in-outstation", ...ends }],
    isLearning: true,
  },
]

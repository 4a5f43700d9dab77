/** What DNP3 stations say against the rules, and what they say of themselves. */
import { dnp3 } from "../../../build/sample-plant/dnp3-messages.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import { SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import type { Scenario } from "../scenario.ts"

/** One request of the master, and the answer with these internal indications (IEEE 1815-2012, section 4.2.2.6). */
const talk =
  (request: readonly number[], indications: readonly [number, number]) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.scada1, plant.substation, 20000).open(from + SECOND)
    connection.exchange(0, dnp3(true, 10, 1, 0, [0xc0, ...request]), dnp3(false, 1, 10, 0, [0xc0, 129, ...indications]))
    connection.close(0)
  }

const read = [1, 60, 1, 6]
const ends = { source: plant.scada1, target: plant.substation }

export const scenarios: readonly Scenario[] = [
  { name: "a poll and its answer", then: talk(read, [0, 0]), raises: [], isLearning: true },
  {
    name: "the outstation does not support the function",
    then: talk([30, 0], [0, 0x01]),
    raises: [{ kind: "function-code-not-supported-by-outstation", ...ends }],
    isLearning: true,
  },
  {
    name: "the outstation does not know the object",
    then: talk(read, [0, 0x02]),
    raises: [{ kind: "unknown-object-sent-to-outstation", ...ends }],
    isLearning: true,
  },
  {
    name: "the obsolete function “initialize data”",
    then: talk([15], [0, 0]),
    raises: [{ kind: "initiation-of-an-obsolete-function-code-initialize-data", ...ends }],
    isLearning: true,
  },
  {
    name: "reserved indications are set",
    then: talk(read, [0, 0x40]),
    raises: [{ kind: "usage-of-reserved-status-flags-iin", source: plant.substation, target: plant.scada1 }],
    isLearning: true,
  },
]

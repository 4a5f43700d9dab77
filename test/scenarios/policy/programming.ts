/** Programs that are loaded, read and refused. */
import { openS7 } from "../../../build/sample-plant/control-scenes.ts"
import type { Host } from "../../../build/sample-plant/host.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import * as s7 from "../../../build/sample-plant/s7-messages.ts"
import { SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import type { Scenario } from "../scenario.ts"

const controller = plant.siemens[1]!
const file = "_0800001P"

/** One block in one piece: asked for by the controller, linked in. */
const load =
  (client: Host, isRefused = false) =>
  (stage: Stage, from: number): void => {
    const connection = openS7(stage, from + SECOND, client, controller, 1)
    const request = s7.job(2, s7.requestDownload(file, 100))
    const refusal = Uint8Array.from(s7.answer(2, [0x1a]), (byte, at) => (at === 17 ? 0xd2 : at === 18 ? 0x41 : byte))
    connection.exchange(0, request, isRefused ? refusal : s7.answer(2, [0x1a]))
    if (isRefused) return connection.close(0)
    connection.later(3000, 9000).send("server", s7.job(900, s7.downloadBlock(file)))
    const piece = s7.answer(900, s7.blockData(false), s7.blockBytes(new Uint8Array(100)))
    connection.later(1000, 4000).send("client", piece).acknowledge("server")
    connection.later(3000, 9000).send("server", s7.job(901, s7.downloadEnded(file)))
    connection
      .later(1000, 4000)
      .send("client", s7.answer(901, [0x1c]))
      .acknowledge("server")
    connection.close(0)
  }

const poll = (stage: Stage, from: number): void => {
  const connection = openS7(stage, from + SECOND, plant.scada1, controller, 2)
  connection.close(0)
}

export const scenarios: readonly Scenario[] = [
  {
    name: "somebody who never did loads a block, and it is taken",
    learned: poll,
    then: load(plant.scada1),
    raises: [
      { kind: "unauthorized-plc-programming", source: plant.scada1, target: plant.filler, says: "It succeeded." },
    ],
  },
  {
    name: "somebody who never did loads a block, and it is refused",
    learned: poll,
    then: load(plant.scada1, true),
    raises: [
      { kind: "unauthorized-plc-programming", source: plant.scada1, target: plant.filler, says: "It was refused." },
    ],
  },
  {
    name: "the engineering station loads a block as it always did",
    learned: load(plant.engineering),
    then: load(plant.engineering),
    raises: [],
  },
  {
    name: "a new laptop loads a block",
    learned: poll,
    then: load(plant.laptop),
    raises: [
      { kind: "new-asset-detected", source: plant.laptop },
      { kind: "unauthorized-plc-programming", source: plant.laptop, target: plant.filler },
    ],
  },
]

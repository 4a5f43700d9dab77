/** Devices that fall silent, and controllers that say another mode. */
import { openS7, readLists } from "../../../build/sample-plant/control-scenes.ts"
import * as modbus from "../../../build/sample-plant/modbus-messages.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import * as s7 from "../../../build/sample-plant/s7-messages.ts"
import { MINUTE, SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import type { Scenario } from "../scenario.ts"

const controller = plant.siemens[1]!

/** A panel reads every second; the controller answers as long as it is there. */
const panel =
  (answered: number, unanswered: number) =>
  (stage: Stage, from: number): void => {
    const connection = openS7(stage, from + SECOND, plant.fillerPanel, controller, 2)
    for (let n = 0; n < answered + unanswered; n++) {
      const question = s7.job(n + 2, s7.readVar(100, 0, 4))
      connection.time = from + (n + 2) * 2 * SECOND
      if (n < answered) connection.exchange(0, question, s7.answer(n + 2, s7.readDone, s7.values([0, 1, 0, 2])))
      else connection.send("client", question)
    }
    connection.close(from + (answered + unanswered + 3) * 2 * SECOND + MINUTE)
  }

const polls =
  (answered: number, unanswered: number) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.scada1, plant.powerMeter, 502).open(from + SECOND)
    for (let n = 0; n < answered + unanswered; n++) {
      const question = modbus.modbus(n + 1, 1, modbus.readRegisters(3, 0, 2))
      connection.time = from + (n + 1) * 2 * SECOND
      if (n < answered) connection.exchange(0, question, modbus.modbus(n + 1, 1, modbus.registers(3, [1, 2])))
      else connection.send("client", question)
    }
    connection.close(from + (answered + unanswered + 3) * 2 * SECOND + MINUTE)
  }

export const scenarios: readonly Scenario[] = [
  { name: "a controller answers its panel", then: panel(60, 0), raises: [], isLearning: true },
  {
    name: "a controller answers no more",
    then: panel(30, 60),
    raises: [
      {
        kind: "device-is-suspected-to-be-disconnected-unresponsive",
        source: plant.fillerPanel,
        target: plant.filler,
      },
    ],
    isLearning: true,
  },
  {
    name: "a Modbus meter answers no more",
    then: polls(30, 60),
    raises: [{ kind: "suspicion-of-unresponsive-modbus-device", source: plant.scada1, target: plant.powerMeter }],
    isLearning: true,
  },
  {
    name: "a controller that ran says that it stands",
    learned: (stage, from) => readLists(stage, from + SECOND, plant.engineering, controller, 8),
    then: (stage, from) => readLists(stage, from + SECOND, plant.engineering, controller, 4),
    raises: [{ kind: "plc-operating-mode-changed", source: plant.filler, says: "from run to stop" }],
  },
  {
    name: "a PROFINET device goes back to its factory settings",
    then: (stage, from) => {
      const [master, device] = [plant.engineering.mac, plant.fillerIo.mac]
      const ask = [0xfe, 0xfd, 4, 0, 1, 0, 0, 6, 0, 0, 0, 6, 5, 6, 0, 2, 0, 4]
      const answer = [0xfe, 0xfd, 4, 1, 1, 0, 0, 6, 0, 0, 0, 8, 5, 4, 0, 3, 5, 6, 0, 0]
      stage.network.frame(from + SECOND, device, master, 10, 0x8892, [...ask, ...Array.from({ length: 30 }, () => 0)])
      stage.network.frame(from + 2 * SECOND, master, device, 10, 0x8892, [
        ...answer,
        ...Array.from({ length: 28 }, () => 0),
      ])
    },
    raises: [{ kind: "profinet-device-factory-reset", source: "10:c5:95:20:6e:6e", target: "00:1b:1b:6d:02:21" }],
    isLearning: true,
  },
]

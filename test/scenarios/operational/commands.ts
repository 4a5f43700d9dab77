/** Commands that stop, restart and reset. */
import { openS7 } from "../../../build/sample-plant/control-scenes.ts"
import { dnp3 } from "../../../build/sample-plant/dnp3-messages.ts"
import * as enip from "../../../build/sample-plant/enip-messages.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import * as s7 from "../../../build/sample-plant/s7-messages.ts"
import { MINUTE, SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import type { Scenario } from "../scenario.ts"

const controller = plant.siemens[1]!

/** The engineering station opens a connection and stops the controller; what it answers is the last byte's matter. */
function stop(answer: Uint8Array) {
  return (stage: Stage, from: number): void => {
    const connection = openS7(stage, from + SECOND, plant.engineering, controller, 1)
    connection.exchange(0, s7.job(2, s7.stop), answer)
    connection.close(0)
  }
}

/** Error class 0x81, code 4: the service is not supported here (the header of an acknowledgement with data has both). */
const refusedStop = Uint8Array.from(s7.answer(2, s7.stopped), (byte, at) => (at === 17 ? 0x81 : at === 18 ? 4 : byte))

function restartOutstation(times: number, pause: number) {
  return (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.scada1, plant.substation, 20000).open(from + SECOND)
    for (let n = 0; n < times; n++) {
      const control = 0xc0 | n
      connection.exchange(
        from + SECOND + n * pause,
        dnp3(true, 10, 1, n, [control, 13]),
        dnp3(false, 1, 10, n, [control, 129, 0, 0, 52, 2, 7, 1, 10, 0]),
      )
    }
    connection.close(0)
  }
}

/** The path to the identity object, instance 1, and the reset service with the kind of reset. */
const resetDevice: readonly number[] = [5, 2, 0x20, 1, 0x24, 1, 0]

export const scenarios: readonly Scenario[] = [
  {
    name: "an S7 controller is stopped, and obeys",
    then: stop(s7.answer(2, s7.stopped)),
    raises: [
      {
        kind: "an-s7-stop-plc-command-was-sent",
        source: plant.engineering,
        target: plant.filler,
        says: "It succeeded.",
      },
    ],
    isLearning: true,
  },
  {
    name: "an S7 controller is told to stop, and refuses",
    then: stop(refusedStop),
    raises: [
      {
        kind: "an-s7-stop-plc-command-was-sent",
        source: plant.engineering,
        target: plant.filler,
        says: "It was refused.",
      },
    ],
    isLearning: true,
  },
  {
    name: "a DNP3 outstation is restarted once",
    then: restartOutstation(1, 0),
    raises: [{ kind: "outstation-restarted", source: plant.scada1, target: plant.substation }],
    isLearning: true,
  },
  {
    name: "a DNP3 outstation is restarted three times within minutes",
    then: restartOutstation(3, 2 * MINUTE),
    raises: [
      { kind: "outstation-restarted", source: plant.scada1, target: plant.substation },
      { kind: "outstation-restarts-frequently", source: plant.scada1, target: plant.substation },
    ],
    isLearning: true,
  },
  {
    name: "a device on EtherNet/IP is reset",
    then: (stage, from) => {
      const connection = stage.connect(plant.engineering, plant.packer, 44818).open(from + SECOND)
      connection.exchange(0, enip.registerSession(0), enip.registerSession(7))
      connection.exchange(0, enip.unconnected(7, 1, resetDevice), enip.unconnected(7, 1, [0x85, 0, 0, 0]))
      connection.close(0)
    },
    raises: [{ kind: "controller-reset", source: plant.engineering, target: plant.packer, says: "restart the device" }],
    isLearning: true,
  },
]

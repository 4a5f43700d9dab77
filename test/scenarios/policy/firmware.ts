/** Firmware is loaded into a controller over EtherNet/IP. */
import * as enip from "../../../build/sample-plant/enip-messages.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import { HOUR, SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import { hex } from "../../make/hex.ts"
import type { Expected, Scenario } from "../scenario.ts"

const known = plant.identities.get(plant.packer)!
const session = 0x2a17

/** Identity read; then, if there is something to load, the services of class 0xA1 that the maker's tool uses, and the identity again. */
const visits =
  (revision: readonly [number, number], loads = false, good = true) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.engineering, plant.packer, 44818).open(from + SECOND)
    const ask = (context: number, question: Uint8Array | readonly number[], answer: Uint8Array | readonly number[]) =>
      connection.exchange(0, enip.unconnected(session, context, question), enip.unconnected(session, context, answer))
    connection.exchange(0, enip.registerSession(0), enip.registerSession(session))
    ask(1, enip.readIdentity, enip.identityRead(known))
    if (loads) {
      ask(2, hex("4b 02 20a1 2401 0100 0000"), good ? hex("cb 00 00 00 0000") : hex("cb 00 0f 00"))
      if (good) ask(3, hex("4d 02 20a1 2401 00000000 0400 deadbeef"), hex("cd 00 00 00 0000"))
      ask(4, enip.readIdentity, enip.identityRead({ ...known, revision }))
    }
    connection.close(0)
  }

/** Only the identity is read. */
const reads =
  (revision: readonly [number, number]) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.engineering, plant.packer, 44818).open(from + SECOND)
    connection.exchange(0, enip.registerSession(0), enip.registerSession(session))
    const answer = enip.identityRead({ ...known, revision })
    connection.exchange(0, enip.unconnected(session, 1, enip.readIdentity), enip.unconnected(session, 1, answer))
    connection.close(0)
  }

const [major, minor] = known.revision
const ends = { source: plant.engineering, target: plant.packer }
const newServices: readonly Expected[] = [
  { kind: "new-activity-detected-cip-class", ...ends },
  { kind: "new-activity-detected-cip-class-service", ...ends },
]

export const scenarios: readonly Scenario[] = [
  {
    name: "the engineering station reads who the controller is, as ever",
    learned: visits(known.revision),
    then: visits(known.revision),
    raises: [],
  },
  {
    name: "firmware is loaded into a controller, which then tells the new version",
    learned: visits(known.revision),
    then: visits([major, minor + 1], true),
    raises: [
      { kind: "firmware-update", ...ends, says: "It succeeded." },
      {
        kind: "firmware-version-changed",
        source: plant.packer,
        says: `told firmware ${major}.${String(minor + 1).padStart(3, "0")}; it was`,
      },
      ...newServices,
    ],
  },
  {
    name: "another version while the sensor learns is the one that is normal",
    then: (stage, from) => {
      reads(known.revision)(stage, from)
      reads([major, minor + 1])(stage, from + 3 * HOUR)
    },
    raises: [],
    isLearning: true,
  },
  {
    name: "a controller goes back to the firmware that it had days ago",
    learned: (stage, from) => {
      reads(known.revision)(stage, from)
      reads([major, minor + 1])(stage, from + 30 * HOUR)
    },
    then: reads(known.revision),
    raises: [
      {
        kind: "firmware-version-changed",
        source: plant.packer,
        says: `went back to firmware ${major}.${String(minor).padStart(3, "0")}, which it had before`,
      },
    ],
  },
  {
    name: "firmware is offered to a controller, which refuses it",
    learned: visits(known.revision),
    then: visits(known.revision, true, false),
    raises: [
      { kind: "firmware-update", ...ends, says: "It was refused." },
      { kind: "ethernet-ip-cip-service-request-failed", ...ends },
      ...newServices,
    ],
  },
]

/** Overrides, resets, safety controllers and command bursts. */
import * as plant from "../../../build/sample-plant/plant.ts"
import { MINUTE, SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import { crc16 } from "../../../shared/bytes/crc16.ts"
import { hex } from "../../make/hex.ts"
import type { Scenario } from "../scenario.ts"

/** BACnet/IP to the controller of the air conditioning and back: a BVLC header, version 1, and the message. */
const bacnet = (message: string): Uint8Array => {
  const length = (hex(message).length + 6).toString(16).padStart(4, "0")
  return hex(`81 0a ${length} 01 04 ${message}`)
}
const onBacnet =
  (...turns: readonly (readonly [asked: string, answered: string])[]) =>
  (stage: Stage, from: number): void => {
    turns.forEach(([asked, answered], n) => {
      const at = from + (n + 1) * SECOND
      stage.network.udp(at, plant.building, plant.climate, 47808, 47808, bacnet(asked))
      stage.network.udp(at + 4000, plant.climate, plant.building, 47808, 47808, bacnet(answered))
    })
  }
/** Analog output 1, present value. */
const output = "0c 00400001 19 55"
const readIt = [`00 05 01 0c ${output}`, `30 01 0c ${output} 3e 44 41a00000 3f`] as const
/** The value 90, at priority 8: manual operator. */
const overrideIt = [`00 05 02 0f ${output} 3e 44 42b40000 3f 39 08`, "20 02 0f"] as const

/** TriStation over UDP 1502: type 5, length, direction, command, sequence, check sum. */
const two = (n: number): string => `${(n & 255).toString(16).padStart(2, "0")}${(n >> 8).toString(16).padStart(2, "0")}`
const tristation = (direction: string, command: string, sequence: string, data = ""): Uint8Array => {
  const length = two(10 + hex(data).length)
  const bytes = hex(`05 00 ${length} ${direction} 00 ${command} ${sequence} 0000 0000 ${length} ${data}`)
  return new Uint8Array([...bytes, ...hex(two(crc16(bytes, 0, bytes.length)))])
}
const onTristation =
  (...turns: readonly (readonly [asked: Uint8Array, answered: Uint8Array])[]) =>
  (stage: Stage, from: number): void => {
    turns.forEach(([asked, answered], n) => {
      const at = from + (n + 1) * SECOND
      stage.network.udp(at, plant.laptop, plant.utilities, 1502, 1502, asked)
      stage.network.udp(at + 4000, plant.utilities, plant.laptop, 1502, 1502, answered)
    })
  }
const attached = "000000 0a 03 00"

/** IEC 60870-5-104: one command each to the breakers of one station, confirmed. */
const asdu = (unit: string): Uint8Array => {
  const bytes = hex(unit)
  return hex(`68 ${(bytes.length + 4).toString(16).padStart(2, "0")} 0000 0000 ${unit}`)
}
const commands =
  (...objects: readonly number[]) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.scada2, plant.waterWell, 2404).open(from + SECOND)
    connection.exchange(0, hex("68 04 07 00 00 00"), hex("68 04 0b 00 00 00"))
    connection.exchange(0, asdu("64 01 06 00 0100 000000 14"), asdu("64 01 07 00 0100 000000 14"))
    for (const object of objects) {
      const at = `${two(object)}00`
      connection.exchange(0, asdu(`2d 01 06 00 0100 ${at} 00`), asdu(`2d 01 07 00 0100 ${at} 00`))
    }
    connection.close(0)
  }

export const scenarios: readonly Scenario[] = [
  {
    name: "the building management reads as ever",
    learned: onBacnet(readIt),
    then: onBacnet(readIt, readIt),
    raises: [],
  },
  {
    name: "a BACnet output is overridden by hand",
    learned: onBacnet(readIt),
    then: onBacnet(readIt, overrideIt),
    raises: [
      {
        kind: "unauthorized-bacnet-object-access",
        source: plant.building,
        target: plant.climate,
        says: "analog-output 1",
      },
    ],
  },
  {
    name: "a TRITON-like attack: a program is written into the safety controller and run",
    learned: onTristation([tristation("00", "13", "01"), tristation("01", "6a", "01", attached)]),
    then: onTristation(
      [tristation("00", "01", "08", '"PLANT1" 00 00 0502 0000'), tristation("01", "99", "08")],
      [tristation("00", "37", "09", "0200 0300 0000 0000 0100 cafecafe"), tristation("01", "99", "09")],
      [tristation("00", "15", "0a"), tristation("01", "99", "0a")],
    ),
    raises: [
      { kind: "controller-stop", source: plant.laptop, target: plant.utilities, says: "halt the safety controller" },
      { kind: "unauthorized-plc-programming", source: plant.laptop, target: plant.utilities, says: "TriStation" },
    ],
  },
  {
    name: "an Industroyer-like burst of commands to breakers",
    learned: commands(5000, 5001),
    then: commands(...Array.from({ length: 40 }, (_, n) => 5000 + n)),
    raises: [
      { kind: "unpermitted-usage-of-asdu-types", source: plant.scada2, target: plant.waterWell, says: "command 5002" },
    ],
  },
  {
    name: "the same commands as every day",
    learned: commands(5000, 5001),
    then: (stage, from) => commands(5000, 5001)(stage, from + MINUTE),
    raises: [],
  },
]

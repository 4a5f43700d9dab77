/** Habits that change: the pace of a poll, and whose address it is. */
import { arp } from "../../../build/sample-plant/name-messages.ts"
import * as modbus from "../../../build/sample-plant/modbus-messages.ts"
import { BROADCAST } from "../../../build/sample-plant/network.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import { MINUTE, SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import type { Scenario } from "../scenario.ts"

const polls =
  (...paces: readonly (readonly [minutes: number, seconds: number])[]) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.scada1, plant.pumpDrive, 502).open(from)
    let at = from + SECOND
    let number = 1
    for (const [minutes, seconds] of paces)
      for (const end = at + minutes * MINUTE; at < end; at += seconds * SECOND) {
        const question = modbus.modbus(number, 1, modbus.readRegisters(3, 0, 4))
        connection.exchange(at, question, modbus.modbus(number++, 1, modbus.registers(3, [1, 2, 3, 4])))
      }
    connection.close(at + 2 * MINUTE)
  }

const claims =
  (times: number) =>
  (stage: Stage, from: number): void => {
    for (let n = 0; n < times; n++) {
      const answer = arp(2, plant.laptop.mac, plant.scada1.ip, plant.filler.mac, plant.filler.ip)
      stage.network.frame(from + n * 300_000, BROADCAST, plant.laptop.mac, 10, 0x0806, answer)
    }
    stage.network.frame(
      from + 3 * MINUTE,
      BROADCAST,
      plant.laptop.mac,
      10,
      0x0806,
      arp(1, plant.laptop.mac, plant.laptop.ip, [0, 0, 0, 0, 0, 0], plant.router.ip),
    )
  }

const owner = (stage: Stage, from: number): void => stage.resolve(from + SECOND, plant.filler, plant.scada1)

export const scenarios: readonly Scenario[] = [
  { name: "a poll every second, as ever", learned: polls([12, 1]), then: polls([8, 1]), raises: [] },
  {
    name: "a poll every second becomes one every four",
    learned: polls([12, 1]),
    then: polls([3, 1], [8, 4]),
    raises: [
      {
        kind: "abnormal-periodic-behavior-in-communication-channel",
        source: plant.scada1,
        target: plant.pumpDrive,
        says: "every 4.0 s instead of every 1.0 s",
      },
    ],
  },
  {
    name: "somebody says again and again that the SCADA server's address is its own",
    learned: owner,
    then: claims(100),
    raises: [{ kind: "arp-spoofing", source: "00:07:e9:b1:d4:c7", says: "10.20.10.100" }],
    on: ["arp-spoofing"],
  },
]

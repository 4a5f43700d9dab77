/** Who looks around. */
import { arp } from "../../../build/sample-plant/name-messages.ts"
import { BROADCAST } from "../../../build/sample-plant/network.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import { SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import type { Scenario } from "../scenario.ts"

const ports =
  (count: number) =>
  (stage: Stage, from: number): void => {
    for (let n = 0; n < count; n++) stage.connect(plant.laptop, plant.scada1, 1000 + n).refused(from + n * SECOND)
  }

const controllers = [plant.blowMould, plant.filler, plant.cleaning, plant.utilities, plant.packer, plant.palletiser]
const others = [plant.powerMeter, plant.conveyorIo, plant.pumpDrive, plant.gateway, plant.substation]

function sweep(stage: Stage, from: number, pause: number): void {
  const zero = [0, 0, 0, 0, 0, 0]
  for (let n = 1; n <= 45; n++) {
    const asked = arp(1, plant.laptop.mac, plant.laptop.ip, zero, [10, 20, 10, n])
    stage.network.frame(from + n * pause, BROADCAST, plant.laptop.mac, 10, 0x0806, asked)
  }
}

export const scenarios: readonly Scenario[] = [
  {
    name: "twenty-five ports of one computer",
    then: ports(25),
    raises: [{ kind: "port-scan-detected", source: plant.laptop }],
    isLearning: true,
  },
  { name: "ten ports of one computer", then: ports(10), raises: [], isLearning: true },
  {
    name: "one controller after the other",
    then: (stage, from) => {
      ;[...controllers, ...others].forEach((host, n) =>
        stage.connect(plant.laptop, host, 502).refused(from + n * SECOND),
      )
    },
    raises: [{ kind: "plc-scan-detected", source: plant.laptop }],
    isLearning: true,
  },
  {
    name: "an ARP sweep of the network",
    then: (stage, from) => sweep(stage, from, SECOND),
    raises: [{ kind: "arp-address-scan-detected", source: "00:07:e9:b1:d4:c7" }],
    isLearning: true,
    on: ["arp-address-scan-detected"],
  },
  {
    name: "an ARP sweep of the network, which nobody asked to be told of",
    then: (stage, from) => sweep(stage, from, SECOND),
    raises: [],
    isLearning: true,
  },
]

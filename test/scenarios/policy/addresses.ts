/** Somebody gives out addresses. */
import type { Host } from "../../../build/sample-plant/host.ts"
import { dhcp } from "../../../build/sample-plant/name-messages.ts"
import * as plant from "../../../build/sample-plant/plant.ts"
import { SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import type { Scenario } from "../scenario.ts"

/** The panel starts and takes the first offer. Each server that hears it makes one (RFC 2131 section 3.1). */
const starts =
  (...servers: readonly Host[]) =>
  (stage: Stage, from: number): void => {
    const asker = plant.fillerPanel
    const transaction = stage.random.within(1, 0x7fffffff)
    const lease = { transaction, mac: asker.mac, yours: asker.ip, server: servers[0]!.ip, hostname: asker.name }
    const at = from + SECOND
    stage.network.udpFromNobody(at, asker, 68, 67, dhcp({ ...lease, message: 1 }))
    servers.forEach((server, n) => {
      const offer = dhcp({ ...lease, message: 2, server: server.ip })
      stage.network.udp(at + (n + 1) * 4000, server, asker, 67, 68, offer)
    })
    stage.network.udpFromNobody(at + 21_000, asker, 68, 67, dhcp({ ...lease, message: 3 }))
    stage.network.udp(at + 29_000, servers[0]!, asker, 67, 68, dhcp({ ...lease, message: 5 }))
  }

export const scenarios: readonly Scenario[] = [
  {
    name: "the plant's DHCP server gives the panel its address, as ever",
    learned: starts(plant.scada1),
    then: starts(plant.scada1),
    raises: [],
  },
  {
    name: "a rogue DHCP server is faster than the plant's own",
    learned: starts(plant.scada1),
    then: starts(plant.engineering, plant.scada1),
    raises: [
      { kind: "unauthorized-dhcp-server", source: plant.engineering, target: plant.fillerPanel, says: "10.20.10.110" },
    ],
  },
]

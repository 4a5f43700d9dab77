/** What the list that the other titles come from does not have. */
import type { AlertKind } from "../alert-kind.ts"
import { policy } from "./shape.ts"

export const ownKinds: readonly AlertKind[] = [
  policy({
    id: "unauthorized-dhcp-server",
    title: "Unauthorized DHCP Server",
    category: "unauthorized-communication",
    techniques: ["T0830"],
    why: "A server gives out addresses that never did while the sensor learned. It also tells devices their gateway and their name server, so it can lead all that they send through itself.",
    steps: [
      "Find the server by its address in the alert, and the switch port that it is behind.",
      "Read in the capture which gateway and name server it gives out, and to whom.",
      "Disconnect it, and let devices that took an address of it ask again.",
    ],
    harmless:
      "Somebody plugged in a small router or a telephone that shares its connection, or the real server was replaced.",
  }),
]

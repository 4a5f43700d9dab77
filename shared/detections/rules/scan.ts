/** Somebody tries many ports, many addresses, many controllers, or one target very often. */
import type { EndpointId } from "../../facts/fact.ts"
import type { Threshold } from "../alert-kind.ts"
import type { Detection, Judging, Spoken } from "../detection.ts"

const ports = "port-scan-detected"
const addresses = "address-scan-detected"
const slowAddresses = "long-duration-address-scan-detected"
const controllers = "plc-scan-detected"
const sessions = "excessive-number-of-sessions"
const flood = "suspicion-of-denial-of-service-attack"
const portZero = "illegal-connection-attempt-on-port-0"

/** Each count has a number for a key: attempts are frequent, and texts would cost more than the counting. Endpoints are numbered below 2^22. */
const keyOf = (which: number, one: EndpointId, other = 0): number => (one * 0x400000 + other) * 8 + which

function judge(fact: Spoken<"attempt">, judging: Judging): void {
  const { client, server, port, time } = fact
  const { raise, threshold, counting, mayScan } = judging
  const line = { what: `TCP port ${port}` }
  if (port === 0)
    raise({
      kind: portZero,
      source: client,
      target: server,
      message: "{source} asked {target} for a connection on port 0, which no service may use.",
      line,
      time,
    })
  if (counting.reaches(keyOf(0, server), time, threshold(flood, server)))
    raise({
      kind: flood,
      source: -1,
      target: server,
      message: `{target} ${asked(threshold(flood, server))}`,
      line,
      time,
    })
  if (counting.reaches(keyOf(1, client, server), time, threshold(sessions, server))) {
    const message = `{target} ${asked(threshold(sessions, server))} by {source}.`.replace(". by", " by")
    raise({ kind: sessions, source: client, target: server, message, line, time })
  }
  if (!mayScan(client)) scans(fact, judging)
}

const asked = ({ count, seconds }: Threshold): string =>
  `was asked for ${count} connections or more within ${seconds} seconds.`

function scans({ client, server, port, time }: Spoken<"attempt">, judging: Judging): void {
  const { world, threshold, counting } = judging
  const found = (kind: string, many: string, where: string): void => {
    const { count, seconds } = threshold(kind, client)
    const text = `{source} tried ${count} ${many} within ${Math.ceil(seconds / 60)} minutes.`
    judging.tell({ kind: "SCAN", source: client, target: -1, text, time })
    judging.raise({ kind, source: client, target: -1, message: text, line: { what: `TCP port ${port}`, where }, time })
  }
  if (counting.reachesDistinct(keyOf(2, client, server), port, time, threshold(ports, client)))
    found(ports, `ports or more of ${world.text(server)}`, world.text(server))
  const network = world.network(server)
  if (network >= 0 && counting.reachesDistinct(keyOf(3, client, network), server, time, threshold(addresses, client)))
    found(addresses, `addresses or more in ${networkText(network)}`, networkText(network))
  if (
    network >= 0 &&
    counting.reachesDistinct(keyOf(4, client, network), server, time, threshold(slowAddresses, client))
  )
    found(slowAddresses, `addresses or more in ${networkText(network)}`, networkText(network))
  if (
    world.isControllerPort(port) &&
    counting.reachesDistinct(keyOf(5, client), server, time, threshold(controllers, client))
  )
    found(controllers, "devices or more on ports of controllers", "")
}

const networkText = (network: number): string => `${network >> 8}.${network & 255}.0.0/16`

const tries = (count: number, of: (n: number) => { readonly to: string; readonly port: number }, every = 1) =>
  Array.from({ length: count }, (_, n) => ({ says: "attempt", from: "10.0.0.9", ...of(n), at: n * every }) as const)

export const scan: Detection = {
  kinds: [ports, addresses, slowAddresses, controllers, sessions, flood, portZero],
  facts: { attempt: judge },
  examples: [
    { name: "25 ports of one device", then: tries(25, (n) => ({ to: "10.0.0.2", port: 1000 + n })), raises: [ports] },
    { name: "24 ports of one device", then: tries(24, (n) => ({ to: "10.0.0.2", port: 1000 + n })), raises: [] },
    {
      name: "the same few ports over and over",
      then: tries(40, (n) => ({ to: "10.0.0.2", port: 80 + (n % 3) }), 5),
      raises: [],
    },
    {
      name: "50 addresses of a network",
      then: tries(50, (n) => ({ to: `10.0.3.${n + 1}`, port: 80 })),
      raises: [addresses, slowAddresses],
    },
    {
      name: "50 addresses, slowly",
      then: tries(50, (n) => ({ to: `10.0.3.${n + 1}`, port: 80 }), 10),
      raises: [slowAddresses],
    },
    { name: "ten controllers", then: tries(10, (n) => ({ to: `10.0.0.${n + 20}`, port: 102 })), raises: [controllers] },
    { name: "50 connections to one device", then: tries(50, () => ({ to: "10.0.0.2", port: 80 })), raises: [sessions] },
    { name: "port 0", then: tries(1, () => ({ to: "10.0.0.2", port: 0 })), raises: [portZero] },
    {
      name: "thousands of connections from everywhere",
      then: Array.from({ length: 3000 }, (_, n) => ({
        says: "attempt" as const,
        from: `10.${n % 200}.${Math.floor(n / 200)}.7`,
        to: "10.0.0.2",
        port: 80,
        at: n / 100,
      })),
      raises: [flood],
    },
  ],
}

/** Somebody tries many ports, many addresses, many controllers, or one target very often. */
import type { Detection, Judging, Spoken } from "../detection.ts"

const ports = "port-scan-detected"
const addresses = "address-scan-detected"
const slowAddresses = "long-duration-address-scan-detected"
const controllers = "plc-scan-detected"
const sessions = "excessive-number-of-sessions"
const flood = "suspicion-of-denial-of-service-attack"
const portZero = "illegal-connection-attempt-on-port-0"

function judge(fact: Spoken<"attempt">, judging: Judging): void {
  const { client, server, port, time } = fact
  const { world, raise, tell, threshold, counting, mayScan } = judging
  const [from, to] = [world.text(client), world.text(server)]
  const over = (kind: string, key: string, one: string): boolean =>
    counting.reachesDistinct(`${kind}|${key}`, one, time, threshold(kind))
  if (port === 0) {
    const line = { what: "TCP port 0" }
    raise({
      kind: portZero,
      source: client,
      target: server,
      message: "{source} asked {target} for a connection on port 0, which no service may use.",
      line,
      time,
    })
  }
  if (counting.reaches(`${flood}|${to}`, time, threshold(flood)))
    raise({
      kind: flood,
      source: -1,
      target: server,
      message: `{target} was asked for ${threshold(flood).count} connections or more within ${threshold(flood).seconds} seconds.`,
      line: { what: `TCP port ${port}` },
      time,
    })
  if (counting.reaches(`${sessions}|${from}|${to}`, time, threshold(sessions)))
    raise({
      kind: sessions,
      source: client,
      target: server,
      message: `{source} asked {target} for ${threshold(sessions).count} connections or more within ${threshold(sessions).seconds} seconds.`,
      line: { what: `TCP port ${port}` },
      time,
    })
  if (mayScan(client)) return
  const scans = (kind: string, message: string, where: string): void => {
    tell({ kind: "SCAN", source: client, target: -1, text: message, time })
    raise({ kind, source: client, target: -1, message, line: { what: `TCP port ${port}`, where }, time })
  }
  const within = (kind: string): string => `within ${Math.ceil(threshold(kind).seconds / 60)} minutes`
  if (over(ports, `${from}|${to}`, String(port)))
    scans(ports, `{source} tried ${threshold(ports).count} ports or more of ${to} ${within(ports)}.`, to)
  const network = networkOf(to)
  if (network !== "" && over(addresses, `${from}|${network}`, to))
    scans(
      addresses,
      `{source} tried ${threshold(addresses).count} addresses or more in ${network} ${within(addresses)}.`,
      network,
    )
  if (network !== "" && over(slowAddresses, `${from}|${network}`, to))
    scans(
      slowAddresses,
      `{source} tried ${threshold(slowAddresses).count} addresses or more in ${network} ${within(slowAddresses)}.`,
      network,
    )
  if (world.isControllerPort(port) && over(controllers, from, to))
    scans(
      controllers,
      `{source} tried ${threshold(controllers).count} devices or more on ports of controllers ${within(controllers)}.`,
      "",
    )
}

/** The class B network of an IPv4 address; "" for others. */
function networkOf(address: string): string {
  const parts = address.split(".")
  return parts.length === 4 ? `${parts[0]!}.${parts[1]!}.0.0/16` : ""
}

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

/** A known device offers a service that it never offered, or somebody uses one that it never used there. */
import type { Detection, Judging, Spoken } from "../detection.ts"

const newPort = "new-port-discovery"
const wrongPort = "unexpected-traffic-for-standard-port"
const toGroup = "unauthorized-multicast-broadcast-connection"

/** What is told whenever two ends begin with it. */
const between: Readonly<Record<string, string>> = {
  ssh: "unauthorized-ssh-access",
  http: "unauthorized-http-activity",
}

/** Names and neighbours are asked of everybody; that is their way. */
const ofEverybody: ReadonlySet<string> = new Set([
  "mdns",
  "llmnr",
  "nbns",
  "nbdgm",
  "lldp",
  "cdp",
  "stp",
  "dhcp",
  "dhcpv6",
  "ssdp",
])

function judge(fact: Spoken<"protocol">, judging: Judging): void {
  const { client, server, protocol, port, time, ot } = fact
  const { world, raise, isFirst } = judging
  if (world.isGroup(server)) return group(fact, judging)
  const home = world.protocolsOfPort(port)
  if (home.length > 0 && !home.includes(protocol) && isFirst(`port|${world.text(server)}|${protocol}|${port}`))
    raise({
      kind: wrongPort,
      source: client,
      target: server,
      protocol,
      message: `{source} and {target} speak ${protocol} on port ${port}, which belongs to ${home.join(" and ")}.`,
      line: { what: protocol, where: `port ${port}` },
      time,
    })
  const isNewThere = isFirst(`service|${world.text(server)}|${protocol}|${port}`)
  if (world.isLearning(client, server) || world.isInternet(server)) return
  const kind = between[protocol]
  if (kind !== undefined)
    raise({
      kind,
      source: client,
      target: server,
      protocol,
      message: `{source} talked ${protocol.toUpperCase()} with {target}, which it never did while the sensor learned.`,
      line: { what: `TCP port ${port}` },
      time,
    })
  if (!isNewThere || (!ot && !world.isController(server))) return
  const where = port === 0 ? "" : `port ${port}`
  raise({
    kind: newPort,
    source: client,
    target: server,
    message: "{target} offers a service to {source} that it never offered while the sensor learned.",
    line: { what: protocol, where },
    time,
  })
}

function group({ client, server, protocol, ot, time }: Spoken<"protocol">, { world, raise, isFirst }: Judging): void {
  if (ofEverybody.has(protocol)) return
  const isNew = isFirst(`group|${world.text(client)}|${world.text(server)}|${protocol}`)
  if (!isNew || !ot || world.isLearning(client)) return
  const message = `{source} sends ${protocol} to a group, which it never did while the sensor learned.`
  raise({
    kind: toGroup,
    source: client,
    target: server,
    protocol,
    message,
    line: { what: protocol, where: world.text(server) },
    time,
  })
}

const known = [
  { says: "speaks", from: "10.0.0.1", to: "10.0.0.2", protocol: "s7comm", port: 102, isOt: true },
  { says: "speaks", from: "10.0.0.1", to: "10.0.0.3", protocol: "tls", port: 443 },
] as const

export const newService: Detection = {
  kinds: [newPort, wrongPort, toGroup, ...Object.values(between)],
  facts: { protocol: judge },
  examples: [
    {
      name: "a controller gets a web server, and somebody uses it",
      learned: known,
      then: [{ says: "speaks", from: "10.0.0.1", to: "10.0.0.2", protocol: "http", port: 80 }],
      raises: [newPort, "unauthorized-http-activity"],
    },
    {
      name: "a web server on the port of Modbus",
      learned: known,
      then: [{ says: "speaks", from: "10.0.0.7", to: "10.0.0.8", protocol: "http", port: 502 }],
      raises: [wrongPort, "unauthorized-http-activity"],
    },
    {
      name: "somebody signs in to a controller by SSH",
      learned: [...known, { says: "speaks", from: "10.0.0.7", to: "10.0.0.2", protocol: "ssh", port: 22 }],
      then: [{ says: "speaks", from: "10.0.0.1", to: "10.0.0.2", protocol: "ssh", port: 22 }],
      raises: ["unauthorized-ssh-access"],
    },
    {
      name: "a controller begins to publish to a group",
      learned: known,
      then: [{ says: "speaks", from: "10.0.0.2", to: "239.255.2.2", protocol: "cip-io", port: 2222, isOt: true }],
      raises: [toGroup],
    },
    {
      name: "what was there while the sensor learned",
      learned: [...known, { says: "speaks", from: "10.0.0.1", to: "10.0.0.2", protocol: "http", port: 80 }],
      then: [],
      raises: [],
    },
    {
      name: "an office server gets another service",
      learned: known,
      then: [{ says: "speaks", from: "10.0.0.1", to: "10.0.0.3", protocol: "mqtt", port: 1883 }],
      raises: [],
    },
    {
      name: "names are asked of everybody",
      learned: known,
      then: [{ says: "speaks", from: "10.0.0.1", to: "224.0.0.251", protocol: "mdns", port: 5353 }],
      raises: [],
    },
  ],
}

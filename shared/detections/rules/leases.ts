/** Addresses that are given out (DHCP): by a server that never did, and refused. */
import type { Detection, ExampleFact, Judging, Spoken } from "../detection.ts"

const newServer = "unauthorized-dhcp-server"
const refusal = "device-failed-to-receive-a-dynamic-ip-address"

/**
 * Leases last for days: where no server was ever seen, the first one is the plant's own. A foreign one shows beside it.
 * Who answers is the end that carries the address by which the server names itself; behind a relay neither does.
 */
function judge({ client, server, protocol, outcome, by, mac, time }: Spoken<"lease">, judging: Judging): void {
  const { world, raise, isFirst, swap } = judging
  const [source, target] = world.text(client) === by ? [client, server] : [server, client]
  const ends = { source, target, protocol, time }
  const isNew = isFirst(`dhcp|${by}`)
  const isOnly = isNew && swap("dhcp", by) === ""
  if (isNew && !isOnly && !world.isLearning()) {
    const message = `A server that names itself ${by} gives out addresses, which it never did while the sensor learned.`
    raise({ kind: newServer, ...ends, message, line: { what: "Address given out", where: mac, value: by } })
  }
  if (outcome === "given") return
  const who = mac === "" ? "A device" : `The device with the hardware address ${mac}`
  const message = `${who} asked for an address, and the server ${by} refused it.`
  raise({ kind: refusal, ...ends, message, line: { what: "Address refused", where: mac } })
}

const lease = (outcome: "given" | "refused", by = "10.0.0.3", from = "10.0.0.3"): ExampleFact => ({
  says: "said",
  from: "255.255.255.255",
  to: from,
  protocol: "dhcp",
  said: { kind: "lease", outcome, by, mac: "02:00:00:00:00:09" },
})

export const leases: Detection = {
  kinds: [newServer, refusal],
  facts: { lease: judge },
  examples: [
    { name: "the usual server", learned: [lease("given")], then: [lease("given")], raises: [] },
    {
      name: "another server",
      learned: [lease("given")],
      then: [lease("given", "10.0.0.66", "10.0.0.66")],
      raises: [newServer],
    },
    {
      name: "the usual server behind a relay",
      learned: [lease("given")],
      then: [lease("given", "10.0.0.3", "10.0.9.1")],
      raises: [],
    },
    { name: "the first server that is seen", then: [lease("given")], raises: [] },
    { name: "the usual server refuses", learned: [lease("given")], then: [lease("refused")], raises: [refusal] },
  ],
}

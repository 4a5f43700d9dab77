/** The plant talks with the internet, or with addresses that can't be. */
import type { EndpointId } from "../../facts/fact.ts"
import type { Detection, Judging, Spoken } from "../detection.ts"

const ofController = "unauthorized-internet-connectivity-detected"
const ofOthers = "internet-access-detected"
const foreign = "external-address-within-the-network-communicated-with-internet"
const impossible = "illegal-ip-address"

function talks(client: EndpointId, server: EndpointId, what: string, time: number, judging: Judging): void {
  const { world, raise, tell, isFirst } = judging
  if (world.isInternet(client) && world.isInternet(server)) return within(client, server, what, time, judging)
  const [inside, outside] = world.isInternet(server) ? [client, server] : [server, client]
  if (!world.isInternet(outside) || world.isInternet(inside) || world.isGroup(inside)) return
  const isNew = isFirst(`internet|${world.text(inside)}|${world.text(outside)}`)
  if (world.isLearning() || !isNew) return
  const direction = inside === client ? "talked to" : "was reached from"
  const message = `{source} ${direction} {target} on the internet.`
  tell({ kind: "INTERNET_ACCESS", source: inside, target: outside, text: message, time })
  const kind = world.isController(inside) ? ofController : ofOthers
  raise({ kind, source: inside, target: outside, message, line: { what }, time })
}

/** A public address on this segment, which no router stands before, talks with another. */
function within(client: EndpointId, server: EndpointId, what: string, time: number, judging: Judging): void {
  const { world, raise, isFirst } = judging
  if (world.hops(client) !== 0) return
  const isNew = isFirst(`internet|${world.text(client)}|${world.text(server)}`)
  if (world.isLearning() || !isNew) return
  const message =
    "{source} has an address of the internet, stands in this network, and talked to {target} on the internet."
  raise({ kind: foreign, source: client, target: server, message, line: { what }, time })
}

const spoken = ({ client, server, protocol, time }: Spoken<"protocol">, judging: Judging): void =>
  talks(client, server, protocol, time, judging)

const attempted = ({ client, server, port, time }: Spoken<"attempt">, judging: Judging): void =>
  talks(client, server, `TCP port ${port}`, time, judging)

/** Group addresses and class E are nobody's, and neither is "this network" (RFC 1122, section 3.2.1.3; RFC 6890). */
function isImpossible(address: string): boolean {
  const first = Number(address.split(".")[0])
  return address.includes(".") && (first >= 224 || (first === 0 && address !== "0.0.0.0"))
}

function sends({ endpoint, time }: Spoken<"distance">, { world, raise }: Judging): void {
  const address = world.text(endpoint)
  if (!isImpossible(address)) return
  const message = "Packets came from {source}, an address that no device may have."
  raise({ kind: impossible, source: endpoint, target: -1, message, line: { what: "Sent packets" }, time })
}

export const exposure: Detection = {
  kinds: [ofController, ofOthers, foreign, impossible],
  facts: { protocol: spoken, attempt: attempted, distance: sends },
  examples: [
    {
      name: "a controller talks to the internet",
      learned: [{ says: "speaks", from: "10.0.0.1", to: "10.0.0.2", protocol: "s7comm", isOt: true }],
      then: [{ says: "attempt", from: "10.0.0.2", to: "198.41.0.4", port: 443 }],
      raises: [ofController],
    },
    {
      name: "an office computer does",
      then: [{ says: "speaks", from: "10.0.0.8", to: "198.41.0.4", protocol: "tls" }],
      raises: [ofOthers],
    },
    {
      name: "it did so all the time",
      learned: [{ says: "attempt", from: "10.0.0.8", to: "198.41.0.4", port: 443 }],
      then: [{ says: "attempt", from: "10.0.0.8", to: "198.41.0.4", port: 443, at: 60 }],
      raises: [],
    },
    {
      name: "a public address inside the plant",
      learned: [{ says: "sends", of: "198.51.101.7" }],
      then: [{ says: "attempt", from: "198.51.101.7", to: "198.41.0.4", port: 443 }],
      raises: [foreign],
    },
    { name: "packets from a group address", then: [{ says: "sends", of: "239.1.2.3" }], raises: [impossible] },
    { name: "packets from a plain address", then: [{ says: "sends", of: "10.0.0.3" }], raises: [] },
  ],
}

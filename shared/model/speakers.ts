/** Who speaks which protocol with whom, and who answers in one of process control. */
import type { EndpointId, Fact } from "../facts/fact.ts"
import type { DeviceProtocol } from "./device.ts"

export type Spoken = Fact & { kind: "protocol" }

export class Speakers {
  private readonly controllers = new Set<EndpointId>()
  private readonly heard = new Set<string>()
  private readonly spoken = new Map<EndpointId, Spoken[]>()

  /** False where it was heard before. */
  learn(fact: Spoken): boolean {
    const key = keyOf(fact)
    if (this.heard.has(key)) return false
    this.heard.add(key)
    if (fact.ot) this.controllers.add(fact.server)
    for (const endpoint of [fact.client, fact.server]) {
      const list = this.spoken.get(endpoint)
      if (list === undefined) this.spoken.set(endpoint, [fact])
      else list.push(fact)
    }
    return true
  }

  hasHeard(fact: Spoken): boolean {
    return this.heard.has(keyOf(fact))
  }

  /** It answered in a protocol of process control. */
  isController(endpoint: EndpointId): boolean {
    return this.controllers.has(endpoint)
  }

  of(endpoint: EndpointId): readonly Spoken[] {
    return this.spoken.get(endpoint) ?? nothing
  }

  /** By name. */
  protocolsOf(endpoints: Iterable<EndpointId>): readonly DeviceProtocol[] {
    const roles = new Map<string, DeviceProtocol["role"]>()
    for (const endpoint of endpoints) {
      for (const { protocol, client } of this.of(endpoint)) {
        const role = client === endpoint ? "client" : "server"
        const known = roles.get(protocol)
        roles.set(protocol, known === undefined || known === role ? role : "both")
      }
    }
    return [...roles].map(([name, role]) => ({ name, role })).sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** In the order in which they were heard first. */
  save(): Spoken[] {
    return [...new Set([...this.spoken.values()].flat())]
  }
}

const keyOf = ({ client, server, protocol, port }: Spoken): string => `${client}|${server}|${protocol}|${port}`
const nothing: readonly Spoken[] = []

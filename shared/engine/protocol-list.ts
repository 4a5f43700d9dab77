/** Every protocol that the engine names. */
import { dissectors } from "../protocols/index.ts"
import { networkProtocols } from "../protocols/network.ts"
import { declaredProtocols, type Protocol } from "../protocols/protocol.ts"

export function protocolList(): readonly Protocol[] {
  const used = new Set<Protocol>([...networkProtocols, ...dissectors.map((dissector) => dissector.protocol)])
  return [...used, ...declaredProtocols().filter((protocol) => !used.has(protocol))]
}

/** What a host that serves browsers asks of the core: where to listen, under which names, with which certificate. */
import type { Sealer } from "../crypto/data-key.ts"
import type { SensorCertificate } from "../crypto/sensor-certificate.ts"
import type { CertificatesDesk } from "./certificates-desk.ts"
import { consoleHosts } from "./console-names.ts"
import type { Listeners } from "./listeners.ts"
import type { NetworkDesk } from "./network-desk.ts"

export type ConsoleLink = {
  /** Addresses to listen on now. */
  readonly hosts: () => readonly string[]
  /** Names the console answers to. */
  readonly names: () => readonly string[]
  readonly certificate: () => SensorCertificate
  /** The session cookie of this sensor: cookies do not tell ports apart, and two sensors on one computer must not take each other's. */
  readonly cookie: string
  readonly onCertificate: (heard: (served: SensorCertificate) => void) => void
  /** Waited for when the network settings are saved; what it throws takes them back. */
  readonly onHosts: (heard: () => Promise<void>) => void
  /** The host says where it serves now. */
  readonly serving: (addresses: readonly string[]) => void
}

export type ConsoleParts = {
  readonly fixedHost: string | null
  readonly network: NetworkDesk
  readonly certificates: CertificatesDesk
  readonly sealer: Sealer
  readonly names: () => readonly string[]
  readonly telling: Listeners
}

export function consoleLink({ fixedHost, network, certificates, sealer, names, telling }: ConsoleParts): ConsoleLink {
  certificates.onChange((_, fingerprint) => telling.tell("certificate.changed", { fingerprint }))
  return {
    hosts: () => consoleHosts(fixedHost, network.saved),
    names,
    certificate: () => certificates.served,
    cookie: `__Host-plantwarden-${sealer.derive("session cookie").slice(0, 8)}`,
    onCertificate: (heard) => certificates.onChange(heard),
    onHosts: (heard) => network.onChange(heard),
    serving: (addresses) => {
      if (addresses.join() === network.served.join()) return
      network.served = addresses
      telling.tell("network.changed", { served: [...addresses] })
    },
  }
}

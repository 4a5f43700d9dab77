/** Which names this sensor answers to, and that a request comes from its own page: against DNS rebinding and cross-site requests. */
import { hostname, networkInterfaces } from "node:os"

const loopbackNames = ["localhost", "127.0.0.1", "::1"]
export const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.")

const ownAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address.replace(/%.*$/, "")))

/** Names and addresses that lead to a server bound to `host`; the certificate carries them too. */
export function namesOf(host: string): string[] {
  if (isLoopback(host)) return [...new Set([...loopbackNames, host])]
  const everywhere = host === "0.0.0.0" || host === "::"
  const addresses = everywhere ? ownAddresses() : [host]
  return [...new Set([...addresses, hostname(), ...loopbackNames])]
}

const bracketed = (name: string): string => (name.includes(":") ? `[${name}]` : name)

export type OriginCheck = (
  headers: { readonly host: string; readonly origin: string; readonly site: string },
  changes: boolean,
) => boolean

export function originCheck(names: readonly string[], port: () => number): OriginCheck {
  return ({ host, origin, site }, changes) => {
    const known = names.some((name) => {
      const plain = bracketed(name).toLowerCase()
      return host.toLowerCase() === `${plain}:${port()}` || (port() === 443 && host.toLowerCase() === plain)
    })
    if (!known) return false
    if (!changes) return true
    if (site !== "" && site !== "same-origin") return false // Fetch Metadata, W3C
    return origin === "" || origin.toLowerCase() === `https://${host.toLowerCase()}`
  }
}

/** Names and addresses that lead to this console: what its certificate carries and what it answers to. */
import { hostname, networkInterfaces } from "node:os"
import { isLoopback } from "../../shared/net/loopback.ts"
import type { StoredNetwork } from "./console-network.ts"

const loopbackNames = ["localhost", "127.0.0.1", "::1"]

const ownAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address.replace(/%.*$/, "")))

/** Of a server bound to this address. */
function namesOfHost(host: string): string[] {
  if (isLoopback(host)) return [...new Set([...loopbackNames, host])]
  const everywhere = host === "0.0.0.0" || host === "::"
  const addresses = everywhere ? ownAddresses() : [host]
  return [...new Set([...addresses, hostname(), ...loopbackNames])]
}

/** `fixedHost`: what the command line says, or null where the network settings govern. */
export function consoleNames(fixedHost: string | null, network: StoredNetwork | null): string[] {
  const served = fixedHost === null && network?.serve === true ? network.address : (fixedHost ?? "127.0.0.1")
  const named = network === null ? [] : [network.hostName, ...(network.serve ? [network.address] : [])]
  return [...new Set([...named, ...namesOfHost(served)])]
}

/** Addresses to listen on: the computer itself always, the network where the settings say so. */
export const consoleHosts = (fixedHost: string | null, network: StoredNetwork | null): string[] =>
  fixedHost !== null ? [fixedHost] : ["127.0.0.1", ...(network?.serve === true ? [network.address] : [])]

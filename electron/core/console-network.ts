/** The network settings of the console: the address and names it serves and certifies, and the proxy it uses. Kept in a file, because hosts need it before the database is open. */
import { join } from "node:path"
import * as rules from "../../shared/setup/network-rules.ts"
import type { Sealer } from "../crypto/data-key.ts"
import type { Kept } from "../store/site-file.ts"
import { readSiteFile, removeSiteFile, writeSiteFile } from "../store/site-file.ts"
import type { MachineNetwork } from "./machine-network.ts"
import { isLoopback } from "../../shared/net/loopback.ts"

export type StoredNetwork = {
  readonly address: string
  readonly mask: string
  readonly gateway: string
  readonly dns: readonly string[]
  readonly hostName: string
  readonly serve: boolean
  readonly proxy: { readonly on: boolean; readonly host: string; readonly port: number; readonly user: string }
  /** Sealed; "" where there is none. */
  readonly proxyPassword: string
}

/** How outgoing requests leave: null for straight. */
export type Proxy = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
} | null

const secretName = "proxy password"
const fileOf = (folder: string): string => join(folder, "network.json")

function read(json: unknown): StoredNetwork {
  const value = json as StoredNetwork
  const texts = [value.address, value.mask, value.gateway, value.hostName, value.proxyPassword]
  const { proxy } = value
  const hasProxy = typeof proxy === "object" && proxy !== null && typeof proxy.host === "string"
  if (!texts.every((text) => typeof text === "string") || !Array.isArray(value.dns) || !hasProxy)
    throw new TypeError("it does not hold network settings")
  return value
}

/** `value` is null where nobody saved any, and where they were damaged. */
export const loadNetwork = (folder: string, now: number): Kept<StoredNetwork> => readSiteFile(fileOf(folder), read, now)

/** Null takes the file away. */
export function keepNetwork(folder: string, network: StoredNetwork | null): void {
  if (network) writeSiteFile(fileOf(folder), network)
  else removeSiteFile(fileOf(folder))
}

export const sealProxyPassword = (sealer: Sealer, password: string): string =>
  password === "" ? "" : sealer.seal(Buffer.from(password), secretName)

export function proxyOf(network: StoredNetwork | null, sealer: Sealer): Proxy {
  if (!network?.proxy.on) return null
  const { host, port, user } = network.proxy
  const password = network.proxyPassword === "" ? "" : Buffer.from(sealer.open(network.proxyPassword, secretName))
  return { host, port, user, password: password.toString() }
}

/** What the wizard shows first: the machine's own settings. */
export function fromMachine(machine: MachineNetwork): StoredNetwork {
  const all = machine.interfaces.flatMap(({ addresses }) => addresses)
  const usable = all.filter(({ address }) => !isLoopback(address) && !address.toLowerCase().startsWith("fe80:"))
  const own = usable.find(({ address }) => !address.includes(":")) ??
    usable[0] ?? { address: "127.0.0.1", mask: "255.0.0.0" }
  return {
    address: own.address,
    mask: own.mask,
    gateway: machine.gateway,
    dns: machine.dns.filter((server) => rules.isAddress(server)).slice(0, 8),
    hostName: rules.isHostName(machine.hostName) ? machine.hostName : "sensor",
    serve: false,
    proxy: { on: false, host: "", port: 8080, user: "" },
    proxyPassword: "",
  }
}

/** What to type into Wireshark to see what is shown here. */
import type { Device } from "../../../shared/model/device.ts"
import type { Protocol } from "../../../shared/protocols/protocol.ts"

/** All packets of a device: by its addresses, or by its cards where it has none. */
export function hostFilter({ addresses, macs }: Pick<Device, "addresses" | "macs">): string {
  const parts = addresses.map((address) => `${address.includes(":") ? "ipv6" : "ip"}.addr == ${address}`)
  const all = parts.length > 0 ? parts : macs.map((mac) => `eth.addr == ${mac}`)
  const shown = all.slice(0, 20)
  return shown.length > 1 ? `(${shown.join(" || ")})` : (shown[0] ?? "")
}

/** A function of a device. */
export function functionFilter(protocol: Protocol | undefined, key: string, device: Device): string {
  const layer = protocol === undefined ? "" : (codeFilter(protocol, key) ?? protocol.wireshark)
  return joined(layer, hostFilter(device))
}

/** Both must hold. */
export const joined = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== "")
    .map((part) => (part.includes("||") && !part.startsWith("(") ? `(${part})` : part))
    .join(" && ")

/** The number that a function key stands for, found once for each protocol. */
const codes = new Map<string, Map<string, number>>()
/** Codes of functions are looked for below; the few above are shown by their layer. */
const highest = 0x20000

function codeFilter(protocol: Protocol, key: string): string | undefined {
  const code = codeOf(protocol, key)
  return code === undefined ? undefined : protocol.wiresharkFunction?.(code)
}

function codeOf(protocol: Protocol, key: string): number | undefined {
  const { functionKey = String, functionName } = protocol
  if (functionKey === String) return /^\d+$/.test(key) ? Number(key) : undefined
  let known = codes.get(protocol.name)
  if (known === undefined) {
    known = new Map()
    for (let code = 0; code < highest; code++)
      if (functionName?.(code) !== undefined) known.set(functionKey(code), code)
    codes.set(protocol.name, known)
  }
  return known.get(key)
}

/** A key that no code of a function has, as far as functions have a name for it. */
export const isDetail = (protocol: Protocol | undefined, key: string): boolean =>
  protocol?.detailKey !== undefined && codeOf(protocol, key) === undefined

/** What the system counts on an interface, and whether it has a link. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

export type LinkState = "up" | "down" | "gone" | "unknown"

/** Since the machine counts; null where the system does not say. */
export type Counters = {
  readonly link: LinkState
  readonly receivedPackets: number | null
  readonly receivedBytes: number | null
  readonly transmittedPackets: number | null
}

/** Linux keeps them as files below this folder. */
export const sysfs = "/sys/class/net"

/** A value of an interface; "" where it has none. Reading `carrier` or `speed` of an interface that is off fails. */
export function readValue(root: string, name: string, value: string): string {
  try {
    return readFileSync(join(root, name, value), "latin1").trim()
  } catch {
    return ""
  }
}

const number = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null)
const isUp = 0x1

/** A link is up where the interface is switched on and something answers at the other end of the cable. */
export function linkOf(root: string, name: string): LinkState {
  const flags = readValue(root, name, "flags")
  if (flags === "") return "gone"
  if ((Number(flags) & isUp) === 0) return "down"
  const state = readValue(root, name, "operstate")
  if (state === "up") return "up"
  if (state === "unknown") return readValue(root, name, "carrier") === "0" ? "down" : "up"
  return "down"
}

/** `root`: the folder of sysfs; "" on systems that have none. */
export function readCounters(root: string, name: string): Counters {
  if (root === "") return { link: "unknown", receivedPackets: null, receivedBytes: null, transmittedPackets: null }
  const counted = (value: string): number | null => number(readValue(root, name, `statistics/${value}`))
  return {
    link: linkOf(root, name),
    receivedPackets: counted("rx_packets"),
    receivedBytes: counted("rx_bytes"),
    transmittedPackets: counted("tx_packets"),
  }
}

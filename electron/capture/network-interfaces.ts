/** The network interfaces of this machine, as a technician must know them to find the one on the mirror port. */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import type { NetworkInterfaceInfo } from "node:os"
import { linkOf, readCounters, readValue } from "./interface-counters.ts"

export type FoundInterface = {
  readonly name: string
  readonly description: string
  readonly kind: "ethernet" | "wireless" | "virtual" | "loopback" | "other"
  readonly mac: string
  readonly addresses: readonly string[]
  readonly link: "up" | "down" | "unknown"
  /** Megabits per second; 0: not told. */
  readonly speed: number
  readonly receivedPackets: number | null
  readonly transmittedPackets: number | null
}

export type Sources = {
  /** The folder of sysfs; "" on systems that have none. */
  readonly sysfs: string
  /** os.networkInterfaces(). */
  readonly addresses: Readonly<Record<string, readonly Pick<NetworkInterfaceInfo, "address" | "mac">[] | undefined>>
  /** What the capture program lists, by name. */
  readonly listed: ReadonlyMap<string, string>
}

/** Pseudo-devices of libpcap that are no place to plug a cable in. */
const pseudo = /^(any|nflog|nfqueue|bluetooth|dbus|usbmon|randpkt|sshdump|ciscodump|udpdump|etwdump|wifidump|sdjournal)/

/** Name and description, from `dumpcap -D -M` or `tcpdump -D`. */
export function listedInterfaces(text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of text.split("\n")) {
    const [, whole] = /^\d+\. ?(.*)$/.exec(line.trimEnd()) ?? []
    if (whole === undefined) continue
    const [name, vendor = "", friendly = ""] = whole.includes("\t") ? whole.split("\t") : plain(whole)
    if (name !== undefined && !pseudo.test(name)) found.set(name, friendly || vendor)
  }
  return found
}

/** tcpdump: `eth0 [Up, Running]`, `lo (Loopback) [Up]`, `\Device\NPF_{…} (Realtek …) [none]`. */
function plain(line: string): string[] {
  const [, name = "", description = ""] = /^(\S+)(?: \((.*)\))?(?: \[.*\])?$/.exec(line) ?? []
  return [name, description]
}

/** ARPHRD_ numbers of Linux's if_arp.h. */
const ethernetType = "1"
const loopbackType = "772"

function kindOf(root: string, name: string): FoundInterface["kind"] {
  const type = readValue(root, name, "type")
  if (type === loopbackType) return "loopback"
  if (readValue(root, name, "phy80211/name") !== "" || /DEVTYPE=wlan/.test(readValue(root, name, "uevent")))
    return "wireless"
  if (type !== ethernetType) return "other"
  const hasCard = readdirSync(join(root, name)).includes("device")
  return hasCard ? "ethernet" : "virtual"
}

const guessed = (name: string, description: string): FoundInterface["kind"] => {
  if (/^lo\d*$|loopback/i.test(`${name}\n${description}`)) return "loopback"
  if (/wi-?fi|wireless|wlan/i.test(name + description)) return "wireless"
  return /^(utun|awdl|llw|bridge|gif|stf|veth|docker|ap\d)|virtual|vmware|hyper-v|bluetooth/i.test(name + description)
    ? "virtual"
    : "ethernet"
}

const words: Readonly<Record<FoundInterface["kind"], string>> = {
  ethernet: "Network card",
  wireless: "Wireless card",
  virtual: "Virtual interface",
  loopback: "This computer itself",
  other: "Other interface",
}

function fromSysfs(sources: Sources, name: string): FoundInterface {
  const { sysfs } = sources
  const kind = kindOf(sysfs, name)
  const speed = Number(readValue(sysfs, name, "speed"))
  const { receivedPackets, transmittedPackets } = readCounters(sysfs, name)
  const link = linkOf(sysfs, name)
  return {
    name,
    description: sources.listed.get(name) || words[kind],
    kind,
    mac: readValue(sysfs, name, "address"),
    addresses: addressesOf(sources, name),
    link: link === "gone" ? "unknown" : link,
    speed: speed > 0 ? speed : 0,
    receivedPackets,
    transmittedPackets,
  }
}

const addressesOf = ({ addresses }: Sources, name: string): string[] =>
  (addresses[name] ?? []).map((one) => one.address).slice(0, 50)

/** Windows lists cards as \Device\NPF_{…}; Node knows them by the friendly name, which is the description there. */
function fromList(sources: Sources, name: string, description: string): FoundInterface {
  const known = sources.addresses[name] ? name : description
  const kind = guessed(name, description)
  return {
    name,
    description: description || words[kind],
    kind,
    mac: sources.addresses[known]?.[0]?.mac ?? "",
    addresses: addressesOf(sources, known),
    link: "unknown",
    speed: 0,
    receivedPackets: null,
    transmittedPackets: null,
  }
}

const rank = ({ kind, link }: FoundInterface): number =>
  ["ethernet", "wireless", "virtual", "other", "loopback"].indexOf(kind) * 2 + (link === "up" ? 0 : 1)

/** Cards first, those with a link before those without. */
export function networkInterfaces(sources: Sources): FoundInterface[] {
  const found =
    sources.sysfs === ""
      ? [...sources.listed].map(([name, description]) => fromList(sources, name, description))
      : readdirSync(sources.sysfs)
          .filter((name) => readValue(sources.sysfs, name, "flags") !== "")
          .map((name) => fromSysfs(sources, name))
  return found.sort((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1)).slice(0, 200)
}

/** What is worth telling of a device that changed: compared as it was before a batch and as it is after it. */
import type { Device, DeviceType } from "../../model/device.ts"
import { addressKind } from "../../net/ip.ts"
import { isVirtualRouterMac } from "../../net/mac.ts"
import { subnetOf } from "../map/subnet.ts"
import type { Notice } from "./kinds.ts"

/** What is found out of a device in its first hour is no change: its type and addresses become known one after the other. */
export const knownAfter = 3600e6

const otTypes: ReadonlySet<DeviceType> = new Set<DeviceType>([
  ...(["plc", "hmi", "engineering-station", "historian", "rtu", "ied", "dcs-controller", "drive", "robot"] as const),
  ...(["io-adapter", "meter", "safety-controller", "scada-server", "protocol-converter", "field-device"] as const),
])

export const isOtDevice = ({ type }: Pick<Device, "type">): boolean => otTypes.has(type)

/** Private IPv4: what subnets of the plant are made of. */
export const plantAddresses = ({ addresses }: Pick<Device, "addresses">): string[] =>
  addresses.filter((address) => address.includes(".") && addressKind(address) === "private")

type Family = Pick<Device, "addresses">
const routed = ({ addresses }: Family): string[] =>
  addresses.filter((address) => ["private", "public"].includes(addressKind(address)))
const familyOf = (address: string): string => (address.includes(".") ? "4" : "6")

/** Addresses of the same family as the given one. */
export const others = (device: Family, address: string): string[] =>
  routed(device).filter((one) => one !== address && familyOf(one) === familyOf(address))

/** `time`: of the batch. */
export function noticesOfChange(before: Device, now: Device, time: number): Notice[] {
  if (now.internet || now.router || now.parent !== "" || time - before.firstSeen < knownAfter) return []
  return [...newAddresses(before, now, time), ...typeChange(before, now, time), ...osChange(before, now, time)]
}

function newAddresses(before: Device, now: Device, time: number): Notice[] {
  return routed(now)
    .filter((address) => !before.addresses.includes(address) && others(before, address).length > 0)
    .map((address) => ({
      ...{ id: `new-address|${now.id}|${address}`, kind: "new-address", devices: [now.id] },
      ...{ subnet: address.includes(".") ? subnetOf([address]) : "", value: address },
      before: others(before, address).slice(0, 8).join(", "),
      ...{ first: time, last: time },
    }))
}

function typeChange({ type: before }: Device, { id, type, addresses }: Device, time: number): Notice[] {
  if (before === type || before === "unknown" || type === "unknown") return []
  const subnet = subnetOf(addresses)
  const what = { kind: "type-change", devices: [id], subnet, value: type, before } as const
  return [{ id: `type-change|${id}|${type}`, ...what, first: time, last: time }]
}

/** Distributions of it name themselves alone. */
const isLinux = (os: string): boolean => /\b(?:linux|debian|ubuntu|raspbian|fedora|centos|red hat|suse)\b/i.test(os)
/** What a Windows of after 2015 says of itself where it says no build. */
const isAnyLateWindows = (os: string): boolean => os.startsWith("Windows") && os.endsWith(", or later")
const isLateWindows = (os: string): boolean => /^Windows (?:1[01]\b|Server 20(?:1[6-9]|2\d))/.test(os)

/** "Windows 10" and "Windows 10 22H2" are the same, known better; so are "Linux" and "Debian 12". */
const isRefined = (one: string, other: string): boolean =>
  one.toLowerCase().includes(other.toLowerCase()) ||
  other.toLowerCase().includes(one.toLowerCase()) ||
  (isAnyLateWindows(one) && isLateWindows(other)) ||
  (isAnyLateWindows(other) && isLateWindows(one)) ||
  ((one === "Linux" || other === "Linux") && isLinux(one) && isLinux(other))

function osChange({ os: before }: Device, { id, os, addresses }: Device, time: number): Notice[] {
  if (before === "" || os === "" || isRefined(before, os)) return []
  const what = { kind: "os-change", devices: [id], subnet: subnetOf(addresses), value: os, before } as const
  return [{ id: `os-change|${id}|${os}`.slice(0, 200), ...what, first: time, last: time }]
}

/** Names that many machines have by chance. */
const commonNames: ReadonlySet<string> = new Set(["localhost", "workgroup", "unknown", "default", "router", "gateway"])

/** Numbers and dots are an address or an object identifier, and name nobody. */
const isTelling = (name: string): boolean => !/^[\d.]*$/.test(name) && !commonNames.has(name)

/** A host name that a known device has, given by another one that came at least an hour later: one machine with a new address, or two of one name. */
export function sameNames(hosts: readonly Device[]): Notice[] {
  const named = new Map<string, Device[]>()
  for (const device of hosts)
    if (!device.internet && !device.router && device.parent === "" && routed(device).length > 0)
      for (const name of new Set(device.hostnames.map((one) => one.toLowerCase())))
        if (isTelling(name)) named.set(name, [...(named.get(name) ?? []), device])
  const found = [...named].flatMap(([name, all]) => {
    const [known, ...later] = all.toSorted((a, b) => a.firstSeen - b.firstSeen || (a.id < b.id ? -1 : 1))
    return later
      .filter(({ firstSeen }) => firstSeen - known!.firstSeen >= knownAfter)
      .map((device) => sameName(name, known!, device))
  })
  return [...new Map(found.map((one) => [one.id, one])).values()]
}

const day = 86_400e6
/** What stands as it is counts as seen once a day: dismissed, it returns on another day. */
const seenOn = ({ firstSeen, lastSeen }: Device): number => Math.max(firstSeen, Math.floor(lastSeen / day) * day)

const sameName = (name: string, known: Device, device: Device): Notice => ({
  ...{ id: `same-name|${known.id}|${device.id}`, kind: "same-name", devices: [known.id, device.id] },
  ...{ subnet: subnetOf(device.addresses), value: name, before: "", first: device.firstSeen, last: seenOn(device) },
})

const mostRouters = 20

/** An address that is held by the MAC of a group of routers, with the routers of its subnet. */
export function virtualAddresses(hosts: readonly Device[]): Notice[] {
  const routers = hosts.filter(({ router, macs }) => router && !macs.some(isVirtualRouterMac))
  return hosts
    .filter(({ macs, addresses, parent }) => parent === "" && macs.some(isVirtualRouterMac) && addresses.length > 0)
    .flatMap((device) => {
      const subnet = subnetOf(device.addresses)
      const near = routers.filter(({ addresses }) => addresses.some((one) => subnetOf([one]) === subnet))
      if (near.length === 0) return []
      const all = [device.id, ...near.slice(0, mostRouters).map(({ id }) => id)]
      const about = { kind: "virtual-address", devices: all, subnet, value: device.addresses[0] ?? "" } as const
      const when = { first: device.firstSeen, last: seenOn(device) }
      return [{ id: `virtual-address|${device.id}`, ...about, before: "", ...when }]
    })
}

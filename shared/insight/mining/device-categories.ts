/** Categories of what is known of devices. */
import { titleOfMode, titleOfPurdue, titleOfType } from "../../model/device-titles.ts"
import { subnetOf } from "../map/subnet.ts"
import { aboutDevice } from "./about-device.ts"
import type { Category } from "./category.ts"
import type { MinedDevice, MiningRecord } from "./record.ts"

type Property = {
  readonly key: string
  readonly title: string
  /** Of one device, in the finding. */
  readonly one: string
  readonly description: string
  readonly values: (device: MinedDevice) => readonly string[]
  readonly numberOf?: (value: string) => number | null
  /** The field of an edit. */
  readonly field?: string
  /** What is seldom the same on two devices is not grouped by value. */
  readonly single?: boolean
}

const given = (value: string): readonly string[] => (value === "" ? [] : [value])
const claimed =
  (field: string) =>
  (device: MinedDevice): readonly string[] =>
    given(device.more[field] ?? "")

const properties: readonly Property[] = [
  {
    key: "vendor",
    title: "Vendors",
    one: "Vendor",
    description: "Who made the device.",
    values: (d) => given(d.vendor),
  },
  {
    ...{ key: "type", title: "Types", one: "Type", description: "What kind of device it is." },
    values: (d) => (d.type === "unknown" ? [] : [titleOfType(d.type)]),
  },
  { key: "model", title: "Models", one: "Model", description: "The product's name.", values: (d) => given(d.model) },
  {
    ...{ key: "orderNumber", title: "Order numbers", one: "Order number", description: "By which the maker sells it." },
    values: claimed("orderNumber"),
  },
  {
    ...{ key: "hardware", title: "Hardware versions", one: "Hardware version", description: "As the device tells it." },
    values: claimed("hardware"),
  },
  {
    ...{ key: "firmware", title: "Firmware versions", one: "Firmware", description: "As the device tells it." },
    values: (d) => given(d.firmware),
  },
  {
    ...{ key: "os", title: "Operating systems", one: "Operating system", description: "What runs on the device." },
    values: (d) => given(d.os),
  },
  {
    ...{ key: "serial", title: "Serial numbers", one: "Serial number", description: "Of the device.", single: true },
    values: (d) => given(d.serial),
  },
  {
    ...{ key: "hostname", title: "Host names", one: "Host name", description: "Names it goes by.", single: true },
    values: (d) => d.hostnames,
  },
  {
    ...{
      key: "stationName",
      title: "Station names",
      one: "Station name",
      description: "Its name in the control project.",
    },
    ...{ values: claimed("stationName"), single: true },
  },
  {
    ...{ key: "location", title: "Locations", one: "Location", description: "Where the device says that it stands." },
    values: claimed("location"),
  },
  {
    ...{
      key: "mode",
      title: "PLC operating mode",
      one: "Operating mode",
      description: "Whether a controller runs its program.",
    },
    values: (d) => (d.mode === "unknown" ? [] : [titleOfMode(d.mode)]),
  },
  {
    ...{
      key: "purdue",
      title: "Purdue levels",
      one: "Purdue level",
      description: "Where in the plant's hierarchy it belongs.",
    },
    ...{ values: (d) => (d.purdue < 0 ? [] : [titleOfPurdue(d.purdue)]), numberOf: (v) => digits(v) },
  },
  {
    ...{ key: "vlans", title: "VLANs", one: "VLAN", description: "Virtual networks it was seen in." },
    ...{ values: (d) => d.vlans.map(String), numberOf: Number },
  },
  {
    ...{ key: "addresses", title: "IP addresses", one: "IP address", description: "By subnet.", single: true },
    values: (d) => d.addresses,
  },
  {
    ...{ key: "macs", title: "MAC addresses", one: "MAC address", description: "Of its network cards.", single: true },
    values: (d) => d.macs,
  },
  {
    ...{
      key: "description",
      title: "Descriptions",
      one: "Description",
      description: "As given by traffic or a person.",
    },
    ...{ values: (d) => given(d.description), single: true },
  },
]

function digits(value: string): number | null {
  const found = /\d+/.exec(value)
  return found ? Number(found[0]) : null
}

/** Devices of the plant: addresses of the internet are none. */
function* plant(devices: ReadonlyMap<string, MinedDevice>): Iterable<MinedDevice> {
  const told = new Set<MinedDevice>()
  for (const device of devices.values()) {
    if (device.internet || told.has(device)) continue
    told.add(device)
    yield device
  }
}

const plain = { peer: "", peerDevice: "", transport: "", protocol: "", port: 0 } as const

const propertyCategory = (property: Property): Category => {
  const { key, title, one, description, values, numberOf, single = false, field = key } = property
  const path = ["Devices", title]
  return {
    ...{ key: `devices/${key}`, path, description },
    *records({ devices }) {
      for (const device of plant(devices))
        for (const value of values(device))
          yield {
            ...aboutDevice(device),
            ...plain,
            ...{ category: `devices/${key}`, path, text: one, value },
            group: key === "addresses" ? subnetOf([value]) : single ? "" : value,
            number: numberOf ? numberOf(value) : null,
            state: device.edited.includes(field) ? "Set by a person" : "Seen in traffic",
            ...{ firstSeen: device.firstSeen, lastSeen: device.lastSeen },
          }
    },
  }
}

const day = 86_400e6

/** "active" within a day, "nonactive" after seven days of silence. */
const stillness = (silent: number): string => (silent <= day ? "Active" : silent >= 7 * day ? "Nonactive" : "Quiet")
const stillWords: Readonly<Record<string, string>> = {
  Active: "Traffic in the last 24 hours",
  Quiet: "Silent for more than a day",
  Nonactive: "Silent for 7 days or longer",
}

function silence(device: MinedDevice, until: number): Pick<MiningRecord, "value" | "number"> {
  const hours = Math.max(0, Math.floor((until - device.lastSeen) / 3600e6))
  const words = hours === 0 ? "< 1 h ago" : hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`
  return { value: words, number: hours }
}

const activity: Category = {
  key: "devices/activity",
  path: ["Devices", "Activity"],
  description: "When each device was last heard.",
  *records({ devices, until }) {
    for (const device of plant(devices)) {
      const state = stillness(until - device.lastSeen)
      yield {
        ...aboutDevice(device),
        ...plain,
        ...{ category: activity.key, path: activity.path, group: stillWords[state]!, text: "Last heard", state },
        ...silence(device, until),
        ...{ firstSeen: device.firstSeen, lastSeen: device.lastSeen },
      }
    }
  },
}

export const deviceCategories: readonly Category[] = [activity, ...properties.map(propertyCategory)]

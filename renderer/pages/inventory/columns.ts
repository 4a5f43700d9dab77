/** The columns of the inventory: title, width, and how a device reads in each. */
import type { DeviceRow } from "../../../shared/api/contract/devices.ts"
import { addressRank, subnetOfDevice } from "../../../shared/insight/map/subnet.ts"
import { formatBytes, formatNumber } from "../../parts/format/numbers.ts"
import { formatDayAndClock, formatMinute } from "../../parts/format/times.ts"
import type { TableColumn } from "../../parts/table-column.ts"
import { controllerTypes, modeTitles, titleOfPurdue, titleOfType } from "../../state/device-words.ts"
import { titleOfProtocol } from "../../state/protocol-words.ts"

export type InventoryColumn = TableColumn & {
  readonly shownAtFirst: boolean
  /** "unknown" where it should be known and is not; "–" where it does not apply. */
  readonly text: (row: DeviceRow) => string
  /** What it is sorted by; the text where absent. */
  readonly rank?: (row: DeviceRow) => number | string
  /** Several values: a filter matches any one of them. */
  readonly values?: (row: DeviceRow) => readonly string[]
}

const unknown = "unknown"
const none = "–"
const yesNo = (value: boolean) => (value ? "Yes" : "No")
const orUnknown = (value: string) => (value === "" ? unknown : value)
const joined = (values: readonly string[]) => (values.length === 0 ? none : values.join(", "))

/** The map's groups that a device is in: its subnet and its VLANs. */
function groupsOf(row: DeviceRow): readonly string[] {
  const subnet = row.addresses.length === 0 ? [] : [subnetOfDevice(row)]
  return [...subnet, ...row.vlans.map((vlan) => `VLAN ${vlan}`)]
}

export const columns: readonly InventoryColumn[] = [
  {
    key: "name",
    title: "Name",
    width: 160,
    least: 128,
    rich: true,
    stretch: true,
    shownAtFirst: true,
    text: (row) => row.name,
  },
  { key: "type", title: "Type", width: 140, least: 98, shownAtFirst: true, text: (row) => titleOfType(row.type) },
  { key: "vendor", title: "Vendor", width: 130, least: 78, shownAtFirst: true, text: (row) => orUnknown(row.vendor) },
  { key: "model", title: "Model", width: 135, least: 82, shownAtFirst: true, text: (row) => orUnknown(row.model) },
  {
    key: "firmware",
    title: "Firmware",
    width: 100,
    least: 86,
    mono: true,
    shownAtFirst: true,
    text: (row) => orUnknown(row.firmware),
  },
  {
    key: "address",
    title: "IP address",
    width: 130,
    least: 118,
    mono: true,
    shownAtFirst: true,
    text: (row) => joined(row.addresses),
    rank: (row) => addressRank(row.addresses[0] ?? ""),
    values: (row) => row.addresses,
  },
  {
    key: "mac",
    title: "MAC address",
    width: 150,
    mono: true,
    shownAtFirst: false,
    text: (row) => joined(row.macs),
    values: (row) => row.macs,
  },
  {
    key: "protocols",
    title: "Protocols",
    width: 150,
    least: 78,
    shownAtFirst: true,
    text: (row) => joined(row.protocols.map(({ name }) => titleOfProtocol(name))),
    values: (row) => row.protocols.flatMap(({ name }) => [titleOfProtocol(name), name]),
  },
  {
    key: "mode",
    title: "PLC mode",
    width: 100,
    least: 88,
    rich: true,
    shownAtFirst: true,
    text: (row) => (row.mode === "unknown" && !controllerTypes.has(row.type) ? none : modeTitles[row.mode]),
  },
  {
    key: "purdue",
    title: "Purdue level",
    width: 180,
    shownAtFirst: false,
    text: (row) => titleOfPurdue(row.purdue),
    rank: (row) => row.purdue,
  },
  {
    key: "vlan",
    title: "VLAN",
    width: 80,
    shownAtFirst: false,
    text: (row) => joined(row.vlans.map(String)),
    rank: (row) => row.vlans[0] ?? -1,
    values: (row) => row.vlans.map(String),
  },
  {
    key: "tunnel",
    title: "Seen inside",
    width: 190,
    shownAtFirst: false,
    text: (row) => row.tunnel ?? none,
  },
  {
    key: "serial",
    title: "Serial number",
    width: 140,
    mono: true,
    shownAtFirst: false,
    text: (row) => orUnknown(row.serial),
  },
  {
    key: "os",
    title: "Operating system",
    width: 140,
    shownAtFirst: false,
    text: (row) => orUnknown(row.os),
  },
  {
    key: "hostname",
    title: "Host name (FQDN)",
    width: 160,
    shownAtFirst: false,
    text: (row) => joined(row.hostnames),
    values: (row) => row.hostnames,
  },
  // The sensor only listens: it looks no names up, so no device has a time at which it did.
  { key: "lookup", title: "FQDN lookup time", width: 140, shownAtFirst: false, text: () => none },
  {
    key: "groups",
    title: "Groups",
    width: 170,
    shownAtFirst: false,
    text: (row) => joined(groupsOf(row)),
    values: groupsOf,
  },
  { key: "description", title: "Description", width: 180, shownAtFirst: false, text: (row) => row.description || none },
  {
    key: "authorized",
    title: "Authorized",
    width: 95,
    rich: true,
    shownAtFirst: false,
    text: (row) => yesNo(row.authorized),
  },
  { key: "important", title: "Important", width: 90, shownAtFirst: false, text: (row) => yesNo(row.important) },
  { key: "scanner", title: "Scanner", width: 85, shownAtFirst: false, text: (row) => yesNo(row.scanner) },
  {
    key: "programming",
    title: "Programming device",
    width: 150,
    shownAtFirst: false,
    text: (row) => yesNo(row.programming),
  },
  {
    key: "alerts",
    title: "Alerts",
    width: 64,
    right: true,
    rich: true,
    shownAtFirst: true,
    text: (row) => formatNumber(row.openAlerts),
    rank: (row) => row.openAlerts,
  },
  {
    key: "traffic",
    title: "Traffic",
    width: 95,
    right: true,
    shownAtFirst: false,
    text: (row) => formatBytes(row.sentBytes + row.receivedBytes),
    rank: (row) => row.sentBytes + row.receivedBytes,
  },
  {
    key: "discovered",
    title: "Discovered",
    width: 156,
    right: true,
    shownAtFirst: false,
    text: (row) => formatMinute(row.firstSeen),
    rank: (row) => row.firstSeen,
  },
  {
    key: "lastSeen",
    title: "Last activity",
    width: 156,
    least: 138,
    right: true,
    shownAtFirst: true,
    text: (row) => formatDayAndClock(row.lastSeen),
    rank: (row) => row.lastSeen,
  },
]

const byKey = new Map(columns.map((column) => [column.key, column]))
const texts = new WeakMap<DeviceRow, Map<string, string>>()
/** How a device reads in a column. Kept per device, for it is asked for on every scroll; a changed device is another row. */
export function textOf(row: DeviceRow, key: string): string {
  const own = texts.get(row) ?? new Map<string, string>()
  if (own.size === 0) texts.set(row, own)
  let text = own.get(key)
  if (text === undefined) own.set(key, (text = byKey.get(key)?.text(row) ?? ""))
  return text
}
/** Said of what is not known and of what does not apply. */
export const isFaint = (text: string): boolean => text === unknown || text === none
export const columnOf = (key: string): InventoryColumn | undefined => byKey.get(key)
export const firstColumns: readonly string[] = columns.filter(({ shownAtFirst }) => shownAtFirst).map(({ key }) => key)

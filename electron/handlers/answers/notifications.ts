/** Device notifications in words, as far as what they tell still holds: answered in a site thread. */
import type { DeviceNotification } from "../../../shared/api/contract/notifications.ts"
import type { MadeOutput, ParsedInput } from "../../../shared/api/server.ts"
import { isOtDevice } from "../../../shared/insight/notices/device-changes.ts"
import { kindOfNotice, operatingSystems, type Response } from "../../../shared/insight/notices/kinds.ts"
import { subnetOfDevice, type Subnet } from "../../../shared/insight/notices/subnets.ts"
import { subnetOf } from "../../../shared/insight/map/subnet.ts"
import { titleOfType } from "../../../shared/model/device-titles.ts"
import { covered } from "../../store/covered.ts"
import type { Database } from "../../store/database.ts"
import { devices, type EditedDevice } from "../../store/devices.ts"
import { notifications, type StoredNotice } from "../../store/notifications.ts"
import { subnets } from "../../store/subnets.ts"
import { isJoin, isUndoable } from "../notice-answers.ts"
import { knownDevices } from "./ends.ts"

type List = MadeOutput<"notifications.list">
type Offer = DeviceNotification["responses"][number]

/** A notification with the devices that it names, as they are now. */
export type Told = {
  readonly notice: StoredNotice
  readonly devices: readonly EditedDevice[]
  /** What the first one was called, where none is left. */
  readonly gone: string
}

const patience = 14 * 86_400e6
const mostShown = 1000
const mostDevices = 50

/** Open, or answered, and still true. */
export function toldNow(database: Database): Told[] {
  const all = notifications.all(database)
  const known = knownDevices(
    database,
    all.flatMap((one) => one.devices),
  )
  const configured = subnets.all(database)
  return all
    .map((notice) => {
      const left = unlike(notice.devices.flatMap((id) => known(id) ?? []))
      const [was] = left.length === 0 ? devices.raw(database, notice.devices.slice(0, 1)) : []
      return { notice, devices: left, gone: was?.name ?? "A device that is gone" }
    })
    .filter((one) => one.notice.answer !== "" || stillHolds(one, configured))
}

const unlike = (all: readonly EditedDevice[]): EditedDevice[] => [...new Map(all.map((one) => [one.id, one])).values()]

/** What somebody did elsewhere meanwhile answers it, too. */
function stillHolds({ notice, devices }: Told, configured: readonly Subnet[]): boolean {
  const [first] = devices
  const subnet = configured.find(({ cidr }) => cidr === notice.subnet)
  switch (notice.kind) {
    case "new-address":
      return first !== undefined && first.addresses.includes(notice.value) && first.addresses.length > 1
    case "same-name":
    case "virtual-address":
      return devices.length > 1
    case "inactive":
      return first !== undefined && first.lastSeen === notice.last
    case "ot-in-office":
      return subnet !== undefined && !subnet.ics && devices.some(isOtDevice)
    case "no-subnets":
      return configured.length === 0
    case "new-subnet":
      return devices.some((device) => !subnetOfDevice(configured, device))
    case "os-change":
      return first !== undefined && !first.edited.includes("os")
    case "type-change":
      return first !== undefined && !(first.edited.includes("type") && first.type === notice.value)
    default:
      return notice.kind satisfies never
  }
}

function textOf({ notice, devices, gone }: Told): string {
  const [first, second] = devices
  const name = first?.name ?? gone
  const { value, before, subnet } = notice
  switch (notice.kind) {
    case "new-address":
      return `${name} was seen with the new address ${value}, beside ${before}.`
    case "same-name":
      if (!second) return `A device gave the host name “${value}” of ${name}.`
      if (addressOf(first) === addressOf(second))
        return `Two devices at ${addressOf(first)} give the host name “${value}”: ${name} and ${second.name}.`
      return `${second.name} at ${addressOf(second)} gives the host name “${value}” of ${name}, known at ${addressOf(first)}.`
    case "virtual-address":
      return `${value} is a virtual address: a group of routers holds it in turns.`
    case "inactive":
      return `${name} has not been heard for 60 days, in the time of the traffic that was read.`
    case "ot-in-office":
      return `${devices.length === 1 ? `${name} is an OT device` : `${devices.length} OT devices are`} in ${subnet}, which is not an ICS subnet.`
    case "no-subnets":
      return "The sensor sees devices, but knows no subnet of the plant."
    case "os-change":
      return `${name} tells another operating system: ${value} instead of ${before}.`
    case "new-subnet":
      return `Devices were seen in ${subnet}, which is not among the known subnets.`
    case "type-change":
      return `${name} behaves like another type of device: ${titleOfType(value)} instead of ${titleOfType(before)}.`
    default:
      return notice.kind satisfies never
  }
}

const addressOf = (device: EditedDevice | undefined): string => device?.addresses[0] ?? device?.macs[0] ?? "no address"

const labels: Readonly<Record<Response, string>> = {
  ...{ additional: "Set additional IP", replace: "Replace existing IP", delete: "Delete", ics: "Set as ICS subnet" },
  ...{ subnets: "Open subnet configuration", os: "Set operating system", type: "Set type", learn: "Learn" },
  dismiss: "Dismiss",
}

function offer(response: Response, told: Told): Offer {
  const { notice, devices } = told
  const plain = { response, label: labels[response], admin: false, confirm: "", choices: [] }
  const names = devices.map(({ name }) => name)
  if (response === "type") return { ...plain, label: `Set as ${titleOfType(notice.value)}` }
  if (response === "os") {
    const heard = [notice.value, notice.before, ...operatingSystems]
    return { ...plain, choices: [...new Set(heard)].slice(0, 60).map((value) => ({ value, text: value })) }
  }
  if (response === "delete") {
    const confirm = `${names[0] ?? "The device"} leaves the inventory, the map and the reports. It returns when it is heard again.`
    return { ...plain, admin: true, confirm }
  }
  if (response === "replace" && !isJoin(notice)) {
    const confirm = `${notice.before} is no longer shown as an address of ${names[0] ?? "the device"}; ${notice.value} takes its place.`
    return { ...plain, confirm: confirm.slice(0, 500) }
  }
  if (!isJoin(notice) || (response !== "additional" && response !== "replace")) return plain
  const routers = notice.kind === "virtual-address" ? devices.slice(1) : []
  const choices = routers.length > 1 ? routers.slice(0, 60).map(({ id, name }) => ({ value: id, text: name })) : []
  return { ...plain, admin: true, choices, confirm: joinWords(response, told) }
}

function joinWords(response: Response, { notice, devices }: Told): string {
  if (notice.kind === "virtual-address")
    return `${notice.value} becomes an address of the router. The two are one device from then on.`
  const [known, other] = devices
  const over = response === "replace" ? ` ${addressOf(known)} is no longer shown as its address.` : ""
  return `${other?.name ?? "The device"} at ${addressOf(other)} becomes part of ${known?.name ?? "the known device"}. The two are one device from then on.${over}`.slice(
    0,
    500,
  )
}

function rowOf(told: Told): DeviceNotification {
  const { notice, devices } = told
  const kind = kindOfNotice(notice.kind)
  const offers = notice.answer === "" ? kind.responses.map((response) => offer(response, told)) : []
  const needsChoice = offers.some(({ response, choices }) => response === kind.accept && choices.length > 0)
  return {
    ...{ id: notice.id, kind: notice.kind, title: kind.title, text: textOf(told).slice(0, 2000), at: notice.last },
    until: kind.lapses && notice.answer === "" && notice.since > 0 ? notice.since + patience : 0,
    ...{ answer: notice.answer, by: notice.by, answeredAt: notice.at, undoable: isUndoable(notice) },
    devices: devices.slice(0, mostDevices).map((device) => ({
      ...{ id: device.id, name: device.name.slice(0, 400), type: device.type },
      address: addressOf(device).slice(0, 100),
    })),
    moreDevices: Math.max(0, devices.length - mostDevices),
    subnet: subnetIn(told),
    os: (devices[0]?.os ?? "").slice(0, 200),
    responses: offers,
    accept: kind.accept === null || needsChoice ? "" : kind.accept,
  }
}

const subnetIn = ({ notice, devices }: Told): string =>
  (notice.subnet === "" && devices[0] ? subnetOf(devices[0].addresses) : notice.subnet).slice(0, 60)

export function listNotifications(database: Database, { filter }: ParsedInput<"notifications.list">): List {
  const all = toldNow(database).filter(({ notice }) => filter.answered || notice.answer === "")
  const rows = all.map((told) => ({ told, row: rowOf(told) }))
  const kept = rows
    .filter(({ row }) => row.at >= filter.from && row.at < filter.to)
    .filter(
      ({ row }) => (filter.subnet === "" || row.subnet === filter.subnet) && (filter.os === "" || row.os === filter.os),
    )
    .filter(({ told }) => filter.devices.length === 0 || told.devices.some(({ id }) => filter.devices.includes(id)))
    .map(({ row }) => row)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
  const of = (value: (row: DeviceNotification) => string, most: number): string[] =>
    [...new Set(rows.map(({ row }) => value(row)))]
      .filter((text) => text !== "")
      .sort()
      .slice(0, most)
  return {
    notifications: kept.slice(0, mostShown),
    total: kept.length,
    open: rows.filter(({ row }) => row.answer === "").length,
    subnets: of((row) => row.subnet, 1000),
    systems: of((row) => row.os, 500),
  }
}

/** What the desk needs to know of those that are answered. */
export function notificationCases(database: Database, { ids }: { readonly ids: readonly string[] }) {
  const wanted = new Set(ids)
  const [configured, newest] = [subnets.all(database), covered.newest(database)]
  return toldNow(database)
    .filter(({ notice }) => wanted.has(notice.id))
    .map((told) => ({ ...told, row: rowOf(told), configured, newest }))
}

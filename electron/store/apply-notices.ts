/** What a batch brings of device notifications, in its own transaction: what is seen in each batch, and what shows when a capture or a stretch of one is at its end. */
import type { Batch } from "../../shared/engine/batch.ts"
import {
  isOtDevice,
  noticesOfChange,
  sameNames,
  virtualAddresses,
} from "../../shared/insight/notices/device-changes.ts"
import type { Notice } from "../../shared/insight/notices/kinds.ts"
import { noticesOfSubnets } from "../../shared/insight/notices/subnets.ts"
import type { Device } from "../../shared/model/device.ts"
import { ends } from "./alert-lifecycle.ts"
import type { Database } from "./database.ts"
import { devices } from "./devices.ts"
import { events } from "./events.ts"
import { notifications } from "./notifications.ts"
import { subnets } from "./subnets.ts"

const inactiveAfter = 60 * 86_400e6
/** So many at once, so that no commit is long; the next one goes on. */
const mostInactive = 500

/** Devices as they were; asked before the batch is put. */
export type Former = ReadonlyMap<string, Device>

export function formerOf(database: Database, batch: Batch): Former {
  const ids = batch.devices.filter(({ internet, parent }) => !internet && parent === "").map(({ id }) => id)
  return new Map(devices.raw(database, ids).map((one) => [one.id, one]))
}

export function applyNotices(database: Database, owner: string, batch: Batch, former: Former, learning: boolean): void {
  if (batch.devices.length === 0) return
  const time = batch.capture.last
  const changed = batch.devices.map((device) => {
    const before = former.get(device.id)
    return { device, before, isNew: before === undefined, wasOt: before !== undefined && isOtDevice(before) }
  })
  const learns = learning && subnets.learns(database)
  const seen = noticesOfSubnets(changed, { all: subnets.all(database), learns }, time)
  for (const one of seen.put) subnets.put(database, owner, one)
  const told = changed.flatMap(({ device, before }) => (before ? noticesOfChange(before, device, time) : []))
  tell(database, owner, [...told, ...seen.notices])
}

/** What takes all devices to see; when a capture, or a stretch of live capture, is at its end. */
export function settleNotices(database: Database, owner: string): void {
  const hosts = devices.hosts(database)
  tell(database, owner, [...sameNames(hosts), ...virtualAddresses(hosts)])
  tellInactive(database, owner, hosts)
}

const tell = (database: Database, owner: string, notices: readonly Notice[]): void => {
  for (const one of notices) notifications.raise(database, owner, one)
}

/**
 * As alerts do, silence counts back from the newest packet of what belongs together: a capture from last year makes nothing inactive, for
 * nobody listened since; only where the sensor went on listening is a device silent.
 */
function tellInactive(database: Database, owner: string, hosts: readonly Device[]): void {
  const told = notifications.ids(database, "inactive|")
  const silent = ends(database, inactiveAfter).flatMap(({ from, end }) =>
    hosts
      .filter(({ internet, lastSeen }) => !internet && lastSeen > from && lastSeen <= end - inactiveAfter)
      .map((device) => ({ device, end, notice: inactive(device) })),
  )
  for (const { device, end, notice } of silent.filter((one) => !told.has(one.notice.id)).slice(0, mostInactive)) {
    notifications.raise(database, owner, notice)
    const { id, addresses, macs } = device
    const source = { device: id, address: addresses[0] ?? macs[0] ?? "" }
    const text = "{source} was silent for 60 days; a notification recommends to delete it."
    const target = { device: "", address: "" }
    events.addShown(database, owner, [{ at: end, code: "DELETE_DEVICE_SCHEDULE", source, target, text }])
  }
}

function inactive({ id, lastSeen }: Device): Notice {
  const about = { kind: "inactive", devices: [id], subnet: "", value: "", before: "" } as const
  return { id: `inactive|${id}|${lastSeen}`, ...about, first: lastSeen, last: lastSeen }
}

/** Who an alert or an event is about, as known now: ids that were joined into others since are followed. */
import type { AlertEnd } from "../../../shared/api/contract/alerts.ts"
import { addressKind } from "../../../shared/net/ip.ts"
import type { Database } from "../../store/database.ts"
import { devices, type EditedDevice } from "../../store/devices.ts"

export type Known = (id: string) => EditedDevice | undefined

/** Devices by ids of now or before. */
export function knownDevices(database: Database, ids: Iterable<string>): Known {
  const wanted = [...new Set(ids)].filter((id) => id !== "")
  const found = new Map(devices.some(database, wanted).map((one) => [one.id, one]))
  const missing = wanted.filter((id) => !found.has(id))
  if (missing.length > 0) {
    const aliases = devices.aliases(database)
    const heirs = new Set(missing.flatMap((id) => aliases.get(id) ?? []))
    const now = new Map(devices.some(database, [...heirs]).map((one) => [one.id, one]))
    for (const id of missing) {
      const heir = now.get(aliases.get(id) ?? "")
      if (heir) found.set(id, heir)
    }
  }
  return (id) => found.get(id)
}

export function endOf(known: Known, id: string, address: string): AlertEnd {
  const device = known(id)
  return {
    device: device?.id ?? "",
    name: (device?.name ?? address).slice(0, 400),
    address: address === "" ? (device?.addresses[0] ?? device?.macs[0] ?? "") : address.slice(0, 100),
    type: device?.type ?? "",
    internet: device?.internet ?? isPublic(address),
  }
}

const isPublic = (address: string): boolean => address !== "" && addressKind(address) === "public"

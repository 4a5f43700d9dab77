/** Subnets with what stands in them: those that are configured, and those that traffic shows besides. Answered in a site thread. */
import type { SubnetRow } from "../../../shared/api/contract/subnets.ts"
import type { MadeOutput } from "../../../shared/api/server.ts"
import { isOtDevice, plantAddresses } from "../../../shared/insight/notices/device-changes.ts"
import { subnetOfDevice } from "../../../shared/insight/notices/subnets.ts"
import { addressRank, subnetOf } from "../../../shared/insight/map/subnet.ts"
import type { Database } from "../../store/database.ts"
import { devices } from "../../store/devices.ts"
import { subnets } from "../../store/subnets.ts"

const most = 5000
const unnamed = { name: "", ics: false, segregated: false, devices: 0, ot: 0 }

export function listSubnets(database: Database): MadeOutput<"subnets.list"> {
  const configured = subnets.all(database)
  const rows = new Map<string, SubnetRow>(configured.map((one) => [one.cidr, { ...one, devices: 0, ot: 0 }]))
  for (const device of devices.hosts(database)) {
    const addresses = plantAddresses(device)
    if (device.internet || addresses.length === 0) continue
    const cidr = subnetOfDevice(configured, device)?.cidr ?? subnetOf(addresses)
    const row = rows.get(cidr) ?? { ...unnamed, cidr, learned: "no" }
    rows.set(cidr, { ...row, devices: row.devices + 1, ot: row.ot + (isOtDevice(device) ? 1 : 0) })
  }
  const ordered = [...rows.values()].sort((a, b) => (addressRank(a.cidr) < addressRank(b.cidr) ? -1 : 1))
  return { learns: subnets.learns(database), subnets: ordered.slice(0, most) }
}

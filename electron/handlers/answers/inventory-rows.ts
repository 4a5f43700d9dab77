/** Devices of the site as rows of the inventory: with their open alerts and the subnets that people configured. */
import type { DeviceRow } from "../../../shared/api/contract/devices.ts"
import { alertList } from "../../store/alert-list.ts"
import type { Database } from "../../store/database.ts"
import type { EditedDevice } from "../../store/devices.ts"
import { subnets } from "../../store/subnets.ts"
import { deviceRow, namedSubnet, openAlerts } from "../device-row.ts"

export function inventoryRows(database: Database): (device: EditedDevice) => DeviceRow {
  const open = openAlerts(alertList.openByDevice(database))
  const subnetOf = namedSubnet(subnets.all(database))
  return (device) => deviceRow(device, open, subnetOf(device))
}

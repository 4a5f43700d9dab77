/** One line that says what a device is: "PLC · Process control (level 1) · VLAN 10". */
import type { DeviceRow } from "../../../shared/api/contract/devices.ts"
import { tunnelTitle } from "../../../shared/model/tunnel-title.ts"
import { titleOfPurdue, titleOfType } from "../../state/device-words.ts"

export function summaryOf(row: DeviceRow): string {
  if (row.internet) return "Address of the public internet"
  const parts = [
    row.type === "unknown" ? "Type unknown" : titleOfType(row.type),
    row.purdue < 0 ? "level unknown" : titleOfPurdue(row.purdue),
  ]
  if (row.vlans.length > 0) parts.push(`VLAN ${row.vlans.join(", ")}`)
  if (row.tunnel !== undefined) parts.push(`inside ${tunnelTitle(row.tunnel)}`)
  if (!row.authorized) parts.push("not authorized")
  if (row.scanner) parts.push("scanner")
  if (row.programming) parts.push("programming device")
  return parts.join(" · ")
}

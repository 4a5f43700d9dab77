/** The words for what a device is: types, Purdue levels, modes, properties. */
import type { ClaimField } from "../../shared/facts/claim-field.ts"
import type { DeviceType } from "../../shared/model/device.ts"
import { modeTitles, titleOfMode, titleOfPurdue, titleOfType } from "../../shared/model/device-titles.ts"

export { modeTitles, titleOfPurdue, titleOfType }

/** Levels with no equipment of their own types: no level can be told, so "unknown" would mislead. */
export const controllerTypes: ReadonlySet<DeviceType> = new Set([
  "plc",
  "rtu",
  "dcs-controller",
  "safety-controller",
  "ied",
])

export const fieldTitles: Readonly<Record<ClaimField, string>> = {
  vendor: "Vendor",
  model: "Model",
  firmware: "Firmware",
  serial: "Serial number",
  hostname: "Host name",
  type: "Type",
  purdue: "Purdue level",
  mode: "Mode",
  os: "Operating system",
  software: "Software",
  description: "Description",
  stationName: "Station name",
  orderNumber: "Order number",
  hardware: "Hardware",
  location: "Location",
  keySwitch: "Key switch",
  project: "Project",
  protection: "Protection",
}

/** A claim's value as people read it. */
export function wordsOfClaim(field: ClaimField, value: string): string {
  if (field === "type") return titleOfType(value)
  if (field === "purdue") return titleOfPurdue(Number(value))
  if (field === "mode") return titleOfMode(value)
  return value
}

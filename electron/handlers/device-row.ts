/** Rows of the inventory as the API shows them. */
import type { ConnectionRow, DeviceRow } from "../../shared/api/contract/devices.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { MadeOutput } from "../../shared/api/server.ts"
import type { Connection } from "../../shared/model/device.ts"
import { subnetOfDevice, type Subnet } from "../../shared/insight/notices/subnets.ts"
import type { StoredClaim } from "../store/claims.ts"
import type { EditedDevice } from "../store/devices.ts"

/** The contract's lists and texts have limits; what is beyond them is left out here, never refused. */
const most = 4096
const short = (value: string, length: number): string => (value.length <= length ? value : value.slice(0, length))

/** How many alerts about a device are open. */
export type OpenAlerts = (device: Pick<EditedDevice, "id" | "aliases">) => number

/** `byDevice`: by the ids that the alerts were told with, which may have been joined since. */
export const openAlerts =
  (byDevice: ReadonlyMap<string, number>): OpenAlerts =>
  ({ id, aliases }) =>
    aliases.reduce((sum, alias) => sum + (byDevice.get(alias) ?? 0), byDevice.get(id) ?? 0)

/** The configured subnet of a device, in words; "" where there is none. */
export const namedSubnet =
  (all: readonly Subnet[]) =>
  (device: EditedDevice): string => {
    const found = device.internet || device.tunnel !== undefined ? undefined : subnetOfDevice(all, device)
    return found === undefined ? "" : `${found.cidr} ${found.name}`.trim()
  }

export const deviceRow = (device: EditedDevice, open: OpenAlerts, subnet: string): DeviceRow => ({
  ...device,
  ...(subnet === "" ? {} : { subnet: short(subnet, 400) }),
  aliases: device.aliases.slice(0, most),
  name: short(device.name, 400),
  macs: device.macs.slice(0, most),
  addresses: device.addresses.slice(0, most),
  vlans: device.vlans.slice(0, most),
  ...(device.tunnel === undefined ? {} : { tunnel: short(device.tunnel, 400) }),
  hostnames: device.hostnames.slice(0, most).map((name) => short(name, 400)),
  vendor: short(device.vendor, 400),
  model: short(device.model, 400),
  firmware: short(device.firmware, 400),
  serial: short(device.serial, 400),
  os: short(device.os, 400),
  description: short(device.description, 2000),
  protocols: device.protocols.slice(0, 500).map((one) => ({ ...one })),
  edited: [...device.edited],
  part: short(device.part, 200),
  openAlerts: open(device),
})

export const connectionRow = (one: Connection, nameOf: (id: string) => string): ConnectionRow => ({
  ...one,
  clientName: short(nameOf(one.client), 400),
  serverName: short(nameOf(one.server), 400),
  functions: one.functions
    .slice(0, 2000)
    .map(({ lastSeen: _, name, ...called }) => ({ ...called, name: short(name, 200) })),
})

export const unknownDevice = (): Refusal =>
  new Refusal(
    "refused",
    "This device is not in the inventory any more. It may have been joined with another: search for its address.",
  )

export const claimRow = (claim: StoredClaim, index: number): MadeOutput<"devices.proof">["claim"] => ({
  index,
  field: claim.field,
  value: claim.value.slice(0, 2000),
  rule: claim.rule.slice(0, 200),
  confidence: claim.confidence,
  time: claim.time,
  capture: claim.capture ?? "",
  captureFile: claim.file,
  spans: claim.spans.slice(0, 100).map((span) => ({ ...span })),
})

/** Subnets of the plant: what people configured or the sensor learned, and what follows for a device that is seen. */
import type { Device } from "../../model/device.ts"
import { narrowest } from "../../net/cidr.ts"
import { subnetOf } from "../map/subnet.ts"
import { isOtDevice, plantAddresses } from "./device-changes.ts"
import type { Notice } from "./kinds.ts"

export type Subnet = {
  /** In normal form. */
  readonly cidr: string
  readonly name: string
  /** Belongs to the process: OT devices are expected in it. */
  readonly ics: boolean
  /** Drawn as a band of its own. */
  readonly segregated: boolean
  /** auto: by the sensor, from traffic. */
  readonly learned: "auto" | "hand"
}

/** `auto`: what is found becomes a subnet by itself, while the sensor learns. */
export type Subnets = { readonly all: readonly Subnet[]; readonly learns: boolean }

export const subnetOfDevice = (all: readonly Subnet[], device: Pick<Device, "addresses">): Subnet | undefined =>
  narrowest(all, plantAddresses(device))

/** The subnet as it was found: nobody gave it a name. */
const found = (device: Device): Subnet => ({
  ...{ cidr: subnetOf(plantAddresses(device)), name: "", ics: isOtDevice(device) },
  ...{ segregated: false, learned: "auto" },
})

type Outcome = {
  /** Subnets that are new, or became ICS. */
  readonly put: readonly Subnet[]
  readonly notices: readonly Notice[]
}

/** What devices that are new or changed say of subnets. `wasOt`: it was an OT device before. */
export function noticesOfSubnets(
  changed: readonly { readonly device: Device; readonly wasOt: boolean; readonly isNew: boolean }[],
  { all, learns }: Subnets,
  time: number,
): Outcome {
  const known = new Map(all.map((one) => [one.cidr, one]))
  const put = new Map<string, Subnet>()
  const notices: Notice[] = []
  for (const { device, wasOt, isNew } of changed) {
    if (device.internet || device.parent !== "" || plantAddresses(device).length === 0) continue
    const subnet = subnetOfDevice([...known.values()], device)
    if (!subnet && learns) {
      const one = found(device)
      known.set(one.cidr, one)
      put.set(one.cidr, one)
    } else if (!subnet) {
      if (isNew) notices.push(newSubnet(device, time), ...(all.length === 0 ? [noSubnets(time)] : []))
    } else if (isOtDevice(device) && !subnet.ics) {
      if (learns && subnet.learned === "auto") {
        const ics = { ...subnet, ics: true }
        known.set(ics.cidr, ics)
        put.set(ics.cidr, ics)
      } else if (!wasOt) notices.push(otInOffice(device, subnet, time))
    }
  }
  return { put: [...put.values()], notices: [...joined(notices)] }
}

const newSubnet = (device: Device, time: number): Notice => {
  const subnet = subnetOf(plantAddresses(device))
  const about = { kind: "new-subnet", devices: [device.id], subnet, value: subnet, before: "" } as const
  return { id: `new-subnet|${subnet}`, ...about, first: time, last: time }
}
const noSubnets = (time: number): Notice => ({
  ...{ id: "no-subnets", kind: "no-subnets", devices: [], subnet: "", value: "", before: "", first: time, last: time },
})
const otInOffice = (device: Device, { cidr }: Subnet, time: number): Notice => ({
  ...{ id: `ot-in-office|${cidr}`, kind: "ot-in-office", devices: [device.id], subnet: cidr, value: cidr },
  ...{ before: "", first: time, last: time },
})

/** Of the same thing, one that names every device. */
function joined(notices: readonly Notice[]): Iterable<Notice> {
  const found = new Map<string, Notice>()
  for (const one of notices) found.set(one.id, mergedNotices(found.get(one.id), one))
  return found.values()
}

const mostDevices = 1000

/** What was told before, with what is seen now. */
export function mergedNotices(before: Notice | undefined, now: Notice): Notice {
  if (!before) return now
  const devices = [...new Set([...before.devices, ...now.devices])].slice(0, mostDevices)
  return { ...now, devices, first: before.first, last: Math.max(before.last, now.last) }
}

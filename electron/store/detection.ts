/** How traffic is judged, as people set it, and the policy that follows from it for what is read next. */
import type { AlertEngine } from "../../shared/detections/alert-kind.ts"
import type { Policy } from "../../shared/detections/policy.ts"
import { baselineEdits } from "./baseline-edits.ts"
import type { Database } from "./database.ts"
import { devices } from "./devices.ts"
import { packs } from "./packs.ts"
import { rules } from "./rules.ts"
import { settings } from "./settings.ts"

export type Detection = {
  readonly learning: boolean
  readonly enginesOff: readonly AlertEngine[]
  readonly smartItLearning: boolean
  /** By kind of alert: whether it is judged, where that differs from the catalogue. */
  readonly kinds: Readonly<Record<string, boolean>>
  readonly thresholds: Policy["thresholds"]
  /** By kind, then by the device's id. */
  readonly deviceThresholds: NonNullable<Policy["deviceThresholds"]>
  /** When learning was switched last, and by whom; 0 and "": never. */
  readonly changedAt: number
  readonly changedBy: string
}

const name = "detection"
/** A sensor that nobody has set up learns. */
const usual: Detection = {
  ...{ learning: true, enginesOff: [], smartItLearning: true, kinds: {}, thresholds: {}, deviceThresholds: {} },
  ...{ changedAt: 0, changedBy: "" },
}

export const detection = {
  get(database: Database): Detection {
    const text = settings.get(database, name)
    return text === undefined ? usual : { ...usual, ...(JSON.parse(text) as Partial<Detection>) }
  },
  set(database: Database, one: Detection): void {
    settings.set(database, name, JSON.stringify(one))
  },
  policy(database: Database): Policy {
    const { learning, smartItLearning, enginesOff, kinds, thresholds, deviceThresholds } = detection.get(database)
    const marked = devices.marked(database)
    const edits = baselineEdits.newest(database)
    const pack = packs.active(database)
    const custom = rules.inForce(database)
    return {
      ...{ learning, smartItLearning, enginesOff, kinds, thresholds },
      ...(Object.keys(deviceThresholds).length > 0 ? { deviceThresholds: byAddress(database, deviceThresholds) } : {}),
      ...(edits > 0 ? { baseline: edits } : {}),
      ...(custom === undefined ? {} : { custom }),
      ...(pack === null ? {} : { pack: pack.sha256 }),
      engineering: addressesOf(marked.filter((one) => one.programming)),
      scanners: addressesOf(marked.filter((one) => one.scanner)),
    }
  },
}

type DeviceThresholds = Detection["deviceThresholds"]

/** Of each address that the devices have now; a device that is gone has none. */
const byAddress = (database: Database, all: DeviceThresholds): DeviceThresholds =>
  Object.fromEntries(
    Object.entries(all).map(([kind, own]) => [
      kind,
      Object.fromEntries(
        Object.entries(own).flatMap(([id, limit]) => {
          const device = devices.get(database, id)
          return device ? addressesOf([device]).map((address) => [address, limit]) : []
        }),
      ),
    ]),
  )

/** Detections name an endpoint by its IP address, or by its MAC where it has none. */
const addressesOf = (all: readonly { readonly addresses: readonly string[]; readonly macs: readonly string[] }[]) =>
  [...new Set(all.flatMap(({ addresses, macs }) => [...addresses, ...macs]))].sort()

/** Every kind of alert, by engine. */
import type { AlertKind } from "../alert-kind.ts"
import { policyControllers } from "./policy-controllers.ts"
import { policyDevices } from "./policy-devices.ts"
import { policyFirmware } from "./policy-firmware.ts"
import { policyFunctions } from "./policy-functions.ts"
import { policyNewActivity } from "./policy-new-activity.ts"
import { policyOffice } from "./policy-office.ts"

export const catalogue: readonly AlertKind[] = [
  ...policyFirmware,
  ...policyNewActivity,
  ...policyDevices,
  ...policyOffice,
  ...policyControllers,
  ...policyFunctions,
]

const byId: ReadonlyMap<string, AlertKind> = new Map(catalogue.map((kind) => [kind.id, kind]))

export function alertKind(id: string): AlertKind {
  const kind = byId.get(id)
  if (kind === undefined) throw new Error(`the catalogue has no alert ${id}`)
  return kind
}

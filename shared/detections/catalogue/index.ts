/**
 * Every kind of alert, by engine.
 *
 * Techniques are those of ATT&CK for ICS v18.1. Where the list that the titles come from names others, they were replaced:
 * - T0820 to T0886 (illegal protocol version): printed as "Remote Services", which is T0886; T0820 is Exploitation for Evasion.
 * - T0841 to T0874 (Windows process): printed as "Hooking", which is T0874; T0841, Network Service Scanning, is deprecated.
 * - T0869 to T0866 (unexpected message length): printed as "Exploitation of Remote Services" under initial access and lateral
 *   movement, which is T0866.
 * - T0818 to T0847 (Stuxnet): T0818, Engineering Workstation Compromise, is deprecated; ATT&CK has Stuxnet under removable media.
 * - T0842 to T0846 (scans of addresses, ARP, PLCs, ports, integrity): Network Sniffing listens; who scans asks, which is Remote System
 *   Discovery, and port scans went there when T0841 was deprecated.
 * - T0842 and T0830 to T0814 (ICMP flood): a flood neither listens nor stands in between.
 */
import type { AlertKind } from "../alert-kind.ts"
import { anomalies } from "./anomalies.ts"
import { malwareKinds } from "./malware.ts"
import { operationalIssues } from "./operational.ts"
import { ownKinds } from "./own.ts"
import { policyControllers } from "./policy-controllers.ts"
import { policyDevices } from "./policy-devices.ts"
import { policyFirmware } from "./policy-firmware.ts"
import { policyFunctions } from "./policy-functions.ts"
import { policyNewActivity } from "./policy-new-activity.ts"
import { policyOffice } from "./policy-office.ts"
import { protocolViolations } from "./protocol-violations.ts"

export const catalogue: readonly AlertKind[] = [
  ...policyFirmware,
  ...policyNewActivity,
  ...policyDevices,
  ...policyOffice,
  ...policyControllers,
  ...policyFunctions,
  ...ownKinds,
  ...protocolViolations,
  ...malwareKinds,
  ...anomalies,
  ...operationalIssues,
]

const byId: ReadonlyMap<string, AlertKind> = new Map(catalogue.map((kind) => [kind.id, kind]))

export function alertKind(id: string): AlertKind {
  const kind = byId.get(id)
  if (kind === undefined) throw new Error(`the catalogue has no alert ${id}`)
  return kind
}

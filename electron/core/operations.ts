/** What people do that no desk writes into the timeline itself, in words. */
import type { MethodName } from "../../shared/api/contract/index.ts"
import type { EventKindCode } from "../../shared/detections/event-kind.ts"
import type { AuditEntry } from "../store/audit.ts"
import type { NotedEvent } from "../store/events.ts"

type Operation = { readonly title: string; readonly code?: EventKindCode }

const operations: Partial<Record<MethodName, Operation>> = {
  "captures.add": { title: "Captures given to import" },
  "captures.announce": { title: "Capture sent up to import" },
  "captures.cancel": { title: "Import cancelled" },
  "captures.forget": { title: "Import taken off the list" },
  "devices.edit": { title: "Device edited" },
  "mining.save": { title: "Report saved", code: "REPORT_CREATED" },
  "mining.remove": { title: "Report deleted" },
}

/** null: the timeline says nothing of it, or somebody else writes it there. */
export function operationOf(method: MethodName, { at, who, origin, subject }: AuditEntry): NotedEvent | null {
  const operation = operations[method]
  if (operation === undefined) return null
  const device = method === "devices.edit" ? subject : ""
  return { ...operation, kind: "work", text: "", device, at, who, origin }
}

/** What people do that no desk writes into the timeline itself, in words. */
import type { MethodName } from "../../shared/api/contract/index.ts"
import type { EventKindCode } from "../../shared/detections/event-kind.ts"

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

type Noted = Operation & { readonly kind: "work"; readonly text: string; readonly device: string }

/** `subject`: the id or name that the request was about. */
export function operationOf(method: MethodName, subject: string): Noted | undefined {
  const operation = operations[method]
  if (operation === undefined) return undefined
  return { ...operation, kind: "work", text: "", device: method === "devices.edit" ? subject : "" }
}

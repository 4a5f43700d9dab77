/** The functions of a device summed over its connections, protocol by protocol. */
import type { ConnectionRow } from "../../../shared/api/contract/devices.ts"

type FunctionRow = ConnectionRow["functions"][number]
export type FunctionTotal = FunctionRow & { readonly id: string; readonly role: "asks" | "answers" }

export function functionTotals(device: string, connections: readonly ConnectionRow[]): readonly FunctionTotal[] {
  const totals = new Map<string, FunctionTotal>()
  for (const connection of connections) {
    const role = connection.client === device ? "asks" : "answers"
    for (const each of connection.functions) {
      const id = `${each.protocol}|${each.key}|${role}`
      const before = totals.get(id)
      totals.set(id, before ? added(before, each) : { ...each, id, role })
    }
  }
  return [...totals.values()].sort(
    (a, b) => a.protocol.localeCompare(b.protocol) || volume(b) - volume(a) || a.id.localeCompare(b.id),
  )
}

const volume = (row: FunctionRow): number => row.requests + row.responses + row.exceptions + row.messages
const added = (a: FunctionTotal, b: FunctionRow): FunctionTotal => ({
  ...a,
  requests: a.requests + b.requests,
  responses: a.responses + b.responses,
  exceptions: a.exceptions + b.exceptions,
  messages: a.messages + b.messages,
})

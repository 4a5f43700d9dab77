/** Changes of alerts put together to whole alerts, in the order in which they began. */
import type { AlertChange, AlertLine } from "./finding.ts"

export type WholeAlert = Omit<AlertChange, "added" | "lines"> & {
  readonly count: number
  readonly lines: readonly AlertLine[]
}

export class AlertBook {
  private readonly alerts = new Map<string, WholeAlert>()

  add(changes: readonly AlertChange[]): void {
    for (const change of changes) this.alerts.set(change.key, goneOn(this.alerts.get(change.key), change))
  }

  all(): readonly WholeAlert[] {
    return [...this.alerts.values()]
  }
}

/** The alert with what was added to it; a new one where there was none. */
export function goneOn(before: WholeAlert | undefined, { added, ...change }: AlertChange): WholeAlert {
  if (before === undefined) return { ...change, count: added }
  const { source, target, last } = change
  return {
    ...before,
    source,
    target,
    count: before.count + added,
    first: added === 0 ? before.first : Math.min(before.first, change.first),
    last: Math.max(before.last, last),
    lines: mergedLines(before.lines, change.lines),
  }
}

function mergedLines(before: readonly AlertLine[], changed: readonly AlertLine[]): readonly AlertLine[] {
  const keyOf = ({ what, where }: AlertLine): string => `${what}\u0000${where}`
  const lines = new Map(before.map((line) => [keyOf(line), line]))
  for (const line of changed) lines.set(keyOf(line), line)
  return [...lines.values()]
}

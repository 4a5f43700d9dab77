/** What alerts of the user's own rules weigh when nobody has said otherwise: what their rule says. The key of such an alert ends with its rule. */
import { ruleKind } from "../../shared/detections/custom/rule-watch.ts"
import type { Severity } from "../../shared/detections/alert-kind.ts"
import type { Site } from "../handlers/context.ts"

/** By alert; others weigh what their kind does. */
export async function usualSeverities(site: Site, ids: readonly string[]): Promise<ReadonlyMap<string, Severity>> {
  const raised = (await site.query("alerts", "some", ids)).filter(({ kind }) => kind === ruleKind)
  if (raised.length === 0) return new Map()
  const rules = new Map((await site.query("rules", "all")).map(({ id, severity }) => [id, severity]))
  return new Map(
    raised.flatMap(({ id, key }) => {
      const severity = rules.get(/\|([^|.]+)\.\d+$/.exec(key)?.[1] ?? "")
      return severity === undefined ? [] : [[id, severity] as const]
    }),
  )
}

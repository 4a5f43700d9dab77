/** What happens on the wire while the sensor learned and afterwards, and which alerts that must raise: these and no others. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { addressText, type Host } from "../../build/sample-plant/host.ts"
import { PcapngFile } from "../../build/sample-plant/pcapng-file.ts"
import { router } from "../../build/sample-plant/plant.ts"
import { seeded } from "../../build/sample-plant/random.ts"
import { HOUR, Stage } from "../../build/sample-plant/stage.ts"
import { Timeline } from "../../build/sample-plant/timeline.ts"
import type { BaselineEdit } from "../../shared/baseline/entry.ts"
import { alertText } from "../../shared/detections/alert-text.ts"
import { usualHours, type CustomRules, type Rule } from "../../shared/detections/custom/rule.ts"
import { firstPolicy, type Policy } from "../../shared/detections/policy.ts"
import { analyseBytes } from "../make/analyse-bytes.ts"

export type Expected = {
  /** Id in the catalogue. */
  readonly kind: string
  readonly source?: Host | string
  readonly target?: Host | string
  /** Part of what the alert says. */
  readonly says?: string
}

export type Scenario = {
  readonly name: string
  /** While the sensor learns; times are microseconds since 1970 UTC. */
  readonly learned?: (stage: Stage, from: number) => void
  /** What people changed of the baseline after that. */
  readonly edits?: readonly Omit<BaselineEdit, "number">[]
  readonly then: (stage: Stage, from: number) => void
  readonly raises: readonly Expected[]
  /** The sensor still learns in `then`. */
  readonly isLearning?: boolean
  /** Kinds that are off until somebody turns them on. */
  readonly on?: readonly string[]
  /** Of the user's own; the zone is UTC, working hours are from 6 to 18. */
  readonly rules?: readonly Rule[]
}

const inForce = (rules: readonly Rule[]): CustomRules => ({
  ...{ zone: "UTC", hours: usualHours },
  rules: rules.map((rule, n) => ({ ...rule, id: `rule-${n}`, version: 1 })),
})

/** Monday 2 March 2026, 06:00 UTC. */
const monday = Date.UTC(2026, 2, 2, 6) * 1000

function capture(build: (stage: Stage, from: number) => void, from: number): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "plantwarden-scenario-"))
  try {
    const path = join(folder, "scenario.pcapng")
    const random = seeded(4711)
    const timeline = new Timeline(random)
    build(new Stage(timeline, random, router), from)
    const file = new PcapngFile(path, "Plantwarden scenario", "mirror port")
    timeline.play(file)
    file.close()
    return new Uint8Array(readFileSync(path))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const end = (of: Host | string | undefined): string =>
  of === undefined ? "" : typeof of === "string" ? of : addressText(of.ip)

/** "kind source target" of each alert, and what they say. */
export type Raised = { readonly alert: string; readonly says: string }

export const expectedOf = ({ kind, source, target }: Expected): string => `${kind} ${end(source)} ${end(target)}`.trim()

export const play = (scenario: Scenario): readonly Raised[] =>
  alertsOf(scenario).map(({ kind, source, target, message, lines }) => ({
    alert: `${kind} ${source.address} ${target.address}`.trim(),
    says: alertText(message, { source: source.address, target: target.address }, lines),
  }))

/** The alerts with all that they hold. */
export function alertsOf({ learned, then, isLearning = false, on = [], rules = [], edits = [] }: Scenario) {
  const before = learned === undefined ? null : analyseBytes(capture(learned, monday)).state
  const kinds = Object.fromEntries(on.map((kind) => [kind, true]))
  const policy: Policy = { ...firstPolicy, learning: isLearning, kinds, custom: inForce(rules) }
  return analyseBytes(capture(then, monday + 48 * HOUR), {
    ...{ state: before, policy },
    edits: edits.map((edit, n) => ({ ...edit, number: n + 1 })),
  }).alerts
}

/** How traffic is judged: what people set, as it holds for one capture or one stretch of live capture. */
import type { AlertKind, Threshold } from "./alert-kind.ts"
import type { CustomRules } from "./custom/rule.ts"

/** An indicator of the threat data that people gave the sensor. Names are in lower case, without a dot at the end; files are their SHA-256 in lower case. */
export type Threat = {
  readonly what: "address" | "domain" | "file"
  readonly value: string
  /** Whose word it is, in the data's own words. */
  readonly source: string
  /** No attack is proved by it. */
  readonly isSuspicion?: boolean
}

export type Limit = { readonly count: number; readonly seconds: number }

export type Policy = {
  /** What is new becomes normal. */
  readonly learning: boolean
  /** Office protocols go on being learned by themselves when learning is over, a week at a time. */
  readonly smartItLearning: boolean
  /** Ids of kinds that are judged although the catalogue has them off, and the other way round. */
  readonly kinds: Readonly<Record<string, boolean>>
  /** Engines that are switched off. */
  readonly enginesOff: readonly string[]
  readonly thresholds: Readonly<Record<string, Limit>>
  /** By kind, then by address: of single devices. */
  readonly deviceThresholds?: Readonly<Record<string, Readonly<Record<string, Limit>>>>
  /** Addresses that may program controllers, and that may scan, because a person said so. */
  readonly engineering: readonly string[]
  readonly scanners: readonly string[]
  /** The intelligence pack whose threats hold, by its SHA-256; none is installed where it is absent. */
  readonly pack?: string
  /** Of that pack. They are not kept with the policy: whoever judges gets them beside it. */
  readonly threats?: readonly Threat[]
  /** Number of the newest change that people made to the baseline; without it, nobody made one. */
  readonly baseline?: number
  /** The user's own rules. */
  readonly custom?: CustomRules
}

/** A sensor that nobody has set up: it learns. */
export const firstPolicy: Policy = {
  learning: true,
  smartItLearning: true,
  kinds: {},
  enginesOff: [],
  thresholds: {},
  engineering: [],
  scanners: [],
}

export const isJudged = (policy: Policy, kind: AlertKind): boolean =>
  kind.missing === undefined && !policy.enginesOff.includes(kind.engine) && (policy.kinds[kind.id] ?? kind.on)

/** `address`: of the end that decides, as detections name endpoints; "": the sensor's. */
export function thresholdOf(policy: Policy, kind: AlertKind, address = ""): Threshold {
  const usual = kind.threshold ?? { count: 1, seconds: 60, of: "occurrences" }
  return { ...usual, ...policy.thresholds[kind.id], ...policy.deviceThresholds?.[kind.id]?.[address] }
}

/** Indicators out of a STIX 2.1 bundle (OASIS, 2021): the addresses, names and files that traffic can be compared with. */
import type { Threat } from "../policy.ts"
import { readPattern } from "./stix-pattern.ts"

export type StixRead = {
  readonly threats: readonly Threat[]
  /** Indicators that are not used, by reason. */
  readonly unused: ReadonlyMap<string, number>
}

type Unknown = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string => (typeof value === "string" ? value : "")

const mostThreats = 200_000
const longestSource = 200

/** Section 6.1 of the vocabulary: what is benign names no threat, what is merely odd proves no attack. */
function gradeOf(indicator: Unknown): "attack" | "suspicion" | "benign" {
  const types = Array.isArray(indicator.indicator_types) ? indicator.indicator_types : []
  if (types.includes("benign")) return "benign"
  const isAttack = ["malicious-activity", "compromised", "attribution"].some((one) => types.includes(one))
  return isAttack || types.length === 0 ? "attack" : "suspicion"
}

/** Why an indicator is not used at `now` (microseconds since 1970 UTC); "" where it is. */
function outOfUse(indicator: Unknown, now: number): string {
  if (indicator.revoked === true) return "indicators that were taken back"
  const until = Date.parse(textOf(indicator.valid_until))
  if (until * 1000 <= now) return "indicators that are no longer valid"
  const language = textOf(indicator.pattern_type)
  if (language !== "stix" && language !== "") return "patterns in another language than STIX"
  return gradeOf(indicator) === "benign" ? "indicators of harmless things" : ""
}

function sourceOf(indicator: Unknown, names: ReadonlyMap<string, string>): string {
  const name = textOf(indicator.name).trim() || "an indicator without a name"
  const author = names.get(textOf(indicator.created_by_ref)) ?? ""
  const text = author === "" ? name : `${name}, ${author}`
  return text.length > longestSource ? `${text.slice(0, longestSource - 1)}…` : text
}

/** Throws an Error in words where it is no bundle. */
export function readStix(text: string, now: number): StixRead {
  const objects = objectsOf(text)
  const names = new Map(
    objects.flatMap((one) => (one.type === "identity" ? [[textOf(one.id), textOf(one.name).trim()] as const] : [])),
  )
  const threats = new Map<string, Threat>()
  const unused = new Map<string, number>()
  const leave = (why: string): void => void unused.set(why, (unused.get(why) ?? 0) + 1)
  for (const one of objects) {
    if (one.type !== "indicator") continue
    const why = outOfUse(one, now)
    const read = why === "" ? readPattern(textOf(one.pattern)) : { unused: why }
    if ("unused" in read) {
      leave(read.unused)
      continue
    }
    const source = sourceOf(one, names)
    const isSuspicion = gradeOf(one) === "suspicion"
    for (const { what, value } of read.compared) {
      if (threats.size >= mostThreats) leave(`more than ${mostThreats.toLocaleString("en")} addresses, names and files`)
      else threats.set(`${what} ${value}`, { what, value, source, ...(isSuspicion ? { isSuspicion } : {}) })
    }
  }
  return { threats: [...threats.values()], unused }
}

function objectsOf(text: string): readonly Unknown[] {
  let bundle: unknown
  try {
    bundle = JSON.parse(text)
  } catch {
    throw new Error("it is no JSON")
  }
  if (!isObject(bundle) || bundle.type !== "bundle" || !Array.isArray(bundle.objects))
    throw new Error("it is no STIX bundle: an object of type “bundle” with “objects”")
  return bundle.objects.filter(isObject)
}

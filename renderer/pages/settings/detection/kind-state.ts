/** Whether a kind of alert is raised, and the catalogue narrowed to what somebody looks for. Pure. */
import type { Output } from "../../../../shared/api/contract/index.ts"
import { formatSpan } from "../../../parts/format/times.ts"
import { formatNumber } from "../../../parts/format/numbers.ts"

type CatalogueKind = Output<"alerts.catalogue">["kinds"][number]
type KindState = "on" | "off" | "inactive"
export const stateOf = ({ missing, on }: Pick<CatalogueKind, "missing" | "on">): KindState =>
  missing !== "" ? "inactive" : on ? "on" : "off"

export function stateWords(kind: Pick<CatalogueKind, "missing" | "on">): string {
  const state = stateOf(kind)
  if (state === "inactive") return `Inactive: needs ${kind.missing}`
  return state === "on" ? "On" : "Off"
}

/** "5 within 1 min"; "–" where it does not count. */
export const thresholdWords = ({ threshold }: Pick<CatalogueKind, "threshold">): string =>
  threshold === null ? "–" : `${formatNumber(threshold.count)} within ${formatSpan(threshold.seconds)}`

export function isOwnThreshold({ threshold, defaultThreshold }: CatalogueKind): boolean {
  if (threshold === null || defaultThreshold === null) return false
  return threshold.count !== defaultThreshold.count || threshold.seconds !== defaultThreshold.seconds
}

type Wish = { readonly search: string; readonly engine: string; readonly state: string }
/** "" as engine or state: any. "changed": set otherwise than the catalogue has it. */
export function findKinds(kinds: readonly CatalogueKind[], { search, engine, state }: Wish): readonly CatalogueKind[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
  return kinds.filter((kind) => {
    if (engine !== "" && kind.engine !== engine) return false
    if (
      state === "changed"
        ? kind.on === kind.onByDefault && !isOwnThreshold(kind)
        : state !== "" && stateOf(kind) !== state
    )
      return false
    const text = [kind.title, kind.why, kind.missing, ...kind.techniques.map(({ id, name }) => `${id} ${name}`)]
      .join(" ")
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

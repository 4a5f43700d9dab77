/** The kind of a stored alert: of the catalogue, or what can be said of one that a newer or older Plantwarden raised. */
import type { AlertKind } from "../../shared/detections/alert-kind.ts"
import { catalogue } from "../../shared/detections/catalogue/index.ts"

const byId: ReadonlyMap<string, AlertKind> = new Map(catalogue.map((kind) => [kind.id, kind]))

export const kindOf = (id: string): AlertKind =>
  byId.get(id) ?? {
    ...{ id, title: id, engine: "policy", severity: "major", category: "custom", on: true },
    ...{ techniques: [], learnable: false, mutable: false, why: "", steps: [], harmless: "" },
  }

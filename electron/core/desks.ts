/** What stands behind the areas of the API that own state: each desk answers its area and tells the bell what is the case. */
import type { Condition } from "../../shared/setup/system-messages.ts"
import type { Journal } from "../handlers/journal.ts"
import type { Sealer } from "../crypto/data-key.ts"
import type { ReportPrinter } from "./report-printer.ts"
import type { SiteLink } from "./site-link.ts"

/** What every desk gets when the core starts. */
export type DeskTools = {
  readonly site: SiteLink
  readonly folder: string
  readonly sealer: Sealer
  readonly journal: Journal
  readonly printer: Pick<ReportPrinter, "print">
  /** Microseconds since 1970 UTC. */
  readonly now: () => number
  readonly log: (line: string) => void
  /** Pages are told how many alerts are open now. */
  readonly alertsChanged: () => Promise<void>
  /** What the bell shows may have changed. */
  readonly changed: () => void
}

/** A source of system messages. */
export type Watch = { readonly conditions: () => Promise<readonly Condition[]> | readonly Condition[] }

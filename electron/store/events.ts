/** Table events: what people and the sensor itself did. The newest 100,000 are kept. */
import type { Database } from "./database.ts"

export type StoredEvent = {
  readonly at: number
  readonly kind: string
  readonly title: string
  readonly text: string
  readonly who: string
  readonly origin: string
}

const kept = 100_000

export const events = {
  add(database: Database, one: StoredEvent): void {
    database.run(
      "insert into events (at, kind, title, text, who, origin) values (?, ?, ?, ?, ?, ?)",
      one.at,
      one.kind,
      one.title,
      one.text,
      one.who,
      one.origin,
    )
    database.run("delete from events where place <= (select max(place) from events) - ?", kept)
  },
  /** Of these kinds, or of all where none is named; newest first. */
  newest: (database: Database, kinds: readonly string[], limit: number): StoredEvent[] =>
    database.all<StoredEvent>(
      `select at, kind, title, text, who, origin from events ${
        kinds.length > 0 ? `where kind in (${kinds.map(() => "?").join(", ")})` : ""
      } order by place desc limit ?`,
      ...kinds,
      limit,
    ),
}

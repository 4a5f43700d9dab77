/** Table audit: who changed what, when and from where. The newest 100,000 are kept. */
import type { Database } from "./database.ts"
import { events, type NotedEvent } from "./events.ts"

export type AuditEntry = {
  readonly at: number
  readonly who: string
  readonly origin: string
  readonly method: string
  readonly subject: string
}

const kept = 100_000

export const audit = {
  /** `event`: what the timeline says of it, where nobody else writes it there. */
  add(database: Database, one: AuditEntry, event: NotedEvent | null = null): void {
    if (event) events.add(database, event)
    database.run(
      "insert into audit (at, who, origin, method, subject) values (?, ?, ?, ?, ?)",
      one.at,
      one.who,
      one.origin,
      one.method,
      one.subject,
    )
    database.run("delete from audit where place <= (select max(place) from audit) - ?", kept)
  },
  newest: (database: Database, limit: number): AuditEntry[] =>
    database.all<AuditEntry>("select at, who, origin, method, subject from audit order by place desc limit ?", limit),
}

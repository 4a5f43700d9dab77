/** Table settings: the site's own values by name. */
import type { Database } from "./database.ts"

export const settings = {
  get: (database: Database, name: string): string | undefined =>
    database.get<{ value: string }>("select value from settings where name = ?", name)?.value,
  set(database: Database, name: string, value: string): void {
    database.run("insert or replace into settings (name, value) values (?, ?)", name, value)
  },
}

/** Table checkpoint: the engine's whole state after the last import that was read to its end. */
import type { Database } from "./database.ts"

export const checkpoint = {
  put(database: Database, state: Uint8Array): void {
    database.run("insert or replace into checkpoint (one, state) values (1, ?)", state)
  },
  get: (database: Database): Uint8Array | null =>
    database.get<{ state: Uint8Array }>("select state from checkpoint where one = 1")?.state ?? null,
}

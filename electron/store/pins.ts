/** Table pins: places on the map that a person gave. */
import type { Database } from "./database.ts"

export type Pin = { readonly id: string; readonly x: number; readonly y: number }

export const pins = {
  putAll(database: Database, all: readonly Pin[]): void {
    for (const pin of all)
      database.run("insert or replace into pins (device, x, y) values (?, ?, ?)", pin.id, pin.x, pin.y)
  },
  all: (database: Database): Pin[] =>
    database
      .all<{ device: string; x: number; y: number }>("select device, x, y from pins order by device")
      .map((row) => ({ id: row.device, x: row.x, y: row.y })),
  clear(database: Database): void {
    database.run("delete from pins")
  },
}

/** Table places: where the functions of a connection reach, all of a connection in one row. A place of an import that has no SHA-256 yet names the import instead. */
import type { Place } from "../../shared/model/place.ts"
import { keepBefore } from "./before.ts"
import { captureSources, importMark } from "./capture-source.ts"
import type { Database } from "./database.ts"

/** With the connection it belongs to, and the import whose frame it was first seen in; "" where no frame is kept. */
export type StoredPlace = Place & { readonly connection: string; readonly import: string; readonly file: string }

export const places = {
  put(database: Database, owner: string, connection: string, all: readonly Place[]): void {
    keepBefore(database, owner, "places", connection)
    const named = all.map((one) =>
      one.frame > 0 && one.capture === "" ? { ...one, capture: importMark + owner } : one,
    )
    database.run(
      "insert into places (id, owner, data) values (?, ?, ?) on conflict (id) do update set owner = excluded.owner, data = excluded.data",
      connection,
      owner,
      JSON.stringify(named),
    )
  },
  drop(database: Database, owner: string, connection: string): void {
    keepBefore(database, owner, "places", connection)
    database.run("delete from places where id = ?", connection)
  },
  /** When each was first reached. */
  firsts: (database: Database): { connection: string; protocol: string; firstSeen: number }[] =>
    database.all(
      `select places.id as connection, json_extract(one.value, '$.protocol') as protocol, json_extract(one.value, '$.firstSeen') as firstSeen
       from places, json_each(places.data) one`,
    ),
  /** Keys of what the device sends to groups. */
  toGroups: (database: Database, device: string): string[] =>
    database
      .all<{ id: string }>("select id from places where id >= ? and id < ?", `${device}|groups|`, `${device}|groups}`)
      .map(({ id }) => id),
  of(database: Database, connections: readonly string[]): StoredPlace[] {
    const source = captureSources(database)
    return connections.flatMap((connection) => {
      const row = database.get<{ data: string }>("select data from places where id = ?", connection)
      return (row ? (JSON.parse(row.data) as Place[]) : []).map((place) => {
        if (place.capture === "") return { ...place, connection, import: "", file: "" }
        const from = source(place.capture)
        return { ...place, connection, capture: from.sha256, import: from.id, file: from.file }
      })
    })
  },
}

/** Devices by what pages know of them: an id of now stands for those that were joined into it, and a name for its device. */
import { arrangementOf } from "./arrangement.ts"
import type { Database } from "./database.ts"

/** These ids and those of devices that were joined into them. */
export function named(database: Database, given: readonly string[]): string[] {
  const arranged = arrangementOf(database)
  const ids = arranged === null ? given : given.flatMap((id) => [id, ...arranged.membersOf(arranged.nowOf(id))])
  const joined = database.all<{ alias: string }>(
    `select j.value as alias from json_each(?) as wanted join devices d on d.id = wanted.value, json_each(d.data, '$.aliases') j`,
    JSON.stringify(ids),
  )
  return [...ids, ...joined.map(({ alias }) => alias)]
}

/** Ids, of today and before, of devices whose name, host names or addresses match. */
export function namedLike(database: Database, like: string): string[] {
  const arranged = arrangementOf(database)
  const found = database.all<{ id: string }>(
    `select id from devices where json_extract(data, '$.name') like ?1 escape '\\' or json_extract(data, '$.hostnames') like ?1 escape '\\'
       or json_extract(data, '$.addresses') like ?1 escape '\\' or json_extract(data, '$.macs') like ?1 escape '\\'
     union select device as id from edits where json_extract(data, '$.name') like ?1 escape '\\'`,
    like,
  )
  return named(
    database,
    found.map(({ id }) => arranged?.nowOf(id) ?? id),
  )
}

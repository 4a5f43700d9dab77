/**
 * Table happenings: sign-ins, files, sessions from afar and names asked for. What the engine tells is added to the row that is there.
 * Of each kind the newest are kept. A row of an import that has no SHA-256 yet names the import instead.
 */
import { happeningKinds, mergedHappening, type Happening } from "../../shared/model/happening.ts"
import { arrangementOf } from "./arrangement.ts"
import { keepBefore } from "./before.ts"
import { captureSources, importMark } from "./capture-source.ts"
import type { Database } from "./database.ts"

/** With the import whose frame told it first; "" where no frame is kept. */
export type StoredHappening = Happening & { readonly import: string; readonly file: string }

/** Rows of each kind. */
export const mostHappenings = 20_000

const client = "json_extract(data, '$.client')"
const server = "json_extract(data, '$.server')"
const kindIs = "json_extract(data, '$.kind')"
const last = "json_extract(data, '$.lastSeen')"

const parse = ({ data }: { data: string }): Happening => JSON.parse(data) as Happening

function write(database: Database, owner: string, one: Happening): void {
  database.run(
    "insert into happenings (id, owner, data) values (?, ?, ?) on conflict (id) do update set owner = excluded.owner, data = excluded.data",
    ...[one.id, owner, JSON.stringify(one)],
  )
}

export const happenings = {
  add(database: Database, owner: string, told: Happening): void {
    keepBefore(database, owner, "happenings", told.id)
    const isMarked = told.frame > 0 && told.capture === ""
    const now = isMarked ? { ...told, capture: importMark + owner } : told
    const before = database.get<{ data: string }>("select data from happenings where id = ?", told.id)
    write(database, owner, before ? mergedHappening(parse(before), now) : now)
  },
  /** The engine found that a device is part of another. */
  joined(database: Database, owner: string, gone: string, into: string): void {
    const rows = database.all<{ data: string }>(
      `select data from happenings where ${client} = ?1 or ${server} = ?1`,
      gone,
    )
    for (const one of rows.map(parse)) {
      keepBefore(database, owner, "happenings", one.id)
      const now = (id: string): string => (id === gone ? into : id)
      write(database, owner, { ...one, client: now(one.client), server: now(one.server) })
    }
  },
  /** Of this device, the newest first. */
  of(database: Database, device: string, kind: Happening["kind"], most: number): StoredHappening[] {
    const ids = JSON.stringify([device, ...(arrangementOf(database)?.membersOf(device) ?? [])])
    const rows = database.all<{ data: string }>(
      `select data from happenings where ${kindIs} = ?2
       and (${client} in (select value from json_each(?1)) or ${server} in (select value from json_each(?1)))
       order by ${last} desc, id limit ?3`,
      ...[ids, kind, most],
    )
    return withSource(database, rows.map(parse))
  },
  all: (database: Database): Happening[] =>
    database.all<{ data: string }>("select data from happenings order by id").map(parse),
  get(database: Database, id: string): StoredHappening | undefined {
    const row = database.get<{ data: string }>("select data from happenings where id = ?", id)
    return row && withSource(database, [parse(row)])[0]
  },
  /** The oldest go where there are too many. */
  sweep(database: Database, most = mostHappenings): void {
    for (const kind of happeningKinds)
      database.run(
        `delete from happenings where id in (select id from happenings where ${kindIs} = ?1 order by ${last} desc, id limit -1 offset ?2)`,
        ...[kind, most],
      )
  },
}

function withSource(database: Database, all: readonly Happening[]): StoredHappening[] {
  const source = captureSources(database)
  return all.map((one) => {
    if (one.capture === "") return { ...one, import: "", file: "" }
    const from = source(one.capture)
    return { ...one, capture: from.sha256, import: from.id, file: from.file }
  })
}

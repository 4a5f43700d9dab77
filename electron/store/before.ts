/** Keeps what a row was before the running import changed it, so that Cancel can take the import back. Rows that the import made need no copy: they carry its id. */
import { restoreBaseline } from "./baseline.ts"
import type { Database } from "./database.ts"
import { takeAlertsBack } from "./take-alerts-back.ts"

export type Part =
  "devices" | "claims" | "connections" | "places" | "happenings" | "alert_lines" | "notifications" | "subnets"

export function keepBefore(database: Database, owner: string, part: Part, id: string): void {
  database.run(
    `insert or ignore into undo (import, part, key, data, extra) select ?, '${part}', id, data, owner from ${part} where id = ? and owner <> ?`,
    owner,
    id,
    owner,
  )
}

export function keepMeasuresBefore(
  database: Database,
  owner: string,
  grain: number,
  part: number,
  step: number,
  shard: number,
): void {
  database.run(
    `insert or ignore into undo (import, part, key, data, extra)
     select ?, 'measures', grain || ' ' || part || ' ' || step || ' ' || shard, data, owner from measures
     where grain = ? and part = ? and step = ? and shard = ? and owner <> ?`,
    owner,
    grain,
    part,
    step,
    shard,
    owner,
  )
}

export function keepTalkBefore(database: Database, owner: string, id: number): void {
  database.run(
    `insert or ignore into undo (import, part, key, data, extra)
     select ?, 'talks', id, json_array(client, server, client_address, server_address, vlan, transport, port, protocol, sent_to), owner
     from talks where id = ? and owner <> ?`,
    owner,
    id,
    owner,
  )
}

/** What the engine wrote of an alert; what people made of it is theirs. */
export function keepAlertBefore(database: Database, owner: string, id: string): void {
  database.run(
    `insert or ignore into undo (import, part, key, data, extra)
     select ?, 'alerts', id, json_array(source, source_address, target, target_address, first, last, count), owner
     from alerts where id = ? and owner <> ?`,
    owner,
    id,
    owner,
  )
}

/** How often what people learned, muted or excluded was met. */
export function keepHitsBefore(database: Database, owner: string, part: "verdicts" | "exclusions", key: string): void {
  const [name, told] = part === "verdicts" ? ["key", "told"] : ["id", "0"]
  database.run(
    `insert or ignore into undo (import, part, key, data, extra)
     select ?, '${part}', ${name}, json_array(hits, last_hit, ${told}), '' from ${part} where ${name} = ?`,
    owner,
    key,
  )
}

type Undo = { part: string; key: string; data: string | Uint8Array | null; extra: string }

function restore(database: Database, undo: Undo): void {
  if (undo.part === "baseline") return restoreBaseline(database, String(undo.data))
  if (undo.part === "measures") {
    database.run(
      "insert or replace into measures (grain, part, step, shard, owner, data) values (?, ?, ?, ?, ?, ?)",
      ...undo.key.split(" ").map(Number),
      undo.extra,
      undo.data,
    )
    return
  }
  if (undo.part === "talks") {
    database.run(
      `insert or replace into talks (id, owner, client, server, client_address, server_address, vlan, transport, port, protocol, sent_to)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      Number(undo.key),
      undo.extra,
      ...(JSON.parse(String(undo.data)) as (string | number)[]),
    )
    return
  }
  if (undo.part === "connections") {
    const ends = JSON.parse(String(undo.data)) as { client: string; server: string }
    database.run(
      "insert or replace into connections (id, owner, client, server, data) values (?, ?, ?, ?, ?)",
      undo.key,
      undo.extra,
      ends.client,
      ends.server,
      undo.data,
    )
    return
  }
  database.run(
    `insert or replace into ${undo.part} (id, owner, data) values (?, ?, ?)`,
    undo.key,
    undo.extra,
    undo.data,
  )
}

const owned = [
  ...[
    "devices",
    "claims",
    "connections",
    "places",
    "happenings",
    "talks",
    "talk_functions",
    "measures",
    "covered",
    "learned_time",
  ],
  ...["alert_lines", "events", "newcomers", "baseline", "notifications", "subnets", "rule_hits"],
]

/** Everything is as it was before the import; one transaction. */
export function takeBack(database: Database, owner: string): void {
  takeAlertsBack(database, owner)
  for (const part of owned) database.run(`delete from ${part} where owner = ?`, owner)
  for (const undo of database.all<Undo>("select part, key, data, extra from undo where import = ?", owner))
    restore(database, undo)
  database.run("delete from undo where import = ?", owner)
  database.run("delete from notification_answers where id not in (select id from notifications)")
}

/** The import is done: there is nothing left to take back. */
export function forgetBefore(database: Database, owner: string): void {
  database.run("delete from undo where import = ?", owner)
}

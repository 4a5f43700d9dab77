/** Table evidence: the frames behind claims and alerts, so that they can be shown when the capture is gone. The oldest go first. */
import type { EvidenceFrame } from "../../shared/engine/batch.ts"
import type { Database } from "./database.ts"

const mebibyte = 1024 * 1024
/** sql.js holds the database in memory and writes it whole. */
const evidenceLimit = { "node:sqlite": 64 * mebibyte, "sql.js": 16 * mebibyte } as const

const total = (database: Database): number =>
  database.get<{ value: number }>("select value from totals where name = 'evidence'")?.value ?? 0

function setTotal(database: Database, bytes: number): void {
  database.run("insert or replace into totals (name, value) values ('evidence', ?)", bytes)
}

function dropOldest(database: Database, bytes: number, limit: number): number {
  let left = bytes
  while (left > limit) {
    const oldest = database.get<{ place: number; size: number }>(
      "select place, length(bytes) as size from evidence order by place limit 1",
    )
    if (!oldest) return 0
    database.run("delete from evidence where place = ?", oldest.place)
    left -= oldest.size
  }
  return left
}

export const evidence = {
  add(
    database: Database,
    owner: string,
    frames: readonly EvidenceFrame[],
    limit: number = evidenceLimit[database.driver],
  ): void {
    if (frames.length === 0) return
    let bytes = total(database)
    for (const one of frames) {
      const added = database.run(
        "insert or ignore into evidence (import, frame, link_type, time, wire_length, bytes) values (?, ?, ?, ?, ?, ?)",
        owner,
        one.frame,
        one.linkType,
        one.time,
        one.wireLength,
        one.bytes,
      )
      if (added > 0) bytes += one.bytes.length
    }
    setTotal(database, dropOldest(database, bytes, limit))
  },
  get(database: Database, owner: string, frame: number): EvidenceFrame | undefined {
    const row = database.get<{
      frame: number
      link_type: number
      time: number
      wire_length: number
      bytes: Uint8Array
    }>("select frame, link_type, time, wire_length, bytes from evidence where import = ? and frame = ?", owner, frame)
    return (
      row && {
        frame: row.frame,
        linkType: row.link_type,
        time: row.time,
        wireLength: row.wire_length,
        bytes: row.bytes,
      }
    )
  },
  /** What is kept of this time, microseconds since 1970 UTC. */
  within(database: Database, owner: string, from: number, to: number): EvidenceFrame[] {
    const frames = database.all<{ frame: number }>(
      "select frame from evidence where import = ? and time >= ? and time <= ? order by frame limit 5000",
      owner,
      from,
      to,
    )
    return frames.flatMap(({ frame }) => evidence.get(database, owner, frame) ?? [])
  },
  /** Whether one of these is kept. */
  hasAny: (database: Database, frames: readonly { readonly import: string; readonly frame: number }[]): boolean =>
    frames.some(
      (one) =>
        one.import !== "" &&
        database.get("select 1 as kept from evidence where import = ? and frame = ?", one.import, one.frame) !==
          undefined,
    ),
  /** `after`: only frames with a higher number. */
  dropOf(database: Database, owner: string, after = 0): void {
    const where = "from evidence where import = ? and frame > ?"
    const bytes =
      database.get<{ n: number }>(`select coalesce(sum(length(bytes)), 0) as n ${where}`, owner, after)?.n ?? 0
    database.run(`delete ${where}`, owner, after)
    setTotal(database, total(database) - bytes)
  },
}

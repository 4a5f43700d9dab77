/** Table imports: every capture that was given to the site, in the order it came, and how far it got. */
import type { Policy } from "../../shared/detections/policy.ts"
import type { Accounting, CaptureFacts } from "../../shared/engine/batch.ts"
import type { Database, Row } from "./database.ts"

export type ImportState = "uploading" | "waiting" | "reading" | "done" | "cancelled" | "failed" | "known"

export type NewImport = {
  readonly id: string
  readonly file: string
  readonly path: string
  /** True: a copy in the staging folder, which goes when the import ends. */
  readonly staged: boolean
  readonly print: string
  /** done: a live capture, which is followed and not imported. */
  readonly state: "uploading" | "waiting" | "done"
  readonly addedAt: number
  readonly addedBy: string
  readonly size: number
}

export type Import = Omit<NewImport, "state"> & {
  readonly state: ImportState
  /** Bytes received; those read are known only while the engine reads. */
  readonly progress: number
  /** Number of the last batch in the store. */
  readonly applied: number
  readonly takingBack: boolean
  readonly sha256: string
  readonly facts: CaptureFacts | null
  readonly accounting: Accounting
  readonly message: string
  readonly seconds: number
  /** How its traffic is judged, from the first batch to the last; null before it is read. */
  readonly policy: Policy | null
}

export const noFrames: Accounting = {
  read: 0,
  decoded: 0,
  recognised: 0,
  truncated: 0,
  malformed: 0,
  unsupportedLink: 0,
}

type ImportRow = Row & {
  id: string
  file: string
  path: string
  staged: number
  print: string
  state: ImportState
  added_at: number
  added_by: string
  size: number
  progress: number
  applied: number
  taking_back: number
  sha256: string
  facts: string
  accounting: string
  message: string
  seconds: number
  policy: string
}

const fromRow = (row: ImportRow): Import => ({
  id: row.id,
  file: row.file,
  path: row.path,
  staged: row.staged === 1,
  print: row.print,
  state: row.state,
  addedAt: row.added_at,
  addedBy: row.added_by,
  size: row.size,
  progress: row.progress,
  applied: row.applied,
  takingBack: row.taking_back === 1,
  sha256: row.sha256,
  facts: row.facts === "{}" ? null : (JSON.parse(row.facts) as CaptureFacts),
  accounting: row.accounting === "{}" ? noFrames : (JSON.parse(row.accounting) as Accounting),
  message: row.message,
  seconds: row.seconds,
  policy: row.policy === "" ? null : (JSON.parse(row.policy) as Policy),
})

const some = (database: Database, where: string, ...values: (string | number)[]): Import[] =>
  database.all<ImportRow>(`select * from imports ${where}`, ...values).map(fromRow)

export const imports = {
  add(database: Database, one: NewImport): void {
    const place =
      database.get<{ place: number }>("select coalesce(max(place), 0) + 1 as place from imports")?.place ?? 1
    database.run(
      "insert into imports (id, place, file, path, staged, print, state, added_at, added_by, size) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      one.id,
      place,
      one.file,
      one.path,
      one.staged ? 1 : 0,
      one.print,
      one.state,
      one.addedAt,
      one.addedBy,
      one.size,
    )
  },
  listed: (database: Database): Import[] => some(database, "where hidden = 0 order by place desc limit 10000"),
  get: (database: Database, id: string): Import | undefined => some(database, "where id = ?", id)[0],
  /** What must be read next: an import that was interrupted goes before all others, because its first batches are in the tables. */
  next: (database: Database): Import | undefined =>
    some(database, "where state in ('reading', 'waiting') order by applied > 0 desc, place limit 1")[0],
  withState: (database: Database, state: ImportState): Import[] =>
    some(database, "where state = ? order by place", state),
  takingBack: (database: Database): Import[] => some(database, "where taking_back = 1"),
  uploadOf: (database: Database, print: string, size: number): Import | undefined =>
    some(database, "where state = 'uploading' and print = ? and size = ?", print, size)[0],
  doneWithSize: (database: Database, size: number): Import[] =>
    some(database, "where state = 'done' and size = ? and sha256 <> '' order by place", size),
  setState(database: Database, id: string, state: ImportState, message: string): void {
    database.run("update imports set state = ?, message = ? where id = ?", state, message, id)
  },
  judgeBy(database: Database, id: string, policy: Policy): void {
    database.run("update imports set policy = ? where id = ?", JSON.stringify(policy), id)
  },
  received(database: Database, id: string, bytes: number): void {
    database.run("update imports set progress = ? where id = ?", bytes, id)
  },
  applied(database: Database, id: string, batch: number, facts: CaptureFacts, accounting: Accounting): void {
    database.run(
      "update imports set applied = ?, facts = ?, accounting = ?, sha256 = ? where id = ?",
      batch,
      JSON.stringify(facts),
      JSON.stringify(accounting),
      facts.sha256,
      id,
    )
  },
  took(database: Database, id: string, seconds: number): void {
    database.run("update imports set seconds = ? where id = ?", seconds, id)
  },
  /** From here on the import's rows are on their way out; a crash in between goes on with it. */
  startTakingBack(database: Database, id: string, state: "cancelled" | "failed" | "waiting", message: string): void {
    database.run("update imports set state = ?, message = ?, taking_back = 1 where id = ?", state, message, id)
  },
  endTakingBack(database: Database, id: string): void {
    database.run("update imports set taking_back = 0, applied = 0 where id = ?", id)
  },
  hide(database: Database, id: string): void {
    database.run("update imports set hidden = 1 where id = ?", id)
  },
  remove(database: Database, id: string): void {
    database.run("delete from imports where id = ?", id)
  },
  waiting: (database: Database): number =>
    database.get<{ n: number }>("select count(*) as n from imports where state = 'waiting'")?.n ?? 0,
}

/**
 * Tables notifications and notification_answers: what the sensor tells of devices beside alerts, and what people answered. What is told is
 * in the time of the traffic; how long it waits for a person is in the time of people. Answered, it is over until it is seen again.
 */
import { kindOfNotice, type Notice, type Response } from "../../shared/insight/notices/kinds.ts"
import { mergedNotices } from "../../shared/insight/notices/subnets.ts"
import { keepBefore } from "./before.ts"
import type { Database } from "./database.ts"

export type Answered = {
  /** Since when it waits for a person; 0: not yet known. Microseconds since 1970 UTC, by the sensor's clock. */
  readonly since: number
  /** "": open. */
  readonly answer: Response | ""
  /** "": by itself. */
  readonly by: string
  readonly at: number
}
export type StoredNotice = Notice & Answered

type Row = {
  id: string
  data: string
  since: number | null
  last: number | null
  answer: string | null
  by: string | null
  at: number | null
}

const patience = 14 * 86_400e6
/** More than people ever look through. */
const most = 10_000
const columns =
  'select n.id, n.data, a.since, a.last, a.answer, a."by", a.at from notifications n left join notification_answers a on a.id = n.id'

function fromRow({ data, since, last, answer, by, at }: Row): StoredNotice {
  const notice = JSON.parse(data) as Notice
  const isOver = (answer ?? "") !== "" && notice.last <= (last ?? 0)
  if (!isOver) return { ...notice, since: answer === "" ? (since ?? 0) : 0, answer: "", by: "", at: 0 }
  return { ...notice, since: since ?? 0, answer: answer as Response, by: by ?? "", at: at ?? 0 }
}

export const notifications = {
  /** Tells it, or goes on with what was told of the same. */
  raise(database: Database, owner: string, notice: Notice): void {
    keepBefore(database, owner, "notifications", notice.id)
    const row = database.get<{ data: string }>("select data from notifications where id = ?", notice.id)
    const known = row && (JSON.parse(row.data) as Notice)
    if (known && known.last >= notice.last && notice.devices.every((id) => known.devices.includes(id))) return
    database.run(
      "insert into notifications (id, owner, data) values (?, ?, ?) on conflict (id) do update set owner = excluded.owner, data = excluded.data",
      ...[notice.id, owner, JSON.stringify(mergedNotices(known, notice))],
    )
  },
  all: (database: Database): StoredNotice[] => database.all<Row>(`${columns} limit ${most}`).map(fromRow),
  /** That begin so. */
  ids: (database: Database, start: string): ReadonlySet<string> =>
    new Set(
      database
        .all<{ id: string }>("select id from notifications where id >= ? and id < ?", start, `${start}\u{10ffff}`)
        .map(({ id }) => id),
    ),
  get(database: Database, id: string): StoredNotice | undefined {
    const row = database.get<Row>(`${columns} where n.id = ?`, id)
    return row && fromRow(row)
  },
  answer(database: Database, id: string, answer: Response, by: string, at: number): void {
    const notice = notifications.get(database, id)
    if (!notice) return
    database.run(
      'insert or replace into notification_answers (id, since, last, answer, "by", at) values (?, ?, ?, ?, ?, ?)',
      ...[id, notice.since || at, notice.last, answer, by, at],
    )
  },
  reopen(database: Database, id: string): void {
    database.run("delete from notification_answers where id = ?", id)
  },
  /** Notes since when each waits, and dismisses what nobody answered for 14 days: those are handed back. */
  age(database: Database, now: number): StoredNotice[] {
    const open = notifications.all(database).filter(({ answer }) => answer === "")
    for (const { id, since } of open)
      if (since === 0) database.run("insert or replace into notification_answers (id, since) values (?, ?)", id, now)
    const lapsed = open.filter(({ kind, since }) => since > 0 && now - since >= patience && kindOfNotice(kind).lapses)
    for (const { id } of lapsed) notifications.answer(database, id, "dismiss", "", now)
    return lapsed
  },
}

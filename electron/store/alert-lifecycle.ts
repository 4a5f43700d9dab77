/**
 * How long alerts last, in the time of what was read: it counts back from the newest packet of what belongs together, so that an import
 * from years ago keeps its alerts. New ones that were not seen again close by themselves, and every alert goes when it is old.
 */
import { covered } from "./covered.ts"
import type { Database } from "./database.ts"
import { events } from "./events.ts"

const day = 86_400e6
export const silentAfter = 90 * day
export const keptFor = 90 * day
const closed = 2
/** So many at once, so that no commit is long; the next one goes on. */
const most = 5000

/** Ends of stretches that lie closer than the reach, and where each begins to count. */
export function ends(database: Database, reach: number): { readonly from: number; readonly end: number }[] {
  const found: { from: number; end: number }[] = []
  let from = Number.MIN_SAFE_INTEGER
  const stretches = covered.within(database, 0, Number.MAX_SAFE_INTEGER)
  stretches.forEach(({ to }, n) => {
    const next = stretches[n + 1]
    if (next !== undefined && next.from - to <= reach) return
    found.push({ from, end: to })
    from = to
  })
  return found
}

export function ageAlerts(database: Database): void {
  for (const { from, end } of ends(database, silentAfter)) closeSilent(database, from, end - silentAfter, end)
  for (const { from, end } of ends(database, keptFor)) dropOld(database, from, end - keptFor)
}

function closeSilent(database: Database, from: number, until: number, at: number): void {
  const silent = database.run(
    `update alerts set status = ${closed}, closed_by = 'silent' where status = 0 and place in
     (select place from alerts where last > ? and last <= ? and status = 0 limit ${most})`,
    from,
    until,
  )
  if (silent === 0) return
  const which = silent === 1 ? "1 alert was" : `${silent} alerts were`
  events.add(database, {
    ...{ at, kind: "system", title: "Alerts closed", who: "", origin: "", code: "ALERT_UPDATED" },
    text: `${which} closed: their traffic was not seen again for 90 days.`,
  })
}

function dropOld(database: Database, from: number, until: number): void {
  const old = `select place from alerts where first > ? and first <= ? order by first limit ${most}`
  for (const table of ["alert_lines", "alert_comments"])
    database.run(
      `delete from ${table} where ${table === "alert_lines" ? "id" : "alert"} in (select id from alerts where place in (${old}))`,
      from,
      until,
    )
  database.run(`delete from alerts where place in (${old})`, from, until)
}

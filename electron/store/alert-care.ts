/** What people make of alerts: columns of table alerts that the engine never touches, comments, and verdicts over traffic. */
import { severities, type Severity } from "../../shared/detections/alert-kind.ts"
import { alerts, statuses, type AlertStatus, type ClosedBy } from "./alerts.ts"
import { learnFromAlert, unlearnFromAlert } from "./baseline-learn.ts"
import type { Database } from "./database.ts"
import { devices } from "./devices.ts"
import { verdicts } from "./verdicts.ts"

export type Comment = { readonly at: number; readonly by: string; readonly text: string }

const closed = statuses.indexOf("closed")

function setStatus(database: Database, id: string, status: AlertStatus, closedBy: ClosedBy): void {
  database.run("update alerts set status = ?, closed_by = ? where id = ?", statuses.indexOf(status), closedBy, id)
}

type Judged = {
  key: string
  kind: string
  protocol: string
  source: string
  source_address: string
  target: string
  target_address: string
}

/** What a person said of a device by learning an alert about it. */
type Mark = { readonly device: string; readonly field: "authorized" | "programming" | "scanner" }

export const alertCare = {
  setStatus(database: Database, ids: readonly string[], status: AlertStatus): void {
    for (const id of ids) setStatus(database, id, status, status === "closed" ? "person" : "")
  },
  /** null: as the catalogue has it. */
  setSeverity(
    database: Database,
    all: readonly { readonly id: string; readonly severity: Severity; readonly edited: boolean }[],
  ): void {
    for (const { id, severity, edited } of all)
      database.run(
        "update alerts set severity = ?, severity_edited = ? where id = ?",
        ...[severities.indexOf(severity), edited ? 1 : 0, id],
      )
  },
  comment(database: Database, ids: readonly string[], { at, by, text }: Comment): void {
    for (const id of ids) {
      database.run("insert into alert_comments (alert, at, by, text) values (?, ?, ?, ?)", id, at, by, text)
      database.run("update alerts set comments = comments + 1 where id = ?", id)
    }
  },
  comments: (database: Database, id: string): Comment[] =>
    database.all<{ at: number; by: string; text: string }>(
      "select at, by, text from alert_comments where alert = ? order by place limit 1000",
      id,
    ),
  /** Closes the alerts, and what the same traffic does from now on raises none. */
  judge(
    database: Database,
    verdict: "learned" | "muted",
    ids: readonly string[],
    said: { readonly by: string; readonly at: number; readonly marks: readonly Mark[] },
  ): void {
    for (const id of ids) {
      const row = database.get<Judged>(
        "select key, kind, protocol, source, source_address, target, target_address from alerts where id = ?",
        id,
      )
      if (!row) continue
      const { source_address: sourceAddress, target_address: targetAddress, ...rest } = row
      const one = { ...rest, sourceAddress, targetAddress, verdict, by: said.by, at: said.at }
      const lines = alerts.listedOf(database, row.key)
      verdicts.put(database, one, lines)
      if (verdict === "learned") learnFromAlert(database, one, lines, said)
      // Every open alert of the same traffic.
      database.run(
        "update alerts set status = ?, closed_by = ? where key = ? and status <> ?",
        closed,
        verdict,
        row.key,
        closed,
      )
      setStatus(database, id, "closed", verdict)
    }
    for (const { device, field } of said.marks) mark(database, device, field, said)
  },
  /** The verdicts over the traffic of these alerts are gone; of each traffic, the newest alert is new again. */
  lift(database: Database, ids: readonly string[]): void {
    for (const id of ids) {
      const row = database.get<{ key: string }>("select key from alerts where id = ?", id)
      if (row) alertCare.liftKeys(database, [row.key])
    }
  },
  liftKeys(database: Database, keys: readonly string[]): void {
    for (const key of keys) {
      unlearn(database, key)
      verdicts.drop(database, key)
      database.run(
        `update alerts set status = 0, closed_by = '' where id =
         (select id from alerts where key = ? and closed_by in ('learned', 'muted') order by ordinal desc limit 1)`,
        key,
      )
      database.run("update alerts set closed_by = 'person' where key = ? and closed_by in ('learned', 'muted')", key)
    }
  },
}

function unlearn(database: Database, key: string): void {
  const known = verdicts.of(database, key)
  if (known?.verdict === "learned") unlearnFromAlert(database, known, alerts.listedOf(database, key))
}

function mark(
  database: Database,
  device: string,
  field: Mark["field"],
  { by, at }: { readonly by: string; readonly at: number },
): void {
  const now = devices.get(database, device)
  if (now) devices.edit(database, now.id, { [field]: true }, by, at)
}

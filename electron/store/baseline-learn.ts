/** What people learn from alerts becomes part of the baseline, and leaves it when they take that back. */
import type { AlertLine } from "../../shared/detections/finding.ts"
import type { Database } from "./database.ts"

export type LearnedAlert = {
  readonly kind: string
  readonly protocol: string
  readonly sourceAddress: string
  readonly targetAddress: string
}

const learnedWhy = "Learned from an alert."
const [allowed, departed] = [1, 3]

/** Rows that an alert between ?1 and ?2 over ?3 tells of, by what (?4) and where (?5) its line says. */
const meant = `(
  (who = ?1 and whom = ?2 and protocol = ?3 and (
    sort in ('pair', 'group')
    or (sort in ('function', 'polling') and ?4 in (name, what))
    or (sort = 'place' and ?4 in (name, what) and place = ?5)))
  or (sort = 'service' and who = ?2 and protocol in (?3, ?4))
  or (sort in ('name', 'web-program', 'web-action', 'part') and who = ?1 and what = ?4)
  or (sort in ('sign-in', 'internet') and who = ?1 and whom = ?2)
  or (sort = 'firmware' and who = ?1 and what = ?6)
  or (sort = 'device' and who = ?1 and ?7 = 'new-asset-detected'))`

const wordsOf = ({ protocol, sourceAddress, targetAddress, kind }: LearnedAlert, line: AlertLine) => [
  ...[sourceAddress, targetAddress, protocol, line.what, line.where, line.value, kind],
]

export function learnFromAlert(
  database: Database,
  alert: LearnedAlert,
  lines: readonly AlertLine[],
  { by, at }: { readonly by: string; readonly at: number },
): void {
  for (const line of lines)
    database.run(
      `update baseline set state = ${allowed}, by = ?8, at = ?9, why = ?10 where state = ${departed} and ${meant}`,
      ...[...wordsOf(alert, line), by, at, learnedWhy],
    )
}

export function unlearnFromAlert(database: Database, alert: LearnedAlert, lines: readonly AlertLine[]): void {
  for (const line of lines)
    database.run(
      `update baseline set state = ${departed}, by = '', at = 0, why = '' where state = ${allowed} and why = ?8 and ${meant}`,
      ...[...wordsOf(alert, line), learnedWhy],
    )
}

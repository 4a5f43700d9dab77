/** Brings a database to today's tables, one transaction a step. */
import type { Database } from "./database.ts"
import { migrations } from "./migrations/index.ts"

/** "PWSF" as a big-endian number: tells a site file from any other SQLite file. */
const applicationId = 0x50575346

export class SiteTooNew extends Error {
  override readonly name = "SiteTooNew"
}
export class NotASite extends Error {
  override readonly name = "NotASite"
}

export const versionOf = (database: Database): number =>
  database.get<{ user_version: number }>("PRAGMA user_version")?.user_version ?? 0

export function migrate(database: Database): void {
  const made = database.get<{ application_id: number }>("PRAGMA application_id")?.application_id ?? 0
  const version = versionOf(database)
  if (version > 0 && made !== applicationId)
    throw new NotASite("This database is not a Plantwarden site. Choose another folder with --data.")
  if (version > migrations.length)
    throw new SiteTooNew(
      `This site was made by a newer Plantwarden (format ${version}; this one knows ${migrations.length}). Install the newer version.`,
    )
  for (let step = version; step < migrations.length; step++)
    database.transaction(() => {
      const change = migrations[step]!
      if (typeof change === "string") database.script(change)
      else change(database)
      database.script(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${step + 1}`)
    })
}

/** Table claims: all claims of a device in one row. A claim of an import that has no SHA-256 yet names the import instead. */
import type { Claim } from "../../shared/model/device.ts"
import { keepBefore } from "./before.ts"
import { captureSources, importMark } from "./capture-source.ts"
import type { Database } from "./database.ts"

/** A stored claim with the import whose frames prove it; "" where no frame does. */
export type StoredClaim = Claim & { readonly import: string; readonly file: string }

export const claims = {
  put(database: Database, owner: string, device: string, all: readonly Claim[]): void {
    keepBefore(database, owner, "claims", device)
    const named = all.map((claim) => (claim.capture === "" ? { ...claim, capture: importMark + owner } : claim))
    database.run(
      "insert into claims (id, owner, data) values (?, ?, ?) on conflict (id) do update set owner = excluded.owner, data = excluded.data",
      device,
      owner,
      JSON.stringify(named),
    )
  },
  /** The value of the strongest claim of each of the fields, by device: among equals the earlier one. */
  strongest(database: Database, fields: readonly Claim["field"][]): Map<string, Readonly<Record<string, string>>> {
    const found = new Map<string, Readonly<Record<string, string>>>()
    const named = fields.map((field) => `data like '%"${field}"%'`).join(" or ")
    for (const { id, data } of database.all<{ id: string; data: string }>(
      `select id, data from claims where ${named}`,
    )) {
      const best: Record<string, Claim> = {}
      for (const claim of JSON.parse(data) as Claim[])
        if (fields.includes(claim.field) && claim.confidence > (best[claim.field]?.confidence ?? 0))
          best[claim.field] = claim
      found.set(id, Object.fromEntries(Object.entries(best).map(([field, { value }]) => [field, value])))
    }
    return found
  },
  of(database: Database, device: string): StoredClaim[] {
    const row = database.get<{ data: string }>("select data from claims where id = ?", device)
    const source = captureSources(database)
    const all = row ? (JSON.parse(row.data) as Claim[]) : []
    return all.map((claim) => {
      if (claim.capture === undefined) return { ...claim, import: "", file: "" }
      const from = source(claim.capture)
      return { ...claim, capture: from.sha256, import: from.id, file: from.file }
    })
  },
}

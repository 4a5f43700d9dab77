/** System messages of this moment: made from what is the case, not stored. */
import type { SystemMessage } from "../../shared/api/contract/site.ts"
import { fillMessage } from "../../shared/setup/system-messages.ts"
import type { MessageName } from "../../shared/setup/system-messages.ts"
import { freeBytes } from "./uploads.ts"
import type { SiteLink } from "./site-link.ts"

const littleSpace = 1024 * 1024 * 1024
const mostCaptures = 20

export type BellFacts = {
  readonly site: SiteLink
  readonly folder: string
  readonly startedAt: number
  readonly heldBy: number | null
}

const message = (
  name: MessageName,
  raisedAt: number,
  values: Readonly<Record<string, string>>,
  id: string = name,
): SystemMessage => ({
  id,
  raisedAt,
  acknowledged: false,
  ...fillMessage(name, values),
})

function ofRestored({ site, startedAt }: BellFacts): SystemMessage[] {
  if (!site.restored) return []
  const { reason, kept, setAside } = site.restored
  const words = kept
    .filter((one) => one.rows > 0)
    .map((one) => `${one.rows} rows of ${one.table}${one.whole ? "" : " (in part)"}`)
  return [message("database-restored", startedAt, { reason, kept: words.join(", ") || "nothing", place: setAside })]
}

async function ofCaptures({ site }: BellFacts): Promise<SystemMessage[]> {
  const all = (await site.query("imports", "listed")).slice(0, mostCaptures)
  return all.flatMap((one) => {
    const problem = one.facts?.problems[0]
    if (!problem || one.state !== "done") return []
    return [
      message(
        "capture-problems",
        one.addedAt,
        { file: one.file, problem: problem.message },
        `capture-problems ${one.id}`,
      ),
    ]
  })
}

export async function bell(facts: BellFacts): Promise<SystemMessage[]> {
  const { site, folder, startedAt, heldBy } = facts
  const admin = await site.query("users", "get", "admin")
  const free = await freeBytes(folder)
  return [
    ...ofRestored(facts),
    ...(heldBy === null ? [] : [message("read-only", startedAt, { process: String(heldBy) })]),
    ...(free < littleSpace ? [message("disk-nearly-full", startedAt, { free: String(Math.floor(free / 1e6)) })] : []),
    ...(admin?.mustChange ? [message("first-password", startedAt, { account: "admin" })] : []),
    ...(await ofCaptures(facts)),
  ]
}

/** What the bell says about the site itself: its database, its disk, its captures, who holds it. */
import { statSync } from "node:fs"
import type { Condition } from "../../shared/setup/system-messages.ts"
import { stampOf } from "../store/site-file.ts"
import type { Watch } from "./desks.ts"
import type { SiteLink } from "./site-link.ts"

const littleSpace = 1024 * 1024 * 1024
const mostCaptures = 20

export type SiteFacts = {
  readonly site: SiteLink
  readonly heldBy: number | null
  /** Bytes. */
  readonly freeSpace: () => Promise<number>
  /** A file of the program itself. */
  readonly program: string
}

function ofRestored({ site }: SiteFacts): Condition[] {
  if (!site.restored) return []
  const { reason, kept, setAside } = site.restored
  const words = kept
    .filter((one) => one.rows > 0)
    .map((one) => `${one.rows} rows of ${one.table}${one.whole ? "" : " (in part)"}`)
  return [{ name: "database-restored", values: { reason, kept: words.join(", ") || "nothing", place: setAside } }]
}

async function ofCaptures({ site }: SiteFacts): Promise<Condition[]> {
  const all = (await site.query("imports", "listed")).slice(0, mostCaptures)
  return all.flatMap((one) => {
    const problems = one.state === "done" ? (one.facts?.problems ?? []) : []
    const benched = problems.find((problem) => problem.code === "dissector-benched")
    const first = problems.find((problem) => problem.code !== "dissector-benched")
    return [
      ...(benched
        ? [
            {
              name: "dissector-benched" as const,
              about: one.id,
              values: { problem: `${one.file}: ${benched.message}` },
            },
          ]
        : []),
      ...(first
        ? [{ name: "capture-problems" as const, about: one.id, values: { file: one.file, problem: first.message } }]
        : []),
    ]
  })
}

/** An installer replaces the files of a program that runs; it is the old one until it is started again. */
function ofProgram(program: string, atStart: string): Condition[] {
  const found = statSync(program, { throwIfNoEntry: false })
  if (!found || stampOf(program) === atStart) return []
  return [
    { name: "updates-pending", values: { at: `${found.mtime.toISOString().slice(0, 16).replace("T", " ")} UTC` } },
  ]
}

export function siteWatch(facts: SiteFacts): Watch {
  const atStart = stampOf(facts.program)
  return {
    conditions: async () => {
      const free = await facts.freeSpace()
      const held = facts.heldBy
      return [
        ...ofRestored(facts),
        ...(held === null ? [] : [{ name: "read-only" as const, values: { process: String(held) } }]),
        ...(free < littleSpace
          ? [{ name: "disk-nearly-full" as const, values: { free: String(Math.floor(free / 1e6)) } }]
          : []),
        ...ofProgram(facts.program, atStart),
        ...(await ofCaptures(facts)),
      ]
    },
  }
}

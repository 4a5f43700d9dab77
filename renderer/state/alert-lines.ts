/** The lines of a list of alerts, most of which wait for their page. Pure. */
import type { AlertFilter, AlertRow } from "../../shared/api/contract/alerts.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"

type Question = Input<"alerts.list">
type Answered = Output<"alerts.list">
export type AlertGroups = Answered["groups"]
/** A part of the list: what narrows the filter to it, its heading ("" without one), how many there are. */
export type AlertSection = {
  readonly key: string
  readonly title: string
  readonly filter: AlertFilter
  readonly count: number
}
export type AlertQuestion = {
  readonly filter: AlertFilter
  readonly sort: Question["sort"]
  readonly descending: boolean
  /** Makes sections of the groups that were counted; one without a heading where nothing is grouped. */
  readonly sections: (answer: Pick<Answered, "groups" | "total">) => readonly AlertSection[]
}
export type AlertLine =
  | { readonly is: "alert"; readonly key: string; readonly row: AlertRow }
  | { readonly is: "waiting"; readonly key: string; readonly section: number; readonly at: number }
  | { readonly is: "heading"; readonly key: string; readonly text: string }

export const pageSize = 200
/** What may come into view next. */
const [above, below] = [5, 20]

export const linesOf = (sections: readonly AlertSection[]): AlertLine[] =>
  sections.flatMap((section, at) => {
    const rows = Array.from({ length: section.count }, (_, place): AlertLine => {
      return { is: "waiting", key: `waiting ${at} ${place}`, section: at, at: place }
    })
    return section.title === "" ? rows : [{ is: "heading", key: section.key, text: section.title } as const, ...rows]
  })

type Page = { readonly key: string; readonly section: number; readonly page: number }
/** The pages that the lines in view, and a few around them, wait for. */
export function pagesIn(lines: readonly AlertLine[], first: number, last: number): readonly Page[] {
  const pages = new Map<string, Page>()
  for (const line of lines.slice(Math.max(0, first - above), last + below)) {
    if (line.is !== "waiting") continue
    const page = Math.floor(line.at / pageSize)
    const key = `${line.section} ${page}`
    pages.set(key, { key, section: line.section, page })
  }
  return [...pages.values()]
}

/** Lays a page over the lines that wait for it. */
export function putPage(lines: AlertLine[], section: number, offset: number, alerts: readonly AlertRow[]): void {
  const start = lines.findIndex((line) => line.is === "waiting" && line.section === section && line.at === offset)
  if (start < 0) return
  for (const [step, row] of alerts.entries()) {
    const line = lines[start + step]
    if (line?.is === "waiting" && line.section === section) lines[start + step] = { is: "alert", key: row.id, row }
  }
}

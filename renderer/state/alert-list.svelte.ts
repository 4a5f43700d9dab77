/** A list of alerts of any length: only the pages that are looked at are asked for. Groups are lists of their own below a heading. */
import type { Api } from "../../shared/api/client.ts"
import {
  linesOf,
  pagesIn,
  pageSize,
  putPage,
  type AlertGroups,
  type AlertLine,
  type AlertQuestion,
  type AlertSection,
} from "./alert-lines.ts"

/** Changes come twice a second while a capture is read; scrolling fast passes pages that nobody looks at. */
const pause = 1500
const settled = 60
const mostAtOnce = 10_000

export class AlertList {
  lines = $state.raw<readonly AlertLine[]>([])
  total = $state.raw(0)
  groups = $state.raw<AlertGroups | null>(null)
  protocols = $state.raw<readonly string[]>([])
  failure = $state.raw<unknown>(null)
  loaded = $state.raw(false)

  readonly #api: Api
  #question: AlertQuestion | null = null
  #sections: readonly AlertSection[] = []
  #view = { first: 0, last: 40 }
  /** Answers to an older question are thrown away. */
  #turn = 0
  readonly #asked = new Set<string>()
  #refreshing: ReturnType<typeof setTimeout> | undefined
  #scrolling: ReturnType<typeof setTimeout> | undefined
  constructor(api: Api) {
    this.#api = api
  }

  /** Follows the sensor; returns how to stop. */
  follow(): () => void {
    const stop = this.#api.on("alerts.changed", () => {
      this.#refreshing ??= setTimeout(() => void this.#again(), pause)
    })
    return () => {
      stop()
      clearTimeout(this.#refreshing)
      clearTimeout(this.#scrolling)
      this.#turn++
    }
  }

  async ask(question: AlertQuestion): Promise<void> {
    this.#question = question
    this.#view = { first: 0, last: 40 }
    await this.load()
  }

  /** What stays in place is asked for again; the rows of before stay until the new ones are there. */
  async load(): Promise<void> {
    const question = this.#question
    if (!question) return
    const turn = ++this.#turn
    this.#asked.clear()
    try {
      const { filter, sort, descending } = question
      const answer = await this.#api.ask("alerts.list", { filter, sort, descending, offset: 0, limit: pageSize })
      if (turn !== this.#turn) return
      const sections = question.sections(answer)
      const lines = linesOf(sections)
      const isPlain = sections.length === 1 && sections[0]?.title === ""
      if (isPlain) putPage(lines, 0, 0, answer.alerts)
      this.#sections = sections
      await this.#fill(lines, turn, isPlain)
      if (turn !== this.#turn) return
      this.total = answer.total
      this.groups = answer.groups
      this.protocols = answer.protocols
      this.lines = lines
      this.failure = null
    } catch (failure) {
      if (turn === this.#turn) this.failure = failure
    } finally {
      if (turn === this.#turn) this.loaded = true
    }
  }

  /** The lines that can be seen now. */
  look(first: number, last: number): void {
    this.#view = { first, last }
    clearTimeout(this.#scrolling)
    this.#scrolling = setTimeout(() => void this.#loadView(), settled)
  }

  /** The ids of everything the filter leaves, as far as one action goes. */
  async allIds(): Promise<readonly string[]> {
    const question = this.#question
    const ids: string[] = []
    if (!question) return ids
    const { filter, sort, descending } = question
    const limit = 1000
    for (let more = true; more;) {
      const { alerts } = await this.#api.ask("alerts.list", { filter, sort, descending, offset: ids.length, limit })
      ids.push(...alerts.map(({ id }) => id))
      more = alerts.length === limit && ids.length < mostAtOnce
    }
    return ids
  }

  async #again(): Promise<void> {
    await this.load()
    this.#refreshing = undefined
  }

  async #loadView(): Promise<void> {
    const turn = this.#turn
    const lines = [...this.lines]
    try {
      const isNew = await this.#fill(lines, turn, true)
      if (turn !== this.#turn || !isNew) return
      // Pages that came meanwhile are kept.
      this.lines = this.lines.map((line, at) => (line.is === "waiting" ? (lines[at] ?? line) : line))
    } catch (failure) {
      if (turn === this.#turn) this.failure = failure
    }
  }

  /** Asks for the pages of the view that are not there. True when something came. */
  async #fill(lines: AlertLine[], turn: number, hasFirst: boolean): Promise<boolean> {
    const { first, last } = this.#view
    const wanted = pagesIn(lines, first, last).filter(({ key }) => !this.#asked.has(key))
    if (hasFirst) this.#asked.add("0 0")
    for (const { key } of wanted) this.#asked.add(key)
    const loads = wanted.map(async ({ section, page }) => {
      const found = this.#sections[section]
      const question = this.#question
      if (!found || !question) return
      const { alerts } = await this.#api.ask("alerts.list", {
        filter: found.filter,
        sort: question.sort,
        descending: question.descending,
        offset: page * pageSize,
        limit: pageSize,
      })
      if (turn === this.#turn) putPage(lines, section, page * pageSize, alerts)
    })
    await Promise.all(loads)
    return loads.length > 0
  }
}

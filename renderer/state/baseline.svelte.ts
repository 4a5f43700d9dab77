/** What is normal at this site: a list of any length of which only the pages that are looked at are asked for. */
import type { Api } from "../../shared/api/client.ts"
import type { BaselineFilter, BaselinePreview, BaselineRow } from "../../shared/api/contract/baseline.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"

type Page = Output<"baseline.list">
/** One line of the list: a row, or one that is not here yet. */
export type BaselineLine = { readonly key: string; readonly row: BaselineRow | null }

const pageSize = 100
const settled = 60
const pause = 3000
/** Characters that are sent up at once. */
const piece = 1_000_000

export class Baseline {
  lines = $state.raw<readonly BaselineLine[]>([])
  total = $state.raw(0)
  sorts = $state.raw<Page["sorts"]>([])
  states = $state.raw<Page["states"]>([])
  protocols = $state.raw<Page["protocols"]>([])
  failure = $state.raw<unknown>(null)
  loaded = $state.raw(false)

  readonly #api: Api
  #filter: BaselineFilter = {}
  #view = { first: 0, last: 40 }
  #turn = 0
  #asked = new Set<number>()
  #scrolling: ReturnType<typeof setTimeout> | undefined
  #refreshing: ReturnType<typeof setTimeout> | undefined
  constructor(api: Api) {
    this.#api = api
  }

  /** Follows the sensor; returns how to stop. */
  follow(): () => void {
    const soon = () => {
      this.#refreshing ??= setTimeout(() => {
        this.#refreshing = undefined
        void this.load()
      }, pause)
    }
    const stops = [this.#api.on("site.changed", soon), this.#api.on("alerts.changed", soon)]
    return () => {
      for (const stop of stops) stop()
      clearTimeout(this.#scrolling)
      clearTimeout(this.#refreshing)
      this.#refreshing = undefined
      this.#turn++
    }
  }

  async ask(filter: BaselineFilter): Promise<void> {
    this.#filter = filter
    this.#view = { first: 0, last: 40 }
    await this.load()
  }

  async load(): Promise<void> {
    const turn = ++this.#turn
    this.#asked = new Set()
    try {
      const page = await this.#page(0)
      if (turn !== this.#turn) return
      const { total, sorts, states, protocols } = page
      const lines = Array.from({ length: total }, (_, at): BaselineLine => ({ key: `waiting ${at}`, row: null }))
      put(lines, 0, page.entries)
      this.#asked.add(0)
      await this.#fill(lines, turn)
      if (turn !== this.#turn) return
      Object.assign(this, { lines, total, sorts, states, protocols, failure: null })
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

  remove(keys: readonly string[], why: string): Promise<Output<"baseline.remove">> {
    return this.#change(this.#api.ask("baseline.remove", { keys: [...keys], why }))
  }

  allow(keys: readonly string[], why: string): Promise<Output<"baseline.allow">> {
    return this.#change(this.#api.ask("baseline.allow", { keys: [...keys], why }))
  }

  add(entries: Input<"baseline.add">["entries"], why: string): Promise<Output<"baseline.add">> {
    return this.#change(this.#api.ask("baseline.add", { entries, why }))
  }

  async undo(undo: number): Promise<void> {
    await this.#change(this.#api.ask("baseline.undo", { undo }))
  }

  /** Sends a file up and asks what importing it would do. */
  async stage(file: string, text: string): Promise<{ readonly upload: string; readonly preview: BaselinePreview }> {
    let upload = ""
    for (let at = 0; ; at += piece) {
      const last = at + piece >= text.length
      const staged = await this.#api.ask("baseline.stage", { upload, file, piece: text.slice(at, at + piece), last })
      upload = staged.upload
      if (staged.preview !== null) return { upload, preview: staged.preview }
    }
  }

  import(upload: string, replace: boolean): Promise<Output<"baseline.import">> {
    return this.#change(this.#api.ask("baseline.import", { upload, replace }))
  }

  async #change<Done>(asked: Promise<Done>): Promise<Done> {
    const done = await asked
    await this.load()
    return done
  }

  #page(page: number): Promise<Page> {
    return this.#api.ask("baseline.list", { filter: this.#filter, offset: page * pageSize, limit: pageSize })
  }

  async #loadView(): Promise<void> {
    const turn = this.#turn
    const lines = [...this.lines]
    try {
      const isNew = await this.#fill(lines, turn)
      if (turn !== this.#turn || !isNew) return
      this.lines = this.lines.map((line, at) => (line.row === null ? (lines[at] ?? line) : line))
    } catch (failure) {
      if (turn === this.#turn) this.failure = failure
    }
  }

  /** Asks for the pages of the view that are not there. True when something came. */
  async #fill(lines: BaselineLine[], turn: number): Promise<boolean> {
    const { first, last } = this.#view
    const wanted: number[] = []
    for (let page = Math.floor(first / pageSize); page * pageSize <= Math.min(last, lines.length - 1); page++)
      if (!this.#asked.has(page)) wanted.push(page)
    for (const page of wanted) this.#asked.add(page)
    const loads = wanted.map(async (page) => {
      const { entries } = await this.#page(page)
      if (turn === this.#turn) put(lines, page * pageSize, entries)
    })
    await Promise.all(loads)
    return loads.length > 0
  }
}

function put(lines: BaselineLine[], at: number, rows: readonly BaselineRow[]): void {
  rows.forEach((row, n) => {
    if (at + n < lines.length) lines[at + n] = { key: row.key, row }
  })
}

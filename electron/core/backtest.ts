/** One back-test of a rule: captures and rings that are still there are read again in a thread of its own; the rest of the time is asked of stored series. */
import { statSync } from "node:fs"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import type { MadeOutput } from "../../shared/api/server.ts"
import type { CustomRules, Rule } from "../../shared/detections/custom/rule.ts"
import { whyNotFromSeries } from "../../shared/detections/custom/series-rule.ts"
import { mostMatches, type DayTally } from "../../shared/detections/custom/tally.ts"
import type { EvidenceFrame } from "../../shared/engine/batch.ts"
import { ringFiles, ringFolder } from "../capture/ring-files.ts"
import type { Replayed, ReplayFile, ReplayOrder, ReplayProgress } from "./rule-replay.ts"
import type { BacktestPlan, SeriesFound } from "../handlers/answers/rules.ts"
import type { DeskTools } from "./desks.ts"

export type BacktestState = MadeOutput<"rules.backtest">
type Result = NonNullable<BacktestState["result"]>
type Span = { readonly from: number; readonly to: number }
type FromThread = { readonly progress?: ReplayProgress; readonly replayed?: Replayed }

const heapMegabytes = 1024
const minute = 60e6
const mostTested = 2000
const mostNotes = 200

type Given = { readonly tools: Pick<DeskTools, "site" | "folder">; readonly entry: URL; readonly rule: Rule }

export class Backtest {
  #state: BacktestState = { state: "running", read: 0, total: 0, packets: 0, found: 0, why: "", result: null }
  #worker: Worker | null = null
  #frames: readonly EvidenceFrame[] = []
  readonly #given: Given
  /** Settles when it is at its end, whichever. */
  readonly done: Promise<void>

  constructor(given: Given, days: number) {
    this.#given = given
    this.done = this.#run(days).catch((error: unknown) => {
      const why = `The back-test stopped: ${error instanceof Error ? error.message : String(error)}. Try it again.`
      if (this.#state.state === "running") this.#state = { ...this.#state, state: "failed", why: why.slice(0, 600) }
    })
  }

  get state(): BacktestState {
    return this.#state
  }

  /** The packets of the first matches. */
  get frames(): readonly EvidenceFrame[] {
    return this.#frames
  }

  cancel(): void {
    if (this.#state.state !== "running") return
    this.#state = { ...this.#state, state: "cancelled" }
    void this.#worker?.terminate()
  }

  async #run(days: number): Promise<void> {
    const { tools, rule } = this.#given
    const plan = await tools.site.made("rules.plan", { days })
    const { files, gone, total } = this.#files(plan)
    this.#state = { ...this.#state, total }
    const { zone, hours, from, to } = plan
    const custom: CustomRules = { zone, hours, rules: [{ ...rule, on: true, id: "tested", version: 0 }] }
    const replayed = await this.#replay({ files, custom, from, to })
    if (this.#state.state !== "running") return
    const rest = without(plan.covered, replayed.spans.map(wholeMinutes))
    const whyNot = whyNotFromSeries(rule)
    const found =
      whyNot === "" && rest.length > 0 ? await tools.site.made("rules.series", { custom, spans: rest }) : null
    if (this.#state.state !== "running") return
    this.#frames = replayed.frames
    const notes = [...replayed.notes, ...gone, ...restWords(rest, whyNot)]
    const result = joined(plan, replayed, found, rest, notes)
    const { packets, count } = result
    this.#state = { state: "done", read: total, total, packets, found: count, why: "", result }
  }

  #files({ captures, interfaces, from }: BacktestPlan) {
    const gone: string[] = []
    const files: ReplayFile[] = []
    let total = 0
    for (const { path, name, size, packets, staged } of captures) {
      const found = statSync(path, { throwIfNoEntry: false })
      if (staged)
        gone.push(`The capture ${name} came through a browser, and its packets were not kept after the import.`)
      else if (!found?.isFile()) gone.push(`The capture ${name} is not where it was any more.`)
      else if (found.size !== size) gone.push(`The capture ${name} was changed since it was imported.`)
      else {
        files.push({ path, name, packets })
        total += size
      }
    }
    for (const one of interfaces) {
      const folder = ringFolder(join(this.#given.tools.folder, "ring"), one)
      for (const { name, size } of ringFiles(folder)) {
        const path = join(folder, name)
        const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
        if (size === 0 || written * 1000 < from) continue
        files.push({ path, name: `${one}: ${name}`, packets: -1 })
        total += size
      }
    }
    return { files, gone, total }
  }

  #replay(order: ReplayOrder): Promise<Replayed> {
    const nothing: Replayed = { count: 0, matches: [], days: [], spans: [], notes: [], packets: 0, frames: [] }
    if (order.files.length === 0 || this.#state.state !== "running") return Promise.resolve(nothing)
    const worker = new Worker(this.#given.entry, {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    })
    this.#worker = worker
    return new Promise<Replayed>((resolve, reject) => {
      worker.on("message", ({ progress, replayed }: FromThread) => {
        if (progress) this.#state = { ...this.#state, ...progress }
        if (replayed) resolve(replayed)
      })
      worker.on("error", reject)
      worker.on("exit", () => {
        // Ended to cancel it: nobody waits for what it found.
        if (this.#state.state === "cancelled") resolve(nothing)
        else reject(new Error("its thread ended early"))
      })
    }).finally(() => {
      this.#worker = null
      void worker.terminate()
    })
  }
}

/** Series are kept by the minute: one of which packets were read is not asked for again. */
const wholeMinutes = ({ from, to }: Span): Span => ({
  from: Math.floor(from / minute) * minute,
  to: (Math.floor(to / minute) + 1) * minute,
})

/** What is left of the spans when others are taken out. */
export function without(spans: readonly Span[], taken: readonly Span[]): readonly Span[] {
  const sorted = [...taken].sort((a, b) => a.from - b.from)
  return spans.flatMap(({ from, to }) => {
    const left: Span[] = []
    let at = from
    for (const one of sorted) {
      if (one.to <= at || one.from >= to) continue
      if (one.from > at) left.push({ from: at, to: one.from })
      at = Math.max(at, one.to)
    }
    if (at < to) left.push({ from: at, to })
    return left
  })
}

function restWords(rest: readonly Span[], whyNot: string): readonly string[] {
  if (rest.length === 0) return []
  if (whyNot === "")
    return ["Where no packets are left, stored series were asked: they tell minutes, not single packets."]
  return [`Where no packets are left, it can't be told whether the rule would have matched: ${whyNot}.`]
}

function joined(
  { from, to }: BacktestPlan,
  replayed: Replayed,
  series: SeriesFound | null,
  rest: readonly Span[],
  notes: readonly string[],
): Result {
  const matches = [...replayed.matches, ...(series?.matches ?? [])].sort((a, b) => a.time - b.time)
  const tested: Result["tested"] = [
    ...clipped(replayed.spans, from, to).map((span) => ({ how: "packets" as const, ...span })),
    ...rest.map((span) => ({ how: series === null ? ("untold" as const) : ("series" as const), ...span })),
  ]
  return {
    ...{ from, to, count: replayed.count + (series?.count ?? 0), packets: replayed.packets },
    matches: matches.slice(0, mostMatches).map((match) => ({
      ...{ time: match.time, source: match.source, target: match.target, frame: match.frame },
      ...{ protocol: match.protocol.slice(0, 60), what: match.what.slice(0, 300), where: match.where.slice(0, 300) },
      ...{ value: match.value.slice(0, 300), message: match.message.slice(0, 2000), file: match.file.slice(0, 4000) },
    })),
    days: addDays([...replayed.days, ...(series?.days ?? [])]).slice(-400),
    tested: tested.sort((a, b) => a.from - b.from).slice(0, mostTested),
    notes: notes.slice(0, mostNotes).map((note) => note.slice(0, 600)),
  }
}

const clipped = (spans: readonly Span[], from: number, to: number): readonly Span[] =>
  spans
    .map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }))
    .filter((span) => span.to >= span.from)

function addDays(all: readonly DayTally[]): Result["days"] {
  const days = new Map<string, Result["days"][number]>()
  for (const { day, byDay, byNight } of all) {
    const known = days.get(day)
    days.set(day, { day, byDay: (known?.byDay ?? 0) + byDay, byNight: (known?.byNight ?? 0) + byNight })
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** Live capture: what runs, what could be listened to, a look at one interface, and the settings while a person changes them. */
import type { Api } from "../../shared/api/client.ts"
import type { Output } from "../../shared/api/contract/index.ts"
import type { MonitoringSettings, MonitoringState, Preview } from "../../shared/api/contract/monitoring.ts"
import { Answer } from "./answer.svelte.ts"
import { Attempt } from "./attempt.svelte.ts"
import { problemOf } from "./notices.svelte.ts"
import { repeat } from "./repeat.ts"

const lookPause = 1000
const interfacesPause = 3000
const typingPause = 350

/** What runs now; asked for again every second or two while a page shows it. */
export class Monitoring extends Answer<MonitoringState> {
  readonly changing = new Attempt()
  readonly #api: Api
  constructor(api: Api) {
    super(() => api.ask("monitoring.state", {}))
    this.#api = api
  }

  watch(): () => void {
    const stopListening = this.#api.on("monitoring.changed", () => void this.load())
    const stopAsking = repeat(() => this.load(), 2000)
    return () => {
      stopListening()
      stopAsking()
    }
  }

  start(settings: MonitoringSettings): Promise<boolean> {
    return this.changing.run(async () => void this.take(await this.#api.ask("monitoring.start", settings)))
  }
  stop(): Promise<boolean> {
    return this.changing.run(async () => void this.take(await this.#api.ask("monitoring.stop", {})))
  }
}

type FilterVerdict = { readonly checked: string; readonly valid: boolean; readonly sentence: string }

/** The choice of interfaces and filter, with a live look at one interface. */
export class MonitoringDraft {
  interfaces = $state.raw<readonly string[]>([])
  filter = $state("")
  quietSeconds = $state("60")
  ringMegabytes = $state("512")
  /** The interface that is looked at. */
  looked = $state.raw("")
  preview = $state.raw<Preview | null>(null)
  previewProblem = $state.raw("")
  verdict = $state.raw<FilterVerdict>({ checked: "", valid: true, sentence: "" })
  readonly found: Answer<Output<"monitoring.interfaces">>

  readonly #api: Api
  #begun = false
  constructor(api: Api) {
    this.#api = api
    this.found = new Answer(() => api.ask("monitoring.interfaces", {}))
  }

  /** What was saved before comes first; without it the liveliest interface is looked at. Once only, so that nothing typed is lost. */
  begin(settings: MonitoringSettings): void {
    if (this.#begun) return
    this.#begun = true
    this.interfaces = settings.interfaces
    this.filter = settings.filter
    this.quietSeconds = String(settings.quietSeconds)
    this.ringMegabytes = String(settings.ringMegabytes)
  }

  watch(): () => void {
    return repeat(async () => {
      await this.found.load()
      this.#chooseFirst()
    }, interfacesPause)
  }

  look(name: string): void {
    if (this.looked === name) return
    this.looked = name
    this.preview = null
    this.previewProblem = ""
  }

  choose(name: string, on: boolean): void {
    this.interfaces = on ? [...this.interfaces, name] : this.interfaces.filter((one) => one !== name)
  }

  /** Looks at one interface until stopped; an invalid filter is left out meanwhile. */
  watchPreview(name: string, filter: string): () => void {
    let left = false
    const stop = repeat(async () => {
      try {
        const preview = await this.#api.ask("monitoring.preview", { interface: name, filter })
        if (left) return
        this.preview = preview
        this.previewProblem = ""
      } catch (failure) {
        if (!left) this.previewProblem = problemOf(failure).sentence
      }
    }, lookPause)
    return () => {
      left = true
      stop()
    }
  }

  /** Asks whether the filter can be used, a moment after typing ended. */
  watchFilter(filter: string): () => void {
    const timer = setTimeout(() => void this.#check(filter), typingPause)
    return () => clearTimeout(timer)
  }

  async #check(filter: string): Promise<void> {
    if (filter.trim() === "") {
      this.verdict = { checked: filter, valid: true, sentence: "" }
      return
    }
    try {
      const { valid, sentence } = await this.#api.ask("monitoring.checkFilter", { filter })
      if (this.filter === filter) this.verdict = { checked: filter, valid, sentence }
    } catch (failure) {
      this.verdict = { checked: filter, valid: false, sentence: problemOf(failure).sentence }
    }
  }

  get quietError(): string {
    return isWhole(this.quietSeconds, 5, 86_400) ? "" : "From 5 to 86400 seconds."
  }
  get ringError(): string {
    return isWhole(this.ringMegabytes, 16, 100_000) ? "" : "From 16 to 100000 MB."
  }
  /** Why it can't start, "" when it can. */
  get missing(): string {
    if (this.interfaces.length === 0) return "Tick at least one interface."
    if (!this.verdict.valid && this.verdict.checked === this.filter) return "Correct the capture filter."
    return this.quietError === "" && this.ringError === "" ? "" : "Correct the numbers."
  }
  get settings(): MonitoringSettings {
    return {
      interfaces: [...this.interfaces],
      filter: this.filter.trim(),
      quietSeconds: Number(this.quietSeconds),
      ringMegabytes: Number(this.ringMegabytes),
    }
  }

  #chooseFirst(): void {
    const all = this.found.value?.interfaces ?? []
    if (this.looked !== "" || all.length === 0) return
    const liveliest = all.toSorted((a, b) => rankOf(b) - rankOf(a))[0]
    this.look(this.interfaces.find((name) => all.some((one) => one.name === name)) ?? liveliest?.name ?? "")
  }
}

type Found = Output<"monitoring.interfaces">["interfaces"][number]
/** A wired interface with a link and traffic is the likeliest mirror port. */
const rankOf = ({ kind, link, packetsPerSecond }: Found): number =>
  (link === "up" ? 1e9 : 0) + (kind === "ethernet" ? 1e8 : kind === "loopback" ? -1e9 : 0) + packetsPerSecond

const isWhole = (text: string, least: number, most: number): boolean =>
  /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most

/** Answers for the monitoring: keeps the chosen interfaces captured, has the engine follow their rings, and tells the bell what is wrong. */
import { randomUUID } from "node:crypto"
import { join } from "node:path"
import type { MonitoringSettings, MonitoringState, Preview } from "../../shared/api/contract/monitoring.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { MadeOutput, ParsedInput } from "../../shared/api/server.ts"
import type { Condition } from "../../shared/setup/system-messages.ts"
import type { FilterVerdict } from "../capture/check-filter.ts"
import { endOrphan } from "../capture/orphan.ts"
import { ringFolder, ringNames } from "../capture/ring-files.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import type { Heard } from "../store/live.ts"
import type { DeskTools, Watch } from "./desks.ts"
import { InterfaceAlerts } from "./interface-alerts.ts"
import { MonitoredInterface, noCounts } from "./monitored-interface.ts"
import { monitoringConditions } from "./monitoring-conditions.ts"
import { MonitoringLook } from "./monitoring-look.ts"
import type { Look } from "./monitoring-look.ts"
import { PreviewDesk } from "./monitoring-preview.ts"
import { Listening } from "./listening.ts"
import { loadMonitoring, nothingKept, saveMonitoring } from "./monitoring-settings.ts"
import type { KeptMonitoring } from "./monitoring-settings.ts"
import { thisMachine } from "./monitoring-world.ts"
import type { MonitoringWorld } from "./monitoring-world.ts"
import type { LiveNews } from "./site-messages.ts"

const tickEvery = 1000
/** Bytes that stay free for the database; capturing goes on when there is twice as much. */
const spare = 256 * 1024 * 1024

/** Of a live capture that begins: what lies in the ring belongs to an earlier one. */
const untouched = (name: string, folder: string): Heard => ({
  interface: name,
  analysed: 0,
  newest: 0,
  place: { interface: name, file: ringNames(folder).at(-1) ?? "", offset: -1 },
})

export class MonitoringDesk implements Desk<"monitoring">, Watch {
  readonly #tools: DeskTools
  readonly #world: MonitoringWorld
  readonly #look: MonitoringLook
  readonly #previews: PreviewDesk
  readonly #listening: Listening
  readonly #alerts: InterfaceAlerts
  #kept: KeptMonitoring = nothingKept
  #interfaces: readonly MonitoredInterface[] = []
  #live: LiveNews | null = null
  #tool: Look = { tool: null, obstacle: null }
  #free = Infinity
  #mayWrite = true
  #ticker: NodeJS.Timeout | undefined
  #ticking = false
  #told = ""
  /** Starting and stopping, one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  /** `previewEntry`: the thread that decodes what a preview sees (electron/entry/preview.ts). */
  constructor(tools: DeskTools, previewEntry: URL, world: MonitoringWorld = thisMachine()) {
    this.#tools = tools
    this.#world = world
    this.#look = new MonitoringLook(world, () => tools.now() / 1000)
    this.#previews = new PreviewDesk(previewEntry, world)
    this.#listening = new Listening(tools.site)
    this.#alerts = new InterfaceAlerts(tools)
    tools.site.onLive((news) => this.#hear(news))
  }

  /** Goes on with what was on when the sensor ended. Nobody waits for it: counting what lies in the ring takes a while. */
  async resume(): Promise<void> {
    const { site } = this.#tools
    this.#kept = await loadMonitoring(site)
    if (site.readOnly) return
    const goOn = this.#kept.on ? () => this.#begin() : () => this.#endOrphans()
    void this.#inTurn(goOn).catch(this.#failed)
  }

  /** The sensor ends; monitoring stays on for the next time. */
  async end(): Promise<void> {
    this.#previews.end()
    await this.#turn
    clearInterval(this.#ticker)
    await Promise.all(this.#interfaces.map((one) => one.stop()))
    if (this.#tools.site.readOnly) return
    await this.#listening.end(this.#tools.now())
    if (this.#kept.on) await this.#save()
  }

  async #endOrphans(): Promise<void> {
    for (const name of this.#kept.settings.interfaces) await endOrphan(this.#ringOf(name))
  }

  #ringOf(name: string): string {
    return ringFolder(join(this.#tools.folder, "ring"), name)
  }

  readonly state = async (): Promise<MonitoringState> => {
    this.#tool = await this.#look.tool()
    return this.#state()
  }

  #state(): MonitoringState {
    const { on, since, settings } = this.#kept
    return {
      on,
      since: on ? since : null,
      settings: { ...settings, interfaces: [...settings.interfaces] },
      tool: this.#tool.tool,
      obstacle: this.#obstacle,
      interfaces: this.#interfaces.map((one) => one.shown),
      behind: this.#interfaces.reduce((sum, one) => sum + one.behind, 0),
    }
  }

  readonly interfaces = async (): Promise<MadeOutput<"monitoring.interfaces">> => {
    const found = await this.#look.interfaces(this.#kept.on ? this.#kept.settings.interfaces : [])
    return { ...found, obstacle: withSteps(found.obstacle) }
  }

  readonly preview = async ({ interface: name, filter }: ParsedInput<"monitoring.preview">): Promise<Preview> => {
    const look = await this.#look.tool()
    this.#look.mustKnow([name])
    return this.#previews.look(
      look.tool,
      withSteps(look.obstacle),
      { interface: name, filter },
      this.#tools.site.protocols,
    )
  }

  readonly checkFilter = async ({ filter }: ParsedInput<"monitoring.checkFilter">): Promise<FilterVerdict> => {
    const look = await this.#look.tool()
    if (filter.trim() === "") return { valid: true, sentence: "No filter: everything is captured." }
    if (look.tool === null) return { valid: false, sentence: `${look.obstacle?.reason ?? ""} It can't be checked.` }
    return this.#look.judge(look, this.#kept.settings.interfaces, filter)
  }

  readonly start = async (wanted: ParsedInput<"monitoring.start">, context: Context): Promise<MonitoringState> => {
    const settings = { ...wanted, filter: wanted.filter.trim() }
    const look = await this.#look.again()
    await this.#mustBeFit(settings, look)
    return this.#inTurn(() => this.#start(settings, context))
  }

  readonly stop = (_: unknown, context: Context): Promise<MonitoringState> => this.#inTurn(() => this.#stop(context))

  async #start(settings: MonitoringSettings, context: Context): Promise<MonitoringState> {
    const before = this.#kept
    await this.#halt()
    this.#interfaces = []
    const same = before.on && before.settings.interfaces.join() === settings.interfaces.join()
    const session = same ? before.session : `live-${randomUUID()}`
    const counts = same ? before.counts : {}
    const since = same ? before.since : this.#tools.now()
    this.#kept = { on: true, since, session, by: by(context), settings, counts }
    if (!same) await this.#alerts.forget()
    await this.#save()
    await this.#begin()
    await this.#note(context, before.on ? "Monitoring was changed" : "Monitoring was started", describe(settings))
    return this.#state()
  }

  async #stop(context: Context): Promise<MonitoringState> {
    if (!this.#kept.on) return this.#state()
    await this.#halt()
    this.#kept = { ...this.#kept, on: false }
    await this.#save()
    await this.#alerts.forget()
    await this.#tools.site.queue("follow", null)
    await this.#note(
      context,
      "Monitoring was stopped",
      `${this.#kept.settings.interfaces.join(", ")} is no longer captured.`,
    )
    this.#tools.changed()
    return this.#state()
  }

  readonly conditions = (): Condition[] =>
    this.#kept.on
      ? monitoringConditions({
          interfaces: this.#interfaces,
          obstacle: this.#obstacle,
          free: this.#free,
          mayWrite: this.#mayWrite,
          problem: this.#live?.problem ?? "",
        })
      : []

  /** For the top bar; null when it is off. */
  readonly summary = (): MadeOutput<"site.status">["monitoring"] => {
    if (!this.#kept.on) return null
    const shown = this.#interfaces.map((one) => one.shown)
    return {
      interfaces: [...this.#kept.settings.interfaces],
      packetsPerSecond: shown.reduce((sum, one) => sum + one.packetsPerSecond, 0),
      bitsPerSecond: shown.reduce((sum, one) => sum + one.bitsPerSecond, 0),
      silent: shown.length > 0 && shown.every((one) => one.silent),
    }
  }

  get #obstacle(): MonitoringState["obstacle"] {
    return withSteps(this.#tool.obstacle)
  }

  async #mustBeFit(settings: MonitoringSettings, look: Look): Promise<void> {
    const refuse = (message: string): never => {
      throw new Refusal("refused", message)
    }
    if (settings.interfaces.length === 0) refuse("Choose at least one interface to listen to.")
    if (look.tool === null || look.obstacle !== null)
      return refuse(`${look.obstacle?.reason ?? ""} ${look.obstacle?.steps.join(" ") ?? ""}`.trim())
    this.#look.mustKnow(settings.interfaces)
    if (settings.filter === "") return
    const { valid, sentence } = await this.#look.judge(look, settings.interfaces, settings.filter)
    if (!valid) refuse(sentence)
  }

  async #begin(): Promise<void> {
    const { settings, counts, session, since, by: person } = this.#kept
    const { site, now } = this.#tools
    const ringBytes = settings.ringMegabytes * 1e6
    this.#interfaces = settings.interfaces.map((name) => {
      const folder = this.#ringOf(name)
      const { filter, quietSeconds } = settings
      const { sysfs } = this.#world
      const changed = (): void => void this.#countsChanged()
      const order = { name, filter, folder, ringBytes, quietSeconds, sysfs, now, changed }
      return new MonitoredInterface(order, counts[name] ?? noCounts, untouched(name, folder))
    })
    const live = await site.query("live", "get")
    if (live) this.#hear({ ...live, problem: "" })
    await Promise.all(this.#interfaces.map((one) => one.begin()))
    await site.queue("follow", { session, interfaces: settings.interfaces, at: since, by: person, most: ringBytes / 4 })
    clearInterval(this.#ticker)
    this.#ticker = setInterval(() => void this.#tick(), tickEvery)
    this.#ticker.unref()
    await this.#tick()
  }

  async #halt(): Promise<void> {
    clearInterval(this.#ticker)
    await Promise.all(this.#interfaces.map((one) => one.stop()))
    await this.#listening.end(this.#tools.now())
    if (this.#kept.on) this.#kept = { ...this.#kept, counts: this.#counts }
  }

  async #tick(): Promise<void> {
    if (this.#ticking) return
    this.#ticking = true
    try {
      if (!this.#interfaces.every((one) => one.isRunning)) this.#tool = await this.#look.tool()
      this.#free = await this.#world.freeBytes(this.#tools.folder)
      this.#mayWrite = this.#free >= (this.#mayWrite ? spare : 2 * spare)
      const tool = this.#tool.obstacle === null ? this.#tool.tool : null
      for (const one of this.#interfaces) one.tick(tool, this.#mayWrite)
      await this.#listening.tick(
        this.#interfaces.some((one) => one.isRunning),
        this.#tools.now(),
      )
      await this.#alerts.look(this.#interfaces, this.#mayWrite)
      this.#tellChanges()
    } catch (error) {
      this.#failed(error)
    } finally {
      this.#ticking = false
    }
  }

  #tellChanges(): void {
    const names = this.conditions().map(({ name, about = "" }) => `${name} ${about}`)
    const now = names.join("\n")
    if (now === this.#told) return
    this.#told = now
    this.#tools.changed()
  }

  #hear(news: LiveNews): void {
    if (news.problem !== "" && news.problem !== this.#live?.problem) this.#tellProblem(news.problem)
    this.#live = news
    if (news.session !== this.#kept.session) return
    for (const one of this.#interfaces) {
      const heard = news.now.heard.find((of) => of.interface === one.name)
      const settled = news.settled.heard.find((of) => of.interface === one.name)
      if (heard && settled) one.hear(heard, settled)
    }
  }

  #tellProblem(text: string): void {
    const note = { kind: "monitoring", title: "Live capture had a problem", text, who: "", origin: "" } as const
    this.#tools.journal(note).catch(this.#failed)
    this.#tools.changed()
  }

  get #counts(): KeptMonitoring["counts"] {
    return Object.fromEntries(this.#interfaces.map((one) => [one.name, one.kept]))
  }

  async #countsChanged(): Promise<void> {
    await this.#save().catch(this.#failed)
  }

  readonly #failed = (error: unknown): void =>
    this.#tools.log(`monitoring: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }

  async #save(): Promise<void> {
    if (this.#interfaces.length > 0) this.#kept = { ...this.#kept, counts: { ...this.#kept.counts, ...this.#counts } }
    await saveMonitoring(this.#tools.site, this.#kept)
  }

  #note(context: Context, title: string, text: string): Promise<void> {
    return this.#tools.journal({ kind: "monitoring", title, text, who: by(context), origin: context.caller.origin })
  }
}

const withSteps = (obstacle: Look["obstacle"]): MonitoringState["obstacle"] =>
  obstacle && { reason: obstacle.reason, steps: [...obstacle.steps] }

const describe = ({ interfaces, filter }: MonitoringSettings): string =>
  `${interfaces.join(", ")} is captured, ${filter === "" ? "without a filter" : `with the filter ${filter}`}.`

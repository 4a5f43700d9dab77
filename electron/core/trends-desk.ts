/** Trends and statistics: dashboards, what their widgets show, and a dashboard on paper. */
import type { Range, WidgetAnswer } from "../../shared/api/contract/trends.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { MadeOutput } from "../../shared/api/server.ts"
import { dashboardReport } from "../../shared/insight/report/dashboard-report.ts"
import type { ShownWidget } from "../../shared/insight/report/dashboard-report.ts"
import { layoutFault } from "../../shared/insight/trends/dashboards.ts"
import { filterText } from "../../shared/insight/trends/filter-text.ts"
import { timeText } from "../../shared/insight/trends/time-text.ts"
import { widgetByKey } from "../../shared/insight/trends/widgets.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import { DashboardShelf } from "./dashboard-shelf.ts"
import type { DeskTools } from "./desks.ts"
import { turns } from "./turns.ts"

type About = MadeOutput<"trends.about">
type Times = { readonly from: number; readonly to: number }
type PlacedWidgets = Parameters<Desk<"trends">["exportPdf"]>[0]["widgets"]

export class TrendsDesk implements Desk<"trends"> {
  readonly #tools: DeskTools
  readonly #shelf: DashboardShelf
  readonly #inTurn = turns()

  constructor(tools: DeskTools) {
    this.#tools = tools
    this.#shelf = new DashboardShelf(tools.site, tools.now)
  }

  readonly about = async (_: object, context: Context): Promise<About> => {
    const about = JSON.parse((await this.#tools.site.answer("trends.about", {})).text) as About
    const live = context.monitoring() !== null
    return { ...about, live, newest: live || about.newest === 0 ? this.#tools.now() : about.newest }
  }

  readonly dashboards: Desk<"trends">["dashboards"] = async () => ({ dashboards: await this.#shelf.all() })

  readonly save: Desk<"trends">["save"] = (input, context) =>
    this.#inTurn(async () => {
      const saved = await this.#shelf.save(input, by(context))
      this.#tools.changed()
      return saved
    })

  readonly remove: Desk<"trends">["remove"] = ({ id }) =>
    this.#inTurn(async () => {
      await this.#shelf.remove(id)
      this.#tools.changed()
      return {}
    })

  readonly setFirst: Desk<"trends">["setFirst"] = ({ id }) =>
    this.#inTurn(async () => {
      await this.#shelf.setFirst(id)
      this.#tools.changed()
      return {}
    })

  readonly answer = async (
    { range, ...asked }: Parameters<Desk<"trends">["answer"]>[0],
    context: Context,
  ): Promise<WidgetAnswer> => this.#answer(asked, await this.#times(range, context))

  readonly behind = async (input: Parameters<Desk<"trends">["behind"]>[0]): Promise<MadeOutput<"trends.behind">> =>
    JSON.parse((await this.#tools.site.answer("trends.behind", input)).text) as MadeOutput<"trends.behind">

  readonly exportPdf: Desk<"trends">["exportPdf"] = async ({ name, widgets, range }, context) => {
    // A dashboard may name a widget that a later version removed: the rest of it is still worth paper.
    const fault = layoutFault(widgets.filter(({ widget }) => widgetByKey(widget)))
    if (fault !== "") throw new Refusal("refused", fault)
    const { zone } = await this.about({}, context)
    const times = await this.#times(range, context)
    const [from, to, now] = [times.from, times.to, this.#tools.now()].map((time) => timeText(time / 60e6, zone))
    const { sensor, version } = await context.about()
    const head = {
      title: name,
      site: sensor === "" ? "Plantwarden" : sensor,
      range: `${from} to ${to} (${zone})`,
      made: `Made on ${now} by ${by(context)} with Plantwarden ${version}`,
      zone,
    }
    const bytes = await this.#tools.printer.print(dashboardReport(head, await this.#shown(widgets, times)))
    const file = `${name.replace(/[^\p{L}\p{N} ._-]/gu, "_").slice(0, 100)}.pdf`
    return { ticket: context.offerDownload(file, "application/pdf", bytes), file }
  }

  /** As people read a dashboard: row by row, from the left. */
  async #shown(widgets: PlacedWidgets, times: Times): Promise<readonly ShownWidget[]> {
    const shown: ShownWidget[] = []
    for (const { widget: key, filter, title } of widgets.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
      const widget = widgetByKey(key)
      if (!widget) continue
      const content = await this.#answer({ widget: key, filter }, times)
      const names = await this.#tools.site.query("devices", "some", filter.devices ?? [])
      const words = filterText(filter, widget, (id) => names.find((one) => one.id === id)?.name ?? id)
      shown.push({ title: title === "" ? widget.title : title, widget, filter: words, content: content as never })
    }
    return shown
  }

  async #answer(
    asked: { readonly widget: string; readonly filter: PlacedWidgets[number]["filter"] },
    range: Times,
  ): Promise<WidgetAnswer> {
    const { text } = await this.#tools.site.answer("trends.answer", { ...asked, range })
    return JSON.parse(text) as WidgetAnswer
  }

  /** "The last hour" ends now while the sensor monitors, else with the minute of the newest packet. */
  async #times(range: Range, context: Context): Promise<Times> {
    if (!("last" in range)) return range
    const { newest } = await this.about({}, context)
    const to = (Math.floor(newest / 60e6) + 1) * 60e6
    return { from: Math.max(0, to - range.last * 60e6), to }
  }
}

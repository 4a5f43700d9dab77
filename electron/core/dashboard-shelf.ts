/** The dashboards of the site: those that come with the product and those that people made; exactly one of them is first. */
import { randomUUID } from "node:crypto"
import type { Dashboard, PlacedWidget } from "../../shared/api/contract/trends.ts"
import { Refusal } from "../../shared/api/server.ts"
import { builtInDashboards, layoutFault } from "../../shared/insight/trends/dashboards.ts"
import type { KeptDashboard } from "../store/dashboards.ts"
import type { SiteLink } from "./site-link.ts"

type Wanted = { readonly id: string; readonly name: string; readonly widgets: readonly PlacedWidget[] }

const mostDashboards = 100

const builtIn: readonly Dashboard[] = builtInDashboards.map(({ id, name, widgets }) => ({
  ...{ id, name, widgets: widgets.map((one) => ({ ...one })) },
  ...{ first: false, builtIn: true, by: "", changedAt: 0 },
}))

const fromKept = ({ value, ...rest }: KeptDashboard): Dashboard => ({
  ...rest,
  widgets: JSON.parse(value) as PlacedWidget[],
  first: false,
  builtIn: false,
})

const gone = (): Refusal =>
  new Refusal("refused", "This dashboard is not there any more: somebody removed it. Load the page again.")

const sameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()

export class DashboardShelf {
  readonly #site: Pick<SiteLink, "query" | "write">
  readonly #now: () => number

  constructor(site: Pick<SiteLink, "query" | "write">, now: () => number) {
    this.#site = site
    this.#now = now
  }

  async all(): Promise<Dashboard[]> {
    const kept = (await this.#site.query("dashboards", "all")).map(fromKept)
    const wanted = await this.#site.query("dashboards", "first")
    const all = [...builtIn, ...kept]
    const first = all.some(({ id }) => id === wanted) ? wanted : builtIn[0]?.id
    return all.map((one) => ({ ...one, first: one.id === first })).slice(0, mostDashboards)
  }

  async #known(id: string): Promise<Dashboard> {
    const found = (await this.all()).find((one) => one.id === id)
    if (!found) throw gone()
    return found
  }

  async save({ id, name, widgets }: Wanted, by: string): Promise<Dashboard> {
    const all = await this.all()
    const before = all.find((one) => one.id === id)
    if (id !== "" && !before) throw gone()
    if (before?.builtIn === true)
      throw new Refusal(
        "refused",
        `"${before.name}" comes with the product and can't be changed. Save a copy under another name.`,
      )
    if (name.trim() === "") throw new Refusal("refused", "A dashboard needs a name.")
    if (all.some((one) => one.id !== id && sameName(one.name, name)))
      throw new Refusal("refused", `There is a dashboard "${name.trim()}" already. Choose another name.`)
    if (id === "" && all.length >= mostDashboards)
      throw new Refusal("refused", `There are ${mostDashboards} dashboards, which is the most. Remove one first.`)
    const fault = layoutFault(widgets)
    if (fault !== "") throw new Refusal("refused", fault)
    const kept = { id: id === "" ? randomUUID() : id, name: name.trim(), by, changedAt: this.#now() }
    await this.#site.write("dashboards", "put", { ...kept, value: JSON.stringify(widgets) })
    return this.#known(kept.id)
  }

  async remove(id: string): Promise<Dashboard> {
    const one = await this.#known(id)
    if (one.builtIn) throw new Refusal("refused", `"${one.name}" comes with the product and can't be removed.`)
    await this.#site.write("dashboards", "remove", id)
    return one
  }

  async setFirst(id: string): Promise<void> {
    await this.#known(id)
    await this.#site.write("dashboards", "setFirst", id)
  }
}

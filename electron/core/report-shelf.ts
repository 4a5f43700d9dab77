/** The reports of data mining: those that come with the product and those that people made, and the snapshots of both. */
import { randomUUID } from "node:crypto"
import { gunzipSync, gzipSync } from "node:zlib"
import type { Report, ReportAnswer, ReportDefinition, Snapshot } from "../../shared/api/contract/mining.ts"
import { Refusal } from "../../shared/api/server.ts"
import { builtInReports } from "../../shared/insight/mining/built-in-reports.ts"
import { definitionFault } from "../../shared/insight/mining/definition.ts"
import { reportGone } from "../handlers/report-gone.ts"
import type { KeptReport } from "../store/reports.ts"
import type { SiteLink } from "./site-link.ts"

const mostReports = 200
const mostSnapshots = 500
/** Of one snapshot, packed: the longest report is far below. */
const mostBytes = 24e6

const copy = (one: ReportDefinition): ReportDefinition => structuredClone(one)
const builtIn: readonly Report[] = builtInReports.map(({ id, name, description, categories, order, filters }) => ({
  ...structuredClone({ id, name, description, order, categories, filters } as unknown as Report),
  ...{ builtIn: true, by: "", changedAt: 0 },
}))

const fromKept = ({ id, value, by, changedAt }: KeptReport): Report => ({
  ...copy(JSON.parse(value) as ReportDefinition),
  ...{ id, builtIn: false, by, changedAt },
})

const sameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()

const refuse = (message: string, reason = "", remedy = ""): never => {
  throw new Refusal("refused", message, { reason, remedy })
}

export class ReportShelf {
  readonly #site: Pick<SiteLink, "query" | "write">
  readonly #now: () => number

  constructor(site: Pick<SiteLink, "query" | "write">, now: () => number) {
    this.#site = site
    this.#now = now
  }

  async all(): Promise<Report[]> {
    return [...builtIn, ...(await this.#site.query("reports", "all")).map(fromKept)]
  }
  snapshots(): Promise<Snapshot[]> {
    return this.#site.query("snapshots", "all")
  }

  async known(id: string): Promise<Report> {
    const found = (await this.all()).find((one) => one.id === id)
    if (!found) throw reportGone()
    return found
  }

  async save(id: string, definition: ReportDefinition, by: string): Promise<Report> {
    const all = await this.all()
    const before = all.find((one) => one.id === id)
    if (id !== "" && !before) throw reportGone()
    if (before?.builtIn === true)
      refuse(`“${before.name}” comes with the product and can't be changed.`, "", "Duplicate it and change the copy.")
    const fault = definitionFault(definition)
    if (fault) refuse(fault.reason, fault.field, fault.remedy)
    if (all.some((one) => one.id !== id && sameName(one.name, definition.name)))
      refuse(`There is a report “${definition.name.trim()}” already.`, "name", "Choose another name.")
    if (id === "" && all.length >= mostReports)
      refuse(`There are ${mostReports} reports, which is the most.`, "", "Delete one first.")
    const name = definition.name.trim()
    const kept = { id: id === "" ? randomUUID() : id, name, by, changedAt: this.#now() }
    await this.#site.write("reports", "put", { ...kept, value: JSON.stringify({ ...definition, name }) })
    return this.known(kept.id)
  }

  /** Its name. */
  async remove(id: string): Promise<string> {
    const { builtIn: isBuiltIn, name } = await this.known(id)
    if (isBuiltIn) refuse(`“${name}” comes with the product and can't be deleted.`)
    await this.#site.write("reports", "remove", id)
    return name
  }

  async freeze(report: string, name: string, by: string, answer: string): Promise<Snapshot> {
    const all = await this.snapshots()
    if (name.trim() === "") refuse("The snapshot has no name.", "name", "Give it one.")
    if (all.some((one) => one.report === report && sameName(one.name, name)))
      refuse(`This report has a snapshot “${name.trim()}” already.`, "name", "Choose another name.")
    if (all.length >= mostSnapshots)
      refuse(`There are ${mostSnapshots} snapshots, which is the most.`, "", "Delete one first.")
    const value = gzipSync(answer).toString("base64")
    if (value.length > mostBytes) refuse("This report is too large to keep.", "", "Narrow it with a filter.")
    const made = { id: randomUUID(), report, name: name.trim(), by, madeAt: this.#now() }
    await this.#site.write("snapshots", "put", made, value)
    return made
  }

  async #snapshot(id: string): Promise<Snapshot> {
    const found = (await this.snapshots()).find((one) => one.id === id)
    return found ?? refuse("This snapshot is not there any more: somebody deleted it. Load the page again.")
  }

  async open(id: string): Promise<{ readonly snapshot: Snapshot; readonly answer: ReportAnswer }> {
    const snapshot = await this.#snapshot(id)
    const value = (await this.#site.query("snapshots", "value", id)) ?? ""
    return { snapshot, answer: JSON.parse(gunzipSync(Buffer.from(value, "base64")).toString()) as ReportAnswer }
  }

  async removeSnapshot(id: string): Promise<void> {
    await this.#snapshot(id)
    await this.#site.write("snapshots", "remove", id)
  }
}

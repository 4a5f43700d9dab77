/** Subnets of the plant, as an Admin configures them. */
import type { SubnetRow } from "../../shared/api/contract/subnets.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { CheckedText, MadeOutput, ParsedInput } from "../../shared/api/server.ts"
import type { Subnet } from "../../shared/insight/notices/subnets.ts"
import { readCidr } from "../../shared/net/cidr.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import { csv } from "../handlers/csv.ts"
import type { Desk } from "../handlers/desk.ts"
import type { DeskTools } from "./desks.ts"
import { readSubnetLines, subnetColumns } from "./subnet-lines.ts"

const most = 2000

export class SubnetsDesk {
  readonly #tools: DeskTools

  constructor(tools: DeskTools) {
    this.#tools = tools
  }

  readonly list = (): Promise<CheckedText> => this.#tools.site.answer("subnets.list", {})

  readonly save: Desk<"subnets">["save"] = async ({ before, subnet }, context) => {
    const range = mustRead(subnet.cidr)
    const all = await this.#tools.site.query("subnets", "all")
    if (before !== range && all.some(({ cidr }) => cidr === range))
      throw new Refusal("refused", `${range} is in the list already. Edit that entry, or choose another range.`)
    const isNew = !all.some(({ cidr }) => cidr === before)
    if (isNew && all.length >= most) throw tooMany()
    const one: Subnet = { ...subnet, cidr: range, name: subnet.name.trim(), learned: "hand" }
    await this.#tools.site.write("subnets", "save", before === "" ? range : before, one)
    await this.#note(isNew ? "Subnet added" : "Subnet changed", describe(one), context)
    return {}
  }

  readonly remove: Desk<"subnets">["remove"] = async ({ cidrs }, context) => {
    const all = await this.#tools.site.query("subnets", "all")
    const there = cidrs.filter((cidr) => all.some((one) => one.cidr === cidr))
    if (there.length === 0)
      throw new Refusal("refused", "These subnets are not in the list any more. Load the page again.")
    await this.#tools.site.write("subnets", "remove", there)
    await this.#note(there.length === 1 ? "Subnet removed" : "Subnets removed", listed(there), context)
    return {}
  }

  readonly setLearning: Desk<"subnets">["setLearning"] = async ({ learns }, context) => {
    await this.#tools.site.write("subnets", "setLearning", learns)
    await this.#note("Automatic learning of subnets changed", learns ? "Turned on." : "Turned off.", context)
    return {}
  }

  readonly importCsv = async (
    { csv: text }: ParsedInput<"subnets.importCsv">,
    context: Context,
  ): Promise<MadeOutput<"subnets.importCsv">> => {
    const { subnets, problems } = readSubnetLines(text)
    if (problems.length > 0) return { taken: 0, problems: problems.slice(0, 100) }
    if (subnets.length === 0)
      throw new Refusal("refused", `The file has no subnets. Each line is one: ${subnetColumns.join(", ")}.`)
    const all = await this.#tools.site.query("subnets", "all")
    if (new Set([...all, ...subnets].map(({ cidr }) => cidr)).size > most) throw tooMany()
    await this.#tools.site.write("subnets", "take", subnets)
    await this.#note("Subnets imported", listed(subnets.map(({ cidr }) => cidr)), context)
    return { taken: subnets.length, problems: [] }
  }

  readonly exportCsv: Desk<"subnets">["exportCsv"] = async (_, context) => {
    const { subnets } = JSON.parse((await this.#tools.site.answer("subnets.list", {})).text) as { subnets: SubnetRow[] }
    const lines = subnets.map(({ cidr, name, ics, segregated }) => [
      cidr,
      name,
      ics ? "yes" : "no",
      segregated ? "yes" : "no",
    ])
    const bytes = new TextEncoder().encode(csv(subnetColumns, lines))
    return { ticket: context.offerDownload("subnets.csv", "text/csv; charset=utf-8", bytes), file: "subnets.csv" }
  }

  async #note(title: string, text: string, context: Context): Promise<void> {
    const { journal, changed } = this.#tools
    await journal({ kind: "settings", title, text, who: by(context), origin: context.caller.origin })
    changed()
  }
}

const tooMany = (): Refusal =>
  new Refusal("refused", `The list takes ${most} subnets. Remove some, or join neighbours into a wider range.`)

function mustRead(text: string): string {
  const range = readCidr(text)
  if (typeof range === "string") throw new Refusal("bad-input", range)
  return range.text
}

const describe = ({ cidr, name, ics, segregated }: Subnet): string =>
  `${cidr}${name === "" ? "" : ` “${name}”`}: ${ics ? "ICS" : "not ICS"}${segregated ? ", segregated" : ""}.`

const listed = (all: readonly string[]): string =>
  all.length <= 10 ? `${all.join(", ")}.` : `${all.slice(0, 10).join(", ")} and ${all.length - 10} more.`

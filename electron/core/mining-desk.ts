/** Data mining: reports and their snapshots, evaluated in a site thread, and a report on paper. */
import type { ReportAnswer } from "../../shared/api/contract/mining.ts"
import type { CheckedText, MadeOutput, ParsedInput } from "../../shared/api/server.ts"
import { miningReport } from "../../shared/insight/report/mining-report.ts"
import { timeText } from "../../shared/insight/trends/time-text.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import type { DeskTools } from "./desks.ts"
import { ReportShelf } from "./report-shelf.ts"
import { turns } from "./turns.ts"

type Printed = { readonly name: string; readonly answer: ReportAnswer; readonly frozen: string }

export class MiningDesk {
  readonly #tools: DeskTools
  readonly #shelf: ReportShelf
  readonly #inTurn = turns()

  constructor(tools: DeskTools) {
    this.#tools = tools
    this.#shelf = new ReportShelf(tools.site, tools.now)
  }

  readonly categories = (input: object): Promise<CheckedText> => this.#tools.site.answer("mining.categories", input)

  readonly reports: Desk<"mining">["reports"] = async () => ({
    reports: await this.#shelf.all(),
    snapshots: await this.#shelf.snapshots(),
  })

  /** Windows count back from now while the sensor monitors; otherwise the thread knows the newest packet. */
  readonly run = ({ of, until }: ParsedInput<"mining.run">, context: Context): Promise<CheckedText> => {
    const now = context.monitoring() === null ? undefined : this.#tools.now()
    return this.#tools.site.answer("mining.run", { of, until: until ?? now })
  }

  #change<Made>(act: () => Promise<Made>): Promise<Made> {
    return this.#inTurn(async () => {
      const made = await act()
      this.#tools.changed()
      return made
    })
  }

  readonly save: Desk<"mining">["save"] = ({ id, definition }, context) =>
    this.#change(() => this.#shelf.save(id, definition, by(context)))

  readonly remove: Desk<"mining">["remove"] = async ({ id }, context) => {
    const name = await this.#change(() => this.#shelf.remove(id))
    const who = { who: by(context), origin: context.caller.origin }
    await this.#tools.journal({ kind: "work", title: "Report deleted", text: `“${name}”.`, ...who })
    return {}
  }

  readonly freeze: Desk<"mining">["freeze"] = ({ id, name }, context) =>
    this.#change(async () => {
      const { text } = await this.run({ of: { report: id } }, context)
      return this.#shelf.freeze(id, name, by(context), text)
    })

  readonly open = ({ id }: ParsedInput<"mining.open">): Promise<MadeOutput<"mining.open">> => this.#shelf.open(id)

  readonly removeSnapshot: Desk<"mining">["removeSnapshot"] = async ({ id }) => {
    await this.#change(() => this.#shelf.removeSnapshot(id))
    return {}
  }

  readonly exportPdf = async (
    { of }: ParsedInput<"mining.exportPdf">,
    context: Context,
  ): Promise<MadeOutput<"mining.exportPdf">> => {
    const region = JSON.parse((await this.#tools.site.answer("trends.about", {})).text) as { readonly zone: string }
    const at = (time: number): string => timeText(time / 60e6, region.zone)
    const { name, answer, frozen } = await this.#printed(of, context, at)
    const { sensor, version } = await context.about()
    const head = {
      title: name,
      site: sensor === "" ? "Plantwarden" : sensor,
      range: [frozen, answer.window].filter((one) => one !== "").join(" "),
      made: `Made on ${at(this.#tools.now())} by ${by(context)} with Plantwarden ${version}`,
      zone: region.zone,
    }
    const bytes = await this.#tools.printer.print(miningReport(head, answer))
    const file = `${name.replace(/[^\p{L}\p{N} ._-]/gu, "_").slice(0, 100)}.pdf`
    return { ticket: context.offerDownload(file, "application/pdf", bytes), file }
  }

  async #printed(
    of: ParsedInput<"mining.exportPdf">["of"],
    context: Context,
    at: (time: number) => string,
  ): Promise<Printed> {
    if ("report" in of) {
      const answer = JSON.parse((await this.run({ of }, context)).text) as ReportAnswer
      return { name: answer.name, answer, frozen: "" }
    }
    const { snapshot, answer } = await this.#shelf.open(of.snapshot)
    const frozen = `Snapshot “${snapshot.name}”, taken on ${at(snapshot.madeAt)} by ${snapshot.by}.`
    return { name: `${answer.name} - ${snapshot.name}`, answer, frozen }
  }
}

/** Exclusions of alerts: kept by people, written into the timeline. */
import { randomUUID } from "node:crypto"
import type { Exclusion } from "../../shared/api/contract/alerts.ts"
import type { EventKindCode } from "../../shared/detections/event-kind.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { ParsedInput } from "../../shared/api/server.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import { kindOf } from "../store/kind-of.ts"
import type { DeskTools } from "./desks.ts"

const most = 500

export class ExclusionShelf {
  readonly #tools: DeskTools

  constructor(tools: DeskTools) {
    this.#tools = tools
  }

  async save({ id, exclusion }: ParsedInput<"alerts.saveExclusion">, context: Context): Promise<{ id: string }> {
    const { site, now } = this.#tools
    const all = await site.query("exclusions", "all")
    const known = all.find((one) => one.id === id)
    if (id !== null && !known) throw gone()
    if (id === null && all.length >= most)
      throw new Refusal("refused", `There are ${most} exclusions already. Delete one that is not needed any more.`)
    const unknown = exclusion.kinds.find((kind) => kindOf(kind).why === "")
    if (unknown !== undefined) throw new Refusal("bad-input", `There is no alert “${unknown}”.`)
    const at = id ?? randomUUID()
    await site.write("exclusions", "put", at, exclusion, by(context), now())
    await this.#note(id === null ? "EXCLUSION_RULE_CREATED" : "EXCLUSION_RULE_UPDATED", exclusion, context)
    return { id: at }
  }

  async remove({ id }: ParsedInput<"alerts.removeExclusion">, context: Context): Promise<Record<string, never>> {
    const { site } = this.#tools
    const known = (await site.query("exclusions", "all")).find((one) => one.id === id)
    if (!known) throw gone()
    await site.write("exclusions", "remove", id)
    await this.#note("EXCLUSION_RULE_REMOVED", known, context)
    return {}
  }

  #note(code: EventKindCode, { name, on }: Pick<Exclusion, "name" | "on">, context: Context): Promise<void> {
    const text = code === "EXCLUSION_RULE_REMOVED" || on ? name : `${name} (off)`
    const who = { who: by(context), origin: context.caller.origin }
    return this.#tools.journal({ kind: "alerts", title: titles[code] ?? "", text, code, ...who })
  }
}

const titles: Partial<Record<EventKindCode, string>> = {
  EXCLUSION_RULE_CREATED: "Exclusion rule created",
  EXCLUSION_RULE_UPDATED: "Exclusion rule updated",
  EXCLUSION_RULE_REMOVED: "Exclusion rule removed",
}

const gone = (): Refusal =>
  new Refusal("refused", "This exclusion is not there any more: somebody deleted it. Load the page again.")

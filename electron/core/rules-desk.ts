/** Rules of the user's own: kept by people, written into the timeline, in force for what is read next; and back-tests of them. */
import { randomUUID } from "node:crypto"
import { ruleFaults } from "../../shared/detections/custom/check-rule.ts"
import type { Rule, TimeWindow } from "../../shared/detections/custom/rule.ts"
import { ruleSentence, windowWords } from "../../shared/detections/custom/rule-words.ts"
import type { EventKindCode } from "../../shared/detections/event-kind.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { CheckedText } from "../../shared/api/server.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import { proofFile } from "../handlers/proof-file.ts"
import { Backtest } from "./backtest.ts"
import type { DeskTools } from "./desks.ts"
import type { SiteLink } from "./site-link.ts"

type Saved = Parameters<Desk<"rules">["save"]>[0]["rule"]

const most = 200
/** Results that stay to be asked for. */
const mostBacktests = 20

const titles = {
  USER_DEFINED_RULE_CREATED: "Custom rule created",
  USER_DEFINED_RULE_EDITED: "Custom rule edited",
  USER_DEFINED_RULE_DELETED: "Custom rule deleted",
} as const satisfies Partial<Record<EventKindCode, string>>

export class RulesDesk {
  readonly #tools: DeskTools
  readonly #entry: URL
  readonly #backtests = new Map<string, { readonly test: Backtest; readonly by: string }>()

  /** `entry`: the thread of back-tests. */
  constructor(tools: DeskTools, entry: URL) {
    this.#tools = tools
    this.#entry = entry
  }

  readonly list = (): Promise<CheckedText> => this.#tools.site.answer("rules.list", {})
  readonly fields = (input: object): Promise<CheckedText> => this.#tools.site.answer("rules.fields", input)

  readonly save: Desk<"rules">["save"] = async ({ id, rule }, context) => {
    const { site, now } = this.#tools
    checked(rule, this.#tools.site)
    const all = await site.query("rules", "all")
    const known = all.find((one) => one.id === id)
    if (id !== null && !known) throw gone()
    if (id === null && all.length >= most)
      throw new Refusal("refused", `There are ${most} rules already. Delete one that is not needed any more.`)
    if (all.some((one) => one.id !== id && one.name.trim().toLowerCase() === rule.name.trim().toLowerCase()))
      throw new Refusal("refused", `There is a rule “${rule.name.trim()}” already. Give this one another name.`)
    const at = id ?? randomUUID()
    const version = known ? known.version + (isSame(known, rule) ? 0 : 1) : 1
    await site.write("rules", "put", at, { ...rule, name: rule.name.trim() }, version, { by: by(context), at: now() })
    const code = id === null ? "USER_DEFINED_RULE_CREATED" : "USER_DEFINED_RULE_EDITED"
    const off = rule.on ? "" : " (off)"
    await this.#note(
      code,
      `${rule.name.trim()}${off}: ${ruleSentence(rule, (name) => site.protocols.get(name)?.title ?? name)}`,
      context,
    )
    await site.judgeAnew()
    return { id: at }
  }

  readonly switch: Desk<"rules">["switch"] = async ({ ids, on }, context) => {
    const chosen = (await this.#chosen(ids)).filter((one) => one.on !== on)
    if (chosen.length === 0) return {}
    const who = { by: by(context), at: this.#tools.now() }
    const { site } = this.#tools
    await site.write(
      "rules",
      "switch",
      chosen.map(({ id }) => id),
      on,
      who,
    )
    for (const { name } of chosen)
      await this.#note("USER_DEFINED_RULE_EDITED", `${name}: turned ${on ? "on" : "off"}.`, context)
    await site.judgeAnew()
    return {}
  }

  readonly remove: Desk<"rules">["remove"] = async ({ ids }, context) => {
    const chosen = await this.#chosen(ids)
    const { site } = this.#tools
    await site.write(
      "rules",
      "remove",
      chosen.map(({ id }) => id),
    )
    for (const { name } of chosen) await this.#note("USER_DEFINED_RULE_DELETED", name, context)
    await site.judgeAnew()
    return {}
  }

  readonly setHours: Desk<"rules">["setHours"] = async ({ hours }, context) => {
    if (hours.some(({ from, to }) => from === to))
      throw new Refusal("bad-input", "A time that begins when it ends covers nothing. Move its end; midnight is 24:00.")
    const { site, journal } = this.#tools
    await site.write("rules", "setHours", hours)
    const text = hours.map((one: TimeWindow) => windowWords(one)).join(" or ")
    const who = { who: by(context), origin: context.caller.origin }
    await journal({ kind: "detection", title: "Working hours changed", text: `Working hours are ${text}.`, ...who })
    await site.judgeAnew()
    return {}
  }

  readonly startBacktest: Desk<"rules">["startBacktest"] = ({ rule, days }, context) => {
    checked(rule, this.#tools.site)
    for (const { test, by: other } of this.#backtests.values()) {
      if (test.state.state !== "running") continue
      if (other !== by(context))
        throw new Refusal("refused", `${other} is testing a rule just now. Wait until that is done, and try again.`)
      test.cancel()
    }
    const id = randomUUID()
    if (this.#backtests.size >= mostBacktests) this.#backtests.delete(this.#backtests.keys().next().value!)
    const { site, folder } = this.#tools
    const test = new Backtest({ tools: { site, folder }, entry: this.#entry, rule }, days)
    this.#backtests.set(id, { test, by: by(context) })
    return { id }
  }

  readonly backtest: Desk<"rules">["backtest"] = ({ id }, context) => this.#own(id, context).state

  readonly cancelBacktest: Desk<"rules">["cancelBacktest"] = ({ id }, context) => {
    this.#own(id, context).cancel()
    return {}
  }

  readonly saveBacktestPackets: Desk<"rules">["saveBacktestPackets"] = ({ id }, context) => {
    const { frames } = this.#own(id, context)
    if (frames.length === 0)
      throw new Refusal(
        "refused",
        "No packets belong to this back-test: nothing matched, or it matched in stored series.",
      )
    const file = "back-test.pcapng"
    return { ticket: context.offerDownload(file, "application/vnd.tcpdump.pcap", proofFile(frames)), file }
  }

  /** When the core stops, nothing goes on reading. */
  stop(): void {
    for (const { test } of this.#backtests.values()) test.cancel()
  }

  #own(id: string, context: Context): Backtest {
    const found = this.#backtests.get(id)
    if (found?.by !== by(context)) throw new Refusal("refused", "This back-test is not there any more. Start it again.")
    return found.test
  }

  async #chosen(ids: readonly string[]) {
    const all = await this.#tools.site.query("rules", "all")
    const chosen = all.filter(({ id }) => ids.includes(id))
    if (chosen.length === 0) throw gone()
    return chosen
  }

  #note(code: keyof typeof titles, text: string, context: Context): Promise<void> {
    const who = { who: by(context), origin: context.caller.origin }
    return this.#tools.journal({ kind: "detection", title: titles[code], text: text.slice(0, 1500), code, ...who })
  }
}

function checked(rule: Saved, { protocols }: Pick<SiteLink, "protocols">): void {
  const faults = ruleFaults(rule, [...protocols.keys()])
  if (faults.length > 0)
    throw new Refusal(
      "bad-input",
      faults
        .map(({ text }) => text)
        .join(" ")
        .slice(0, 600),
    )
}

/** It says what it said: only its name's spaces, its comment or its switch may differ. */
function isSame(before: Rule, now: Rule): boolean {
  const said = ({ about, protocol, direction, sets, when, windows, action, severity, message }: Rule): string =>
    JSON.stringify([about, protocol, direction, sets, when, windows, action, severity, message])
  return before.name === now.name.trim() && said(before) === said(now)
}

const gone = (): Refusal =>
  new Refusal("refused", "This rule is not there any more: somebody deleted it. Load the page again.")

/** Device notifications: people's answers, and the dismissal of what nobody answers. Questions go to a site thread. */
import { Refusal } from "../../shared/api/server.ts"
import type { CheckedText } from "../../shared/api/server.ts"
import { by } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import { isJoin, isUndoable } from "../handlers/notice-answers.ts"
import type { Deed } from "../store/notice-deeds.ts"
import type { DeskTools } from "./desks.ts"
import { deedOf, lapsedEvent } from "./notice-deed.ts"

const lookEvery = 60_000

export class NotificationsDesk {
  readonly #tools: DeskTools
  #ticker: NodeJS.Timeout | undefined

  constructor(tools: DeskTools) {
    this.#tools = tools
  }

  /** Looks now and every minute what lapsed. */
  begin(): void {
    if (this.#tools.site.readOnly) return
    const look = (): void => {
      this.age().catch((error: unknown) => this.#tools.log(`notifications: ${String(error)}`))
    }
    this.#ticker = setInterval(look, lookEvery)
    this.#ticker.unref()
    look()
  }
  stop(): void {
    clearInterval(this.#ticker)
  }

  async age(): Promise<void> {
    const { site, now, changed } = this.#tools
    const lapsed = await site.write("notifications", "age", now())
    if (lapsed.length === 0) return
    for (const kind of new Set(lapsed.map((one) => one.kind)))
      await site.write("events", "add", lapsedEvent(kind, lapsed.filter((one) => one.kind === kind).length, now()))
    changed()
  }

  readonly list = (input: object): Promise<CheckedText> => this.#tools.site.answer("notifications.list", input)

  readonly takeBack: Desk<"notifications">["takeBack"] = async ({ id }, context) => {
    const { site, now, changed } = this.#tools
    const [found] = await site.made("notifications.cases", { ids: [id] })
    if (!found || !isUndoable(found.notice))
      throw new Refusal("refused", "There is nothing to take back: somebody else did, or it was never answered so.")
    const needsAdmin = found.notice.answer === "delete" || isJoin(found.notice)
    if (needsAdmin && context.person?.role !== "Admin")
      throw new Refusal("forbidden", "Only an Admin may take back that devices were joined or deleted. Ask an Admin.")
    const told = { at: now(), kind: "devices", code: "NOTIFICATION", title: "Answer taken back" } as const
    const text = `${found.row.title}: ${found.row.text}`
    await site.write("noticeDeeds", "takeBack", id, {
      ...{ ...told, text, who: by(context), origin: context.caller.origin, device: found.notice.devices[0] },
    })
    for (const device of found.notice.devices) context.deviceChanged(device)
    changed()
    return {}
  }

  /** Does what can be done, in one piece, and says why not with the others. */
  readonly answer: Desk<"notifications">["answer"] = async ({ answers }, context) => {
    const { site, now, changed } = this.#tools
    const who = {
      who: by(context),
      origin: context.caller.origin,
      at: now(),
      isAdmin: context.person?.role === "Admin",
    }
    const asked = [...new Map(answers.map((one) => [one.id, one])).values()]
    const found = new Map(
      (await site.made("notifications.cases", { ids: asked.map(({ id }) => id) })).map((one) => [one.notice.id, one]),
    )
    const deeds: Deed[] = []
    const refused: { id: string; why: string }[] = []
    for (const one of asked) {
      const deed = deedOf(one, found.get(one.id), who)
      if (typeof deed === "string") refused.push({ id: one.id, why: deed.slice(0, 400) })
      else deeds.push(deed)
    }
    if (deeds.length > 0) {
      await site.write("noticeDeeds", "perform", deeds, who.who, who.at)
      const touched = deeds.flatMap(({ id }) => found.get(id)?.devices ?? [])
      for (const { id } of touched) context.deviceChanged(id)
      if (touched.some(({ programming, scanner }) => programming || scanner)) await site.judgeAnew()
      changed()
    }
    return { changed: deeds.length, refused }
  }
}

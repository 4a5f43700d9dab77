/** System messages: what is the case now, since when, and who has read it. Conditions raise and clear them; nothing else does. */
import type { SystemMessage } from "../../shared/api/contract/site.ts"
import { fillMessage, systemMessages } from "../../shared/setup/system-messages.ts"
import type { Condition, MessageText } from "../../shared/setup/system-messages.ts"
import { by } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import type { Watch } from "./desks.ts"
import type { SiteLink } from "./site-link.ts"

const day = 24 * 3600e6
const most = 100
const order = ["critical", "warning", "info"] as const

type Standing = { readonly id: string; readonly condition: Condition; readonly raisedAt: number }

const idOf = ({ name, about }: Condition): string => (about === undefined ? name : `${name} ${about}`.slice(0, 200))

export class Bell implements Desk<"messages"> {
  readonly #site: SiteLink
  readonly #watches: readonly Watch[]
  readonly #now: () => number
  #raised: Map<string, number> | null = null
  #looking: Promise<readonly Standing[]> | null = null
  #next: Promise<readonly Standing[]> | null = null

  constructor(site: SiteLink, watches: readonly Watch[], now: () => number) {
    this.#site = site
    this.#watches = watches
    this.#now = now
  }

  /** One look at a time. One that had begun before the question may not know of the latest change: who asks meanwhile gets the next. */
  #look(): Promise<readonly Standing[]> {
    if (this.#next) return this.#next
    if (!this.#looking) return this.#begin()
    const begin = () => {
      this.#next = null
      return this.#begin()
    }
    this.#next = this.#looking.then(begin, begin)
    return this.#next
  }

  #begin(): Promise<readonly Standing[]> {
    this.#looking = this.#lookNow().finally(() => (this.#looking = null))
    return this.#looking
  }

  /** Asks every watch; messages that are new are raised now, those whose condition is over are cleared. */
  async #lookNow(): Promise<readonly Standing[]> {
    this.#raised ??= new Map(Object.entries(await this.#site.query("raised", "all")))
    const raised = this.#raised
    const conditions = (await Promise.all(this.#watches.map(async (watch) => watch.conditions()))).flat()
    const standing = new Map<string, Standing>()
    for (const condition of conditions) {
      const id = idOf(condition)
      standing.set(id, { id, condition, raisedAt: raised.get(id) ?? this.#now() })
    }
    for (const { id, raisedAt } of standing.values()) {
      if (raised.has(id)) continue
      raised.set(id, raisedAt)
      if (!this.#site.readOnly) await this.#site.write("raised", "put", id, raisedAt)
    }
    for (const id of raised.keys()) {
      if (standing.has(id)) continue
      raised.delete(id)
      if (!this.#site.readOnly) await this.#site.write("raised", "remove", id)
    }
    return [...standing.values()]
  }

  /** What stands now, as one text: it changes when something was raised or cleared. */
  async fingerprint(): Promise<string> {
    return (await this.#look())
      .map(({ id }) => id)
      .sort()
      .join("\n")
  }

  /** For this user, the gravest first. */
  async messages(user: string): Promise<SystemMessage[]> {
    const [standing, read] = await Promise.all([this.#look(), this.#site.query("acknowledged", "of", user)])
    return standing
      .map((one) => this.#shown(one, read[one.id]))
      .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.raisedAt - a.raisedAt)
      .slice(0, most)
  }

  #shown({ id, condition, raisedAt }: Standing, readAt: number | undefined): SystemMessage {
    const { title, text, remedy, severity, page, action } = fillMessage(condition.name, condition.values)
    const { daily = false }: MessageText = systemMessages[condition.name]
    const acknowledged = readAt !== undefined && readAt >= raisedAt && !(daily && this.#now() - readAt >= day)
    return { id, severity, title, text: text.slice(0, 2000), remedy, raisedAt, page, action, acknowledged }
  }

  readonly acknowledge: Desk<"messages">["acknowledge"] = async ({ id }, context) => {
    const standing = await this.#look()
    if (standing.some((one) => one.id === id))
      await this.#site.write("acknowledged", "put", by(context), id, this.#now())
    return {}
  }
}

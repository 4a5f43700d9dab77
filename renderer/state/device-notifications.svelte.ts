/** Device notifications: those that the filter leaves, how many of the site are open, and the answers that people give. */
import type { Api } from "../../shared/api/client.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"
import type { DeviceNotification, NotificationFilter } from "../../shared/api/contract/notifications.ts"
import { Attempt } from "./attempt.svelte.ts"
import { Refreshed } from "./refreshed.svelte.ts"

export type Answers = Input<"notifications.answer">["answers"]
export type AnswerResult = Output<"notifications.answer">

export class DeviceNotifications extends Refreshed<Output<"notifications.list">> {
  filter = $state.raw<NotificationFilter>({})
  readonly answering = new Attempt()
  readonly #api: Api
  constructor(api: Api) {
    super(api, () => api.ask("notifications.list", { filter: this.filter }), 1000)
    this.#api = api
    api.on("notifications.changed", () => this.stale())
  }

  get rows(): readonly DeviceNotification[] {
    return this.value?.notifications ?? []
  }
  /** Of the whole site. */
  get open(): number {
    return this.value?.open ?? 0
  }

  override clear(): void {
    super.clear()
    this.filter = {}
  }

  async narrow(filter: NotificationFilter): Promise<void> {
    this.filter = filter
    await this.load()
  }

  takeBack(id: string): Promise<boolean> {
    return this.answering.run(async () => {
      await this.#api.ask("notifications.takeBack", { id })
      await this.load()
    })
  }

  /** null: it did not get there; the attempt tells why. */
  async answer(answers: Answers): Promise<AnswerResult | null> {
    let result: AnswerResult | null = null
    await this.answering.run(async () => {
      result = await this.#api.ask("notifications.answer", { answers })
      await this.load()
    })
    return result
  }
}

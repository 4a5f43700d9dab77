/** One password recovery: the challenge, and the password that came of the office's answer. It is kept nowhere else. */
import type { Api } from "../../shared/api/client.ts"
import type { Output } from "../../shared/api/contract/index.ts"
import { Attempt } from "./attempt.svelte.ts"

export class RecoveryTalk {
  challenge = $state.raw<Output<"recovery.challenge"> | null>(null)
  given = $state.raw<Output<"recovery.upload"> | null>(null)
  readonly asking = new Attempt()
  readonly uploading = new Attempt()

  readonly #api: Api
  constructor(api: Api) {
    this.#api = api
  }

  ask(account: string): Promise<boolean> {
    return this.asking.run(async () => {
      this.challenge = await this.#api.ask("recovery.challenge", { account })
    })
  }

  upload(document: string): Promise<boolean> {
    return this.uploading.run(async () => {
      this.given = await this.#api.ask("recovery.upload", { document })
    })
  }

  forget(): void {
    this.challenge = null
    this.given = null
    this.uploading.clear()
  }
}

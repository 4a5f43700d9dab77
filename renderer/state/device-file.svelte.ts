/** One device with its claims and connections, asked for again when the device changes. */
import type { Api } from "../../shared/api/client.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"

export type DeviceEdit = Input<"devices.edit">["edit"]
const pause = 1000

export class DeviceFile {
  value = $state.raw<Output<"devices.get"> | null>(null)
  failure = $state.raw<unknown>(null)

  readonly id: string
  readonly #api: Api
  #timer: ReturnType<typeof setTimeout> | undefined
  constructor(api: Api, id: string) {
    this.#api = api
    this.id = id
  }

  /** Returns how to stop. */
  watch(): () => void {
    void this.load()
    const stop = this.#api.on("devices.changed", ({ ids, gone, all }) => {
      if (!all && !ids.includes(this.id) && !gone.includes(this.id)) return
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined
        void this.load()
      }, pause)
    })
    return () => {
      stop()
      clearTimeout(this.#timer)
    }
  }

  async load(): Promise<void> {
    try {
      this.value = await this.#api.ask("devices.get", { id: this.id })
      this.failure = null
    } catch (failure) {
      this.failure = failure
    }
  }

  async edit(edit: DeviceEdit): Promise<Output<"devices.edit">> {
    const row = await this.#api.ask("devices.edit", { id: this.id, edit })
    await this.load()
    return row
  }

  proof(index: number): Promise<Output<"devices.proof">> {
    return this.#api.ask("devices.proof", { id: this.id, index })
  }

  saveProof(index: number): Promise<Output<"devices.saveProof">> {
    return this.#api.ask("devices.saveProof", { id: this.id, index })
  }
}

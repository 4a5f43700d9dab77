/** What the device map draws, and the positions that people gave. */
import type { Api } from "../../shared/api/client.ts"
import type { Output } from "../../shared/api/contract/index.ts"
import { Refreshed } from "./refreshed.svelte.ts"

export type Pin = { readonly id: string; readonly x: number; readonly y: number }

export class PlantMap extends Refreshed<Output<"map.get">> {
  readonly #api: Api
  constructor(api: Api) {
    super(api, () => api.ask("map.get", {}), 3000)
    this.#api = api
    // Subnets may have been configured.
    api.on("notifications.changed", () => this.stale())
  }

  async pin(pins: readonly Pin[]): Promise<void> {
    await this.#api.ask("map.pin", { pins: pins.map((pin) => ({ ...pin })) })
    if (!this.value) return
    const moved = new Set(pins.map(({ id }) => id))
    this.value = { ...this.value, pins: [...this.value.pins.filter(({ id }) => !moved.has(id)), ...pins] }
  }

  async unpin(): Promise<void> {
    await this.#api.ask("map.unpin", {})
    if (this.value) this.value = { ...this.value, pins: [] }
  }
}

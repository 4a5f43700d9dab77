/** One device with its claims and connections, asked for again when the device changes. */
import type { Api } from "../../shared/api/client.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"

/** Packets that prove something, and how to find them in Wireshark. */
export type Proven = Omit<Output<"devices.proof">, "claim"> & { readonly captureFile: string }
/** A place that functions reach, as the sensor finds its packet. */
export type PlaceName = Input<"devices.placePacket">

export type DeviceEdit = Input<"devices.edit">["edit"]
const pause = 1000

export class DeviceFile {
  value = $state.raw<Output<"devices.get"> | null>(null)
  /** What it speaks; null until that was asked for and answered. */
  spoken = $state.raw<Output<"devices.protocols"> | null>(null)
  /** What happened between it and others; null until that was asked for and answered. */
  happenings = $state.raw<Output<"happenings.list"> | null>(null)
  failure = $state.raw<unknown>(null)

  readonly id: string
  readonly #api: Api
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #withProtocols: boolean
  /** `withProtocols`: also what it speaks, which is more to read. */
  constructor(api: Api, id: string, withProtocols = false) {
    this.#api = api
    this.#withProtocols = withProtocols
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
      const { id } = this
      const spoken = this.#withProtocols ? this.#api.ask("devices.protocols", { id }) : null
      const happenings = this.#withProtocols ? this.#api.ask("happenings.list", { device: id }) : null
      const [value] = await Promise.all([this.#api.ask("devices.get", { id }), spoken, happenings])
      this.value = value
      this.spoken = await spoken
      this.happenings = await happenings
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

  async proof(index: number): Promise<Proven> {
    const { claim, ...proven } = await this.#api.ask("devices.proof", { id: this.id, index })
    return { ...proven, captureFile: claim.captureFile }
  }

  placePacket(place: PlaceName): Promise<Proven> {
    return this.#api.ask("devices.placePacket", place)
  }

  savePlacePacket(place: PlaceName): Promise<Output<"devices.savePlacePacket">> {
    return this.#api.ask("devices.savePlacePacket", place)
  }

  happeningPacket(id: string): Promise<Proven> {
    return this.#api.ask("happenings.packet", { id })
  }

  saveHappeningPacket(id: string): Promise<Output<"happenings.savePacket">> {
    return this.#api.ask("happenings.savePacket", { id })
  }

  saveProof(index: number): Promise<Output<"devices.saveProof">> {
    return this.#api.ask("devices.saveProof", { id: this.id, index })
  }
}

/** The intelligence pack in force, packs on USB drives, and what the pack names. */
import type { Api } from "../../shared/api/client.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"
import { Answer } from "./answer.svelte.ts"
import { Attempt } from "./attempt.svelte.ts"
import { repeat } from "./repeat.ts"

const usbPause = 3000

/** Of bytes; in steps, because a call takes so many arguments. */
function base64Of(bytes: Uint8Array): string {
  let binary = ""
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

export type ThreatRow = Output<"intelligence.threats">["threats"][number]

export class Intelligence extends Answer<Output<"intelligence.get">> {
  readonly usb: Answer<Output<"intelligence.usb">>
  readonly installing = new Attempt()
  readonly removing = new Attempt()
  readonly looking = new Attempt()
  /** Of a file that is sent up, 0 to 1. */
  sent = $state(0)
  text = $state("")
  total = $state(0)
  threats = $state.raw<readonly ThreatRow[]>([])

  readonly #api: Api
  constructor(api: Api) {
    super(() => api.ask("intelligence.get", {}))
    this.#api = api
    this.usb = new Answer(() => api.ask("intelligence.usb", {}))
  }

  /** Loads what is known and listens for changes; `drives`: also looks for USB drives. Returns how to stop. */
  watch(drives: boolean): () => void {
    void this.load()
    const stops = [
      this.#api.on("site.changed", () => void this.load()),
      this.#api.on("activation.changed", () => void this.load()),
    ]
    if (drives) stops.push(repeat(() => this.usb.load(), usbPause))
    return () => stops.forEach((stop) => stop())
  }

  /** The first page of what fits `text`. A later question wins over an earlier one. */
  async look(text: string): Promise<void> {
    this.text = text
    const { total, threats } = await this.#api.ask("intelligence.threats", { text, from: 0 }).catch(() => nothing)
    if (this.text !== text) return
    this.total = total
    this.threats = threats
  }

  async more(): Promise<void> {
    const { text, threats: known } = this
    await this.looking.run(async () => {
      const { total, threats } = await this.#api.ask("intelligence.threats", { text, from: known.length })
      if (this.text !== text) return
      this.total = total
      this.threats = [...known, ...threats]
    })
  }

  install(source: Input<"intelligence.install">["source"]): Promise<boolean> {
    return this.#put(() => Promise.resolve(source))
  }

  send(file: File): Promise<boolean> {
    return this.#put(async () => ({ from: "upload", id: await this.#sendUp(file) }))
  }

  async remove(): Promise<boolean> {
    return await this.removing.run(async () => {
      await this.#api.ask("intelligence.remove", {})
      await this.#loadAll()
    })
  }

  async #put(source: () => Promise<Input<"intelligence.install">["source"]>): Promise<boolean> {
    this.sent = 0
    return await this.installing.run(async () => {
      await this.#api.ask("intelligence.install", { source: await source() })
      await this.#loadAll()
    })
  }

  async #sendUp(file: File): Promise<string> {
    const { id, piece } = await this.#api.ask("intelligence.begin", { name: file.name, size: file.size })
    for (let at = 0; at < file.size; at += piece) {
      const bytes = new Uint8Array(await file.slice(at, at + piece).arrayBuffer())
      await this.#api.ask("intelligence.piece", { id, at, base64: base64Of(bytes) })
      this.sent = Math.min(1, (at + piece) / file.size)
    }
    return id
  }

  async #loadAll(): Promise<void> {
    await Promise.all([this.load(), this.look(this.text)])
  }
}

const nothing: Output<"intelligence.threats"> = { total: 0, threats: [] }

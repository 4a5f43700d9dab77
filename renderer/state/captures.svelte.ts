/** The captures: those read, the one being read, the queue, and uploads from this page. */
import { Refused, type Api } from "../../shared/api/client.ts"
import type { Capture } from "../../shared/api/contract/captures.ts"
import type { Host } from "../api/host.ts"
import { upload, UploadStopped } from "../api/upload.ts"
import type { Notices } from "./notices.svelte.ts"

export class Captures {
  list = $state.raw<readonly Capture[]>([])
  loaded = $state.raw(false)
  /** True from the moment files are handed over until the dialog was closed. */
  open = $state(false)

  readonly #api: Api
  readonly #host: Host
  readonly #notices: Notices
  readonly #stopped = new Set<string>()
  constructor(api: Api, host: Host, notices: Notices) {
    this.#api = api
    this.#host = host
    this.#notices = notices
    api.on("captures.changed", ({ capture }) => this.#take(capture))
  }

  get busy(): readonly Capture[] {
    return this.list.filter(({ state }) => state === "uploading" || state === "waiting" || state === "reading")
  }

  async load(): Promise<void> {
    const { captures } = await this.#api.ask("captures.list", {})
    this.list = captures
    this.loaded = true
  }

  /** Files that were dropped or chosen: read where they lie in the window, sent up one after the other from a browser. */
  async import(files: readonly File[]): Promise<void> {
    if (files.length === 0) return
    this.open = true
    const { pathForFile } = this.#host
    if (pathForFile)
      return await this.#tell("The captures were not added.", () => this.#addPaths(files.map(pathForFile)))
    for (const file of files) await this.#tell(`“${file.name}” was not imported.`, () => this.#upload(file))
  }

  async cancel(id: string): Promise<void> {
    this.#stopped.add(id)
    await this.#tell("The import was not cancelled.", () => this.#api.ask("captures.cancel", { id }))
  }

  async forget(id: string): Promise<void> {
    await this.#tell("The entry was not taken off the list.", async () => {
      await this.#api.ask("captures.forget", { id })
      this.list = this.list.filter((capture) => capture.id !== id)
    })
  }

  async #addPaths(paths: readonly string[]): Promise<void> {
    await this.#api.ask("captures.add", { paths: [...paths] })
    await this.load()
  }

  async #upload(file: File): Promise<void> {
    let id = ""
    const announced = (given: string) => {
      id = given
      void this.load()
    }
    try {
      await upload(this.#api, file, announced, () => this.#stopped.has(id))
    } catch (failure) {
      const wasStopped = failure instanceof UploadStopped || (failure instanceof Refused && this.#stopped.has(id))
      if (!wasStopped) throw failure
    }
  }

  async #tell(what: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act()
    } catch (failure) {
      this.#notices.fail(what, failure)
    }
  }

  #take(capture: Capture): void {
    const known = this.list.some(({ id }) => id === capture.id)
    this.list = known ? this.list.map((old) => (old.id === capture.id ? capture : old)) : [capture, ...this.list]
  }
}

/** All devices as the inventory shows them, kept up to date by the sensor's events. */
import type { Api } from "../../shared/api/client.ts"
import type { DeviceRow } from "../../shared/api/contract/devices.ts"

const pageSize = 5000
const mostAtOnce = 5000
/** While a capture is read, changes come a few times a second; the page asks for them together. */
const pause = 250
/** How many alerts a device has follows a little later: they come and go several at a time. */
const alertsPause = 1500
const mostAlerts = 1000

export class Devices {
  rows = $state.raw<readonly DeviceRow[]>([])
  loaded = $state.raw(false)

  readonly #api: Api
  readonly #known = new Map<string, DeviceRow>()
  readonly #changed = new Set<string>()
  #wanted = false
  #all = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #alerts: ReturnType<typeof setTimeout> | undefined
  constructor(api: Api) {
    this.#api = api
    api.on("devices.changed", ({ ids, gone, all }) => {
      if (!this.#wanted) return
      for (const id of gone) this.#known.delete(id)
      for (const id of ids) this.#changed.add(id)
      this.#all ||= all
      this.#timer ??= setTimeout(() => void this.#catchUp(), pause)
    })
    // Subnets may have been configured: every row says which it is in.
    api.on("notifications.changed", () => {
      if (!this.#wanted) return
      this.#all = true
      this.#timer ??= setTimeout(() => void this.#catchUp(), pause)
    })
    api.on("alerts.changed", () => {
      if (this.#wanted) this.#alerts ??= setTimeout(() => void this.#count(), alertsPause)
    })
  }

  /** Called by every page that shows devices; asks once, then follows. */
  async want(): Promise<void> {
    if (this.#wanted) return
    this.#wanted = true
    await this.load()
  }

  async load(): Promise<void> {
    if (!this.#wanted) return
    const fresh = new Map<string, DeviceRow>()
    let after = ""
    for (let more = true; more;) {
      const page = await this.#api.ask("devices.list", { after, limit: pageSize })
      for (const row of page.devices) fresh.set(row.id, row)
      after = page.devices.at(-1)?.id ?? ""
      more = page.more && page.devices.length > 0
      // The first page is shown at once when there is nothing on screen yet.
      if (!this.loaded) this.rows = [...fresh.values()]
    }
    this.#known.clear()
    for (const [id, row] of fresh) this.#known.set(id, row)
    this.#show()
    this.loaded = true
  }

  take(row: DeviceRow): void {
    this.#known.set(row.id, row)
    this.#show()
  }

  get(id: string): DeviceRow | undefined {
    return this.#known.get(id)
  }

  clear(): void {
    this.#wanted = false
    clearTimeout(this.#alerts)
    this.#alerts = undefined
    this.loaded = false
    this.#known.clear()
    this.rows = []
  }

  async #catchUp(): Promise<void> {
    const ids = [...this.#changed].slice(0, mostAtOnce)
    const everything = this.#all || this.#changed.size > mostAtOnce
    this.#changed.clear()
    this.#all = false
    try {
      if (everything) await this.load()
      else if (ids.length > 0) await this.#fetch(ids)
      this.#show()
    } catch (failure) {
      // A question lost with the connection is asked again by the reload that follows it.
      console.info("devices: will ask again", failure)
    } finally {
      this.#timer = undefined
      if (this.#changed.size > 0) this.#timer = setTimeout(() => void this.#catchUp(), pause)
    }
  }

  /** Alerts were raised or closed: the devices that had any, and those that have some now, are asked for again. */
  async #count(): Promise<void> {
    try {
      const question = { sort: "last", descending: true, offset: 0, limit: mostAlerts } as const
      const { alerts, total } = await this.#api.ask("alerts.list", {
        filter: { statuses: ["new", "active"] },
        ...question,
      })
      for (const { id, openAlerts } of this.rows) if (openAlerts > 0) this.#changed.add(id)
      for (const { source, target } of alerts)
        for (const { device } of [source, target]) if (this.#known.has(device)) this.#changed.add(device)
      this.#all ||= total > mostAlerts
      this.#timer ??= setTimeout(() => void this.#catchUp(), pause)
    } catch (failure) {
      // A question lost with the connection is asked again by the reload that follows it.
      console.info("alerts of devices: will ask again", failure)
    } finally {
      this.#alerts = undefined
    }
  }

  async #fetch(ids: string[]): Promise<void> {
    const { devices, gone } = await this.#api.ask("devices.some", { ids })
    for (const row of devices) this.#known.set(row.id, row)
    for (const id of gone) this.#known.delete(id)
  }

  #show(): void {
    this.rows = [...this.#known.values()]
  }
}

/** Everything the page knows of the sensor, put together once; pages take it from the context. */
import { getContext, setContext } from "svelte"
import { createApi, type Api, type Transport } from "../../shared/api/client.ts"
import type { Host } from "../api/host.ts"
import { Captures } from "./captures.svelte.ts"
import { Devices } from "./devices.svelte.ts"
import { DeviceNotifications } from "./device-notifications.svelte.ts"
import { IdleWatch } from "./idle-watch.ts"
import { Notices } from "./notices.svelte.ts"
import { OpenAlerts } from "./open-alerts.svelte.ts"
import { Overview } from "./overview.svelte.ts"
import { PlantMap } from "./plant-map.svelte.ts"
import { Preferences } from "./preferences.svelte.ts"
import { Region } from "./region.svelte.ts"
import { Route } from "./route.svelte.ts"
import { Session } from "./session.svelte.ts"
import { SiteStatus } from "./site-status.svelte.ts"

export class Sensor {
  readonly api: Api
  readonly notices = new Notices()
  readonly route: Route
  readonly session: Session
  readonly status: SiteStatus
  readonly captures: Captures
  readonly devices: Devices
  readonly alerts: OpenAlerts
  readonly notifications: DeviceNotifications
  readonly overview: Overview
  readonly map: PlantMap
  readonly preferences: Preferences
  readonly region: Region
  readonly idle: IdleWatch
  /** False while the sensor does not answer. */
  connected = $state.raw(true)
  /** Counts catch-ups: pages that hold an answer of their own ask again when it changes. */
  caughtUp = $state.raw(0)

  #stopIdle: () => void = () => undefined
  readonly #host: Host
  /** `setZone`: writes times in this zone from here on. */
  constructor(host: Host, window: Window, setZone: (zone: string) => void) {
    this.#host = host
    this.api = createApi(this.#watchful(host.transport))
    this.route = new Route(window)
    this.session = new Session(this.api)
    this.status = new SiteStatus(this.api)
    this.captures = new Captures(this.api, host, this.notices)
    this.devices = new Devices(this.api)
    this.alerts = new OpenAlerts(this.api)
    this.notifications = new DeviceNotifications(this.api)
    this.overview = new Overview(this.api)
    this.map = new PlantMap(this.api)
    this.preferences = new Preferences(this.api, window)
    this.region = new Region(this.api, setZone)
    this.idle = new IdleWatch(this.api, window, () => Date.now())
    this.api.on("network.changed", ({ served }) => this.#tellAddress(served, window.location.origin))
    host.onNews((news) => {
      this.connected = news !== "lost"
      if (news !== "lost") void this.#catchUp()
    })
  }

  /** After sign-in. */
  async start(): Promise<void> {
    this.#host.open()
    this.#stopIdle = this.idle.start((minutes) => void this.#leaveIdle(minutes))
    await Promise.all([
      this.region.load(),
      this.status.load(),
      this.preferences.load(),
      this.captures.load(),
      this.alerts.load(),
      this.idle.load(),
    ])
  }

  /** After sign-out: nothing of one person's session stays for the next. */
  stop(): void {
    this.#stopIdle()
    this.#host.close()
    this.connected = true
    this.devices.clear()
    this.alerts.clear()
    this.notifications.clear()
    this.overview.clear()
    this.map.clear()
    this.status.now = null
    this.captures.open = false
  }

  /** This page may be at an address that is no longer served; the window of the program itself always works. */
  #tellAddress(served: readonly string[], here: string): void {
    if (!here.startsWith("https:") || served.some((address) => new URL(address).origin === here)) return
    this.notices.tell(`This console is now found at ${served.join(" and ")}.`)
  }

  async #leaveIdle(minutes: number): Promise<void> {
    try {
      await this.session.signOut()
    } catch (failure) {
      this.notices.fail("You were not signed out after a long rest.", failure)
      return
    }
    this.session.tell(`You were signed out after ${minutes} minutes without activity.`)
  }

  async #catchUp(): Promise<void> {
    try {
      await this.session.load()
      if (!this.session.person || this.session.person.mustChangePassword) return
      this.notifications.stale()
      this.overview.stale()
      this.map.stale()
      await Promise.all([this.status.load(), this.captures.load(), this.devices.load(), this.alerts.load()])
      this.caughtUp++
    } catch (failure) {
      // The connection broke again; the next news starts this over.
      console.info("catch-up: will try again", failure)
    }
  }

  /** Any answer may say that the session is over: then the right page shows, wherever the question came from. */
  #watchful(transport: Transport): Transport {
    return {
      listen: transport.listen,
      send: async (request) => {
        const response = await transport.send(request)
        if (response.ok) return response
        if (response.code === "signed-out") this.session.end(response.message)
        if (response.code === "must-change-password") this.session.mustChange()
        return response
      },
    }
  }
}

const key = Symbol("sensor")
export const provideSensor = (sensor: Sensor): Sensor => setContext(key, sensor)
export const useSensor = (): Sensor => getContext<Sensor>(key)

/** Raises an alert when an interface that is listened to falls silent, and when it hears traffic again. */
import type { Silences } from "../store/sensor-alerts.ts"
import type { DeskTools } from "./desks.ts"
import type { MonitoredInterface } from "./monitored-interface.ts"

type Heard = Pick<MonitoredInterface, "name" | "isSilent" | "silentSince" | "isRunning" | "received" | "hasLink">

export class InterfaceAlerts {
  readonly #tools: Pick<DeskTools, "site" | "now" | "alertsChanged">
  #told: Silences | null = null

  constructor(tools: Pick<DeskTools, "site" | "now" | "alertsChanged">) {
    this.#tools = tools
  }

  /** Called every second. `mayWrite`: the disk has space; without it nothing is captured, whatever is on the wire. */
  async look(interfaces: readonly Heard[], mayWrite: boolean): Promise<void> {
    const { site, now } = this.#tools
    this.#told ??= await site.query("sensorAlerts", "all")
    for (const one of interfaces) {
      const { name, received, silentSince } = one
      const told = this.#told[name]
      if (told && received > told.received) await this.#change(await site.write("sensorAlerts", "heard", name, now()))
      else if (!told && mayWrite && hearsNothing(one))
        await this.#change(await site.write("sensorAlerts", "silent", name, { since: silentSince, received }, now()))
    }
  }

  /** A person ended monitoring, or began it anew: packets are counted from the beginning. */
  async forget(): Promise<void> {
    this.#told = {}
    await this.#tools.site.write("sensorAlerts", "forget")
  }

  async #change(told: Silences): Promise<void> {
    this.#told = told
    await this.#tools.alertsChanged()
  }
}

/** Without a capture program nobody knows, unless there is no link to hear anything from. */
const hearsNothing = ({ isSilent, isRunning, hasLink }: Heard): boolean => isSilent && (isRunning || !hasLink)

/** What of the monitoring belongs into the bell. */
import type { Condition } from "../../shared/setup/system-messages.ts"
import type { Obstacle } from "../capture/capture-obstacle.ts"
import type { MonitoredInterface } from "./monitored-interface.ts"

const time = (microseconds: number): string =>
  `${new Date(microseconds / 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`

function ofInterface(one: MonitoredInterface, mayWrite: boolean): Condition[] {
  const { name, link, dropped, received, restarts, transmittedBefore, transmittedNow, silent } = one.shown
  const found: Condition[] = []
  const add = (message: Condition["name"], values: Readonly<Record<string, string>>): void =>
    void found.push({ name: message, about: name, values: { interface: name, ...values } })
  const sent = (transmittedNow ?? 0) - (transmittedBefore ?? 0)
  const hasLink = link !== "down" && link !== "gone"
  if (!hasLink) add("link-down", { state: link })
  else if (silent && mayWrite) add("no-traffic", { since: time(one.silentSince) })
  if (dropped > 0) add("capture-dropped", { dropped: String(dropped), received: String(received + dropped) })
  if (one.isFailing && hasLink)
    add("capture-stopped", {
      reason: `the capture program keeps ending (${one.lastReason}). It is started again and again.`,
      remedy: "Check the interface and the capture filter, then stop monitoring and start it again.",
    })
  else if (restarts > 0)
    add("capture-restarted", { times: String(restarts), reason: `The last time: ${one.lastReason}.` })
  if (sent > 0) add("transmitting", { packets: sent === 1 ? "1 packet" : `${sent} packets` })
  return found
}

export type Circumstances = {
  readonly interfaces: readonly MonitoredInterface[]
  readonly obstacle: Obstacle | null
  /** Bytes. */
  readonly free: number
  readonly mayWrite: boolean
  /** Why the ring can't be analysed; "" when it can. */
  readonly problem: string
}

export function monitoringConditions({ interfaces, obstacle, free, mayWrite, problem }: Circumstances): Condition[] {
  const found = interfaces.flatMap((one) => ofInterface(one, mayWrite))
  if (obstacle !== null)
    found.push({
      name: "capture-impossible",
      values: { reason: obstacle.reason, remedy: obstacle.steps.join(" ") },
    })
  if (!mayWrite) found.push({ name: "disk-full", values: { free: String(Math.floor(free / 1e6)) } })
  if (problem !== "") {
    const remedy = "What is in the ring is kept. If this does not end by itself, restart the sensor."
    found.push({
      name: "capture-stopped",
      about: "analysis",
      values: { interface: "Analysis", reason: problem, remedy },
    })
  }
  return found
}

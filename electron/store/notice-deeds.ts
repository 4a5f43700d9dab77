/** What a person answered to a device notification: done, noted as answered and told to the timeline in one transaction. */
import type { Response } from "../../shared/insight/notices/kinds.ts"
import type { Subnet } from "../../shared/insight/notices/subnets.ts"
import { arrangement } from "./arrangement.ts"
import type { Database } from "./database.ts"
import { devices, type DeviceEdit } from "./devices.ts"
import { events, type NotedEvent } from "./events.ts"
import { notifications } from "./notifications.ts"
import { subnets } from "./subnets.ts"

export type Step =
  | { readonly do: "join"; readonly gone: string; readonly holder: string }
  | { readonly do: "retire"; readonly device: string; readonly addresses: readonly string[] }
  /** A person says that the address is the device's. */
  | { readonly do: "keep"; readonly device: string; readonly address: string }
  | { readonly do: "remove"; readonly device: string; readonly lastSeen: number }
  | { readonly do: "edit"; readonly device: string; readonly change: Pick<DeviceEdit, "type" | "os"> }
  | { readonly do: "subnet"; readonly subnet: Subnet }

export type Deed = {
  /** Of the notification. */
  readonly id: string
  readonly response: Response
  readonly steps: readonly Step[]
  readonly events: readonly NotedEvent[]
}

export const noticeDeeds = {
  /** What the answer did to devices; the notification is open again. */
  takeBack(database: Database, id: string, told: NotedEvent): void {
    const notice = notifications.get(database, id)
    if (!notice) return
    arrangement.takeBack(database, notice.devices)
    notifications.reopen(database, id)
    events.add(database, told)
  },
  perform(database: Database, deeds: readonly Deed[], by: string, at: number): void {
    for (const { id, response, steps, events: told } of deeds) {
      for (const step of steps) take(database, step, by, at)
      notifications.answer(database, id, response, by, at)
      for (const one of told) events.add(database, one)
    }
  },
}

function take(database: Database, step: Step, by: string, at: number): void {
  const who = { by, at }
  switch (step.do) {
    case "join":
      return arrangement.join(database, step.gone, step.holder, who)
    case "retire":
      return arrangement.retire(database, step.device, step.addresses, who)
    case "keep":
      return arrangement.unretire(database, step.device, step.address)
    case "remove":
      return arrangement.remove(database, step.device, step.lastSeen, who)
    case "edit":
      return devices.edit(database, step.device, step.change, by, at)
    case "subnet":
      return subnets.take(database, [step.subnet])
    default:
      step satisfies never
  }
}

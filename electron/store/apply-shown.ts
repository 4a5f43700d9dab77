/** What a batch brings for the timeline beside alerts: devices and connections that are new, devices that were joined, and what the engine tells. */
import type { Batch } from "../../shared/engine/batch.ts"
import type { Connection, Device } from "../../shared/model/device.ts"
import type { Database } from "./database.ts"
import { devices } from "./devices.ts"
import { events, type ShownEvent } from "./events.ts"

const nobody = { device: "", address: "" }

/** What of a batch was not there before; asked before the batch is put. */
export type Fresh = {
  readonly devices: readonly Device[]
  readonly connections: readonly Connection[]
  readonly merged: Batch["merged"]
}

export function freshOf(database: Database, batch: Batch): Fresh {
  return {
    devices: batch.devices.filter(
      (one) => !one.internet && (!devices.isThere(database, one.id) || devices.isBack(database, one)),
    ),
    connections: batch.connections.filter(
      ({ id }) => database.get("select 1 as there from connections where id = ?", id) === undefined,
    ),
    merged: batch.merged.filter(({ id }) => devices.isThere(database, id)),
  }
}

/** `learning`: what is new is normal; else a new device is not authorised until a person says so. */
export function applyShown(database: Database, owner: string, batch: Batch, fresh: Fresh, learning: boolean): void {
  if (!learning) for (const { id, parent } of fresh.devices) if (parent === "") devices.putNewcomer(database, owner, id)
  const joined = new Set(fresh.merged.map(({ into }) => into))
  const renamed = renamedConnections(batch)
  events.addShown(database, owner, [
    ...fresh.devices.filter(({ id }) => !joined.has(id)).map(created),
    ...fresh.connections.filter((one) => !renamed.has(endsOf(one.client, one.server, one.port))).map(connected),
    ...fresh.merged.map((one) => joinedEvent(one, batch.capture.last)),
    ...batch.events.map(({ kind, time, ...rest }) => ({ ...rest, code: kind, at: time })),
  ])
}

const endsOf = (client: string, server: string, port: number | string): string => `${client}|${server}|${port}`

/** A connection whose ends were joined, or whose protocol became known, goes and comes again under another id. */
function renamedConnections({ merged, droppedConnections }: Batch): ReadonlySet<string> {
  const now = new Map(merged.map(({ id, into }) => [id, into]))
  const nowOf = (id: string): string => now.get(id) ?? id
  return new Set(
    droppedConnections.map((id) => {
      const [client = "", server = "", , port = ""] = id.split("|")
      return endsOf(nowOf(client), nowOf(server), port)
    }),
  )
}

const created = ({ id, addresses, macs, firstSeen, parent, part }: Device): ShownEvent => ({
  ...{ at: firstSeen, code: "DEVICE_CREATE", source: { device: id, address: addresses[0] ?? macs[0] ?? "" } },
  target: parent === "" ? nobody : { device: parent, address: "" },
  text:
    parent === "" ? "{source} was seen for the first time." : `${part} was seen for the first time, behind {target}.`,
})

const connected = ({ client, server, protocol, port, firstSeen }: Connection): ShownEvent => ({
  ...{ at: firstSeen, code: "DEVICE_CONNECTION_CREATED", protocol },
  ...{ source: { device: client, address: "" }, target: { device: server, address: "" } },
  text: `{source} asked {target} for the first time with {protocol}${port > 0 ? ` on port ${port}` : ""}.`,
})

const joinedEvent = ({ id, into }: Batch["merged"][number], at: number): ShownEvent => ({
  ...{ at, code: "DEVICE_UNIFICATION", source: { device: into, address: "" }, target: { device: id, address: "" } },
  text: "Two addresses turned out to be one device, which is {source} now.",
})

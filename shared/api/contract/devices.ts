/** Devices, their connections, and the proof of every value. */
import * as v from "valibot"
import { claimFields } from "../../facts/claim-field.ts"
import { deviceTypes } from "../../model/device.ts"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, text, time, whole } from "../schema.ts"

const purdue = v.picklist([-1, 0, 1, 2, 3, 4])
const names = list(text(400), 4096)

export const device = record({
  id: identifier,
  aliases: names,
  name: text(400),
  parent: v.union([v.literal(""), identifier]),
  part: text(200),
  macs: names,
  addresses: names,
  vlans: list(whole(0, 4095), 4096),
  /** The tunnel that it is seen in; absent outside of tunnels. */
  tunnel: v.optional(text(400)),
  hostnames: names,
  type: v.picklist(deviceTypes),
  purdue,
  vendor: text(400),
  model: text(400),
  firmware: text(400),
  serial: text(400),
  os: text(400),
  mode: v.picklist(["run", "program", "remote", "stop", "test", "fault", "unknown"]),
  description: text(2000),
  protocols: list(record({ name: text(60), role: v.picklist(["client", "server", "both"]) }), 500),
  internet: v.boolean(),
  router: v.boolean(),
  firstSeen: time,
  lastSeen: time,
  sentPackets: count,
  receivedPackets: count,
  sentBytes: count,
  receivedBytes: count,
})

/** A row of the inventory: the device as traffic shows it, with a person's edits laid over it. */
export const deviceRow = record({
  ...device.entries,
  /** Fields that a person set; they outrank every claim. */
  edited: list(text(40), 40),
  authorized: v.boolean(),
  important: v.boolean(),
  scanner: v.boolean(),
  programming: v.boolean(),
  openAlerts: count,
  /** The configured subnet that it is in, its range and name; absent where there is none. */
  subnet: v.optional(text(400)),
})
export type DeviceRow = v.InferOutput<typeof deviceRow>

export const span = record({ frame: count, offset: count, length: count })
export const claim = record({
  /** Place in the device's list of claims, to ask for its packet. */
  index: count,
  field: v.picklist(claimFields),
  value: text(2000),
  rule: text(200),
  confidence: v.number(),
  time,
  capture: text(64),
  captureFile: text(4000),
  spans: list(span, 100),
})
export type ClaimRow = v.InferOutput<typeof claim>

export const functionCount = record({
  protocol: text(60),
  key: text(60),
  name: text(200),
  requests: count,
  responses: count,
  exceptions: count,
  messages: count,
})
export const connectionRow = record({
  id: identifier,
  client: identifier,
  clientName: text(400),
  server: identifier,
  serverName: text(400),
  protocol: text(60),
  port: whole(0, 65_535),
  packets: count,
  bytes: count,
  firstSeen: time,
  lastSeen: time,
  functions: list(functionCount, 2000),
})
export type ConnectionRow = v.InferOutput<typeof connectionRow>

/** The fields a person may set; null takes the edit back. */
export const edit = v.partial(
  record({
    name: v.nullable(text(100)),
    type: v.nullable(v.picklist(deviceTypes)),
    purdue: v.nullable(purdue),
    vendor: v.nullable(text(200)),
    model: v.nullable(text(200)),
    os: v.nullable(text(200)),
    description: v.nullable(text(2000)),
    authorized: v.boolean(),
    important: v.boolean(),
    scanner: v.boolean(),
    programming: v.boolean(),
  }),
)

export const field: v.GenericSchema<ExplainedFieldShape> = record({
  name: text(400),
  value: text(4000),
  offset: count,
  length: count,
  fields: v.lazy(() => v.array(field)),
})
type ExplainedFieldShape = {
  name: string
  value: string
  offset: number
  length: number
  fields: ExplainedFieldShape[]
}

export const packet = record({
  frame: count,
  time,
  linkType: count,
  wireLength: count,
  /** The captured bytes as lower-case hexadecimal. */
  hex: text(600_000),
  layers: list(
    record({ title: text(200), wireshark: text(60), offset: count, length: count, fields: v.array(field) }),
    100,
  ),
  /** Parts of this frame that prove the value. */
  marks: list(record({ offset: count, length: count }), 100),
})
export type Packet = v.InferOutput<typeof packet>

/** What a function does to the device, if anything. */
const effect = {
  /** In plain words; "" where it does nothing to it. */
  does: text(200),
  /** MITRE ATT&CK for ICS: "T0843" and its name; "" where none fits. */
  technique: text(20),
  techniqueName: text(100),
  /** Ordinary process control, as against programming, settings and running. */
  everyday: v.boolean(),
}
const role = v.picklist(["asks", "answers"])
export const spokenFunction = record({
  ...functionCount.entries,
  ...effect,
  role,
  /** Requests whose answer was seen, and how long those took (microseconds): in the mean, and the longest. */
  answered: count,
  mean: v.number(),
  longest: v.number(),
  wireshark: text(2000),
})
export type SpokenFunction = v.InferOutput<typeof spokenFunction>
export const spokenPlace = record({
  key: text(60),
  name: text(200),
  ...effect,
  /** "" for the device as a whole. */
  where: text(400),
  role,
  connection: identifier,
  peer: identifier,
  peerName: text(400),
  asked: count,
  succeeded: count,
  refused: count,
  firstSeen: time,
  lastSeen: time,
  value: text(400),
  valueTime: time,
  hasPacket: v.boolean(),
})
export type SpokenPlace = v.InferOutput<typeof spokenPlace>
/** What messages were about beside their function: why something was refused, states, causes, classes, flags. */
export const spokenDetail = record({ key: text(60), name: text(200), role, count })
export type SpokenDetail = v.InferOutput<typeof spokenDetail>
export const spokenProtocol = record({
  name: text(60),
  title: text(100),
  ot: v.boolean(),
  /** What it was built from, where no traffic of it was at hand. */
  unseen: text(400),
  wireshark: text(2000),
  functions: list(spokenFunction, 4000),
  details: list(spokenDetail, 2000),
  places: list(spokenPlace, 5000),
  /** Places beyond those; the ones asked for most are listed. */
  morePlaces: count,
})
export type SpokenProtocol = v.InferOutput<typeof spokenProtocol>

export const devices = {
  /** All devices, in pages by id order; `after` is the last id of the page before, "" for the first. `internet` addresses are included. */
  "devices.list": ask(
    "read",
    record({ after: identifier, limit: whole(1, 5000) }),
    record({ devices: list(deviceRow, 5000), total: count, more: v.boolean() }),
  ),
  "devices.some": ask(
    "read",
    record({ ids: list(identifier, 5000) }),
    record({ devices: list(deviceRow, 5000), gone: list(identifier, 5000) }),
  ),
  "devices.get": ask(
    "read",
    record({ id: identifier }),
    record({ device: deviceRow, claims: list(claim, 5000), connections: list(connectionRow, 20_000) }),
  ),
  /** What the device speaks, protocol by protocol: its functions with what they do, where they reach, and what stands behind it. */
  "devices.protocols": ask(
    "read",
    record({ id: identifier }),
    record({ protocols: list(spokenProtocol, 200), parts: list(deviceRow, 4096) }),
  ),
  /** The packet of the first command at a place; and what to type into Wireshark to find it. */
  "devices.placePacket": ask(
    "read",
    record({ connection: identifier, protocol: text(60), key: text(60), where: text(400) }),
    record({ packets: list(packet, 100), wireshark: text(2000), missing: text(500), captureFile: text(4000) }),
  ),
  /** A ticket for `GET /download/TICKET`: that packet as pcapng. */
  "devices.savePlacePacket": ask(
    "read",
    record({ connection: identifier, protocol: text(60), key: text(60), where: text(400) }),
    record({ ticket: text(100), file: text(200) }),
  ),
  "devices.edit": change("analyst", record({ id: identifier, edit }), deviceRow),
  /** The packets behind a claim, decoded; and what to type into Wireshark to find them. */
  "devices.proof": ask(
    "read",
    record({ id: identifier, index: count }),
    record({
      claim,
      packets: list(packet, 100),
      wireshark: text(2000),
      /** Empty, or why no packet can be shown. */ missing: text(500),
    }),
  ),
  /** A ticket for `GET /download/TICKET`: those packets as pcapng. */
  "devices.saveProof": ask(
    "read",
    record({ id: identifier, index: count }),
    record({ ticket: text(100), file: text(200) }),
  ),
}

export const map = {
  /** What the map draws. Positions that a person gave; all others follow from the layout. */
  "map.get": ask(
    "read",
    nothing,
    record({
      devices: list(deviceRow, 50_000),
      lines: list(
        record({
          client: identifier,
          server: identifier,
          protocols: list(text(60), 200),
          ports: list(whole(0, 65_535), 200),
          packets: count,
          bytes: count,
          lastSeen: time,
        }),
        300_000,
      ),
      pins: list(record({ id: identifier, x: v.number(), y: v.number() }), 50_000),
    }),
  ),
  "map.pin": change(
    "analyst",
    record({ pins: list(record({ id: identifier, x: v.number(), y: v.number() }), 5000) }),
    nothing,
  ),
  "map.unpin": change("analyst", nothing, nothing),
}

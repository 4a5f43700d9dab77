/** The site as a whole: what is being watched, the overview, the bell, a person's preferences and saved views. */
import * as v from "valibot"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, text, time } from "../schema.ts"
import { accounting, capture, problem } from "./captures.ts"
import { deviceRow } from "./devices.ts"

export const systemMessage = record({
  id: identifier,
  severity: v.picklist(["critical", "warning", "info"]),
  title: text(200),
  text: text(2000),
  remedy: text(2000),
  raisedAt: time,
  /** Name of the page that helps, or "". */ page: text(60),
  /** What the button that goes there says. */ action: text(60),
  /** By this user; a message that is raised anew is not. */ acknowledged: v.boolean(),
})
export type SystemMessage = v.InferOutput<typeof systemMessage>

export const site = {
  /** For the top bar: what is being read now (null: nothing) and how fast. */
  /** Every protocol that the sensor reads, and how people write it. */
  "protocols.list": ask(
    "read",
    nothing,
    record({ protocols: list(record({ name: text(60), title: text(100) }), 1000) }),
  ),
  "site.status": ask(
    "read",
    nothing,
    record({
      reading: v.nullable(capture),
      waiting: count,
      captures: count,
      devices: count,
      connections: count,
      accounting,
      learning: v.boolean(),
      /** Live capture: null when it is off. `silent`: no packet for the quiet time. */
      monitoring: v.nullable(
        record({
          interfaces: list(text(100), 16),
          packetsPerSecond: v.number(),
          bitsPerSecond: v.number(),
          silent: v.boolean(),
        }),
      ),
      messages: list(systemMessage, 100),
      diskFree: count,
      databaseSize: count,
    }),
  ),
  "overview.get": ask(
    "read",
    nothing,
    record({
      accounting,
      problems: list(record({ file: text(4000), problem }), 200),
      /** The newest day in the site's zone; a stretch of it where little of the day was listened to. What trends draw for it. */
      period: record({ from: time, to: time, kind: v.picklist(["day", "stretch"]), packets: count, bytes: count }),
      /** Of the connections that were active in the last `window` seconds, so many were known before. */
      learning: record({
        /** Seconds that the sensor listened, in captures or live. */
        listened: count,
        window: count,
        active: count,
        known: count,
        /** Devices with the most new connections. */
        changing: list(record({ id: identifier, name: text(400), connections: count }), 10),
      }),
      /** Open ones. `judged`: false while nothing judges traffic; then no alert does not mean that all is well. */
      alerts: record({ judged: v.boolean(), critical: count, major: count, minor: count, warning: count }),
      otProtocols: list(record({ name: text(60), title: text(100), devices: count, packets: count, bytes: count }), 50),
      ports: list(record({ transport: text(10), port: count, name: text(100), bytes: count, packets: count }), 50),
      newest: list(deviceRow, 20),
      devices: count,
      internet: count,
      byType: list(record({ type: text(40), devices: count }), 50),
      byPurdue: list(record({ purdue: v.number(), devices: count }), 10),
      captures: list(capture, 20),
      first: time,
      last: time,
    }),
  ),
  /** Read and understood, by this user. */
  "messages.acknowledge": change("read", record({ id: identifier }), nothing),
  /** A person's own settings: theme, columns of the inventory … Values are JSON texts that the page understands. */
  "preferences.get": ask("read", nothing, record({ values: v.record(text(60), text(20_000)) })),
  "preferences.set": change("read", record({ name: text(60), value: text(20_000) }), nothing),
  /** Saved views of a tool, for all users. */
  "views.list": ask(
    "read",
    record({ tool: text(40) }),
    record({
      views: list(record({ id: identifier, name: text(60), tool: text(40), value: text(20_000), by: text(64) }), 500),
    }),
  ),
  "views.save": change(
    "analyst",
    record({ tool: text(40), name: text(60), value: text(20_000) }),
    record({ id: identifier }),
  ),
  "views.remove": change("analyst", record({ id: identifier }), nothing),
}

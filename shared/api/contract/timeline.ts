/** The event timeline: what traffic showed and what people did, in order. */
import * as v from "valibot"
import { eventKinds, eventSeverities, type EventKindCode } from "../../detections/event-kind.ts"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, said, text, time, whole } from "../schema.ts"

const kind = v.picklist(Object.keys(eventKinds) as [EventKindCode, ...EventKindCode[]])
const severity = v.picklist(eventSeverities)

export const timelineEvent = record({
  id: count,
  at: time,
  kind,
  title: text(200),
  severity,
  /** In words, with the devices' names of now. */
  text: text(4000),
  /** Who did it, where a person did; else "". */
  by: text(64),
  /** Devices it is about (ids that are devices now), at most two from traffic: who did it first. */
  devices: list(record({ id: identifier, name: text(400) }), 20),
  protocol: text(60),
  /** The alert it tells of, or "". */
  alert: identifier,
  /** Packets are kept for it. */
  packets: v.boolean(),
})
export type TimelineEvent = v.InferOutput<typeof timelineEvent>

export const timelineFilter = record({
  search: v.optional(text(200), ""),
  from: v.optional(time, 0),
  to: v.optional(time, Number.MAX_SAFE_INTEGER),
  /** What people did is shown. */
  people: v.optional(v.boolean(), true),
  /** alert: alerts only; notice: alerts and notices; info: all events. */
  least: v.optional(severity, "info"),
  kinds: v.optional(list(kind, 100), []),
  withoutKinds: v.optional(list(kind, 100), []),
  devices: v.optional(list(identifier, 1000), []),
  withoutDevices: v.optional(list(identifier, 1000), []),
})
export type TimelineFilter = v.InferInput<typeof timelineFilter>

export const timeline = {
  /** Newest first. `before`: the last id and time of the page before, to go on from; null: from the newest. */
  "timeline.list": ask(
    "analyst",
    record({
      filter: timelineFilter,
      before: v.nullable(record({ at: time, id: count })),
      limit: whole(1, 1000),
    }),
    record({ events: list(timelineEvent, 1000), more: v.boolean() }),
  ),
  "timeline.add": change(
    "analyst",
    record({
      at: time,
      severity,
      device: v.union([v.literal(""), identifier]),
      text: said(2000),
    }),
    record({ id: count }),
  ),
  /** What the filter leaves, as CSV, newest first; at most 100,000. */
  "timeline.exportCsv": ask(
    "analyst",
    record({ filter: timelineFilter }),
    record({ ticket: identifier, file: text(200) }),
  ),
  "timeline.savePackets": ask("analyst", record({ id: count }), record({ ticket: identifier, file: text(200) })),
  "timeline.kinds": ask(
    "analyst",
    nothing,
    record({
      kinds: list(
        record({
          kind,
          title: text(200),
          severity,
          by: v.picklist(["traffic", "people"]),
          /** What nothing tells yet, by name; "": the event comes. */
          missing: text(200),
        }),
        100,
      ),
    }),
  ),
}

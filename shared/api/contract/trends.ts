/** Trends and statistics: dashboards of widgets, and what each widget shows. */
import * as v from "valibot"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, said, text, time, whole } from "../schema.ts"

/** What a widget is narrowed to; an absent part narrows nothing. */
export const widgetFilter = v.partial(
  record({
    /** Device ids. */
    devices: list(identifier, 200),
    /** "10.1.0.0/16". */
    subnet: text(50),
    vlan: whole(0, 4095),
    protocol: text(60),
    /** The server's port. */
    port: whole(0, 65_535),
    /** How many rows, lines or slices are shown before the rest is summed up. */
    most: whole(1, 50),
  }),
)
export type WidgetFilter = v.InferOutput<typeof widgetFilter>

/** `last`: minutes up to the newest time, which is now while the sensor monitors and the newest packet otherwise. */
export const range = v.union([record({ last: whole(1, 90 * 1440) }), record({ from: time, to: time })])
export type Range = v.InferOutput<typeof range>

/** A widget in its place; the grid has 12 columns, rows are as high as the page makes them. */
export const placedWidget = record({
  /** Of this place on this dashboard. */
  id: identifier,
  /** Key of the widget in shared/insight/trends. */
  widget: text(60),
  /** "" for the widget's own title. */
  title: text(100),
  x: whole(0, 11),
  y: whole(0, 1000),
  w: whole(2, 12),
  h: whole(1, 12),
  filter: widgetFilter,
})
export type PlacedWidget = v.InferOutput<typeof placedWidget>

export const dashboard = record({
  id: identifier,
  name: said(60),
  widgets: list(placedWidget, 60),
  /** Shown first, for everybody. */
  first: v.boolean(),
  /** Comes with the product: it can be copied, not changed. */
  builtIn: v.boolean(),
  by: text(64),
  changedAt: time,
})
export type Dashboard = v.InferOutput<typeof dashboard>

export const units = [
  "bits-per-second",
  "bytes",
  "packets",
  "devices",
  "connections",
  "messages",
  "errors",
  "alerts",
  "milliseconds",
  "percent",
] as const

const link = v.nullable(record({ page: text(60), query: v.record(text(40), text(400)) }))

/** What a widget shows. Exactly one of series, slices and table is filled; `reason` says why when all are empty. */
export const widgetAnswer = record({
  widget: text(60),
  from: time,
  to: time,
  unit: v.picklist(units),
  /** Start of each step and, at the end, the end of the last: one more than each series has values. Days may have 23 or 25 hours. */
  steps: list(time, 2002),
  grain: v.picklist(["minute", "hour", "day"]),
  /** Null where nothing was captured: a gap, not zero. */
  series: list(
    record({ key: text(400), name: text(400), total: v.number(), values: list(v.nullable(v.number()), 2001), link }),
    51,
  ),
  slices: list(record({ key: text(400), name: text(400), value: v.number(), text: text(100), link }), 51),
  table: v.nullable(
    record({
      columns: list(record({ key: text(40), title: text(60), right: v.boolean() }), 12),
      rows: list(record({ key: text(400), cells: list(text(400), 12), link }), 200),
    }),
  ),
  /** Why there is nothing to show, and what to do; "" where there is something. */
  reason: text(500),
  /** What a reader must know of the figures: "17 smaller ones are in Others"; or "". */
  note: text(500),
})
export type WidgetAnswer = v.InferOutput<typeof widgetAnswer>

/** What stands behind one point, slice or row. */
export const behind = record({
  devices: list(
    record({ id: identifier, name: text(400), address: text(100), packets: count, bytes: count, messages: count }),
    200,
  ),
  talks: list(
    record({
      client: text(400),
      server: text(400),
      clientId: identifier,
      serverId: identifier,
      protocol: text(60),
      port: whole(0, 65_535),
      vlan: whole(-1, 4095),
      packets: count,
      bytes: count,
      messages: count,
    }),
    200,
  ),
  /** Captures that cover the time. */
  captures: list(record({ id: identifier, file: text(4000), first: time, last: time }), 50),
  /** A Wireshark display filter for the packets. */
  wireshark: text(4000),
  /** How many there were in all. */
  deviceCount: count,
  talkCount: count,
})

export const trends = {
  /** Of the site: the zone that days begin in, what "newest" means now, and how far back each grain reaches (0: nothing kept). */
  "trends.about": ask(
    "read",
    nothing,
    record({
      zone: text(60),
      newest: time,
      live: v.boolean(),
      oldest: record({ minute: time, hour: time, day: time }),
    }),
  ),
  "trends.dashboards": ask("read", nothing, record({ dashboards: list(dashboard, 100) })),
  /** "" as id makes a new one. */
  "trends.save": change(
    "analyst",
    record({ id: identifier, name: said(60), widgets: list(placedWidget, 60) }),
    dashboard,
  ),
  "trends.remove": change("analyst", record({ id: identifier }), nothing),
  "trends.setFirst": change("analyst", record({ id: identifier }), nothing),
  "trends.answer": ask("read", record({ widget: text(60), filter: widgetFilter, range }), widgetAnswer),
  /** `key`: of the series, slice or row, "" for all; `from` and `to` narrow the range to the point. */
  "trends.behind": ask(
    "read",
    record({ widget: text(60), filter: widgetFilter, key: text(400), from: time, to: time }),
    behind,
  ),
  /** A ticket for `GET /download/TICKET`: the dashboard as PDF. */
  "trends.exportPdf": ask(
    "read",
    record({ name: said(60), widgets: list(placedWidget, 60), range }),
    record({ ticket: text(100), file: text(200) }),
  ),
}

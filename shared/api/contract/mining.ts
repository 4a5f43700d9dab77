/** Data mining: reports over everything that traffic showed, built in and people's own, and frozen copies of them. */
import * as v from "valibot"
import { orders } from "../../insight/mining/definition.ts"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, said, text, time, whole } from "../schema.ts"

const patterns = list(text(200), 50)

export const reportFilters = record({
  within: v.nullable(record({ count: v.number(), unit: v.picklist(["minutes", "hours", "days"]) })),
  addresses: patterns,
  macs: patterns,
  ports: patterns,
  groups: patterns,
  transports: patterns,
  protocols: patterns,
  tags: patterns,
  states: patterns,
  minimum: v.nullable(v.number()),
  maximum: v.nullable(v.number()),
})

/** What is wrong with one is told by the desk, field by field; here are only its bounds. */
export const reportDefinition = record({
  name: text(60),
  description: text(500),
  /** Keys of categories; what lies under a chosen one is chosen with it. */
  categories: list(text(200), 500),
  order: v.picklist(orders),
  filters: reportFilters,
})
export type ReportDefinition = v.InferOutput<typeof reportDefinition>

export const report = record({
  id: identifier,
  ...reportDefinition.entries,
  /** Comes with the product: it can be copied, not changed. */
  builtIn: v.boolean(),
  by: text(64),
  changedAt: time,
})
export type Report = v.InferOutput<typeof report>

export const miningRecord = record({
  device: identifier,
  name: text(400),
  address: text(100),
  mac: text(40),
  vlan: whole(-1, 4095),
  peer: text(400),
  peerDevice: identifier,
  /** Titles of the category from the root, with › between. */
  category: text(400),
  text: text(400),
  value: text(2000),
  state: text(60),
  tags: list(text(100), 20),
  transport: text(20),
  protocol: text(60),
  port: whole(0, 65_535),
  firstSeen: time,
  lastSeen: time,
})
export type MiningRecord = v.InferOutput<typeof miningRecord>

export const reportLine = v.variant("is", [
  record({ is: v.literal("heading"), key: text(2000), depth: count, text: text(2000), records: count }),
  record({ is: v.literal("record"), key: text(6000), depth: count, record: miningRecord }),
])
export type ReportLine = v.InferOutput<typeof reportLine>

export const reportAnswer = record({
  name: text(60),
  description: text(500),
  /** What the time of the report is counted back from, in words. */
  window: text(300),
  /** The filters in words, or "". */
  filters: text(8000),
  lines: list(reportLine, 120_000),
  total: count,
  /** How many of them are among the lines; fewer than all where there are very many. */
  shown: count,
  /** Why there is nothing, and what to do; "" where there is something. */
  reason: text(1000),
})
export type ReportAnswer = v.InferOutput<typeof reportAnswer>

export const snapshot = record({ id: identifier, report: identifier, name: said(60), by: text(64), madeAt: time })
export type Snapshot = v.InferOutput<typeof snapshot>

/** A report that is kept, or one that is not. */
const what = v.union([record({ report: identifier }), record({ definition: reportDefinition })])

export const mining = {
  "mining.categories": ask(
    "read",
    nothing,
    record({
      /** In the order of the tree; each below the one before it that has a smaller depth. */
      categories: list(
        record({
          key: text(200),
          title: text(200),
          depth: count,
          description: text(500),
          records: count,
          /** Why it has no content, or "". */
          reason: text(300),
        }),
        2000,
      ),
      /** What filters can be chosen from, as the site has it. */
      groups: list(text(200), 2000),
      protocols: list(text(100), 500),
    }),
  ),
  "mining.reports": ask("read", nothing, record({ reports: list(report, 300), snapshots: list(snapshot, 1000) })),
  /** `until`: what windows count back from; absent: now while the sensor monitors, else the newest packet. */
  "mining.run": ask("read", record({ of: what, until: v.optional(time) }), reportAnswer),
  /** "" as id makes a new one. */
  "mining.save": change("analyst", record({ id: identifier, definition: reportDefinition }), report),
  "mining.remove": change("analyst", record({ id: identifier }), nothing),
  /** A frozen copy of the report as it is now. */
  "mining.freeze": change("analyst", record({ id: identifier, name: text(60) }), snapshot),
  "mining.open": ask("read", record({ id: identifier }), record({ snapshot, answer: reportAnswer })),
  "mining.removeSnapshot": change("analyst", record({ id: identifier }), nothing),
  /** A ticket for `GET /download/TICKET`: the report or snapshot as PDF. */
  "mining.exportPdf": ask(
    "read",
    record({ of: v.union([record({ report: identifier }), record({ snapshot: identifier })]) }),
    record({ ticket: text(100), file: text(200) }),
  ),
}

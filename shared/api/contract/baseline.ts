/** The baseline: what is normal here, looked through, changed, exported and imported. */
import * as v from "valibot"
import { sortNames, type BaselineSort } from "../../baseline/entry.ts"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, said, text, time, whole } from "../schema.ts"

const sort = v.picklist(sortNames as [BaselineSort, ...BaselineSort[]])
/** departed: it alerted and nobody allowed it. removed: a person took it out; it alerts when it happens again. */
const state = v.picklist(["learned", "allowed", "imported", "departed", "removed"])

const filter = record({
  sorts: v.optional(list(sort, 20), []),
  states: v.optional(list(state, 5), []),
  device: v.optional(v.union([v.literal(""), identifier]), ""),
  protocol: v.optional(text(60), ""),
  search: v.optional(text(200), ""),
})
export type BaselineFilter = v.InferInput<typeof filter>

const end = record({ address: text(100), device: identifier, name: text(400) })
const key = text(4000)

export const baselineEntry = record({
  key,
  sort,
  who: end,
  whom: end,
  protocol: text(60),
  title: text(100),
  /** A function by its name where it has one, else by its key; for other sorts what the sort's words say. */
  what: text(1000),
  where: text(1000),
  /** Seconds, of a polling interval. */
  low: v.number(),
  high: v.number(),
  minutes: count,
  /** 0: not seen yet, or not known. */
  first: time,
  last: time,
  times: count,
  state,
  by: text(64),
  at: time,
  /** The file that it was imported from. */
  source: text(300),
  why: text(1000),
})
export type BaselineRow = v.InferOutput<typeof baselineEntry>

const why = said(1000)
/** `undo`: what to give to baseline.undo. */
const changed = record({ changed: count, undo: count })

const fault = record({ line: count, entry: count, reason: text(1000), remedy: text(1000) })

/** What an import would do; up to a hundred entries of each are listed. */
const preview = record({
  file: text(300),
  sensor: text(200),
  site: text(200),
  zone: text(200),
  faults: list(fault, 100),
  adds: count,
  changes: count,
  /** Normal here and not in the file: they are removed where the import replaces what is here. */
  removes: count,
  same: count,
  listed: list(record({ effect: v.picklist(["adds", "changes", "removes"]), sort, text: text(2000) }), 300),
})
export type BaselinePreview = v.InferOutput<typeof preview>

export const baseline = {
  "baseline.list": ask(
    "read",
    record({ filter, offset: count, limit: whole(1, 1000) }),
    record({
      entries: list(baselineEntry, 1000),
      total: count,
      /** How many the other filters leave of each. */
      sorts: list(record({ sort, count }), 20),
      states: list(record({ state, count }), 5),
      protocols: list(record({ protocol: text(60), title: text(100) }), 500),
    }),
  ),
  /** Not normal any more: when it happens again it alerts as new. What was allowed and never seen is as unknown as before. */
  "baseline.remove": change("analyst", record({ keys: list(key, 1000), why }), changed),
  /** What departed or was removed is normal from now on. */
  "baseline.allow": change("analyst", record({ keys: list(key, 1000), why }), changed),
  /** Normal before it was ever seen. “*” stands for any function, or any address, tag and object. */
  "baseline.add": change(
    "analyst",
    record({
      entries: list(
        record({ sort, who: text(100), whom: text(100), protocol: text(60), what: text(500), where: text(500) }),
        10,
      ),
      why,
    }),
    changed,
  ),
  "baseline.undo": change("analyst", record({ undo: count }), nothing),
  /** `plain`: without times and counts, so that two files differ only where what is normal does. */
  "baseline.export": ask(
    "read",
    record({ format: v.picklist(["json", "csv"]), plain: v.boolean() }),
    record({ ticket: identifier, file: text(200) }),
  ),
  /** Sends up a file in pieces, the first with the upload "", and tells with the last what importing it would do. */
  "baseline.stage": change(
    "admin",
    record({ upload: text(100), file: text(300), piece: text(1_500_000), last: v.boolean() }),
    record({ upload: text(100), preview: v.nullable(preview) }),
  ),
  /** `replace`: what is normal here and not in the file is removed. */
  "baseline.import": change("admin", record({ upload: text(100), replace: v.boolean() }), changed),
}

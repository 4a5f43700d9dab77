/** Alerts: what was judged, what people made of it, and how judging is set. */
import * as v from "valibot"
import { categories, engines, severities, type AlertEngine, type Category } from "../../detections/alert-kind.ts"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, said, text, time, whole } from "../schema.ts"

const keys = <Key extends string>(of: Record<Key, unknown>): [Key, ...Key[]] => Object.keys(of) as [Key, ...Key[]]

const engine = v.picklist(keys<AlertEngine>(engines))
const category = v.picklist(keys<Category>(categories))
const severity = v.picklist(severities)
/** new: nobody has looked. active: somebody works on it. closed: looked into; what comes again is a new alert. */
const status = v.picklist(["new", "active", "closed"])
/** Why a closed one is: learned traffic is normal from now on, muted traffic is passed over, silent: not seen again for 90 days. */
const closedBy = v.picklist(["", "person", "learned", "muted", "silent"])

/** Who it is about, as known now. `device` "": a group, or nobody that is shown as a device. */
const end = record({
  device: identifier,
  name: text(400),
  address: text(100),
  type: text(40),
  internet: v.boolean(),
})
export type AlertEnd = v.InferOutput<typeof end>

export const alertRow = record({
  id: identifier,
  kind: identifier,
  title: text(200),
  engine,
  category,
  severity,
  /** A person set the severity. */
  severityEdited: v.boolean(),
  status,
  closedBy,
  source: end,
  target: end,
  protocol: text(60),
  /** In words, with the ends' names of now. */
  message: text(2000),
  /** First and last detection, and how often. */
  first: time,
  last: time,
  count,
  learnable: v.boolean(),
  /** False as well where an end is on the internet. */
  mutable: v.boolean(),
  /** Packets are kept for it. */
  packets: v.boolean(),
  comments: count,
})
export type AlertRow = v.InferOutput<typeof alertRow>

export const alertFilter = record({
  /** In title, message, ends' names and addresses. */
  search: v.optional(text(200), ""),
  /** Those that were open to traffic in this time: last detected at or after `from`, first detected before `to`. */
  from: v.optional(time, 0),
  to: v.optional(time, Number.MAX_SAFE_INTEGER),
  engines: v.optional(list(engine, 5), []),
  severities: v.optional(list(severity, 4), []),
  statuses: v.optional(list(status, 3), []),
  kinds: v.optional(list(identifier, 300), []),
  protocols: v.optional(list(text(60), 300), []),
  /** One of the ends. */
  devices: v.optional(list(identifier, 1000), []),
})
export type AlertFilter = v.InferInput<typeof alertFilter>

const line = record({
  what: text(300),
  where: text(300),
  value: text(2000),
  asked: count,
  succeeded: count,
  refused: count,
  first: time,
  last: time,
  /** As Wireshark counts in the capture; 0 where no single frame proves it. */
  frame: count,
  captureFile: text(4000),
  /** The frame is kept. */
  packet: v.boolean(),
})

const comment = record({ at: time, by: text(64), text: text(2000) })

/** Devices, kinds and times that raise no alert. Empty lists: all of them. */
export const exclusion = record({
  name: said(100),
  kinds: list(identifier, 300),
  devices: list(identifier, 1000),
  /** Where the devices stand. */
  role: v.picklist(["source", "target", "either"]),
  /** Days of the week (0: Sunday; none: each) and minutes of the day in the site's zone; over midnight where `to` is not after `from`. None: always. */
  windows: list(record({ days: list(whole(0, 6), 7), from: whole(0, 1440), to: whole(0, 1440) }), 20),
  /** Ends by itself then, in the time of the traffic; 0: never. */
  until: time,
  on: v.boolean(),
})

export type Exclusion = v.InferOutput<typeof exclusion>

const verdict = record({
  key: text(400),
  verdict: v.picklist(["learned", "muted"]),
  kind: identifier,
  title: text(200),
  protocol: text(60),
  source: end,
  target: end,
  by: text(64),
  at: time,
  /** How often the same traffic came since. */
  hits: count,
  lastHit: time,
})
export type Verdict = v.InferOutput<typeof verdict>

const many = record({ ids: list(identifier, 10_000) })
/** How many were changed, and why the others were not. */
const changed = record({ changed: count, refused: list(record({ id: identifier, why: text(300) }), 10_000) })

const threshold = record({ count: whole(1, 1_000_000), seconds: whole(1, 31_536_000) })

export const alerts = {
  "alerts.list": ask(
    "read",
    record({
      filter: alertFilter,
      /** source, target: by the names of the devices. */
      sort: v.picklist(["severity", "title", "engine", "last", "first", "status", "source", "target", "count"]),
      descending: v.boolean(),
      offset: count,
      limit: whole(1, 1000),
    }),
    record({
      alerts: list(alertRow, 1000),
      total: count,
      /** Of all that the filter leaves. */
      groups: record({
        severity: v.record(text(20), count),
        engine: v.record(text(20), count),
        status: v.record(text(20), count),
        kind: list(record({ kind: identifier, title: text(200), count }), 300),
      }),
      /** Of the whole site, for the filter form. */
      protocols: list(text(60), 300),
    }),
  ),
  "alerts.get": ask(
    "read",
    record({ id: identifier }),
    record({
      alert: alertRow,
      why: text(1000),
      steps: list(text(1000), 20),
      harmless: text(1000),
      techniques: list(record({ id: text(10), name: text(100) }), 20),
      lines: list(line, 1000),
      comments: list(comment, 1000),
      /** Others of the same kind or between the same ends, newest first. */
      related: list(alertRow, 50),
      /** What happened around it: from an hour before its first to an hour after its last detection. */
      around: record({ from: time, to: time }),
    }),
  ),
  "alerts.setStatus": change("analyst", record({ ...many.entries, status }), changed),
  "alerts.setSeverity": change("analyst", record({ ...many.entries, severity: v.nullable(severity) }), changed),
  "alerts.learn": change("analyst", many, changed),
  "alerts.unlearn": change("analyst", many, changed),
  "alerts.mute": change("analyst", many, changed),
  "alerts.unmute": change("analyst", many, changed),
  "alerts.comment": change("analyst", record({ ...many.entries, text: said(2000) }), changed),
  /** Traffic that was learned or muted, newest first, also where the alerts about it are gone. */
  "alerts.verdicts": ask("read", nothing, record({ verdicts: list(verdict, 10_000) })),
  /** Takes verdicts back by their keys; the newest alert of each, if it is still there, is new again. */
  "alerts.liftVerdicts": change("analyst", record({ keys: list(text(400), 10_000) }), nothing),
  /** The kept packets as pcapng. */
  "alerts.savePackets": ask("analyst", record({ id: identifier }), record({ ticket: identifier, file: text(200) })),
  /** All that the filter leaves, as CSV. */
  "alerts.exportCsv": ask("read", record({ filter: alertFilter }), record({ ticket: identifier, file: text(200) })),
  "alerts.exportPdf": ask("read", record({ id: identifier }), record({ ticket: identifier, file: text(200) })),
  /** Every kind of alert: whether it is judged, with which threshold, and what it would need if it can't be. */
  "alerts.catalogue": ask(
    "read",
    nothing,
    record({
      kinds: list(
        record({
          id: identifier,
          title: text(200),
          engine,
          category,
          severity,
          why: text(1000),
          techniques: list(record({ id: text(10), name: text(100) }), 20),
          learnable: v.boolean(),
          mutable: v.boolean(),
          /** "": it is judged when it is on. Else the fact that no dissector reports yet. */
          missing: text(300),
          on: v.boolean(),
          onByDefault: v.boolean(),
          threshold: v.nullable(
            record({
              ...threshold.entries,
              of: text(200),
              /** The end whose own threshold holds, where it has one. */
              decides: v.picklist(["source", "target"]),
            }),
          ),
          /** Of single devices. */
          deviceThresholds: list(record({ device: identifier, name: text(400), ...threshold.entries }), 500),
          defaultThreshold: v.nullable(threshold),
          /** Alerts of it that are open. */
          open: count,
        }),
        500,
      ),
    }),
  ),
  /** Holds for what is read from then on. `threshold` null: the catalogue's. `deviceThresholds`: all of single devices; absent: as they are. */
  "alerts.configure": change(
    "admin",
    record({
      kind: identifier,
      on: v.boolean(),
      threshold: v.nullable(threshold),
      deviceThresholds: v.optional(list(record({ device: identifier, ...threshold.entries }), 500)),
    }),
    nothing,
  ),
  "alerts.exclusions": ask(
    "read",
    nothing,
    record({
      exclusions: list(
        record({ id: identifier, by: text(64), changedAt: time, hits: count, lastHit: time, ...exclusion.entries }),
        500,
      ),
    }),
  ),
  "alerts.saveExclusion": change(
    "analyst",
    record({ id: v.nullable(identifier), exclusion }),
    record({ id: identifier }),
  ),
  "alerts.removeExclusion": change("analyst", record({ id: identifier }), nothing),
}

/** Rules of the user's own: what they may be made of, what they are, how often they matched, and what one would have found. */
import * as v from "valibot"
import { severities } from "../../detections/alert-kind.ts"
import { occasions, operators, type Operator } from "../../detections/custom/rule.ts"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, said, text, time, whole } from "../schema.ts"

const keys = <Table extends object>(table: Table) => Object.keys(table) as [keyof Table & string]

const condition = record({
  field: text(60),
  operator: v.picklist(keys(operators) as unknown as readonly Operator[]),
  value: text(300),
  to: text(300),
  other: text(60),
})

/** 0: Sunday; minutes of the day in the site's zone. */
const window = record({ days: list(whole(0, 6), 7), from: whole(0, 1440), to: whole(0, 1440) })

/** Whether it makes sense is said in words, beside each field. */
export const rule = record({
  name: text(100),
  comment: text(1000),
  about: text(60),
  protocol: text(60),
  direction: v.picklist(["asked", "either"]),
  sets: list(list(condition, 10), 10),
  when: v.picklist(keys(occasions)),
  windows: list(window, 20),
  action: v.picklist(["alert", "event"]),
  severity: v.picklist(severities),
  message: text(500),
  on: v.boolean(),
})

const end = record({ device: text(200), address: text(100) })

/** One match of a back-test. `file`: the capture that holds its packet, "" where no packet was read; `frame`: as Wireshark counts in it. */
const match = record({
  time,
  ...{ source: end, target: end, protocol: text(60), what: text(300), where: text(300), value: text(300) },
  message: text(2000),
  frame: count,
  file: text(4000),
})

/** How a stretch of time was tested; a reason where it could not be. */
const tested = record({
  how: v.picklist(["packets", "series", "untold"]),
  from: time,
  to: time,
})

const result = record({
  /** The time that was asked for. */
  from: time,
  to: time,
  count,
  /** The first of them, in the order of time. */
  matches: list(match, 500),
  /** By day of the site's zone, "2026-03-02": between 6 and 18 o'clock, and in the night that begins or ends on that day. */
  days: list(record({ day: text(10), byDay: count, byNight: count }), 400),
  tested: list(tested, 2000),
  /** What could not be tested, or only in part, and why. */
  notes: list(text(600), 200),
  packets: count,
})

export const rules = {
  "rules.list": ask(
    "read",
    nothing,
    record({
      rules: list(
        record({ id: identifier, by: text(64), changedAt: time, hits: count, lastHit: time, ...rule.entries }),
        500,
      ),
      hours: list(window, 20),
      zone: text(60),
      /** The newest traffic that is known; hits are of the week that ends with it. 0: none yet. */
      newest: time,
      /** Why rules raise no alerts now, in words; "": they do. */
      silent: text(300),
    }),
  ),
  /** What this plant's traffic holds, to choose from: by field, for what is watched and its protocol. */
  "rules.fields": ask(
    "read",
    record({ about: text(60), protocol: text(60) }),
    record({
      protocols: list(record({ name: text(60), title: text(100), seen: v.boolean() }), 500),
      known: list(record({ field: text(60), values: list(record({ value: text(300), text: text(300) }), 300) }), 60),
    }),
  ),
  /** null makes a new one. Holds for what is read from then on. */
  "rules.save": change("analyst", record({ id: v.nullable(identifier), rule }), record({ id: identifier })),
  "rules.switch": change("analyst", record({ ids: list(identifier, 500), on: v.boolean() }), nothing),
  "rules.remove": change("analyst", record({ ids: list(identifier, 500) }), nothing),
  /** The site's working hours. */
  "rules.setHours": change("analyst", record({ hours: v.pipe(list(window, 20), v.minLength(1)) }), nothing),
  /** Reads what was captured in the last days once more, with this rule alone. One runs at a time. */
  "rules.startBacktest": ask("analyst", record({ rule, days: v.picklist([1, 7, 30]) }), record({ id: identifier })),
  "rules.backtest": ask(
    "analyst",
    record({ id: identifier }),
    record({
      state: v.picklist(["running", "done", "cancelled", "failed"]),
      /** Bytes of capture files. */
      read: count,
      total: count,
      packets: count,
      /** Matches so far. */
      found: count,
      why: text(600),
      result: v.nullable(result),
    }),
  ),
  "rules.cancelBacktest": ask("analyst", record({ id: identifier }), nothing),
  /** The packets of the first matches, as pcapng. */
  "rules.saveBacktestPackets": ask(
    "analyst",
    record({ id: identifier }),
    record({ ticket: said(200), file: text(200) }),
  ),
}

/** Subnets of the plant: configured by people, or learned from traffic. */
import * as v from "valibot"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, said, text, whole } from "../schema.ts"

const range = said(60)
const entry = record({
  /** "10.1.0.0/16", or address/mask; the answer has the normal form. */
  cidr: range,
  name: text(60),
  /** OT devices are expected in it. */
  ics: v.boolean(),
  /** Has a band of its own where the plant is drawn by levels. */
  segregated: v.boolean(),
})

export const subnetRow = record({
  ...entry.entries,
  /** auto: by the sensor, while it learned. hand: by a person. no: found in traffic, and not configured. */
  learned: v.picklist(["auto", "hand", "no"]),
  /** Devices in it, and how many of them are OT. */
  devices: count,
  ot: count,
})
export type SubnetRow = v.InferOutput<typeof subnetRow>

export const subnets = {
  "subnets.list": ask("read", nothing, record({ learns: v.boolean(), subnets: list(subnetRow, 5000) })),
  /** `before`: the range that is changed; "": a new one. */
  "subnets.save": change("admin", record({ before: text(60), subnet: entry }), nothing),
  "subnets.remove": change("admin", record({ cidrs: list(range, 5000) }), nothing),
  /** Subnets that are found become configured by themselves while the sensor learns. */
  "subnets.setLearning": change("admin", record({ learns: v.boolean() }), nothing),
  /** CSV with the columns Subnet, Name, ICS, Segregated; ranges that are there are changed. Nothing is taken where a line is wrong. */
  "subnets.importCsv": change(
    "admin",
    record({ csv: said(1_000_000) }),
    record({ taken: count, problems: list(record({ line: whole(1, 1_000_000), why: text(400) }), 100) }),
  ),
  "subnets.exportCsv": ask("read", nothing, record({ ticket: identifier, file: text(200) })),
}
